"""Evidence that a log signed two histories: two checkpoints of one key that cannot both be true. Anyone can check it with no ledger.

Plain text, in sections as a proof bundle has them: a line that names each, with the length in bytes of what follows.

    jinbang-contradiction/v1
    log example.org/rankings+0302c6c8+ATkp…        the key that signed both
    old 234                                        the signed checkpoint that was seen first
    example.org/rankings
    …
    new 236                                        and the one that was seen later
    …
    prefix <root in base64> 2                      the root that the larger tree has at the smaller size, and how many hashes
    <hash in base64>                               show it: a consistency proof (RFC 6962, section 2.1.2)
    <hash in base64>

Without the section `prefix` nothing shows that the larger tree does not begin as the smaller one: it may be that a copy is behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ledger import checkpoint, merkle, note
from ledger import text as strict
from ledger.errors import FormatError, VerificationError
from ledger.proof import MAX_HASHES, Sections, read_hashes

if TYPE_CHECKING:
    from ledger.log import Head, Ledger

MAX_BYTES = 1 << 18
START = "jinbang-contradiction/v1"
_WHAT = "contradiction"


class Prefix(Struct, frozen=True):
    """What the larger of two trees has at the size of the smaller."""

    root: bytes
    hashes: tuple[bytes, ...]
    """Consistency proof from that root to the larger tree's."""


class Contradiction(Struct, frozen=True):
    """Two checkpoints, and what shows that they contradict each other. Nothing in it is verified yet: see `check`."""

    vkey: str
    old: bytes
    """As signed; seen first."""
    new: bytes
    prefix: Prefix | None = None
    """None when it is not known, and of checkpoints of one size not needed."""

    @classmethod
    def parse(cls, raw: bytes) -> Contradiction:
        """Read a file; raises FormatError."""
        sections = Sections(strict.within(raw, MAX_BYTES, what=_WHAT), _WHAT)
        if sections.line() != START:
            raise FormatError(_WHAT, f"does not begin with {START}")
        (vkey,) = sections.header("log", 1)
        note.VerifierKey.parse(vkey)
        old = sections.take(*sections.header("old", 1))
        new = sections.take(*sections.header("new", 1))
        return cls(vkey, old, new, None if sections.at_end else _prefix(sections))

    def format(self) -> bytes:
        """Return the file's bytes."""
        parts = [f"{START}\nlog {self.vkey}\nold {len(self.old)}\n".encode(), self.old]
        parts += [f"new {len(self.new)}\n".encode(), self.new]
        if self.prefix is not None:
            lines = map(strict.to_base64, self.prefix.hashes)
            head = f"prefix {strict.to_base64(self.prefix.root)} {len(self.prefix.hashes)}"
            parts.append("".join(f"{line}\n" for line in (head, *lines)).encode())
        return b"".join(parts)

    def check(self) -> str:
        """Return in a sentence how the two contradict each other, or an empty text when nothing here shows that they do.

        Raises: FormatError, SignatureError when they are not checkpoints of that log; ConsistencyError when the hashes are false.
        """
        key = note.VerifierKey.parse(self.vkey)
        small, large = sorted(
            (checkpoint.open(self.old, key), checkpoint.open(self.new, key)), key=lambda signed: signed.size
        )
        root = large.root
        if small.size != large.size:
            # No entries begin every tree, and a proof of that shows nothing.
            if self.prefix is None or not small.size:
                return ""
            root = self.prefix.root
            merkle.check_consistency(small.size, root, large.size, large.root, self.prefix.hashes)
        if root == small.root:
            return ""
        begins = f"the tree of {large.size} begins with" if small.size != large.size else "also with"
        said = f"{key.name} signed {small.size} entries with root {strict.to_base64(small.root)}"
        return f"{said}, and {begins} root {strict.to_base64(root)}"


def _prefix(sections: Sections) -> Prefix:
    root, count = sections.header("prefix", 2)
    hashes = [sections.line() for _ in range(min(MAX_HASHES + 1, strict.decimal(count, what=_WHAT)))]
    found = Prefix(
        strict.from_base64(root, what=f"{_WHAT} root", length=merkle.HASH_BYTES), read_hashes(hashes, what=_WHAT)
    )
    if not sections.at_end:
        raise FormatError(_WHAT, "goes on after its last hash")
    return found


def of_ledger(ledger: Ledger, head: Head, before: bytes) -> Contradiction:
    """Return what shows that the head does not continue an earlier checkpoint of the log, as far as this ledger can show it.

    Raises: FormatError, SignatureError when `before` is none of this log's; StoreError.
    """
    earlier = checkpoint.open(before, ledger.identity.key)
    found = Contradiction(ledger.identity.key.format(), before, head.signed.raw)
    if not 0 < earlier.size < head.size:
        return found
    hashes = tuple(ledger.prove_consistency(earlier.size, head.size))
    shown = Contradiction(found.vkey, found.old, found.new, Prefix(ledger.root_at(earlier.size, head), hashes))
    try:
        shown.check()
    except VerificationError:
        # The tiles do not lead to the signed root: damaged, which is no evidence of anything.
        return found
    return shown
