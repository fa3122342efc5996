"""JSON with the digits that were recorded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters.exact_json import Digits, written

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_it_is_the_json_that_the_standard_library_reads(value: object) -> None:
    text = written(value)
    assert json.loads(text) == value
    assert all(line.isprintable() for line in text.split("\n"))


@given(VALUES)
def test_it_is_laid_out_as_the_standard_library_lays_it_out(value: object) -> None:
    plain = json.dumps(value, indent=2, ensure_ascii=False)
    assert not plain.replace("\n", "").isprintable() or written(value) == plain


@pytest.mark.parametrize("digits", ["77.10", "0.0", "-5", "9" * 40, "0." + "3" * 38])
def test_a_number_keeps_its_digits(digits: str) -> None:
    assert written({"a": [Digits(digits)]}) == f'{{\n  "a": [\n    {digits}\n  ]\n}}'
