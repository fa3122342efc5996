"""Checkpoints: what a log commits to at one size. Source: C2SP tlog-checkpoint v1.0.0.

example.org/rankings
43
KMgSYZvTtmf9Bn2VsFkF56j4IGeyWGAVpu0oBdzytxE=
                                                <- the text of a signed note ends here
— example.org/rankings zxGZFV8dDrh/…
"""

from __future__ import annotations

from msgspec import Struct

from ledger import note as notes
from ledger import text as strict
from ledger.errors import FormatError, SignatureError
from ledger.merkle import EMPTY_ROOT, HASH_BYTES

MAX_CHECKPOINT_BYTES = 64 << 10
_WHAT = "checkpoint"
_FIXED_LINES = 3


class Checkpoint(Struct, frozen=True):
    """What a log commits to at one size."""

    origin: str
    """Name of the log, without scheme; not empty, no newline. May hold spaces in other people's logs."""
    size: int
    """Leaves, 0 or more."""
    root: bytes
    """32 bytes; SHA-256 of nothing when size is 0."""
    extensions: tuple[str, ...] = ()
    """Further lines, each not empty; not recommended, and never written here."""

    @classmethod
    def parse(cls, text: bytes) -> Checkpoint:
        """Read the text of a checkpoint note (without signatures)."""
        strict.within(text, MAX_CHECKPOINT_BYTES, what=_WHAT)
        if not text.endswith(b"\n"):
            raise FormatError(_WHAT, "does not end in a newline")
        lines = strict.utf8(text, what=_WHAT)[:-1].split("\n")
        if len(lines) < _FIXED_LINES:
            raise FormatError(_WHAT, f"{len(lines)} lines, needed origin, size and root")
        origin, size_line, root_line, *extensions = lines
        if not origin:
            raise FormatError("checkpoint origin", "empty")
        if not all(extensions):
            raise FormatError("checkpoint extension", "empty line")
        size = strict.decimal(size_line, what="checkpoint size")
        root = strict.from_base64(root_line, what="checkpoint root", length=HASH_BYTES)
        if size == 0 and root != EMPTY_ROOT:
            raise FormatError("checkpoint root", "size 0 with a root that is not SHA-256 of nothing")
        return cls(origin, size, root, tuple(extensions))

    def format(self) -> bytes:
        """Return the text to be signed."""
        lines = (self.origin, str(self.size), strict.to_base64(self.root), *self.extensions)
        return ("\n".join(lines) + "\n").encode()


class SignedCheckpoint(Struct, frozen=True):
    """A checkpoint whose log signature was verified, with the note it came in. Made by `open` and `sign` only."""

    checkpoint: Checkpoint
    note: notes.Note
    signed_by: notes.VerifierKey

    @property
    def raw(self) -> bytes:
        """The note's bytes as received."""
        return notes.format(self.note)

    @property
    def size(self) -> int:
        """Leaves."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """32 bytes."""
        return self.checkpoint.root


def open(raw: bytes, key: notes.VerifierKey, *, origin: str | None = None) -> SignedCheckpoint:
    """Return the checkpoint, signed by `key` for `origin` (by default the key's own name).

    Raises: FormatError; SignatureError when the key did not sign, or signed for another origin.
    """
    strict.within(raw, MAX_CHECKPOINT_BYTES, what=_WHAT)
    parsed = notes.parse(raw)
    checkpoint = Checkpoint.parse(parsed.text)
    expected = key.name if origin is None else origin
    if checkpoint.origin != expected:
        raise SignatureError(f"checkpoint origin: {strict.shown(checkpoint.origin)}, needed {strict.shown(expected)}")
    notes.open(parsed, notes.by_pair([key]))
    return SignedCheckpoint(checkpoint, parsed, key)


def sign(checkpoint: Checkpoint, signer: notes.Signer) -> SignedCheckpoint:
    """Return the checkpoint signed by its log's key."""
    return SignedCheckpoint(checkpoint, notes.sign(checkpoint.format(), [signer]), signer.key)
