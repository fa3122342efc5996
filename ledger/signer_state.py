"""What a log's key has last signed, kept outside the repository: a restored backup must not make it sign a fork.

jinbang-signed/v1
<revision>
<the signed checkpoint, verbatim>
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ledger import durable, note
from ledger import text as strict
from ledger.checkpoint import MAX_CHECKPOINT_BYTES, Checkpoint
from ledger.errors import FormatError, StoreError

_HEADER = b"jinbang-signed/v1\n"
_REVISION = re.compile(rb"[0-9A-Za-z]{1,128}")
MAX_STATE_BYTES = len(_HEADER) + 129 + MAX_CHECKPOINT_BYTES


@dataclass(frozen=True, slots=True)
class Signed:
    """The last checkpoint that was signed, and the revision that was made for it."""

    checkpoint: bytes
    """As signed: a note."""
    revision: str
    """ASCII letters and digits. Prepared before it was signed, so an append that was cut off can be finished."""

    @classmethod
    def parse(cls, raw: bytes) -> Signed:
        """Read a record of what a key has signed; raises FormatError when it is damaged."""
        strict.within(raw, MAX_STATE_BYTES, what="signer state")
        if not raw.startswith(_HEADER):
            raise FormatError("signer state", f"does not begin with {_HEADER.decode().strip()}")
        revision, newline, checkpoint = raw.removeprefix(_HEADER).partition(b"\n")
        if not newline or _REVISION.fullmatch(revision) is None:
            raise FormatError("signer state", "no revision")
        Checkpoint.parse(note.parse(checkpoint).text)
        return cls(checkpoint, revision.decode())

    def format(self) -> bytes:
        """Return the record."""
        return _HEADER + self.revision.encode() + b"\n" + self.checkpoint


@dataclass(frozen=True, slots=True)
class SignerState:
    """A file that is replaced as a whole."""

    path: Path

    def read(self) -> Signed | None:
        """Return what was signed last, or None when nothing was on this machine; raises FormatError, StoreError."""
        try:
            with self.path.open("rb") as file:
                raw = file.read(MAX_STATE_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from error
        try:
            return Signed.parse(raw)
        except FormatError as error:
            raise FormatError(str(self.path), str(error)) from error

    def write(self, signed: Signed) -> None:
        """Replace the record, durably: the old one or the new one is there whatever happens.

        Raises: FormatError, and nothing is written, when it could not be read back; StoreError.
        """
        raw = signed.format()
        Signed.parse(raw)
        try:
            durable.replace(self.path, raw)
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from error
