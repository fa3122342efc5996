"""The bytes of a file to be imported, read as JSON or as a table at most once, whoever asks."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from registry.importers.json_file import read_value
from registry.importers.place import At, ImportRefusedError, TooLargeError

if TYPE_CHECKING:
    from registry.importers.grid import Grid

MAX_BYTES = 32 << 20
"""A file of results is far smaller; one that holds every answer may be as large."""


_PRINTED = re.compile(rb"\S")


class Content:
    """What is in a file."""

    def __init__(
        self, raw: bytes, whole: bytes | None = None, *, path: Path | None = None, named: PurePath | None = None
    ) -> None:
        """Take what is to be read, the file it was cut from when that is more, and where that lies, if anywhere.

        A file that lies nowhere on this disk may still have a name.
        """
        if len(raw) > MAX_BYTES:
            raise ImportRefusedError(f"file: found {len(raw):,} bytes, expected at most {MAX_BYTES:,}")
        self.raw = raw
        self.path = path
        self.named = path if path is not None else named
        self._whole = raw if whole is None else whole

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole file's bytes, 64 hex digits."""
        return hashlib.sha256(self._whole).hexdigest()

    @cached_property
    def first(self) -> bytes:
        """The first byte that is no white space; empty when there is none."""
        found = _PRINTED.search(self.raw)
        return found.group() if found is not None else b""

    @property
    def first_line(self) -> bytes:
        """The bytes before the first line break."""
        end = self.raw.find(b"\n")
        return self.raw if end < 0 else self.raw[:end]

    @cached_property
    def as_json(self) -> At | None:
        """The JSON value of the file, or None when it is none; its numbers are `Number`s. Raises TooLargeError."""
        if self.first not in (b"{", b"["):
            return None
        try:
            return read_json(self.raw)
        except TooLargeError:
            raise
        except ImportRefusedError:
            return None

    @property
    def as_object(self) -> At:
        """The JSON object of the file, or nothing when it is none."""
        file = self.as_json
        return file if file is not None and file.is_object else At(None)

    @cached_property
    def grid(self) -> Grid:
        """The only table of the file; raises ImportRefusedError as `read_grid` does."""
        from registry.importers.grid import read_grid  # deferred: most files are JSON

        return read_grid(self.raw)

    def json(self) -> At:
        """Return the JSON value of the file; raises ImportRefusedError with the place where it ends being JSON."""
        return self.as_json or read_json(self.raw)


def read_json(raw: bytes) -> At:
    """Return a JSON value whose numbers keep their digits; what is large in it is read when it is asked for.

    Raises: ImportRefusedError with line and column, or the object in which a key stands twice.
    """
    return At(read_value(raw))
