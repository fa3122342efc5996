"""The terminal interface: when it paints, when it has rows, what a key costs, what it holds, and how it follows.

Sizes count placements, fifty to an entry; the index is at hand, as it is from the second start on. What is started is a whole
process in a terminal of its own, whose modules are compiled, as an installation leaves them. A key is counted until the list shows its lines, and keys that change nothing in the list are not;
of a key of the filter is also told when all was known: how many lines match, and what is wrong with the first. While it follows,
this process appends; that is counted from when the append returned until a line of it is drawn.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bench import made, made_rankings
from bench.measure import Row, Target, as_installed, in_turns, peak_of, rounds_for
from bench.terminal import CELLS, LINES, Area, Shown, Terminal, started
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
_PAINTED = re.compile(r"Rankings")
_ROWS = re.compile(r"1 / [0-9,]+")
# While not all are known the number has a sign behind it; in the pane beside the list a comma follows another one.
_ALL_ROWS = re.compile(r"1 / [0-9]{1,3}(,[0-9]{3})*(?=[^0-9,+])")
_LIST = Area(slice(3, LINES - 1), slice(0, CELLS // 2))
_COUNT = Area(slice(1, 2), slice(CELLS - 40, CELLS))
_ROWS_MS, _KEY_MS, _PAGE_MS, _FOLLOW_MS, _MEMORY_MIB = 400.0, 150.0, 30.0, 1_000.0, 100.0
_FILTERS = ("granite", "harbor rank<=3", "verdict:flagged")
_WORDS = ("星", "aurora", "basalt 7b", "ember rank<=9", "onyx verdict:verified")
_BETWEEN_KEYS_S = 0.1
_PAGES = 40
_APPENDS = 20
_Start: TypeAlias = Callable[[], AbstractContextManager[Terminal]]
_ESCAPE, _PAGE_DOWN, _HOME = b"\x1b", b"\x1b[6~", b"\x1b[H"


def run(folder: Path, sizes: tuple[int, ...] = SIZES, at_most: int | None = None) -> list[Row]:
    """Return the rows of each size; `at_most` limits how often anything is done, where the figures do not matter."""
    return [row for size in sizes for row in _at(folder, size, at_most)]


def _at(folder: Path, size: int, at_most: int | None) -> list[Row]:
    ledger, rounds = made_rankings.kept(folder, size), len(range(rounds_for(size))[:at_most])
    words = ["-m", "tui", "--language", "en", "--ledger", str(folder / f"{size}.git")]
    start = partial(started, [sys.executable, *words], as_installed(folder))
    peer = partial(started, [sys.executable, "-c", _PEER], as_installed(folder))
    # The first start fills the index.
    _until(start, _ALL_ROWS)
    ours, theirs, rows = in_turns(
        lambda: _until(start, _PAINTED),
        lambda: _until(peer, re.compile(_LABEL)),
        lambda: _until(start, _ROWS),
        rounds=rounds,
    )
    keys = _keys(start, at_most)
    narrowed, known = _slowest(keys.narrowed), _slowest(keys.known)
    # Those that an earlier run appended are on record.
    first = made_rankings.RELEASES + ledger.head().size - made_rankings.entry_count(size)
    releases = range(first, first + _APPENDS)[:at_most]
    followed = _followed(start, ledger, made.operator(folder, f"{size}.git"), releases)
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
        _limit("tui, a key of the filter to its rows, slowest twentieth", size, narrowed, _KEY_MS, "ms", len(keys.narrowed)),
        _limit("tui, a word typed, its last key to its rows, slowest", size, max(keys.typed), _KEY_MS, "ms", len(keys.typed)),
        Row("tui, a key until all is known, slowest twentieth", size, "to its rows", known, narrowed, known / narrowed, "ms", None, len(keys.known)),
        _limit("tui, a page down, slowest twentieth", size, _slowest(keys.paged), _PAGE_MS, "ms", len(keys.paged)),
        _limit("tui, peak memory after all of these", size, keys.peak_mib, _MEMORY_MIB, "MiB", 1),
        _limit("tui, an append followed, slowest twentieth", size, _slowest(followed), _FOLLOW_MS, "ms", len(followed)),
    ]  # fmt: skip


def _limit(what: str, size: int, ours: float, limit: float, unit: str, rounds: int) -> Row:
    return Row(what, size, "the limit", ours, limit, ours / limit, unit, Target(1, at_most=True), rounds)


def _slowest(milliseconds: list[float]) -> float:
    """Return within how many 95 of 100 were done."""
    return statistics.quantiles(milliseconds, n=20)[-1]


def _until(start: _Start, wanted: re.Pattern[str]) -> None:
    with start() as terminal:
        terminal.until(wanted)


class _Keys(NamedTuple):
    """What keys cost in one session, in milliseconds."""

    narrowed: list[float]
    """Of each key of a filter that changed the list, until its lines were there."""
    known: list[float]
    """Of the same keys, until all was known."""
    typed: list[float]
    """Of the last key of a word that is typed at once, until its lines were there."""
    paged: list[float]
    """Of each page down."""
    peak_mib: float


def _keys(start: _Start, at_most: int | None) -> _Keys:
    with start() as terminal:
        terminal.until(_ALL_ROWS)
        _press(terminal, b"")
        singly = [shown for text in _FILTERS[:at_most] for shown in _written(terminal, text)]
        counted = [shown for shown in singly if shown.area_s is not None]
        typed = [
            1000 * shown.area_s for text in _WORDS[:at_most] if (shown := _typed(terminal, text)).area_s is not None
        ]
        pages = [_press(terminal, _PAGE_DOWN).area_s for _ in range(_PAGES)[:at_most]]
        peak = peak_of(terminal.process)
    assert peak is not None, "where there are terminals of this kind the system says it"
    return _Keys(
        [1000 * shown.area_s for shown in counted if shown.area_s is not None],
        [1000 * shown.all_s for shown in counted],
        typed,
        [1000 * page for page in pages if page is not None],
        peak,
    )


def _written(terminal: Terminal, text: str) -> list[Shown]:
    """Write a filter, each key once all that comes of the one before is shown, and take it back."""
    _press(terminal, b"/")
    found = [_press(terminal, letter.encode()) for letter in text]
    _cleared(terminal)
    return found


def _typed(terminal: Terminal, text: str) -> Shown:
    """Type a filter in the pace of a hand, and take it back; return what came of the last key."""
    _press(terminal, b"/")
    for letter in text[:-1]:
        terminal.press_for(letter.encode(), _BETWEEN_KEYS_S)
    shown = _press(terminal, text[-1].encode())
    _cleared(terminal)
    return shown


def _followed(start: _Start, ledger: Ledger, who: Operator, releases: Sequence[int]) -> list[float]:
    """Return, for each of some rankings that are appended while it follows, the milliseconds until a line of it is drawn."""
    taken = []
    with start() as terminal:
        terminal.until(_ALL_ROWS)
        _press(terminal, b"F")
        for release in releases:
            # Lines come in where the cursor is at the top.
            _press(terminal, _HOME)
            # Not always so long after the last look.
            time.sleep(release % 7 / 20)
            ledger.append([made_rankings.ranking(0, release)], who)
            appended = time.perf_counter()
            terminal.until(re.compile(made_rankings.published(release)))
            taken.append(1000 * (time.perf_counter() - appended))
    return taken


def _cleared(terminal: Terminal) -> None:
    # Out of the box; and once more to empty it.
    _press(terminal, _ESCAPE)
    _press(terminal, _ESCAPE)


def _press(terminal: Terminal, key: bytes) -> Shown:
    return terminal.press(key, _LIST, lambda screen: "+" not in screen.text(_COUNT)[0])
