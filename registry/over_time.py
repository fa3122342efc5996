"""One leaderboard over time: its rankings, who was first from when to when, and where models stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from registry import reads
from registry.across import alike
from registry.compare import ListKey
from registry.names import Kind, folded, key
from registry.reads import Connection, Line, Table, over_time
from registry.reads.over_time import Group, Ranked

MOST_SERIES = 8
"""Models whose ranks are followed at once."""


class Reign(NamedTuple):
    """Rankings that follow each other and have the same first."""

    models: tuple[str, ...]
    """Several when they share the rank."""
    start: str
    """Day of the first of these rankings; empty when unknown."""
    end: str
    """Day of the last."""
    rankings: int


class Point(NamedTuple):
    """A rank on a day."""

    day: str
    rank: int
    field: int | None


class Series(NamedTuple):
    """Where one model stood, the oldest first."""

    label: str
    points: tuple[Point, ...]


class Course(NamedTuple):
    """One leaderboard under one setting, over time."""

    rankings: tuple[Ranked, ...]
    reigns: tuple[Reign, ...]
    series: tuple[Series, ...]
    """Of the models that were asked for, or else of those that were first, the latest of them first."""
    groups: tuple[Group, ...]
    """Findings of the whole leaderboard, under any setting."""
    settings: tuple[Table, ...]
    """The newest ranking under each setting of the leaderboard, this one's in front."""
    of_firsts: bool
    """Whether the series are those of the firsts."""


def course(index: Connection, leaderboard_key: str, entry_index: int, names: Sequence[str]) -> Course:
    """Return a leaderboard over time, under the setting of one of its rankings."""
    ranked = over_time.rankings(index, leaderboard_key)
    newest = {one.table.list: one.table for one in sorted(ranked, key=lambda one: one.table.list)}
    chosen = next((one.table.list for one in ranked if one.table.entry_index == entry_index), None)
    own = tuple(one for one in ranked if one.table.list == chosen)
    firsts = [(table, line) for table, line in over_time.firsts(index, leaderboard_key) if table.list == chosen]
    series = tuple(_series(index, chosen, names))
    # Of none of the models is a rank on record here: those that were first are still worth a look.
    of_firsts = not series
    if of_firsts:
        series = tuple(_series(index, chosen, list(dict.fromkeys(line.model for _, line in reversed(firsts)))))
    groups = tuple(over_time.groups(index, leaderboard_key))
    # Round and round: the one after this comes next.
    settings = [table for key, table in newest.items() if key >= (chosen or ())]
    settings += [table for key, table in newest.items() if key < (chosen or ())]
    return Course(own, tuple(reigns(firsts)), series, groups, tuple(settings), of_firsts)


def reigns(firsts: Iterable[tuple[Table, Line]]) -> Iterator[Reign]:
    """Yield who was first when, given the lines with rank 1 in the order of days."""
    tables: dict[tuple[object, ...], tuple[str, list[str]]] = {}
    for table, line in firsts:
        named = " ".join(filter(None, (line.model, line.version)))
        tables.setdefault(table.state, (table.published, []))[1].append(named)
    for models, own in groupby(tables.values(), key=lambda one: tuple(sorted(one[1]))):
        days = [day for day, _ in own]
        yield Reign(models, days[0], days[-1], len(days))


def _series(index: Connection, chosen: ListKey | None, names: Sequence[str]) -> Iterator[Series]:
    for name in names[:MOST_SERIES]:
        found = [
            (line, (table, line))
            for table, line in reads.lines_named(index, key(Kind.MODEL, name), folded(name))
            if table.list == chosen and line.rank is not None
        ]
        yield from (_one_series(name, own) for own in alike(found))


def _one_series(name: str, own: Sequence[tuple[Table, Line]]) -> Series:
    label = " ".join(filter(None, (name, own[0][1].version)))
    return Series(label, tuple(_point(table, line) for table, line in own))


def _point(table: Table, line: Line) -> Point:
    assert line.rank is not None, "only ranked lines are followed"
    return Point(table.published, line.rank, table.entrants)
