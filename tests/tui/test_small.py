"""A small terminal: what is useful has the room, down to where nothing has, and no size and no haste is a defect."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from registry import cells
from tests.tui.conftest import Screen, drive
from tests.tui.faked import interface, letters
from tests.tui.golden import SCREENS
from tui.session import Session

SIZES = [(20, 5), (20, 4), (30, 7), (40, 10), (60, 20), (140, 6), (10, 3), (19, 24), (80, 3), (1, 1), (2, 300)]


def shown(ledger: Path, keys: str, *sizes: tuple[int, int], then: str = "") -> list[list[str]]:
    """Return the lines of a screen in several sizes, one after the other."""

    async def steps(screen: Screen) -> list[list[str]]:
        await screen.press(*keys.split())
        found = []
        for size in sizes:
            await screen.resize(size)
            await screen.press(*then.split())
            found.append([strip.text for strip in screen.lines()])
        return found

    return drive(Session(ledger), steps)


@pytest.mark.parametrize("name", [name for name, one in SCREENS.items() if not one.is_objected])
def test_every_screen_is_drawn_in_every_size(ledger: Path, name: str) -> None:
    for size, lines in zip(SIZES, shown(ledger, SCREENS[name].keys, *SIZES), strict=True):
        assert [cells.width(line) for line in lines] == [size[0]] * size[1]


@pytest.mark.parametrize(
    ("keys", "row"), [("", "MindGP"), ("3", "37 5963"), ("b", "2023-11-30"), ("c", "CMMLU 5-shot")]
)
@pytest.mark.parametrize("size", [(20, 5), (20, 4)])
def test_five_lines_of_twenty_cells_show_lines_of_the_list_and_help(
    ledger: Path, keys: str, row: str, size: tuple[int, int]
) -> None:
    ((*above, below),) = shown(ledger, keys, size)

    assert any(line.startswith(">") or row in line for line in above[1:])
    assert below.startswith("/ filter  ? help")


@pytest.mark.parametrize(
    ("keys", "then", "said"),
    [
        ("", "w", "flagged"),
        ("3", "tab", "Tree"),
        ("3", "tab tab", "Witnesses"),
        ("c", "w", "MindGPT"),
        ("b", "tab", "first"),
    ],
)
def test_what_has_the_focus_has_the_room(ledger: Path, keys: str, then: str, said: str) -> None:
    ((*above, _),) = shown(ledger, keys, (20, 5), then=then)

    assert any(said in line for line in above)


def test_after_it_the_list_is_back(ledger: Path) -> None:
    before, after = shown(ledger, "", (20, 5)), shown(ledger, "", (20, 5), then="w escape")

    assert before == after and len(before[0]) == 5


@pytest.mark.parametrize(("size", "lines"), [((10, 3), ["too small ", "20x4      ", " " * 10]), ((1, 1), ["t"])])
def test_where_nothing_fits_that_is_said(ledger: Path, size: tuple[int, int], lines: list[str]) -> None:
    assert shown(ledger, "", size) == [lines]


def test_who_makes_it_large_again_finds_it_as_it_was(ledger: Path) -> None:
    before, *_, after = shown(ledger, "j j", (80, 24), *SIZES, (80, 24))

    assert [line for line in before if line.startswith(">")] == [line for line in after if line.startswith(">")] != []
    assert before[-9:] == after[-9:]


def test_the_line_of_keys_cuts_no_word_and_keeps_help(ledger: Path) -> None:
    sizes = [(width, 24) for width in range(20, 140, 3)]
    for lines in shown(ledger, "", *sizes):
        keys = re.split(" {2,}", lines[-1].strip())
        assert keys[0] == "/ filter" and "? help" in keys
        assert all(" " in key for key in keys)


def test_a_terminal_that_changes_its_size_in_haste_ends_in_the_last(ledger: Path) -> None:
    chance = random.Random(1)
    with interface(ledger) as terminal:
        terminal.shows("unsourced")
        for _ in range(100):
            terminal.resize(chance.randint(1, 200), chance.randint(1, 60))
            terminal.take(0.01)
        terminal.anew(lambda said: "MindGPT" in said and "? help" in said, (60, 20))
        while terminal.take(1):
            """What it was too small for may still be drawn."""
        shown = terminal.anew(lambda said: "MindGPT" in said and "? help" in said, (61, 20))
        terminal.type("q")

        assert terminal.ends() == 0
        assert "too small" not in letters(shown)
