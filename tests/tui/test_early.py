"""What is typed as soon as it is started arrives, in order, and what is shown is what it asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.faked import interface

FOUND = re.compile(r"/ quark first +1 / 1\b")
SLOW = """
import time
from tui.session import Session

fill = Session.open

def open(self, progress):
    progress("entries")(1, 2)
    time.sleep(1)
    fill(self, progress)

Session.open = open
"""
"""An index that takes a second longer, put there for this."""


@pytest.mark.parametrize("is_new", [False, True], ids=["left", "new"])
@pytest.mark.parametrize("wait_s", [0, 0.3])
def test_what_is_typed_before_anything_is_shown_is_in_the_box(
    ledger: Path, tmp_path: Path, is_new: bool, wait_s: float
) -> None:
    with interface(ledger, environ={"JINBANG_HOME": str(tmp_path)} if is_new else {}) as terminal:
        terminal.take(wait_s)
        terminal.type("/quark first")
        terminal.shows("QuarkLLM")
        terminal.anew(lambda shown: bool(FOUND.search(shown)), (90, 24))
        terminal.type("\rq")

        assert terminal.ends() == 0


def test_what_is_typed_while_the_index_is_filled_is_searched_for_then(ledger: Path, tmp_path: Path) -> None:
    """Nothing can be completed yet."""
    with interface(ledger, script=SLOW, environ={"JINBANG_HOME": str(tmp_path)}) as terminal:
        terminal.shows("1 / 2")
        for letter in "/qu\tark":
            terminal.type(letter)
            terminal.take(0.01)
        terminal.type(" first")
        terminal.shows("QuarkLLM")
        terminal.anew(lambda shown: bool(FOUND.search(shown)), (90, 24))
        terminal.type("\rq")

        assert terminal.ends() == 0
