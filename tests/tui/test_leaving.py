"""It ends when it is to end: whatever its terminal does, and whatever a thread still works on."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.tui.faked import interface

SOON_S = 5
AT_WORK = """
import time
from tui.session import Session

def open(self, progress):
    progress("entries")(1, 2)
    time.sleep(600)

Session.open = open
"""
"""A log that takes ten minutes to read, put there for this."""


@pytest.mark.parametrize("after_s", [0, 0.1, 0.3])
def test_it_ends_with_its_terminal(ledger: Path, after_s: float) -> None:
    with interface(ledger) as terminal:
        terminal.shows("Rankings")
        terminal.take(after_s)
        terminal.go_away()

        assert terminal.ends(SOON_S) == 128 + signal.SIGHUP


def test_who_has_it_ignore_the_end_of_its_terminal_is_obeyed_until_there_is_nothing_to_read(ledger: Path) -> None:
    with interface(ledger, script="import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)") as terminal:
        terminal.shows("unsourced")
        terminal.process.send_signal(signal.SIGHUP)
        terminal.type("/quark")
        terminal.shows("QuarkLLM")
        terminal.go_away()

        assert terminal.ends(SOON_S) == 128 + signal.SIGHUP


def test_a_terminal_that_takes_nothing_does_not_keep_it(ledger: Path) -> None:
    with interface(ledger) as terminal:
        before = terminal.settings()
        terminal.shows("unsourced")
        within = terminal.settings()
        # Nobody reads what these draw.
        for columns in range(100, 160):
            terminal.resize(columns, 60)
            time.sleep(0.05)
        terminal.process.send_signal(signal.SIGTERM)

        # Read from here on, it would only be late.
        assert terminal.process.wait(3 * SOON_S) == 128 + signal.SIGTERM
        assert terminal.settings() == before != within


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (None, 0)]
)
def test_who_leaves_does_not_wait_for_what_a_thread_works_on(
    ledger: Path, number: signal.Signals | None, code: int
) -> None:
    with interface(ledger, script=AT_WORK) as terminal:
        before = terminal.settings()
        terminal.shows("1 / 2")
        if number is None:
            terminal.type("q")
        else:
            terminal.process.send_signal(number)

        assert terminal.ends(SOON_S) == code
        assert terminal.settings() == before
        assert terminal.drawn.rfind("\x1b[?1049h") < terminal.drawn.rfind("\x1b[?1049l")


def test_after_a_stop_it_takes_its_terminal_again(ledger: Path) -> None:
    """By a signal that none hears: the terminal is as it was left, and what a shell does to it meanwhile is undone."""
    with interface(ledger) as terminal:
        before = terminal.settings()
        terminal.shows("unsourced")
        within = terminal.settings()
        terminal.process.send_signal(signal.SIGSTOP)
        time.sleep(0.2)
        start = len(terminal.drawn)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(lambda drawn: "unsourced" in drawn[start:])
        again = terminal.settings()
        terminal.type("/quark first")
        terminal.until(lambda drawn: "QuarkLLM" in drawn[start:])
        terminal.type("\rq")

        assert terminal.ends(SOON_S) == 0
        assert terminal.settings() == before != within == again


def test_a_byte_that_is_no_text_is_a_mark_in_the_box(ledger: Path) -> None:
    with interface(ledger) as terminal:
        terminal.shows("unsourced")
        terminal.type("/caf\udce9!")
        terminal.shows("caf\ufffd!")
