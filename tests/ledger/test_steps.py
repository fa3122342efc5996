"""The steps of a proof lead where the checks of RFC 6962 lead, for every small tree."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ledger import merkle, steps
from ledger.errors import ConsistencyError, InclusionError

MOST = 34


class Leaves:
    """All complete subtrees over some leaves, hashed as RFC 6962 says."""

    def read(self, level: int, index: int) -> bytes:
        if level == 0:
            return merkle.leaf_hash(str(index).encode())
        return merkle.node_hash(self.read(level - 1, 2 * index), self.read(level - 1, 2 * index + 1))


LEAVES = Leaves()
ROOTS = [merkle.root(size, LEAVES) for size in range(MOST)]


@pytest.mark.parametrize("size", range(1, MOST))
def test_every_leaf_leads_to_the_root(size: int) -> None:
    for index in range(size):
        proof = merkle.prove_inclusion(index, size, LEAVES)
        way = steps.inclusion(index, size, LEAVES.read(0, index), proof)

        assert way.root == ROOTS[size]
        assert [one.left if one.beside_is_left else one.right for one in way.steps] == proof


@pytest.mark.parametrize("new", range(1, MOST))
def test_both_roots_are_reached_from_one_node(new: int) -> None:
    for old in range(1, new + 1):
        ways = steps.consistency(old, new, ROOTS[old], merkle.prove_consistency(old, new, LEAVES))

        assert (ways.old.root, ways.new.root) == (ROOTS[old], ROOTS[new])
        assert ways.old.start == ways.new.start


def test_a_step_can_be_done_again_with_sha256_alone() -> None:
    way = steps.inclusion(2, 3, LEAVES.read(0, 2), merkle.prove_inclusion(2, 3, LEAVES))

    (only,) = way.steps
    assert only.beside_is_left
    assert sha256(b"\x01" + only.left + only.right).digest() == only.above == ROOTS[3]


def test_a_changed_hash_leads_elsewhere() -> None:
    proof = merkle.prove_inclusion(5, 9, LEAVES)

    for at in range(len(proof)):
        changed = [*proof[:at], bytes(32), *proof[at + 1 :]]
        assert steps.inclusion(5, 9, LEAVES.read(0, 5), changed).root != ROOTS[9]


def test_sizes_that_there_are_not_are_refused() -> None:
    with pytest.raises(InclusionError):
        steps.inclusion(3, 3, bytes(32), [])
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ConsistencyError):
            steps.consistency(old, new, bytes(32), [])
    with pytest.raises(ConsistencyError):
        steps.consistency(3, 5, bytes(32), [])
