"""Lines of a pane: what has no room goes on below the column in which it began, and what is selected is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import builds, integers, text
from rich.cells import cell_len

from ledger.text import plain
from tests.tui.conftest import Screen, drive
from tui.session import Session
from tui.telling import Told
from tui.widgets.hanging import Hanging, content
from tui.widgets.pane import Pane, Text


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            Told("ok", "   origin     a b c d e f g h i j k"),
            ["ok    origin     a b c d e f", "      g h i j k"],
        ),
        (Told("cure", "one two three four five six seven"), ["cure one two three four five", "     six seven"]),
        (Told("", "  one two three four five six seven"), ["  one two three four five six", "  seven"]),
        (Told("", "one two three four five six seven"), ["one two three four five six", "seven"]),
        (Told("a mark with many words", "and text"), ["a mark with many words and", "  text"]),
        (Told("名字", "排行榜排行榜排行榜排行榜排行榜"), ["名字", "     排行榜排行榜排行榜排行榜", "     排行榜"]),
        (Told("", "as long as there is room: 123"), ["as long as there is room: 123"]),
    ],
)
def test_what_has_no_room_goes_on_below_the_last_column(line: Told, rows: list[str]) -> None:
    assert content([line], 29).plain.split("\n") == rows


def test_a_column_that_begins_in_the_first_third_is_kept() -> None:
    checked = Told("ok", "   origin     " + "word " * 12)

    assert content([checked], 60).plain.split("\n")[1].startswith(" " * 17 + "word")


@given(line=builds(Told, text(max_size=40), text(max_size=200)), width=integers(2, 40))
def test_no_row_is_wider_than_the_pane_and_none_of_its_letters_is_lost(line: Told, width: int) -> None:
    rows = content([line], width).plain.split("\n")

    assert all(cell_len(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(plain(line.mark + line.text).split())


def test_what_is_selected_is_whole_lines_however_they_are_cut(ledger: Path) -> None:
    """A citation that is copied has no line break in it."""

    async def steps(screen: Screen) -> tuple[str, str | None]:
        await screen.press("v")
        words = screen.app.screen.query_one(Pane).query_one(Text)
        drawn = words.told.drawn(words.size.width).plain.split("\n")
        first = next(y for y, row in enumerate(drawn) if row.startswith("ok    origin"))
        assert drawn[first + 1].startswith(" " * 17), "cut"
        await screen.pilot.mouse_down(words, offset=(6, first))
        await screen.pilot.hover(words, offset=(20, first))
        await screen.pilot.mouse_up(words, offset=(22, first + 1))
        await screen.settle()
        return screen.text("#result"), screen.app.screen.get_selected_text()

    told, selected = drive(Session(ledger), steps)

    assert selected is not None and selected.startswith("origin ") and selected in told


def test_all_that_is_selected_is_all_that_is_told() -> None:
    from textual.selection import SELECT_ALL

    hanging = Hanging([Told("ok", "name   " + "a word " * 20), Told("", ""), Told("", "x" * 90)])

    assert hanging.selected(SELECT_ALL, 30) == content(hanging.lines).plain
    assert Hanging().selected(SELECT_ALL, 30) == ""


def test_a_line_begins_in_the_row_behind_all_rows_of_those_before_it() -> None:
    hanging = Hanging([Told("", "word " * 20), Told("", "next")])

    assert hanging.drawn(30).plain.split("\n")[hanging.start(1, 30)] == "next"
