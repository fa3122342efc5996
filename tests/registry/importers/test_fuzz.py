"""Damaged files become an error with a place, or a statement of what stands in them."""

from __future__ import annotations

import os

from registry import importers
from tests.registry.importers.fuzz import Damaged, outcome, run, samples

CASES = int(os.environ.get("JINBANG_FUZZ_CASES", "340"))


def test_every_format_has_a_file_that_is_imported_when_it_is_whole() -> None:
    assert {sample.name for sample in samples()} == set(importers.names())
    assert {outcome(sample, Damaged(sample.raw), is_named=False) for sample in samples()} == {"imported"}


def test_a_damaged_file_is_refused_with_a_place_or_read_as_it_stands() -> None:
    """More of them: JINBANG_FUZZ_CASES=10000."""
    told = run(CASES)
    assert told.total() == CASES
    assert {became for _, became in told} == {"imported", "refused", "unknown"}
