"""CSV: what a spreadsheet would run is text, what cannot be seen is marked, and every other text comes back."""

from __future__ import annotations

import csv as reader
import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.text import plain
from registry.exporters import csv
from registry.exporters.placements import COLUMNS, Kind, Row
from tests.registry.exporters.rows import HOSTILE, exact, row, rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (1, "1"),
        (True, "true"),
        ("-1.5", "-1.5"),
        ("=1+1", "'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        (" =1+1", "' =1+1"),
        ("+86", "'+86"),
        ("-cmd|x", "'-cmd|x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ('=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'),
        ("a, b", '"a, b"'),
        ("通义", "通义"),
        (("a:minor", "b:note"), "a:minor;b:note"),
        ("\t=1+1", "\ufffd=1+1"),
        ("a\nb", "a\ufffdb"),
        ("a\u202eb", "a\ufffdb"),
    ],
)
def test_a_value_as_a_cell(value: object, cell: str) -> None:
    assert csv.cell(value) == cell


def read(raw: bytes) -> list[list[str]]:
    return list(reader.reader(io.StringIO(raw.decode(), newline=""), strict=True))


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_what_was_written_is_read_back_and_is_no_formula(values: list[str]) -> None:
    line = ",".join(map(csv.cell, [*values, "end"]))
    (found,) = read(line.encode())

    assert [text.removeprefix("'") for text in found[:-1]] == [plain(text).removeprefix("'") for text in values]
    assert not any(text.lstrip().startswith(("=", "+", "@", "\uff1d")) for text in found)


@given(rows())
def test_every_row_is_one_line_with_every_column(some: Sequence[Row]) -> None:
    found = read(b"".join(csv.chunks([some[:2], some[2:]])))
    assert found[0] == [column.name for column in COLUMNS]
    assert [len(line) for line in found] == [len(COLUMNS)] * (len(some) + 1)
    numbers = [at for at, column in enumerate(COLUMNS) if column.kind is Kind.WHOLE]
    for line, wanted in zip(found[1:], some, strict=True):
        assert [line[at] for at in numbers] == ["" if wanted[at] is None else str(wanted[at]) for at in numbers]


@given(rows())
def test_the_scores_of_a_line_are_one_cell_of_json_without_what_is_not_known(some: Sequence[Row]) -> None:
    at = next(number for number, column in enumerate(COLUMNS) if column.kind is Kind.SCORES)
    for line, wanted in zip(read(b"".join(csv.chunks([some])))[1:], some, strict=True):
        scores = exact(wanted)["scores"]
        assert isinstance(scores, list)
        known = [{name: value for name, value in one.items() if value is not None} for one in scores]
        assert (json.loads(line[at]) if line[at] else []) == known


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_cell(text: str) -> None:
    raw = b"".join(csv.chunks([[row(text)]]))
    assert raw.count(b"\n") == 2
    (_, line) = read(raw)
    assert all(
        cell.removeprefix("'") == plain(text) for cell, at in zip(line, COLUMNS, strict=True) if at.kind == "text"
    )
