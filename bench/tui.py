"""The terminal interface: when it paints, when it has rows, what a key costs, what it holds, and how it follows.

Sizes count placements, fifty to an entry; the index is at hand, as it is from the second start on. What is started is a whole
process in a terminal of its own. A key of the filter is counted until the last that is drawn for it, a page down until its lines
are there: what is wrong with the line under the cursor follows them. While it follows, this process appends; that is counted from
when the append returned until a line of it is drawn.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import made, made_rankings
from bench.measure import Row, Target, in_turns, peak_of, rounds_for
from ledger.log import Ledger, Operator

SIZES = (10_000,)
_LABEL = "nothing but a label"
_PEER = f"""
from textual.app import App
from textual.widgets import Label

class Peer(App[None]):
    def compose(self):
        yield Label({_LABEL!r})

Peer().run()
"""
_PAINTED = re.compile(rb"Rankings")
_ROWS = re.compile(rb"1 / [0-9,]+")
# While not all are known the number has a sign behind it; in the pane beside the list a comma follows another one.
_ALL_ROWS = re.compile(rb"1 / [0-9]{1,3}(,[0-9]{3})*(?=[^0-9,+])")
_LONGEST_S = 120.0
_ROWS_MS, _FILTER_MS, _PAGE_MS, _FOLLOW_MS, _MEMORY_MIB = 400.0, 150.0, 30.0, 1_000.0, 100.0
_FILTERS = ("granite", "harbor rank<=3", "verdict:flagged")
_PAGES = 60
_CELLS = (50, 160)
_APPENDS = 20
_CHUNK = 1 << 16
_QUIET_S = 0.3
"""When so long nothing was drawn, nothing more comes of a key."""
_ESCAPE, _PAGE_DOWN, _HOME = b"\x1b", b"\x1b[6~", b"\x1b[H"


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return the rows of each size."""
    return [row for size in sizes for row in _at(folder, size)]


def _at(folder: Path, size: int) -> list[Row]:
    ledger = made_rankings.ledger(folder, size)
    rounds, home = rounds_for(size), f"JINBANG_HOME={folder / 'home'}"
    command = [*("env", home, sys.executable, "-m", "tui", "--language", "en", "--ledger", str(folder / f"{size}.git"))]
    # The first start fills the index.
    _until(command, _ALL_ROWS)
    peer = [sys.executable, "-c", _PEER]
    ours, theirs, rows = in_turns(
        lambda: _until(command, _PAINTED),
        lambda: _until(peer, re.compile(_LABEL.encode())),
        lambda: _until(command, _ROWS),
        rounds=rounds,
    )
    typed, paged = _keys(command)
    peak = _peak_mib(command)
    followed = _followed(command, ledger, made.operator(folder, f"{size}.git"))
    return [
        Row(
            "tui, first paint",
            size,
            "a Textual app with a label",
            1000 * ours,
            1000 * theirs,
            ours / theirs,
            "ms",
            Target(1.5, at_most=True),
            rounds,
        ),
        _limit("tui, first rows", size, 1000 * rows, _ROWS_MS, "ms", rounds),
        _limit("tui, a key of the filter, slowest twentieth", size, _slowest(typed), _FILTER_MS, "ms", len(typed)),
        _limit("tui, a page down, slowest twentieth", size, _slowest(paged), _PAGE_MS, "ms", len(paged)),
        _limit("tui, peak memory with all rows", size, peak, _MEMORY_MIB, "MiB", 1),
        _limit("tui, an append followed, slowest twentieth", size, _slowest(followed), _FOLLOW_MS, "ms", len(followed)),
    ]


def _limit(what: str, size: int, ours: float, limit: float, unit: str, rounds: int) -> Row:
    return Row(what, size, "the limit", ours, limit, ours / limit, unit, Target(1, at_most=True), rounds)


def _slowest(seconds: list[float]) -> float:
    """Return milliseconds within which 95 of 100 were done."""
    return 1000 * statistics.quantiles(seconds, n=20)[-1]


@contextmanager
def _drawn(command: list[str], wanted: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Start a process in a terminal of its own; yield its number and the terminal once it has drawn what is wanted."""
    ours, its = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", *_CELLS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment, start_new_session=True)
    os.close(its)
    try:
        _read_until(ours, wanted)
        yield process.pid, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(terminal: int, wanted: re.Pattern[bytes]) -> None:
    seen, ends = b"", time.perf_counter() + _LONGEST_S
    while wanted.search(seen) is None:
        if not _has_more(terminal, max(0.0, ends - time.perf_counter())):
            raise TimeoutError(f"nothing like {wanted.pattern!r} was drawn in {_LONGEST_S:g} s")
        seen += os.read(terminal, _CHUNK)


def _has_more(terminal: int, seconds: float) -> bool:
    return bool(select.select([terminal], [], [], seconds)[0])


def _until(command: list[str], wanted: re.Pattern[bytes]) -> None:
    with _drawn(command, wanted):
        pass


def _peak_mib(command: list[str]) -> float:
    with _drawn(command, _ALL_ROWS) as (process, _):
        peak = peak_of(process)
    assert peak is not None, "where there are terminals of this kind the system says it"
    return peak


def _keys(command: list[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of each key of some filters, and of each page down."""
    typed: list[float] = []
    with _drawn(command, _ALL_ROWS) as (_, terminal):
        _settle(terminal, b"")
        for text in _FILTERS:
            _settle(terminal, b"/")
            typed += [_settle(terminal, letter.encode())[1] for letter in text]
            # Out of the box; and once more to empty it.
            _settle(terminal, _ESCAPE)
            _settle(terminal, _ESCAPE)
        return typed, [_settle(terminal, _PAGE_DOWN)[0] for _ in range(_PAGES)]


def _followed(command: list[str], ledger: Ledger, who: Operator) -> list[float]:
    """Return, for each of some rankings that are appended while it follows, the seconds until a line of it is drawn."""
    taken = []
    with _drawn(command, _ALL_ROWS) as (_, terminal):
        _settle(terminal, b"F")
        for release in range(made_rankings.RELEASES, made_rankings.RELEASES + _APPENDS):
            # Lines come in where the cursor is at the top.
            _settle(terminal, _HOME)
            # Not always so long after the last look.
            time.sleep(release % 7 / 20)
            ledger.append([made_rankings.ranking(0, release)], who)
            appended = time.perf_counter()
            _read_until(terminal, re.compile(made_rankings.published(release).encode()))
            taken.append(time.perf_counter() - appended)
    return taken


def _settle(terminal: int, key: bytes) -> tuple[float, float]:
    """Press a key, and return the seconds until the first and until the last that is drawn for it."""
    started, drawn = time.perf_counter(), [0.0]
    os.write(terminal, key)
    while _has_more(terminal, _QUIET_S):
        os.read(terminal, _CHUNK)
        drawn.append(time.perf_counter() - started)
    return drawn[min(1, len(drawn) - 1)], drawn[-1]
