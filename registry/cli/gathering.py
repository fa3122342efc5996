"""The files that a command is given: those named, and of a folder all that are in it, in a fixed order.

A folder that is one run is given as it is, not file by file; what is read with a file beside it is passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from registry.errors import NothingToJudge
from registry.importers.beside import belongs_to_another
from registry.importers.folder import is_one


def files_of(names: Sequence[str]) -> Iterator[str]:
    """Yield files; in folders, hidden ones and links are passed over. Raises NothingToJudge on a folder without files."""
    for name in names:
        if name == "-" or not Path(name).is_dir() or is_one(Path(name)):
            yield name
            continue
        found = False
        for file in _inside(Path(name)):
            found = True
            yield str(file)
        if not found:
            raise NothingToJudge(f"{name}: a folder without files to read")


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, then those of its folders, each by name."""

    def refuse(error: OSError) -> None:
        raise error

    for at, folders, files in os.walk(folder, onerror=refuse):
        if is_one(Path(at)):
            folders.clear()
            yield Path(at)
            continue
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            path = Path(at, name)
            if _is_plain(path) and not belongs_to_another(path):
                yield path


def _is_plain(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()
