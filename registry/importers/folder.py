"""A folder that is one thing: a run of HELM, of which no file says anything without the others.

Its hash is the one that `jinbang digest FOLDER` prints, so that `verify --evidence FOLDER` finds it again.
"""

from __future__ import annotations

import stat
from functools import cached_property
from pathlib import Path

from registry.importers.archive import MAX_MEMBER_BYTES
from registry.importers.content import Content
from registry.importers.place import ImportRefusedError

NEEDED = ("run_spec.json", "stats.json")
"""Files that make a folder one thing."""


def is_one(path: Path) -> bool:
    """Say whether a folder is read as a whole, and not file by file."""
    return all((path / name).is_file() and not (path / name).is_symlink() for name in NEEDED)


class Folder(Content):
    """What is in a folder; as bytes it is nothing."""

    def __init__(self, path: Path) -> None:
        """Take a folder, of which nothing is read yet."""
        super().__init__(b"")
        self._folder = path

    @cached_property
    def sha256(self) -> str:
        """Digest of all files in it, 64 hex digits; raises QuestionError as `datasets.digest` does, and OSError."""
        from registry.datasets import digest

        return digest(self._folder).sha256

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the files that lie in it, in their order."""
        return tuple(sorted(one.name for one in self._folder.iterdir() if stat.S_ISREG(one.lstat().st_mode)))

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises ImportRefusedError when it is not there or too large, OSError."""
        if name not in self.names:
            raise ImportRefusedError(f"{name}: found no file of this name in the folder, expected one")
        with (self._folder / name).open("rb") as file:
            raw = file.read(MAX_MEMBER_BYTES + 1)
        if len(raw) > MAX_MEMBER_BYTES:
            raise ImportRefusedError(f"{name}: found more than {MAX_MEMBER_BYTES:,} bytes")
        return raw
