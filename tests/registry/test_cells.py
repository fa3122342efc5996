"""How wide text is on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import cells


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("GPT-4", 5), ("通义千问", 8), ("e\u0301", 1), ("ＡＢ", 4), ("한국", 4), ("é…", 2)]
)
def test_east_asian_characters_take_two_cells(text: str, width: int) -> None:
    assert cells.width(text) == width


@given(st.text(), st.integers(0, 20))
def test_what_is_cut_fits_and_what_fits_is_not_cut(text: str, room: int) -> None:
    cut = cells.cut(text, room)

    assert cells.width(cut) <= room
    assert cells.width(text) > room or cut == text


def test_a_wide_character_is_not_halved() -> None:
    assert cells.cut("通义千问", 4) == "通…"
    assert cells.cut("通义千问", 5) == "通义…"
    assert cells.cut("通义", 1) == "…"
    assert cells.cut("通义", 0) == ""


def test_padding_fills_to_a_width() -> None:
    assert cells.pad("通义", 6) == "通义  "
    assert cells.pad("7", 3, right=True) == "  7"
    assert cells.pad("toolong", 3) == "toolong"
