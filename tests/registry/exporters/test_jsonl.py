"""JSON Lines: every text comes back exactly, on one line, and nothing in it can be seen that is not to be."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given

from registry.exporters import jsonl
from registry.exporters.placements import Row
from tests.registry.exporters.rows import HOSTILE, exact, row, rows


@given(rows())
def test_every_row_is_an_object_of_its_own_line(some: Sequence[Row]) -> None:
    lines = b"".join(jsonl.chunks([some])).decode().splitlines()
    assert [json.loads(line) for line in lines] == [exact(one) for one in some]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_and_is_printable(text: str) -> None:
    raw = b"".join(jsonl.chunks([[row(text)]])).decode()
    assert raw.endswith("\n")
    assert raw[:-1].isprintable()
    assert json.loads(raw) == exact(row(text))
