"""What surrounds the screens: the palette, where one was, what is saved, and what a pane shows of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from
from textual.command import Command, CommandList, CommandPalette

from tests.tui.conftest import Screen, drive
from tui import keymap, saved
from tui.history import History
from tui.screens.help import HelpScreen
from tui.screens.rankings import RankingsScreen
from tui.session import Session
from tui.settings import Settings
from tui.words import Language


async def offered(screen: Screen, text: str) -> list[str]:
    """Open the palette, write in it, and return what it offers."""
    await screen.press("ctrl+p")
    await screen.type(text)
    found = screen.app.screen.query_one(CommandList)
    options = [found.get_option_at_index(at) for at in range(found.option_count)]
    return [str(option.hit.text) for option in options if isinstance(option, Command)]


async def chosen(screen: Screen, text: str) -> None:
    """Write in the palette, and take the first that it offers."""
    await offered(screen, text)
    await screen.press("enter")


# The palette


def test_a_colon_opens_it_too(ledger: Path) -> None:
    async def steps(screen: Screen) -> bool:
        await screen.press("colon")
        return isinstance(screen.app.screen, CommandPalette)

    assert drive(Session(ledger), steps)


def test_the_palette_offers_what_keys_do_here(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], list[str]]:
        here = await offered(screen, "")
        await screen.press("escape", "question_mark")
        return here, await offered(screen, "")

    in_rankings, in_help = drive(Session(ledger), steps)

    assert "sort 排序" in in_rankings and "exit 离开" in in_rankings
    assert "sort 排序" not in in_help and "exit 离开" in in_help
    assert not any(said.startswith(("commands", "page down")) for said in in_rankings)


@pytest.mark.parametrize("text", ["revers", "rvrse", "反转"])
def test_a_behaviour_is_found_by_parts_of_its_name_in_either_language(text: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await chosen(screen, text)
        return screen.table.order

    assert drive(Session(ledger), steps) == "published"


@pytest.mark.parametrize(("text", "filter_text"), [("mndgpt", "model:MindGPT"), ("cmmlu", "board:CMMLU")])
def test_a_name_on_record_becomes_the_filter(text: str, filter_text: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("4")
        await chosen(screen, text)
        front = screen.app.screen
        assert isinstance(front, RankingsScreen)
        return front.filter_text, screen.text("#count")

    found, count = drive(Session(ledger), steps)

    assert found == filter_text
    assert count.split(" / ")[1] not in ("0", "75")


def test_a_theme_is_taken_from_the_palette_and_by_its_key(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await chosen(screen, "theme nord")
        themes = [screen.app.theme]
        await screen.press("T")
        return [*themes, screen.app.theme]

    assert drive(Session(ledger), steps) == ["nord", "gruvbox"]


def test_a_hostile_name_in_the_palette_is_text(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        return await offered(screen, "[red")

    settings = Settings(Language.EN, filters={"red": "[red]x[/] [@click=app.leave]y[/]"})
    assert drive(Session(ledger), steps, settings=settings) == []

    async def named(screen: Screen) -> list[str]:
        return await offered(screen, "@red")

    assert drive(Session(ledger), named, settings=settings) == ["@red"]


# Filters with a name


def test_a_filter_is_saved_by_a_name_and_called_again(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path))

    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("slash")
        await screen.type("@a first")
        await screen.press("escape")
        before = screen.text("#count")
        await chosen(screen, "save best")
        await screen.press("escape")
        await chosen(screen, "@best")
        return before, screen.text("#count")

    before, after = drive(Session(ledger), steps, settings=Settings(Language.EN, filters={"a": "board:cmmlu"}))

    assert before == after != "1 / 75"
    assert saved.read(tmp_path / "filters.toml") == {"best": "(board:cmmlu) first"}


def test_the_filter_of_the_log_is_saved_where_that_is_in_sight(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path))

    async def steps(screen: Screen) -> None:
        await screen.press("3", "slash")
        await screen.type("type:flag")
        await screen.press("escape")
        await chosen(screen, "save flags")

    drive(Session(ledger), steps)

    assert saved.read(tmp_path / "filters.toml") == {"flags": "type:flag"}


@pytest.mark.parametrize(("name", "read_only"), [("no name", False), ("best", True)])
def test_nothing_is_saved_by_a_bad_name_or_where_nothing_may_be_written(
    name: str, read_only: bool, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path))

    async def steps(screen: Screen) -> dict[str, str]:
        await chosen(screen, f"save {name}")
        return screen.app.filters

    assert drive(Session(ledger), steps, read_only=read_only) == {}
    assert not (tmp_path / "filters.toml").exists()


# Where one was


def test_back_and_forward_go_through_screens_and_filters(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        async def place() -> str:
            front = screen.app.screen
            return type(front).__name__ + " " + (front.filter_text if isinstance(front, RankingsScreen) else "")

        await screen.press("slash")
        await screen.type("first")
        await screen.press("enter", "enter")
        seen = [await place()]
        for key in "[[[]]]":
            await screen.press({"[": "left_square_bracket", "]": "right_square_bracket"}[key])
            seen.append(await place())
        return seen

    entry, bottom, narrowed = "EntryScreen ", "RankingsScreen ", "RankingsScreen first"
    assert drive(Session(ledger), steps) == [entry, narrowed, bottom, bottom, narrowed, entry, entry]


def test_a_screen_that_was_closed_is_ahead(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("j", "enter")
        first = screen.text("#entry")
        await screen.press("q", "right_square_bracket")
        return [first, screen.text("#entry")]

    first, again = drive(Session(ledger), steps)

    assert first == again


@given(lists(sampled_from(["visit a", "visit b", "visit c", "back", "forward"]), max_size=30))
def test_back_and_forward_never_leave_what_was_visited(steps: list[str]) -> None:
    history: History[str] = History()
    visited: set[str] = set()
    for step in steps:
        word, _, place = step.partition(" ")
        if word == "visit":
            history.visit(place)
            visited.add(place)
        else:
            found = history.back() if word == "back" else history.forward()
            assert found is None or found in visited


def test_what_lay_ahead_is_forgotten_elsewhere() -> None:
    history: History[str] = History()
    for place in "abc":
        history.visit(place)

    assert [history.back(), history.back(), history.back()] == ["b", "a", None]
    history.visit("d")
    assert [history.forward(), history.back(), history.forward()] == [None, "a", "d"]


# Panes


def test_a_pane_is_shown_alone_and_beside_the_other_again(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[object]:
        seen: list[object] = []
        for key in ("z", "j", "z", "w", "z"):
            await screen.press(key)
            seen.append(screen.app.screen.maximized and screen.app.screen.maximized.id)
        return seen

    assert drive(Session(ledger), steps) == ["list", "list", None, None, "why"]


def test_n_goes_from_finding_to_finding(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        from tui.widgets.pane import Pane

        tops = []
        pane = screen.app.screen.query_one("#why", Pane)
        for key in ("n", "n", "N"):
            await screen.press(key)
            tops.append(pane.query_one("Text").render_line(round(pane.scroll_y)).text.strip())
        return tops

    first, second, again = drive(Session(ledger), steps, text="model:quark first", size=(80, 16))

    assert first == again != second
    assert {one.split()[0] for one in (first, second)} <= {"critical", "major", "minor"}


# Help


def test_the_keys_are_narrowed_by_what_is_written(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("question_mark", "slash")
        await screen.type("SORT")
        shown = [screen.text("#keys")]
        await screen.press("enter", "escape")
        shown.append(screen.text("#keys"))
        assert isinstance(screen.app.screen, HelpScreen)
        await screen.press("escape")
        assert isinstance(screen.app.screen, RankingsScreen)
        return shown

    narrowed, whole = drive(Session(ledger), steps)

    assert [line.split()[0] for line in narrowed.splitlines() if line.startswith("  ")] == ["s", "s"]
    assert "next line" in whole


# What stands above and below every screen


@pytest.mark.parametrize("language", list(Language))
def test_the_line_of_keys_shows_whole_keys_and_always_help(language: Language, ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("2")
        found = []
        for width in range(20, 140, 5):
            await screen.resize((width, 24))
            found.append(screen.text("KeyLine"))
        return found

    found = drive(Session(ledger), steps, size=(200, 24), language=language)
    whole = {part for text in found for part in text.split("  ")}
    known = {
        f"{key.shown} {key.does.said(said)}" for key in keymap.KEYS for said in {language, Language.EN} if key.in_footer
    }

    assert whole <= known
    assert all("? help" in text or "? 帮助" in text for text in found)
    assert len(found[0].split("  ")) < len(found[-1].split("  "))


def test_in_both_languages_every_screen_has_its_name_above_at_80_cells(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        shown = [" ".join((screen.text("TopBar .tabs"), screen.text("TopBar .ledger")))]
        await screen.press("b")
        return [*shown, " ".join((screen.text("TopBar .tabs"), screen.text("TopBar .ledger")))]

    rankings, board = drive(Session(ledger), steps, language=Language.BOTH)

    assert rankings.split() == "[1 Rankings 排行] 2 Compare 对比 3 Audit 日志 4 Verify 验证 hundred-mo… 37".split()
    assert board.split() == "1 Rankings 2 Compare 3 Audit 4 Verify [Leaderboard] hundred-model-wa… 37".split()


def test_a_screen_that_was_covered_while_the_terminal_grew_takes_the_room(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.resize((160, 50))
        needed = screen.picture()
        await screen.resize((80, 24))
        await screen.press("3")
        await screen.resize((160, 50))
        await screen.press("q")
        await screen.steady()
        return needed, screen.picture()

    needed, found = drive(Session(ledger), steps)

    assert found == needed
