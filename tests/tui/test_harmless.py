"""No escape reaches the terminal, whichever widget has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from ledger.text import plain
from tests.tui.conftest import Screen, drive
from tui.session import Session

ESCAPES = (
    "\x1b[2J\x1b]0;owned\x07\x1b]52;c;eA==\x07\x1bP1$r\x1b\\\x9b31m\x9d0;x\x9c\x08\x08\r\n\t\x00\x7f\x85\u2028\u2029"
)
"""ANSI and OSC escapes, and every other way to leave one's own place."""
HIDDEN = "\u202elive\u2066\u200b\u200d\ufeff\u00ad\U000e0041"


def harmful(screen: Screen) -> list[str]:
    """Return the lines that hold what no terminal should be told."""
    lines = [strip.text for strip in screen.lines()]
    assert len(lines) == screen.app.size.height
    return [ascii(line) for line in lines if line != plain(line) or not line.isprintable()]


@pytest.mark.parametrize("keys", ["slash", "colon", "4", "f", "f tab", "f tab tab", "question_mark slash"])
def test_no_box_hands_on_an_escape(keys: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press(*keys.split())
        box = screen.app.focused
        assert isinstance(box, Input)
        box.value = f"{ESCAPES}{HIDDEN}名"
        await screen.settle()
        return harmful(screen)

    assert drive(Session(ledger), steps) == []


@pytest.mark.parametrize("pasted", [ESCAPES, f"jinbang:{ESCAPES}/1", f"{HIDDEN} ranks first on {ESCAPES}"])
def test_nothing_that_is_pasted_hands_on_an_escape(pasted: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        screen.app.post_message(Paste(pasted))
        await screen.settle()
        return harmful(screen)

    assert drive(Session(ledger), steps) == []


def test_no_filter_of_a_command_line_hands_on_an_escape(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        return harmful(screen)

    assert drive(Session(ledger), steps, text=f"model:{ESCAPES}") == []
