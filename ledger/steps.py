"""A Merkle proof step by step, to be drawn or done again by hand: what is hashed with what, on which side, and what comes of it.

The checks themselves are `merkle.check_inclusion` and `merkle.check_consistency`; these are the same ways with every stop named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ledger.errors import ConsistencyError, InclusionError
from ledger.merkle import node_hash


class Step(NamedTuple):
    """Two nodes and the one above them: `above` is SHA-256 of a byte 0x01, `left` and `right`."""

    left: bytes
    right: bytes
    above: bytes
    beside_is_left: bool
    """Whether the hash that the proof brings is the left one."""


class Way(NamedTuple):
    """From one node to a root."""

    start: bytes
    steps: tuple[Step, ...]

    @property
    def root(self) -> bytes:
        """Where it leads to."""
        return self.steps[-1].above if self.steps else self.start


class Consistency(NamedTuple):
    """Both ways of a proof that one tree is a prefix of another: they begin at one node, and share hashes."""

    old: Way
    new: Way


def inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> Way:
    """Return the way from a leaf hash to the root of the tree of `size` leaves; raises InclusionError when it has none."""
    if not 0 <= index < size:
        raise InclusionError(f"inclusion of leaf {index} in [0, {size}): there is no such leaf")
    steps, at, last, edge = [], leaf, index, size - 1
    for item in proof:
        last, edge = _rise(last, edge)
        steps.append(_step(at, item, beside_is_left=bool(last & 1)))
        at, last, edge = steps[-1].above, last >> 1, edge >> 1
    return Way(leaf, tuple(steps))


def consistency(old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]) -> Consistency:
    """Return both ways of a consistency proof; raises ConsistencyError when there are no such sizes, or no hash to begin at."""
    if not 0 < old_size <= new_size:
        raise ConsistencyError(f"consistency of {old_size} with {new_size}: no proof has steps for these sizes")
    first, last, edge = 0, old_size - 1, new_size - 1
    while first != last and (last & 1 or last == edge):
        last, edge = last >> 1, edge >> 1
    # A tree that is one node is its own start; else the proof begins with the node at the old tree's right edge.
    is_node = first == last
    if not is_node and not proof:
        raise ConsistencyError(f"consistency of {old_size} with {new_size}: no hashes")
    start = old_root if is_node else proof[0]
    old: list[Step] = []
    new: list[Step] = []
    for item in proof[not is_node :]:
        last, edge = _rise(last, edge)
        if last & 1:
            old += [_step(_end(start, old), item, beside_is_left=True)] if last else []
        new.append(_step(_end(start, new), item, beside_is_left=bool(last & 1)))
        last, edge = last >> 1, edge >> 1
    return Consistency(Way(start, tuple(old)), Way(start, tuple(new)))


def _rise(last: int, edge: int) -> tuple[int, int]:
    """Go up while the node is the last of its level without a sibling."""
    while last == edge and last and not last & 1:
        last, edge = last >> 1, edge >> 1
    return last, edge


def _end(start: bytes, steps: Sequence[Step]) -> bytes:
    return steps[-1].above if steps else start


def _step(at: bytes, beside: bytes, *, beside_is_left: bool) -> Step:
    left, right = (beside, at) if beside_is_left else (at, beside)
    return Step(left, right, node_hash(left, right), beside_is_left)
