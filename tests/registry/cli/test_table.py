"""Cells of CSV: what a spreadsheet would run is text, and every text comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cli.table import csv_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (1, "1"),
        (True, "true"),
        ("-1.5", "-1.5"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-cmd|x", "'-cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ('=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'),
        ("a, b", '"a, b"'),
        ("通义", "通义"),
    ],
)
def test_a_value_as_a_cell(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_what_was_written_is_read_back_and_is_no_formula(values: list[str]) -> None:
    line = ",".join(map(csv_cell, [*values, "end"]))
    (read,) = csv.reader(io.StringIO(line, newline=""))

    assert [text.removeprefix("'") for text in read[:-1]] == [text.removeprefix("'") for text in values]
    assert not any(text.startswith(("=", "+", "@")) for text in read)
