"""The index of a ledger: filling its tables against `sqlite3.executemany` of the same rows, judging, and one more entry.

Sizes count placements, fifty to an entry. Ours reads the ledger from git, checks every signature and its place in the tree, and
makes the rows; the peer has them in memory. Both make the same tables and the same indexes. The rules are what bringing an index up
takes longer for them: all that follows once the tables are filled, which reads the statements again.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bench import made, made_rankings
from bench.measure import Row, Target, core_seconds, rounds_for
from ledger.log import Ledger
from registry.index import Index, SqliteFile
from registry.index.writing import TABLES

SIZES = (20_000, 100_000)
_DAY = "2026-11-24"
_UPDATES = 5
_RATE = 30_000.0
Rows = dict[str, list[tuple[Any, ...]]]


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return the rows of each size, and how an update grows from a tenth of it."""
    return [row for size in sizes for row in _at(folder, size)]


class _Stages:
    """When each stage of the work began."""

    def __init__(self) -> None:
        self._began: dict[str, _Moment] = {}

    def __call__(self, label: str) -> None:
        self._began[label] = _Moment.now()

    def taken(self) -> tuple[_Moment, _Moment]:
        """Return what filling took, and what judging did, until now."""
        return self._began["judging"].since(self._began["reading"]), _Moment.now().since(self._began["judging"])


class _Moment(NamedTuple):
    """A time, or how much went by."""

    seconds: float
    core_seconds: float
    """Of all processes; what others do on the machine moves it less."""

    @classmethod
    def now(cls) -> _Moment:
        return cls(time.perf_counter(), core_seconds())

    def since(self, other: _Moment) -> _Moment:
        return _Moment(self.seconds - other.seconds, self.core_seconds - other.core_seconds)


def _median(taken: Sequence[_Moment]) -> _Moment:
    return _Moment(*map(statistics.median, zip(*taken, strict=True)))


def _at(folder: Path, size: int) -> list[Row]:
    rounds, file = rounds_for(size), SqliteFile(folder / f"{size}.sqlite")
    ledger = made_rankings.ledger(folder, size)
    filled, judged, theirs = list[_Moment](), list[_Moment](), list[float]()
    rows: Rows = {}
    # A first round, which fills caches, is not counted.
    for counted in range(-1, rounds):
        file.remove()
        stages = _Stages()
        with closing(Index.open(ledger, file, _DAY, stages)) as index:
            fill, judge = stages.taken()
            rows = rows or _rows(index)
        peer = _timed(partial(_peer, folder / "peer.sqlite", rows)).seconds
        if counted >= 0:
            filled.append(fill)
            judged.append(judge)
            theirs.append(peer)
    fill, judge, peer = _median(filled), _median(judged), statistics.median(theirs)
    note = f"{len(rows['entry']):,} entries, {file.path.stat().st_size / 1e6:,.0f} MB"
    return [
        Row(
            "index, filling",
            size,
            "sqlite3.executemany, same rows and indexes",
            size / fill.seconds,
            size / peer,
            peer / fill.seconds,
            "/s",
            Target(0.25, at_most=False),
            rounds,
            note,
        ),
        Row(
            "index, filling",
            size,
            "the wanted rate",
            size / fill.seconds,
            _RATE,
            size / fill.seconds / _RATE,
            "/s",
            Target(1.0, at_most=False),
            rounds,
        ),
        *_compared("rules, whole ledger", size, "filling", judge, fill, Target(1.0, at_most=True), rounds, "s"),
        *_growth(folder, ledger, file, size),
    ]


def _growth(folder: Path, large: Ledger, file: SqliteFile, size: int) -> list[Row]:
    """Return what one more entry costs here, and in a ledger of a tenth, but of one leaderboard with all its releases at least."""
    tenth = max(size // 10, made_rankings.LINES * made_rankings.RELEASES)
    small, other = made_rankings.ledger(folder, tenth), SqliteFile(folder / f"{tenth}.sqlite")
    Index.open(small, other, _DAY).close()
    ours = _one_more(folder, large, file, size)
    theirs = _one_more(folder, small, other, tenth)
    what, peer, target = "index, one more ranking", f"the same in {tenth:,}", Target(1.5, at_most=True)
    return _compared(what, size, peer, ours, theirs, target, _UPDATES, "ms")


def _compared(
    what: str, size: int, peer: str, ours: _Moment, theirs: _Moment, target: Target, rounds: int, unit: str
) -> list[Row]:
    """Return two rows: by the clock, and by the time of cores."""
    times = 1000 if unit == "ms" else 1
    return [
        Row(f"{what}{of}", size, peer, times * own, times * other, own / other, f"{core}{unit}", target, rounds)
        for of, core, own, other in (
            ("", "", ours.seconds, theirs.seconds),
            (", core time", "core-", ours.core_seconds, theirs.core_seconds),
        )
    ]


def _one_more(folder: Path, ledger: Ledger, file: SqliteFile, size: int) -> _Moment:
    """Return the median of bringing the index to a ledger that has grown by the next release of a leaderboard."""
    who, taken = made.operator(folder, f"{size}.git"), []
    for number in range(_UPDATES + 1):
        ledger.append([made_rankings.ranking(0, made_rankings.RELEASES + number)], who)
        taken.append(_timed(lambda: Index.open(ledger, file, _DAY).close()))
    return _median(taken[1:])


def _rows(index: Index) -> Rows:
    """Return all rows of the tables."""
    return {
        name: index.connection.rows(f"SELECT {', '.join(column.name for column in table.columns)} FROM {name}")
        for name, table in TABLES.items()
    }


def _peer(path: Path, rows: Rows) -> None:
    """Make the same tables by hand, in one transaction."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        for name, table in TABLES.items():
            db.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
            places = ", ".join("?" * len(table.columns))
            # What judging writes is measured with it.
            if name not in ("finding", "unchecked", "watch", "walk"):
                db.executemany(f"INSERT INTO {name} VALUES ({places})", rows[name])
        for table in TABLES.values():
            for index in table.indexes:
                db.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        db.commit()


def _timed(action: Callable[[], object]) -> _Moment:
    started = _Moment.now()
    action()
    return _Moment.now().since(started)
