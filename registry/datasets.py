r"""The digest of a dataset or a document, as statements record it.

A file's digest is the SHA-256 of its bytes. A folder's is the SHA-256 of its list of files, in the form that `sha256sum` prints:
a line `DIGEST  PATH` a file, sorted by the bytes of the path. So it can be computed without this program:

    find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ledger.text import shown
from registry.errors import NothingToJudge, QuestionError

_BLOCK = 1 << 20


class Digest(NamedTuple):
    """What a file or a folder comes to."""

    sha256: str
    """64 hex digits."""
    files: int
    """1 for a file."""
    size: int
    """Bytes in all."""
    items: int | None
    """Lines that are not empty, of a file whose name ends in `.jsonl`; None for anything else."""


def digest(path: Path) -> Digest:
    """Return the digest of a file, or of a folder with all files below it.

    Raises: QuestionError when it holds a link, a device, or a name that has no one spelling; NothingToJudge when it holds no
    file; OSError.
    """
    if path.is_dir():
        return _folder(path)
    if not stat.S_ISREG(path.stat().st_mode):
        raise QuestionError(f"{path}: neither a file nor a folder")
    return _file(path)


def _file(path: Path) -> Digest:
    """Return a file's digest, in memory of a block whatever the length of its lines."""
    hashed, size, items, in_item = hashlib.sha256(), 0, 0, False
    counted = path.suffix == ".jsonl"
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
            size += len(block)
            if counted:
                lines = block.split(b"\n")
                filled = [bool(line.strip()) for line in lines]
                # The first line goes on where the last block ended.
                items += sum(filled) - (in_item and filled[0])
                in_item = filled[-1] or (in_item and len(lines) == 1)
    return Digest(hashed.hexdigest(), 1, size, items if counted else None)


def _folder(folder: Path) -> Digest:
    listed = hashlib.sha256()
    files = size = 0
    for name, path in sorted((_name(folder, path), path) for path in _walk(folder)):
        one = _file(path)
        listed.update(one.sha256.encode() + b"  " + name + b"\n")
        files, size = files + 1, size + one.size
    if not files:
        raise NothingToJudge(f"{folder}: holds no file")
    return Digest(listed.hexdigest(), files, size, None)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, in no order; anything that is neither file nor folder is refused."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
            else:
                raise QuestionError(f"{shown(str(path))}: a link or a device; a dataset's digest is of files only")


def _name(folder: Path, path: Path) -> bytes:
    """Return a file's path below the folder. `sha256sum` escapes a few names, so those have no one spelling."""
    name = os.fsencode(path.relative_to(folder).as_posix())
    if set(name) & set(b"\\\n\r"):
        raise QuestionError(f"{shown(str(path))}: a line break or a backslash in a file's name")
    return name
