"""What a log's key has last signed, kept outside the repository: a restored backup must not make it sign a fork.

    jinbang-signed/v1
    <revision>
    <the signed checkpoint, verbatim>
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ledger.checkpoint import MAX_CHECKPOINT_BYTES
from ledger.errors import FormatError, StoreError

_HEADER = b"jinbang-signed/v1\n"


@dataclass(frozen=True, slots=True)
class Signed:
    """The last checkpoint that was signed, and the revision that was made for it."""

    checkpoint: bytes
    revision: str
    """Prepared before it was signed, so an append that was cut off can be finished."""


@dataclass(frozen=True, slots=True)
class SignerState:
    """A file that is replaced as a whole."""

    path: Path

    def read(self) -> Signed | None:
        """Return what was signed last, or None when nothing was on this machine; raises FormatError, StoreError."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from error
        revision, newline, checkpoint = raw.removeprefix(_HEADER).partition(b"\n")
        good = raw.startswith(_HEADER) and newline and revision.isalnum() and 0 < len(checkpoint) <= MAX_CHECKPOINT_BYTES
        if not good:
            raise FormatError(f"{self.path}", "not the record of what a key has signed")
        return Signed(checkpoint, revision.decode())

    def write(self, signed: Signed) -> None:
        """Replace the record, durably: the old one or the new one is there whatever happens."""
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with temporary.open("wb") as file:
                file.write(_HEADER + signed.revision.encode() + b"\n" + signed.checkpoint)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
