"""Sealed datasets on record: who opened one, and whether what was shown is what was sealed."""

from __future__ import annotations

from collections.abc import Sequence

from ledger import merkle
from ledger.errors import VerificationError
from registry.record import Logged, Record, logged_as
from registry.statements import Reveal, Seal


def reveals(seal: Logged[Seal], record: Record) -> list[Logged[Reveal]]:
    """Return how the publishers of a seal opened it. What others show of it is their word, not an opening."""
    known = (logged_as(one, Reveal) for one in record.about(seal.id))
    return [
        one
        for one in known
        if one is not None and one.ended is None and not set(one.statement.signers).isdisjoint(seal.statement.signers)
    ]


def items_shown(seal: Seal, opened: Sequence[Logged[Reveal]]) -> int:
    """Return how many items of a seal were opened: all by a file, which nobody here has looked into, or those that are given."""
    given = {one.index for reveal in opened for one in reveal.statement.items if one.index < seal.dataset.items}
    return seal.dataset.items if any(one.statement.opening.sha256 for one in opened) else len(given)


def strays(seal: Seal, reveal: Reveal) -> tuple[int, ...]:
    """Return which items of a reveal are not those that were sealed.

    Only items that stand in the reveal can be looked at; an opening file is checked by whoever has it.
    """
    return tuple(one.index for one in reveal.items if not _is_sealed(seal, one.index, one.salt, one.content, one.proof))


def _is_sealed(seal: Seal, index: int, salt: str, content: bytes, proof: tuple[str, ...]) -> bool:
    leaf = merkle.leaf_hash(bytes.fromhex(salt) + content)
    hashes = [bytes.fromhex(one) for one in proof]
    if index >= seal.dataset.items:
        return False
    try:
        merkle.check_inclusion(index, seal.dataset.items, leaf, hashes, bytes.fromhex(seal.root))
    except VerificationError:
        return False
    return True
