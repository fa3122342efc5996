"""The mouse, in a terminal that sends it: a head sorts, a line is gone to, a key of the last line is pressed, a text is copied."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.conftest import Screen, drive
from tests.tui.faked import Faked, interface, letters
from tui.session import Session
from tui.widgets.bars import KeyLine
from tui.widgets.crossing import Crossing

_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


def press(terminal: Faked, x: int, y: int, *, to: tuple[int, int] | None = None) -> None:
    """Press the left button in a cell, and let it go there or elsewhere."""
    end = to or (x, y)
    terminal.type(f"\x1b[<0;{x + 1};{y + 1}M")
    if to is not None:
        terminal.type(f"\x1b[<32;{end[0] + 1};{end[1] + 1}M")
    terminal.type(f"\x1b[<0;{end[0] + 1};{end[1] + 1}m")


def lines(terminal: Faked, fits: Callable[[str], bool]) -> list[str]:
    """Return the lines of the screen once it fits."""
    shown: list[str] = []

    def is_there(size: tuple[int, int]) -> bool:
        said = letters(terminal.anew(lambda text: "? help" in text, size))
        shown[:] = said.split("\r\n")
        return fits(said)

    for at in range(40):
        if is_there((80 + at % 2, 24)):
            return shown
        terminal.take(0.1)
    raise AssertionError(shown)


def test_in_a_terminal_the_mouse_sorts_selects_presses_and_copies(ledger: Path) -> None:
    with interface(ledger, environ={"WAYLAND_DISPLAY": "", "DISPLAY": ""}) as terminal:
        # While it opens, a line about that stands over the list.
        lines(terminal, lambda said: " 37\r\n" in said and "unsourced" in said and "As last indexed" not in said)
        # A line of the list.
        press(terminal, 20, 5)
        terminal.shows("3 / 75")
        # The head of the models.
        press(terminal, 16, 2)
        first = lines(terminal, lambda said: "AquilaChat" in said or "Baichuan" in said)
        # The key that says why, then a text of the pane.
        keys = next(line for line in reversed(first) if "w why" in line)
        press(terminal, keys.index("w why"), 23)
        terminal.take(0.5)
        press(terminal, 1, 16, to=(12, 16))
        terminal.take(0.3)
        terminal.type("\x03")
        copied = terminal.until(lambda drawn: bool(_COPIED.search(drawn)))
        terminal.type("q")

        assert terminal.ends() == 0
        (said,) = _COPIED.findall(copied)
        assert base64.b64decode(said).decode().strip() in letters(copied)


@pytest.mark.parametrize(
    ("first", "label", "screen"),
    [
        ("", "enter open", "EntryScreen"),
        ("", "c compare", "CompareScreen"),
        ("slash q", "? help", "HelpScreen"),
        ("slash q", "v verify", "VerifyScreen"),
        ("4", "? help", "HelpScreen"),
        ("f", "? help", "HelpScreen"),
        ("f", "esc leave, nothing written", "RankingsScreen"),
        ("3", "p proof", "AuditScreen"),
    ],
)
def test_a_key_of_the_last_line_is_pressed_by_a_click(ledger: Path, first: str, label: str, screen: str) -> None:
    async def steps(one: Screen) -> tuple[str, str]:
        await one.press(*first.split())
        line = str(one.app.screen.query_one(KeyLine).content)
        await one.pilot.click(KeyLine, offset=(line.index(label) + len(label) - 1, 0))
        await one.settle()
        return line, type(one.app.screen).__name__

    line, front = drive(Session(ledger), steps, size=(130, 30))

    assert label in line and front == screen


def test_between_keys_and_behind_them_nothing_is_pressed(ledger: Path) -> None:
    async def steps(one: Screen) -> list[str]:
        fronts = []
        for x in (str(one.app.screen.query_one(KeyLine).content).index("  enter"), 127):
            await one.pilot.click(KeyLine, offset=(x, 0))
            await one.settle()
            fronts.append(f"{type(one.app.screen).__name__} {one.app.focused}")
        return fronts

    before, after = drive(Session(ledger), steps, size=(130, 30))

    assert before == after and before.startswith("RankingsScreen")


def test_a_list_of_a_comparison_is_gone_to_by_a_click(ledger: Path) -> None:
    async def steps(one: Screen) -> list[int]:
        await one.press("c")
        found = []
        for y in (2, 0, 1, 40):
            await one.pilot.click(Crossing, offset=(4, min(y, one.app.screen.query_one(Crossing).size.height - 1)))
            await one.settle()
            found.append(one.app.screen.query_one(Crossing).position)
        return found

    assert drive(Session(ledger), steps, size=(100, 30)) == [1, 1, 0, 0]
