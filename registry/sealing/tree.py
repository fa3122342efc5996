"""The tree over the items of a seal: the ledger's own, whose leaves are an item's salt and then its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from ledger import merkle

SALT_BYTES = 32
"""Secret and random, so that nobody can guess an item and see that it was right."""


def leaf(salt: bytes, item: bytes) -> bytes:
    """Return the leaf hash of an item."""
    return merkle.leaf_hash(salt + item)


class Tree:
    """All complete nodes over some leaf hashes, in memory."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([merkle.node_hash(*pair) for pair in zip(below[::2], below[1::2], strict=False)])

    @property
    def size(self) -> int:
        """Leaves."""
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """Merkle root, 32 bytes."""
        return merkle.root(self.size, self)

    def read(self, level: int, index: int) -> bytes:
        """Return a complete node, as `merkle.HashReader` has it."""
        return self._levels[level][index]

    def prove(self, index: int) -> list[bytes]:
        """Return the inclusion proof of a leaf."""
        return merkle.prove_inclusion(index, self.size, self)
