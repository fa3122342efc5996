"""Compact collections hold what a list and a dictionary would."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import compact
from ledger.compact import DIGEST_BYTES, FirstIndexes, Packed


def digest(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


@given(values=st.integers(1, 40).flatmap(lambda width: st.lists(st.binary(min_size=width, max_size=width))))
def test_packed_values_come_out_as_they_went_in(values: list[bytes]) -> None:
    packed = Packed()
    for value in values:
        packed.append(value)
    assert list(packed) == values
    assert len(packed) == len(values)


@pytest.mark.parametrize("other", [b"", b"ab", b"abcd"])
def test_packed_values_are_of_one_length(other: bytes) -> None:
    packed = Packed()
    packed.append(b"abc")
    with pytest.raises(ValueError, match="needed 3"):
        packed.append(other)
    assert list(packed) == [b"abc"]


@given(batches=st.lists(st.lists(st.integers(0, 30), max_size=20)))
def test_a_digest_that_was_seen_is_told_with_its_first_index(batches: list[list[int]]) -> None:
    known: dict[int, int] = {}
    indexes, start = FirstIndexes(), 0
    for batch in batches:
        needed = []
        for index, number in enumerate(batch, start):
            if known.setdefault(number, index) != index:
                needed.append((index, known[number]))
        assert indexes.add(start, map(digest, batch)) == needed
        start += len(batch)


def test_digests_that_share_a_bucket_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "_BUCKETS", 1)
    indexes = FirstIndexes()
    assert indexes.add(10**9 - 1000, map(digest, range(1000))) == []
    assert indexes.add(10**9, map(digest, range(1000))) == [(10**9 + at, 10**9 - 1000 + at) for at in range(1000)]


def test_bytes_that_lie_across_two_records_are_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "_BUCKETS", 1)
    indexes = FirstIndexes()
    first, second = digest(1), digest(2)
    assert indexes.add(0, [first, second]) == []
    across = (first + (0).to_bytes(5, "big") + second)[10 : 10 + DIGEST_BYTES]
    assert indexes.add(2, [across, across]) == [(3, 2)]
