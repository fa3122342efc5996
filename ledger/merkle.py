r"""Merkle tree hashes, inclusion proofs and consistency proofs. Source: RFC 6962 section 2.1 with SHA-256.

                 root               level 2, index 0: leaves 0 to 3
            /            \
         (1, 0)         (1, 1)      a node is (level, index) and covers the leaves
        /     \        /     \      [index << level, (index + 1) << level)
      leaf 0  leaf 1  leaf 2  leaf 3

In a tree whose size is not a power of two the last node of a level may cover fewer leaves, and a last node without a
right sibling rises unchanged. Only complete nodes are stored; the others are computed from them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.errors import ConsistencyError, InclusionError

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree of no leaves."""


class HashReader(Protocol):
    """Where the hashes of complete subtrees come from."""

    def read(self, level: int, index: int) -> bytes:
        """Return the hash over the leaves [index << level, (index + 1) << level), all of which exist."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, hashes: HashReader) -> bytes:
    """Return the root of the tree of the first `size` leaves.

    Raises: ValueError when `size` is negative; what `hashes` raises.
    """
    if size < 0:
        raise ValueError(f"tree size {size}, needed 0 or more")
    return _hash_of(0, size, hashes) if size else EMPTY_ROOT


def prove_inclusion(index: int, size: int, hashes: HashReader) -> list[bytes]:
    """Return the hashes that lead from the leaf at `index` to the root of the tree of `size` leaves.

    Shape: leaf to root, at most one hash of 32 bytes a level.
    Raises: ValueError unless 0 <= index < size; what `hashes` raises.
    Source: RFC 6962 section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index}, needed one of the {size} in the tree")
    return _siblings(0, index, size, hashes)


def prove_consistency(old_size: int, new_size: int, hashes: HashReader) -> list[bytes]:
    """Return the hashes that show the tree of `old_size` leaves is a prefix of the tree of `new_size`.

    Shape: at most one hash of 32 bytes a level, and one more; empty when the sizes are equal or `old_size` is 0.
    Raises: ValueError unless 0 <= old_size <= new_size; what `hashes` raises.
    Source: RFC 6962 section 2.1.2.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"old size {old_size}, needed 0 to {new_size}")
    if old_size in (0, new_size):
        return []
    level = _trailing_zeros(old_size)
    index = (old_size - 1) >> level
    # Node (level, 0) is the old tree itself, which the verifier has as its root.
    seed = [hashes.read(level, index)] if index else []
    return seed + _siblings(level, index, new_size, hashes)


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Return if `proof` leads from the leaf hash at `index` to the root of the tree of `size` leaves.

    Raises: InclusionError when it does not, or is malformed.
    """
    check_subtree_inclusion(index, 0, size, leaf, proof, root)


def check_subtree_inclusion(index: int, start: int, end: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Return if `proof` leads from the leaf hash at `index` to the root of the subtree of the leaves [start, end).

    Raises: InclusionError when it does not, or is malformed, or there is no such subtree.
    Source: draft-ietf-plants-merkle-tree-certs section 4.
    """
    claim = f"inclusion of leaf {index} in [{start}, {end})"
    if not (_is_subtree(start, end) and start <= index < end):
        raise InclusionError(f"{claim}: there is no such leaf or subtree")
    try:
        _need_hash(leaf, "leaf hash")
        _need_equal(root, _climb(index - start, index - start + 1, end - start, leaf, proof).tree)
    except _ProofError as error:
        raise InclusionError(f"{claim}: {error}") from error


def check_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Return if `proof` shows that the tree of `old_root` is a prefix of the tree of `new_root`.

    The tree of no leaves is a prefix of every tree: its proof is empty, and shows nothing about `new_root`.
    Raises: ConsistencyError when it does not, or is malformed.
    """
    check_subtree_consistency(0, old_size, new_size, old_root, new_root, proof)
    if new_size == 0 and new_root != EMPTY_ROOT:
        raise ConsistencyError("consistency: size 0 with a root that is not SHA-256 of nothing")
    if old_size == 0 and len(new_root) != HASH_BYTES:
        raise ConsistencyError(f"consistency: new root of {len(new_root)} bytes, needed {HASH_BYTES}")


def check_subtree_consistency(
    start: int, end: int, size: int, subtree_root: bytes, root: bytes, proof: Sequence[bytes]
) -> None:
    """Return if `proof` shows that `subtree_root` is over the leaves [start, end) of the tree of `root`.

    Raises: ConsistencyError when it does not, or is malformed, or there is no such subtree.
    Source: draft-ietf-plants-merkle-tree-certs section 4.
    """
    claim = f"consistency of [{start}, {end}) with {size} leaves"
    if not (_is_subtree(start, end) and end <= size):
        raise ConsistencyError(f"{claim}: there is no such subtree")
    try:
        if start == end:
            _need_items(proof, 0)
            _need_equal(subtree_root, EMPTY_ROOT)
        else:
            roots = _climb(start, end, size, subtree_root, proof)
            _need_equal(subtree_root, roots.subtree)
            _need_equal(root, roots.tree)
    except _ProofError as error:
        raise ConsistencyError(f"{claim}: {error}") from error


class _ProofError(Exception):
    """Why a proof does not hold, without the claim that it was for."""


class _Roots(NamedTuple):
    subtree: bytes
    tree: bytes


def _climb(start: int, end: int, size: int, subtree_root: bytes, proof: Sequence[bytes]) -> _Roots:
    """Return the two roots that `proof` leads to from the subtree of the leaves [start, end), which is not empty.

    `first` and `last` are the outer nodes of the subtree and `edge` the last node of the tree, on the level reached.
    """
    first, last, edge = start, end - 1, size - 1
    while first != last and (last & 1 or last == edge):
        first, last, edge = first >> 1, last >> 1, edge >> 1
    # A subtree that is one node is its own seed; else the proof begins with the node at the subtree's right edge.
    is_node = first == last
    _need_items(proof, (not is_node) + _path_length(last, edge))
    items = iter(proof)
    subtree = tree = subtree_root if is_node else next(items)
    for item in items:
        while last == edge and not last & 1:
            first, last, edge = first >> 1, last >> 1, edge >> 1
        if last & 1:
            subtree = node_hash(item, subtree) if first < last else subtree
            tree = node_hash(item, tree)
        else:
            tree = node_hash(tree, item)
        first, last, edge = first >> 1, last >> 1, edge >> 1
    return _Roots(subtree, tree)


def _path_length(index: int, edge: int) -> int:
    """Return how many siblings a node has on the way to the root, when the last node of its level is `edge`."""
    level = (index ^ edge).bit_length()
    return level + (index >> level).bit_count()


def _siblings(level: int, index: int, size: int, hashes: HashReader) -> list[bytes]:
    """Return the hashes beside the way from the complete node (level, index) to the root."""
    siblings = []
    edge = (size - 1) >> level
    while edge:
        beside = index ^ 1
        if beside <= edge:
            siblings.append(_hash_of(beside << level, min((beside + 1) << level, size), hashes))
        level, index, edge = level + 1, index >> 1, edge >> 1
    return siblings


def _hash_of(start: int, end: int, hashes: HashReader) -> bytes:
    """Return the hash over the leaves [start, end), a subtree that is not empty: its complete parts, right to left."""
    level = _trailing_zeros(end - start)
    position = end - (1 << level)
    result = hashes.read(level, position >> level)
    while position > start:
        level = _trailing_zeros(position - start)
        position -= 1 << level
        result = node_hash(hashes.read(level, position >> level), result)
    return result


def _is_subtree(start: int, end: int) -> bool:
    """Tell whether a tree has a node over exactly [start, end): `start` a multiple of the width rounded up to 2^k."""
    return 0 <= start <= end and (start == end or start % (1 << (end - start - 1).bit_length()) == 0)


def _trailing_zeros(number: int) -> int:
    """Return the exponent of the largest power of two that divides `number`, which is not 0."""
    return (number & -number).bit_length() - 1


def _need_items(proof: Sequence[bytes], count: int) -> None:
    if len(proof) != count:
        raise _ProofError(f"{len(proof)} hashes, needed {count}")
    for item in proof:
        _need_hash(item, "proof hash")


def _need_hash(value: bytes, what: str) -> None:
    if len(value) != HASH_BYTES:
        raise _ProofError(f"{what} of {len(value)} bytes, needed {HASH_BYTES}")


def _need_equal(claimed: bytes, computed: bytes) -> None:
    if claimed != computed:
        raise _ProofError(f"leads to root {computed.hex()}, needed {claimed.hex()}")
