"""Pages of placements: a filter, an order, and some lines from anywhere in it, out of a million.

The lines that match can be found in two ways. To walk: follow the index of the order and look at each line until there are
enough, which is fast when many match. To gather: take an index of the filter and sort what it finds, which is fast when few do.
Counting a little tells which; SQLite is told by hints (a `+` keeps it from an index), PostgreSQL knows by its own statistics.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from msgspec import Struct

from registry.filter.columns import PLACEMENTS
from registry.filter.narrowing import NONE, Driver, drivers, narrowed
from registry.filter.sql import Builder
from registry.filter.tree import EVERYTHING, Range, Term, Test
from registry.reads import Connection, listed
from registry.reads.sorting import NEWEST, Order, Segment, order_by, segments

MAX_LINES = 500
"""Lines of one page."""
_NEXT = 10_000
"""Lines that follow the first ones at once."""
_TRIED = 3
"""Parts of a filter of which is asked how many lines they find."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to look before another way to find lines is taken. It changes how long an answer takes, never the answer."""

    few: int = 15_000
    """Lines that are gathered and sorted rather than walked past."""
    many: int = 60_000
    """Lines up to which is counted what a part of a filter finds."""
    patience: int = 20_000
    """Lines that are walked past before what matches is gathered after all."""
    try_out: int = 1_000
    """Lines that are walked past, where filter and order go by one index, before anything is counted."""
    at_once: int = 200_000
    """Lines that are gathered where all are wanted. To gather them takes memory, some 16 bytes each."""


EFFORT = Effort()
_STEPS_A_LINE = 20
"""Steps of SQLite's machine that are granted for a line: it takes seven to look at one, and some more to sort it in."""


class Line(Struct, frozen=True):
    """One placement as lists show it. Every text is as recorded: hostile until it is printed."""

    placement_id: int
    entry_index: int
    statement_id: str
    leaderboard: str
    leaderboard_key: str
    release: str
    published: str
    """A day; empty when unknown."""
    model: str
    model_key: str
    developer: str
    version: str
    section: str
    rank: int | None
    tied: int
    """1 when it shares that rank."""
    entrants: int | None
    value: str
    """The first score, with the digits that were printed; empty when there is none."""
    score: float | None
    """The same as a number, to sort by."""
    criterion: str
    signers: str
    """Joined by a comma and a space."""
    verdict: str
    worst: str


_COLUMNS = (
    "p.placement_id, p.entry_index, e.statement_id, r.leaderboard, p.leaderboard_key, r.release, p.published, p.model, p.model_key,"
    " p.developer, p.version, p.section, p.rank, p.tied, r.entrants, p.value, p.score, p.criterion, e.signers, p.verdict, p.worst"
)


def lines(connection: Connection, ids: Sequence[int]) -> list[Line]:
    """Return placements by their numbers, in the order of these; one that is not there is left out."""
    found: dict[int, Line] = {}
    for start in range(0, len(ids), MAX_LINES):
        text, values = listed("id", ids[start : start + MAX_LINES])
        query = (
            f"SELECT {_COLUMNS} FROM placement p JOIN ranking r ON r.entry_index = p.entry_index"
            f" JOIN entry e ON e.entry_index = p.entry_index WHERE p.placement_id IN {text}"
        )
        found |= {row[0]: Line(*row) for row in connection.rows(query, **values)}
    return [found[one] for one in ids if one in found]


def page(
    connection: Connection,
    tree: Term = EVERYTHING,
    order: Order = NEWEST,
    *,
    limit: int = 100,
    offset: int = 0,
    after: Line | None = None,
    effort: Effort = EFFORT,
) -> list[Line]:
    """Return up to `limit` lines that match, from `offset` on, or those behind the line `after`."""
    assert 0 <= limit <= MAX_LINES, "a page is short; ask for ids when it is not"
    return lines(connection, _Search(connection, tree, effort).ids(order, limit, offset, after))


def ids(
    connection: Connection, tree: Term = EVERYTHING, order: Order = NEWEST, *, effort: Effort = EFFORT
) -> array[int]:
    """Return the numbers of all placements that match, in order: four bytes each, so that any line is found at once."""
    return array("I", _Search(connection, tree, effort).every(order))


class Part(NamedTuple):
    """Some of the placements that match, one after the other in their order."""

    start: int
    """How many stand before them."""
    ids: array[int]
    """Their numbers."""
    lines: list[Line]
    """The same in full, in the first part; in those that follow none."""
    is_last: bool
    """Whether these are all."""


def parts(
    connection: Connection, tree: Term = EVERYTHING, order: Order = NEWEST, *, first: int, effort: Effort = EFFORT
) -> Iterator[Part]:
    """Yield all that matches, in order: the `first` lines as soon as these are found, then the numbers of the rest as they come.

    All of it is of one moment of the tables. A part is as large as all before it, so that there are few.
    """
    assert 0 < first <= MAX_LINES, "the first part is a page"
    with connection.snapshot():
        search = _Search(connection, tree, effort)
        shown = lines(connection, search.ids(order, first, 0, None))
        start, is_last = len(shown), len(shown) < first
        yield Part(0, array("I", [line.placement_id for line in shown]), shown, is_last)
        rest = search.every(order, shown[-1]) if shown else iter(())
        while not is_last:
            wanted = max(start, _NEXT)
            some = array("I", islice(rest, wanted))
            is_last = len(some) < wanted
            yield Part(start, some, [], is_last)
            start += len(some)


def total(connection: Connection, tree: Term = EVERYTHING, *, effort: Effort = EFFORT) -> int:
    """Return how many placements match."""
    return _Search(connection, tree, effort).total()


@dataclass(frozen=True, slots=True)
class _Window:
    """Which of a segment's matching lines are wanted."""

    limit: int | None
    offset: int = 0
    behind: Sequence[object] | None = None
    """The keys of the line that they follow."""
    until: Sequence[object] | None = None
    """The first keys of the last line to look at."""


class _Search:
    """One filter on one connection."""

    def __init__(self, connection: Connection, tree: Term, effort: Effort) -> None:
        self._connection = connection
        self._effort = effort
        self._tree = narrowed(connection, tree, PLACEMENTS)
        # A database with statistics of its own needs no advice.
        self._drivers = drivers(self._tree)[:_TRIED] if connection.hint else []

    @cached_property
    def _few(self) -> Driver | None:
        """Return a part of the filter that finds few lines, or None."""
        return next(
            (one for one in self._drivers if self._lines_found(one, self._effort.few + 1) <= self._effort.few), None
        )

    @cached_property
    def _least(self) -> Driver:
        """Return the part of the filter that finds the fewest lines, where an index finds any."""
        if len(self._drivers) == 1:
            return self._drivers[0]
        return min(self._drivers, key=lambda driver: self._lines_found(driver, self._effort.many))

    @cached_property
    def _is_held(self) -> bool:
        """Whether all that the least part of the filter finds may be held, since of all lines none must be found before others."""
        return self._lines_found(self._least, self._effort.at_once) < self._effort.at_once

    def _lines_found(self, driver: Driver, most: int) -> int:
        """Return how many lines a part of the filter finds, counted no further than `most`."""
        builder = Builder(PLACEMENTS, gathers=True)
        found = f"SELECT 1 FROM placement p WHERE {builder.condition(driver.finds)} LIMIT {most}"
        return int(self._connection.rows(f"SELECT COUNT(*) FROM ({found}) q", **builder.values)[0][0])

    def total(self) -> int:
        if self._tree == NONE:
            return 0
        if self._drivers:
            condition, builder = self._gathered(self._few or self._least)
        else:
            builder = Builder(PLACEMENTS)
            condition = builder.condition(self._tree)
        query = f"SELECT COUNT(*) FROM placement p WHERE {condition}"
        return int(self._connection.rows(query, **builder.values)[0][0])

    def every(self, order: Order, after: Line | None = None) -> Iterator[int]:
        """Yield the numbers of all placements that match, or of those behind a line."""
        for segment, behind in self._segments(order, after):
            yield from self._segment(segment, _Window(None, behind=behind))

    def ids(self, order: Order, limit: int, offset: int, after: Line | None) -> list[int]:
        """Return the numbers of some of the placements that match, segment by segment until there are enough."""
        found: list[int] = []
        for segment, behind in self._segments(order, after):
            got = [*self._segment(segment, _Window(limit - len(found), offset, behind))]
            found += got
            if len(found) >= limit:
                break
            if offset:
                offset = 0 if got else offset - self._count(segment)
        return found

    def _segments(self, order: Order, after: Line | None) -> Iterator[tuple[Segment, Sequence[object] | None]]:
        """Yield the segments to look through, each with the keys of the line behind which it begins."""
        if self._tree == NONE:
            return
        for segment in segments(order):
            if after is None:
                yield segment, None
            elif segment.holds(after):
                yield segment, [key.value(after) for key in segment.keys]
                # Those that follow begin at their start.
                after = None

    def _count(self, segment: Segment) -> int:
        """Return how many lines of a segment match."""
        builder = Builder(PLACEMENTS)
        condition = f"({segment.condition}) AND ({builder.condition(self._tree)})"
        query = f"SELECT COUNT(*) FROM {_source(segment)} WHERE {condition}"
        return int(self._connection.rows(query, **builder.values)[0][0])

    def _segment(self, segment: Segment, window: _Window) -> Iterable[int]:
        own = next((driver for driver in self._drivers if _field(driver.finds) == segment.field != ""), None)
        if own is not None and window.limit is not None and not window.offset:
            met = self._try_out(own, segment, window)
            if met is not None:
                return met
        if self._few is not None:
            return self._gather(self._few, segment, window)
        if own is not None:
            return self._follow(own, segment, window)
        if not self._drivers or window.offset:
            return self._walk(segment, window)
        if window.limit is None:
            return self._gather(self._least, segment, window) if self._is_held else self._walk(segment, window)
        until = self._far(segment, window, self._effort.patience)
        found = [*self._walk(segment, replace(window, until=until))]
        if until is None or len(found) >= window.limit:
            return found
        return self._gather(self._least, segment, window)

    def _far(self, segment: Segment, window: _Window, lines: int) -> Sequence[object] | None:
        """Return the first keys of the line so far on, or None when there are not so many."""
        keys = segment.keys[: segment.indexed]
        condition, values = _within(segment, window)
        query = (
            f"SELECT {', '.join(key.text for key in keys)} FROM {_source(segment)} WHERE {condition}"
            f" ORDER BY {order_by(keys)} LIMIT 1 OFFSET {lines}"
        )
        return self._connection.row(query, **values)

    def _walk(self, segment: Segment, window: _Window) -> Iterator[int]:
        """Follow the order and keep what matches."""
        builder = Builder(PLACEMENTS, hint=self._connection.hint, gathers=window.limit is None)
        condition, values = _within(segment, window)
        text = f"{condition} AND ({builder.condition(self._tree)})"
        return self._ask(_source(segment), text, order_by(segment.keys), window, values | builder.values)

    def _gather(self, driver: Driver, segment: Segment, window: _Window) -> Iterator[int]:
        """Take what the driver finds, keep what matches, and sort it."""
        found, builder = self._gathered(driver)
        hint = self._connection.hint
        condition, values = _within(segment, window, hint)
        source = (
            "placement p JOIN ranking r ON r.entry_index = p.entry_index" if segment.through_rankings else "placement p"
        )
        return self._ask(
            source, f"({found}) AND {condition}", order_by(segment.keys, hint), window, values | builder.values
        )

    def _try_out(self, driver: Driver, segment: Segment, window: _Window) -> list[int] | None:
        """Return what following the order gives, or None when that takes long."""
        query, values = self._following(driver, segment, window)
        rows = self._connection.rows_within(self._effort.try_out * _STEPS_A_LINE, query, **values)
        return [row[0] for row in rows] if rows is not None else None

    def _follow(self, driver: Driver, segment: Segment, window: _Window) -> Iterator[int]:
        query, values = self._following(driver, segment, window)
        return (row[0] for row in self._connection.each(query, **values))

    def _following(self, driver: Driver, segment: Segment, window: _Window) -> tuple[str, dict[str, object]]:
        """Return the query that follows the order, where it is one of what the driver finds, and keeps what matches."""
        builder = Builder(PLACEMENTS)
        finds = builder.condition(driver.finds)
        builder.hint = self._connection.hint
        condition, values = _within(segment, window)
        text = f"({finds}) AND ({builder.condition(driver.rest)}) AND {condition}"
        return _query(_source(segment), text, order_by(segment.keys), window), values | builder.values

    def _gathered(self, driver: Driver) -> tuple[str, Builder]:
        """Return the condition by which a driver finds lines and the rest is looked at on each."""
        builder = Builder(PLACEMENTS, gathers=True)
        finds = builder.condition(driver.finds)
        builder.gathers, builder.hint = False, self._connection.hint
        return f"({finds}) AND ({builder.condition(driver.rest)})", builder

    def _ask(
        self, source: str, condition: str, ordered: str, window: _Window, values: dict[str, object]
    ) -> Iterator[int]:
        query = _query(source, condition, ordered, window)
        return (row[0] for row in self._connection.each(query, **values))


def _query(source: str, condition: str, ordered: str, window: _Window) -> str:
    query = f"SELECT p.placement_id FROM {source} WHERE {condition} ORDER BY {ordered}"
    return query if window.limit is None else f"{query} LIMIT {window.limit} OFFSET {window.offset}"


def _field(term: Term) -> str:
    """Return the one field that a term asks for, or nothing."""
    return term.field if isinstance(term, Test | Range) else ""


def _source(segment: Segment) -> str:
    """Return the tables by whose index a segment is followed."""
    if not segment.through_rankings:
        return "placement p"
    return (
        "ranking r JOIN placement p ON p.placement_id >= r.first_placement"
        " AND p.placement_id < r.first_placement + r.lines"
    )


def _within(segment: Segment, window: _Window, hint: str = "") -> tuple[str, dict[str, object]]:
    """Return the condition for the lines of a segment that a window looks at."""
    texts, values = [f"({hint}{segment.condition})"], dict[str, object]()
    for place, beside, name in ((window.behind, segment.behind, "b"), (window.until, segment.until, "u")):
        if place is not None:
            text, more = beside(place, name, hint)
            texts.append(f"({text})")
            values |= more
    return " AND ".join(texts), values
