"""The tree's hashes and proofs, against other implementations' vectors and against the recursive definition."""

from __future__ import annotations

import base64
import json
from functools import cache
from itertools import combinations, count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import merkle
from ledger.errors import ConsistencyError, InclusionError, VerificationError
from tests import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_SIZE = range(1, 101)
VECTOR_COUNTS = {"consistency": 98, "inclusion": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}
REFERENCE_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")


class Tree:
    """RFC 6962 section 2.1 word for word, over leaves that it keeps: a `HashReader` and what to compare proofs with."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self.mth = cache(self._mth)

    def _mth(self, start: int, end: int) -> bytes:
        if end - start == 1:
            return self.leaves[start]
        middle = start + split(end - start)
        return merkle.node_hash(self.mth(start, middle), self.mth(middle, end))

    def root(self, size: int) -> bytes:
        return self.mth(0, size) if size else merkle.EMPTY_ROOT

    def read(self, level: int, index: int) -> bytes:
        return self.mth(index << level, (index + 1) << level)

    def path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + split(end - start)
        if index < middle:
            return [*self.path(index, start, middle), self.mth(middle, end)]
        return [*self.path(index, middle, end), self.mth(start, middle)]

    def subproof(self, start: int, end: int, low: int, high: int, *, known: bool = True) -> list[bytes]:
        """Return what shows [start, end) to be in [low, high), as draft-ietf-plants-merkle-tree-certs has it."""
        if (start, end) == (low, high):
            return [] if known else [self.mth(low, high)]
        middle = low + split(high - low)
        if end <= middle:
            return [*self.subproof(start, end, low, middle, known=known), self.mth(middle, high)]
        if start >= middle:
            return [*self.subproof(start, end, middle, high, known=known), self.mth(low, middle)]
        return [*self.subproof(middle, end, middle, high, known=False), self.mth(low, middle)]


def split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def rounded_up(width: int) -> int:
    """Return the smallest power of two that is not below `width`."""
    return next(1 << level for level in count() if 1 << level >= width)


def tree_of(size: int) -> Tree:
    return Tree([merkle.leaf_hash(index.to_bytes(4, "big")) for index in range(size)])


TREE = tree_of(300)


def vector_names(kind: str) -> list[str]:
    try:
        folder = foreign.vectors("merkle", "testdata", kind)
    except pytest.skip.Exception:
        return []
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))


def vector(kind: str, name: str) -> dict[str, Any]:
    """Return a vector with its hashes as bytes; a proof of null is an empty one."""
    fields: dict[str, Any] = json.loads(foreign.vectors("merkle", "testdata", kind, name).read_text())
    for field in ("root", "root1", "root2", "leafHash"):
        fields[field] = base64.b64decode(fields.get(field, ""))
    fields["proof"] = [base64.b64decode(item) for item in fields["proof"] or []]
    return fields


def is_refused(check: Callable[..., None], *arguments: object, error: type[VerificationError]) -> bool:
    try:
        check(*arguments)
    except error:
        return True
    return False


def flipped(value: bytes, bit: int) -> bytes:
    position = bit % (8 * len(value))
    changed = bytearray(value)
    changed[position // 8] ^= 1 << position % 8
    return bytes(changed)


@pytest.mark.parametrize("kind", VECTOR_COUNTS)
def test_no_foreign_vector_is_left_out(kind: str) -> None:
    foreign.vectors("merkle")

    assert len(vector_names(kind)) == VECTOR_COUNTS[kind]


@pytest.mark.parametrize("name", vector_names("inclusion"))
def test_inclusion_is_judged_as_others_judge_it(name: str) -> None:
    v = vector("inclusion", name)

    refused = is_refused(
        merkle.check_inclusion, v["leafIdx"], v["treeSize"], v["leafHash"], v["proof"], v["root"], error=InclusionError
    )

    assert refused is v["wantErr"]


@pytest.mark.parametrize("name", vector_names("consistency"))
def test_consistency_is_judged_as_others_judge_it(name: str) -> None:
    v = vector("consistency", name)

    refused = is_refused(
        merkle.check_consistency, v["size1"], v["root1"], v["size2"], v["root2"], v["proof"], error=ConsistencyError
    )

    assert refused is v["wantErr"]


@pytest.mark.parametrize("name", vector_names("subtreeinclusion"))
def test_subtree_inclusion_is_judged_as_others_judge_it(name: str) -> None:
    v = vector("subtreeinclusion", name)
    claim = (v["leafIdx"], v["start"], v["end"], v["leafHash"], v["proof"], v["root"])

    assert is_refused(merkle.check_subtree_inclusion, *claim, error=InclusionError) is v["wantErr"]


@pytest.mark.parametrize("name", vector_names("subtreeconsistency"))
def test_subtree_consistency_is_judged_as_others_judge_it(name: str) -> None:
    v = vector("subtreeconsistency", name)
    claim = (v["start"], v["end"], v["size"], v["root1"], v["root2"], v["proof"])

    assert is_refused(merkle.check_subtree_consistency, *claim, error=ConsistencyError) is v["wantErr"]


@pytest.mark.parametrize("name", [name for name in vector_names("inclusion") if "happy" in name])
def test_inclusion_is_proved_with_the_hashes_that_others_give(name: str) -> None:
    v = vector("inclusion", name)
    tree = Tree([merkle.leaf_hash(entry) for entry in REFERENCE_ENTRIES])

    assert merkle.prove_inclusion(v["leafIdx"], v["treeSize"], tree) == v["proof"]


@pytest.mark.parametrize("name", [name for name in vector_names("consistency") if "happy" in name])
def test_consistency_is_proved_with_the_hashes_that_others_give(name: str) -> None:
    v = vector("consistency", name)
    tree = Tree([merkle.leaf_hash(entry) for entry in REFERENCE_ENTRIES])

    assert merkle.prove_consistency(v["size1"], v["size2"], tree) == v["proof"]


def test_the_reference_entries_have_the_published_root() -> None:
    tree = Tree([merkle.leaf_hash(entry) for entry in REFERENCE_ENTRIES])

    assert merkle.root(len(REFERENCE_ENTRIES), tree) == REFERENCE_ROOT


def test_the_reference_entries_have_the_published_leaf_hashes_and_roots() -> None:
    facts = json.loads(foreign.vectors("misc", "rfc6962-8leaves.json").read_text())
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in facts["leaves_hex"]]

    assert [leaf.hex() for leaf in leaves] == facts["leaf_hashes"]
    assert [merkle.root(size, Tree(leaves)).hex() for size in range(9)] == facts["roots_by_size"]


def test_the_root_of_no_leaves_is_sha256_of_nothing() -> None:
    assert merkle.root(0, TREE).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_and_a_node_over_the_same_bytes_differ() -> None:
    """Else a node could be shown as an entry."""
    left, right = TREE.leaves[:2]

    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@pytest.mark.parametrize("size", EVERY_SIZE)
def test_every_leaf_of_every_small_tree_is_provable(size: int) -> None:
    root = merkle.root(size, TREE)

    assert root == TREE.root(size)
    for index in range(size):
        proof = merkle.prove_inclusion(index, size, TREE)
        assert proof == TREE.path(index, 0, size)
        merkle.check_inclusion(index, size, TREE.leaves[index], proof, root)


@pytest.mark.parametrize("new_size", EVERY_SIZE)
def test_every_small_tree_is_consistent_with_every_smaller_one(new_size: int) -> None:
    new_root = TREE.root(new_size)

    for old_size in range(new_size + 1):
        proof = merkle.prove_consistency(old_size, new_size, TREE)
        assert proof == (TREE.subproof(0, old_size, 0, new_size) if old_size else [])
        merkle.check_consistency(old_size, TREE.root(old_size), new_size, new_root, proof)


@pytest.mark.parametrize("size", range(1, 34))
def test_a_proof_holds_for_no_other_leaf(size: int) -> None:
    root = TREE.root(size)

    for index in range(size):
        proof = merkle.prove_inclusion(index, size, TREE)
        for other in set(range(size)) - {index}:
            with pytest.raises(InclusionError):
                merkle.check_inclusion(other, size, TREE.leaves[index], proof, root)


@settings(deadline=None)
@given(data=st.data(), size=st.integers(1, 300), bit=st.integers(0, 255))
def test_one_changed_bit_in_an_inclusion_claim_is_refused(data: st.DataObject, size: int, bit: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    values = [TREE.leaves[index], TREE.root(size), *merkle.prove_inclusion(index, size, TREE)]
    at = data.draw(st.integers(0, len(values) - 1))

    values[at] = flipped(values[at], bit)

    with pytest.raises(InclusionError):
        merkle.check_inclusion(index, size, values[0], values[2:], values[1])


@settings(deadline=None)
@given(data=st.data(), new_size=st.integers(1, 300), bit=st.integers(0, 255))
def test_one_changed_bit_in_a_consistency_claim_is_refused(data: st.DataObject, new_size: int, bit: int) -> None:
    old_size = data.draw(st.integers(1, new_size))
    proof = merkle.prove_consistency(old_size, new_size, TREE)
    values = [TREE.root(old_size), TREE.root(new_size), *proof]
    at = data.draw(st.integers(0, len(values) - 1))

    values[at] = flipped(values[at], bit)

    with pytest.raises(ConsistencyError):
        merkle.check_consistency(old_size, values[0], new_size, values[1], values[2:])


@settings(deadline=None)
@given(data=st.data(), size=st.integers(2, 300))
def test_a_proof_with_a_hash_more_less_longer_or_shorter_is_refused(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.prove_inclusion(index, size, TREE)
    at = data.draw(st.integers(0, len(proof) - 1))
    head, item, tail = proof[:at], proof[at], proof[at + 1 :]
    changed = data.draw(st.sampled_from([[], [item, item], [item + b"\0"], [item[:-1]], [b""]]))

    with pytest.raises(InclusionError):
        merkle.check_inclusion(index, size, TREE.leaves[index], [*head, *changed, *tail], TREE.root(size))


def test_bytes_cannot_move_between_the_hashes_of_a_node() -> None:
    """A node hashes two values without a mark between them, so only their lengths say where one ends."""
    left, right = TREE.leaves[:2]
    root = TREE.root(2)

    with pytest.raises(InclusionError, match="leaf hash of 33 bytes, needed 32"):
        merkle.check_inclusion(0, 2, left + right[:1], [right[1:]], root)
    with pytest.raises(ConsistencyError, match="proof hash of 31 bytes, needed 32"):
        merkle.check_consistency(1, left + right[:1], 2, root, [right[1:]])


@pytest.mark.parametrize("size", range(1, 33))
def test_every_subtree_is_consistent_with_its_small_tree(size: int) -> None:
    """A subtree starts at a multiple of its width, rounded up to a power of two; any other range is refused."""
    for start, end in combinations(range(size + 1), 2):
        claim = (start, end, size, TREE.mth(start, end), TREE.root(size))
        if start % rounded_up(end - start):
            with pytest.raises(ConsistencyError, match="no such subtree"):
                merkle.check_subtree_consistency(*claim, [])
        else:
            merkle.check_subtree_consistency(*claim, TREE.subproof(start, end, 0, size))


def test_a_tree_of_no_leaves_needs_the_empty_root_and_an_empty_proof() -> None:
    empty, root, other = merkle.EMPTY_ROOT, TREE.root(5), TREE.root(6)

    merkle.check_consistency(0, empty, 0, empty, [])
    merkle.check_consistency(0, empty, 5, root, [])
    for claim in (
        (0, other, 5, root, []),
        (0, empty, 5, root, [other]),
        (0, empty, 0, root, []),
        (0, empty, 5, b"", []),
    ):
        with pytest.raises(ConsistencyError):
            merkle.check_consistency(*claim)


def test_a_tree_cannot_shrink() -> None:
    with pytest.raises(ConsistencyError, match="no such subtree"):
        merkle.check_consistency(6, TREE.root(6), 5, TREE.root(5), [])


def test_a_refusal_says_what_was_found_and_what_was_needed() -> None:
    with pytest.raises(InclusionError) as caught:
        merkle.check_inclusion(2, 5, TREE.leaves[2], [], TREE.root(5))

    assert str(caught.value) == "inclusion of leaf 2 in [0, 5): 0 hashes, needed 3"


@pytest.mark.parametrize(("index", "size"), [(1 << 62, 1 << 63), (0, 1 << 63), ((1 << 63) - 1, 1 << 63)])
def test_a_claim_about_a_huge_tree_costs_no_more_than_its_levels(index: int, size: int) -> None:
    proof = [bytes(32)] * 63

    with pytest.raises(InclusionError, match="leads to root"):
        merkle.check_inclusion(index, size, bytes(32), proof, bytes(32))


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="needed one of"):
        merkle.prove_inclusion(index, size, TREE)
    with pytest.raises(InclusionError, match="no such leaf"):
        merkle.check_inclusion(index, size, TREE.leaves[0], [], TREE.leaves[0])


@pytest.mark.parametrize(("old_size", "new_size"), [(6, 5), (-1, 5)])
def test_sizes_out_of_order_have_no_proof(old_size: int, new_size: int) -> None:
    with pytest.raises(ValueError, match="needed 0 to 5"):
        merkle.prove_consistency(old_size, new_size, TREE)


def test_a_negative_size_has_no_root() -> None:
    with pytest.raises(ValueError, match="needed 0 or more"):
        merkle.root(-1, TREE)
