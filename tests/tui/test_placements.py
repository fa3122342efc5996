"""The table: exact in cells, whatever stands in it, and as fast for a million lines as for ten."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from, text
from msgspec.structs import replace
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from registry.reads.pages import Line, Part
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.widgets import columns
from tui.widgets.placements import Placements
from tui.words import Language

T = TypeVar("T")
LINE = Line(
    *(0, 1, "ab" * 32, "榜单 Board", "board", "2026-11", "2026-11-01", "模型甲 Model", "model", "", "v1", "", 1, 0, 27),
    *("77.1", 77.1, "accuracy", "evals.example.org", "flagged", "subjective"),
)
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066\r\n[bold red on green]x[/] [@click=app.quit]y[/]\x9b31m"
MANY = 1_000_000


def whole(ids: Iterable[int]) -> Part:
    """Return all lines of a table, by their numbers."""
    return Part(0, array("I", ids), [], is_last=True)


class Table(App[None]):
    """A table and nothing else, that counts what it is asked for."""

    def __init__(self, made: Callable[[int], Line], count: int) -> None:
        super().__init__()
        self._made = made
        self._count = count
        self.asked = 0

    def compose(self) -> ComposeResult:
        yield Placements(self._lines)

    def _lines(self, ids: Sequence[int]) -> list[Line]:
        self.asked += len(ids)
        return [self._made(one) for one in ids]

    def on_mount(self) -> None:
        self.query_one(Placements).show(whole(range(self._count)))
        self.query_one(Placements).focus()


def on(table: Table, steps: Callable[[Pilot[None], Placements], Awaitable[T]], size: tuple[int, int] = (80, 24)) -> T:
    async def run() -> T:
        async with table.run_test(size=size) as pilot:
            await pilot.pause()
            return await steps(pilot, table.query_one(Placements))

    return asyncio.run(run())


def numbered(number: int) -> Line:
    return replace(LINE, placement_id=number, model=f"No {number}")


@given(
    name=text(max_size=60),
    width=integers(60, 200),
    language=sampled_from(Language),
    glyphs=sampled_from([UNICODE, ASCII]),
)
def test_every_line_is_as_wide_as_the_heads(name: str, width: int, language: Language, glyphs: Glyphs) -> None:
    line = replace(LINE, model=name, leaderboard=name)

    row = "".join(columns.cells_of(line, width, language, glyphs))

    assert cell_len(row) == cell_len(columns.head(width, "-score", language, glyphs))


def test_a_line_of_chinese_ends_where_every_line_ends() -> None:
    async def steps(_: Pilot[None], table: Placements) -> list[str]:
        return [table.render_line(y).text for y in range(3)]

    drawn = on(Table(lambda at: replace(LINE, placement_id=at, model="通义千问" * 9 * at), 2), steps)

    assert {cell_len(line) for line in drawn} == {80}


def test_of_a_million_lines_only_those_in_sight_are_asked_for() -> None:
    app = Table(numbered, MANY)

    async def steps(pilot: Pilot[None], table: Placements) -> list[str]:
        await pilot.press("G")
        await pilot.pause()
        return [table.render_line(y).text for y in (1, table.size.height - 1)]

    first, last = on(app, steps)

    assert "No 999977" in first
    assert last.startswith(">") and "No 999999" in last
    assert app.asked <= 1_000


def part(start: int, stop: int, *, is_last: bool = False) -> Part:
    """Return some lines of a table: in full, when they are the first."""
    lines = [numbered(one) for one in range(start, stop)] if start == 0 else []
    return Part(start, array("I", range(start, stop)), lines, is_last)


def test_lines_that_came_in_full_are_not_asked_for_and_those_that_follow_stand_behind_them() -> None:
    app = Table(numbered, 0)

    async def steps(pilot: Pilot[None], table: Placements) -> list[str]:
        table.show(part(0, 100))
        await pilot.pause()
        assert app.asked == 0
        table.follow(part(100, 150))
        # A page of which the rest is yet to come.
        await pilot.press("G")
        await pilot.pause()
        table.follow(part(150, 250, is_last=True))
        await pilot.press("G", "pageup", "pageup", "pageup", "pageup", "pageup")
        await pilot.pause()
        return [table.render_line(y).text for y in range(1, table.size.height)]

    drawn = on(app, steps)

    first = int(drawn[0].split()[3])
    assert 100 < first < 150
    assert [line.split("No ")[1].split()[0] for line in drawn] == [f"{first + at}" for at in range(len(drawn))]


@pytest.mark.parametrize(("keys", "at"), [("G", 249), ("G k", 98), ("G g", 0), ("j", 1)])
def test_who_goes_to_the_last_line_gets_there_once_it_is_known_unless_he_moved_on(keys: str, at: int) -> None:
    async def steps(pilot: Pilot[None], table: Placements) -> tuple[int, int]:
        table.show(part(0, 100))
        await pilot.press(*keys.split())
        before = table.position
        table.follow(part(100, 200))
        assert table.position == before
        table.follow(part(200, 250, is_last=True))
        await pilot.pause()
        return before, table.position

    before, after = on(Table(numbered, 0), steps)

    assert before == min(at, 99)
    assert after == at


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ("j", 1), ("j j k", 1), ("k", 0), ("down down up", 1), ("pagedown", 23), ("ctrl+d ctrl+u", 0), ("pagedown pageup", 0),
        ("G", 99), ("end", 99), ("G j", 99), ("G g", 0), ("end home", 0), ("G pageup", 76), ("pagedown " * 9, 99),
    ],
)  # fmt: skip
def test_keys_move_the_cursor_and_it_stays_in_sight(keys: str, at: int) -> None:
    async def steps(pilot: Pilot[None], table: Placements) -> tuple[int, list[str]]:
        await pilot.press(*keys.split())
        await pilot.pause()
        return table.position, [table.render_line(y).text for y in range(1, table.size.height)]

    position, drawn = on(Table(numbered, 100), steps)

    assert position == at
    assert [line for line in drawn if line.startswith(">")] == [line for line in drawn if f"No {at} " in line]


def test_a_hostile_line_changes_nothing_but_its_own_text() -> None:
    async def steps(_: Pilot[None], table: Placements) -> list[str]:
        return [table.render_line(y).text for y in range(1, 4)]

    hostile = replace(
        LINE, model=HOSTILE, leaderboard=HOSTILE, release=HOSTILE, version=HOSTILE, value=HOSTILE, worst=HOSTILE
    )
    drawn = on(Table(lambda at: replace(hostile, placement_id=at), 2), steps, size=(200, 10))

    assert all(line.isprintable() for line in drawn)
    assert "[bold red on green]x" in drawn[0]
    assert {cell_len(line) for line in drawn} == {200}


def test_a_line_that_is_gone_from_the_index_is_a_dash() -> None:
    async def steps(_: Pilot[None], table: Placements) -> str:
        table._lines = lambda _: []
        table.show(whole([7]))
        return table.render_line(1).text

    assert on(Table(numbered, 1), steps).strip() == "> -"


def test_a_click_on_a_head_names_what_it_sorts_by() -> None:
    assert [columns.at(x, 76) for x in (0, 9, 10, 30, 75)] == ["rank", "rank", "model", "leaderboard", "verdict"]
