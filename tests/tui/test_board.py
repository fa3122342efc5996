"""The view of a leaderboard, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry import cells
from registry.over_time import Course, Point, Reign, Series
from registry.reads import Table
from registry.reads.over_time import Group, Ranked
from tests.tui.conftest import Screen, drive
from tests.tui.made import ledger_of, ranking
from tests.tui.test_audit import rows
from tui import boards
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.screens.board import BoardScreen
from tui.session import Session
from tui.widgets.hanging import content
from tui.words import Language

CMMLU = "board:cmmlu"
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066\r\n[bold red]x[/] [@click=app.leave]y[/]\x9b31m"


def test_b_shows_rankings_firsts_ranks_and_findings(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, list[str], str]:
        await screen.press("b")
        return screen.text("#chosen"), rows(screen, "states"), screen.text("#course")

    title, rankings, course = drive(Session(ledger), steps, text=CMMLU)
    told = [" ".join(line.split()) for line in course.splitlines()]

    assert title == "CMMLU 5-shot test  setting 2 / 2"
    assert rankings[0].split() == [">", "2023-11-30", "2023-11-30", "27", "10", "flagged:", "unsourced"]
    assert "2023-11-08 .. 2023-11-13 ZW-LM (rankings: 2)" in told
    assert "Rank over time, of those that were first" in told
    assert "B ZW-LM: 2/27 (2023-11-30), 1/26 (2023-11-13), 1/25 (2023-11-08)" in told
    assert any(line.startswith("conflict ━━━") and line.endswith("(rankings: 9)") for line in told)


def test_the_marked_models_are_followed(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("j", "space", "b")
        return screen.text("#course")

    told = drive(Session(ledger), steps, text=CMMLU)

    assert "Rank over time\n" in told and "\nA ZW-LM: 2/27" in told and "\nB " not in told


def test_enter_in_a_comparison_opens_that_list_and_s_the_next_setting(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("c", "enter")
        shown = []
        for keys in (("s",), ("s",), ("q",)):
            shown.append(screen.text("#chosen"))
            await screen.press(*keys)
        return [*shown, screen.text("TopBar .tabs")]

    shown = drive(Session(ledger), steps, text="quark board:cmmlu")

    assert shown[0] == "CMMLU 0-shot test  setting 1 / 2" == shown[2]
    assert shown[1] == "CMMLU 5-shot test  setting 2 / 2"
    assert "[2 Compare]" in shown[3]


def test_history_goes_back_to_it(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[bool, str]:
        await screen.press("b", "q", "right_square_bracket")
        return isinstance(screen.app.screen, BoardScreen), screen.text("#chosen")

    is_there, told = drive(Session(ledger), steps, text=CMMLU)

    assert is_there and told.startswith("CMMLU 5-shot")


def test_a_hostile_entry_is_text(tmp_path: Path) -> None:
    names = ("[bold red]x[/] [@click=app.leave]y[/] \u202elive\u2066", "名" * 200, "plain")
    made = ranking(names[0], "2026-03-01", *names), ranking(names[0], "2026-04-01", *reversed(names))

    async def steps(screen: Screen) -> tuple[str, bool]:
        await screen.press("b", "s", "j")
        drawn = "".join(rows(screen, "states"))
        return screen.text("#chosen") + drawn + screen.text("#course"), screen.app.is_running

    told, is_running = drive(Session(ledger_of(tmp_path, *made)), steps)

    assert is_running and "[bold red]x[/]" in told and not set(told) & {"\u202e", "\u2066"}


@pytest.mark.parametrize("name", [HOSTILE, "名" * 20_000, "a" * 60_000, "\u202e" * 60_000])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_no_text_of_an_index_that_was_tampered_with_gets_out(name: str, glyphs: Glyphs) -> None:
    table = Table(1, name, name, name, name, name, 10**9, name, name, 10**12, 1, None, name)
    found = Course(
        (Ranked(table, name, name, name),),
        (Reign((name,) * 50, name, name, 1),),
        (Series(name, (Point(name, 10**9, None), Point("2026-01-01", 1, None)) * 20),),
        (Group(name, 10**9, 1),),
        (table,),
        of_firsts=False,
    )

    text = content(boards.course(found, [name, "2026-01-01"], 76, Language.BOTH, glyphs)).plain
    text += boards.title(found, Language.BOTH, glyphs)

    assert not set(text) & {"\x1b", "\x07", "\u202e", "\u2066", "\r", "\x9b"}
    assert len(text) < 6_000
    assert all(cells.width(line) < 1_000 for line in text.splitlines())


@pytest.mark.parametrize("language", list(Language))
def test_in_ascii_every_mark_is_ascii(language: Language, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("b")
        return screen.text("#course")

    told = drive(Session(ledger), steps, text=CMMLU, language=language, glyphs=ASCII)

    assert not set(told) & set("━─│└┴…") and "####" in told


def test_enter_opens_the_ranking_under_the_cursor_and_y_copies_its_citation(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, list[str]]:
        await screen.press("b", "j")
        here = next(line for line in rows(screen, "states") if line.startswith(">"))
        await screen.press("y", "c")
        await screen.press("enter")
        return here.split()[4], screen.text("#entry"), [screen.app.clipboard]

    index, entry, copied = drive(Session(ledger), steps, text=CMMLU)

    assert entry.startswith(f"Entry {index}\n")
    assert not copied[0] or f"/{index}@" in copied[0]


def test_days_on_which_the_log_was_signed_are_marked(tmp_path: Path) -> None:
    """One ranking is older than the log, another is of a day to come."""
    made = ranking("Board", "2020-01-01", "A", "B"), ranking("Board", "2099-01-01", "B", "A")

    async def steps(screen: Screen) -> str:
        await screen.press("b")
        return screen.text("#course")

    told = drive(Session(ledger_of(tmp_path, *made)), steps)
    marks = next(line for line in told.splitlines() if set(line.strip()) == {"^"})

    assert marks.strip() == "^"
    assert "0 of its 2 newest checkpoints are of later days" in " ".join(told.split())


def test_a_log_that_was_begun_later_says_so(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("b")
        return screen.text("#course")

    told = drive(Session(ledger), steps, text=CMMLU)

    assert "4 of its 4 newest checkpoints are of later days" in " ".join(told.split())
    assert not any(set(line.strip()) == {"^"} for line in told.splitlines())
