"""Entries: signed notes whose text is a statement. What is logged is these bytes and no others.

An entry is not malleable: signature lines are sorted by (name, key id), one a key, in canonical base64. Whether the
signatures are right depends on the keys valid at its index: see `publishers`.
"""

from __future__ import annotations

import hashlib

from msgspec import Struct

from ledger import merkle
from ledger import note as notes
from ledger import statement as statements
from ledger import text as strict
from ledger.errors import FormatError

MAX_ENTRY_BYTES = 65_535
"""Limit of C2SP tlog-tiles: the length of an entry in a bundle is 16 bits."""
_SIGNATURE_BYTES = 64


class Entry(Struct, frozen=True):
    """An entry of good form; no signature is verified yet."""

    raw: bytes
    """The logged bytes."""
    note: notes.Note
    statement: statements.Statement

    @property
    def leaf(self) -> bytes:
        """Leaf hash, 32 bytes."""
        return merkle.leaf_hash(self.raw)

    @property
    def signers(self) -> tuple[str, ...]:
        """Names on its signature lines, sorted, each once."""
        return tuple(sorted({line.name for line in self.note.signatures}))


def parse(raw: bytes) -> Entry:
    """Read an entry's form.

    Raises: FormatError.
    """
    strict.within(raw, MAX_ENTRY_BYTES, what="entry")
    parsed = notes.parse(raw)
    lines = parsed.signatures
    if len(lines) > 1 and any(first.pair >= second.pair for first, second in zip(lines, lines[1:], strict=False)):
        raise FormatError("entry", "signature lines are not sorted by name and key id")
    if any(len(line.signature) != _SIGNATURE_BYTES for line in lines):
        raise FormatError("entry", f"a signature is not {_SIGNATURE_BYTES} bytes long")
    return Entry(raw, parsed, statements.parse(parsed.text))


def sign(text: bytes, signers: list[notes.Signer]) -> Entry:
    """Return the entry of a statement's text, signed by each signer.

    Raises: FormatError when the text is not a statement or the entry is too large.
    """
    return parse(notes.format(notes.sign(text, signers)))


def text_of(raw: bytes) -> bytes:
    """Return the text of an entry's bytes without reading further; nothing when they have no empty line."""
    return raw[: raw.rfind(b"\n\n") + 1]


def statement_digest(raw: bytes) -> bytes:
    """Return the statement id of an entry's bytes as 32 bytes, without reading further than its text."""
    return hashlib.sha256(text_of(raw)).digest()


def statement_id(raw: bytes) -> str:
    """Return the same as the 64 hex digits that are shown."""
    return statement_digest(raw).hex()
