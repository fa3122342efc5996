"""One model across leaderboards: where it stands in each, out of how many, and how far the leaderboards agree with each other.

Only what a ranking itself says: a rank is the printed one, the field is the number of entrants that it states.
A leaderboard under other settings (shots, split, conditions) is another list here. What has ended is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from registry import reads
from registry.agreement import Agreement, agreement
from registry.names import Kind, folded, key
from registry.reads import Connection, Line, Table

ListKey = tuple[str, str, str, str]
"""As `Table.list` gives it."""
_MONTH = len("2026-08")


class Position(NamedTuple):
    """Where a model stands in the newest table of one list."""

    table: Table
    line: Line
    findings: tuple[tuple[str, str], ...]
    """(rule, severity) of the entry and of this line, the gravest first."""
    earlier: int
    """Older tables of the same list that hold the model too."""

    @property
    def field(self) -> int | None:
        """How many were ranked, as the ranking states; None when it does not: the lines on record may be a part of it."""
        return None if self.table.entrants is None else max(self.table.entrants, self.table.lines)

    @property
    def share(self) -> Fraction | None:
        """The share of the others that it stands above; None without a rank, a field, or others."""
        rank, field = self.line.rank, self.field
        if rank is None or field is None or field < max(rank, 2):
            return None
        return Fraction(field - rank, field - 1)

    @property
    def percentile(self) -> Decimal | None:
        """The same in percent."""
        if self.share is None:
            return None
        return (Decimal(100 * self.share.numerator) / self.share.denominator).quantize(Decimal(1), ROUND_HALF_UP)


class Pair(NamedTuple):
    """Two lists, and how far they agree over the models that both have."""

    first: Table
    second: Table
    agreement: Agreement


class Beside(NamedTuple):
    """Two models in the tables that hold both with a rank."""

    first: str
    second: str
    above: int
    """Tables in which the first has the better rank."""
    below: int
    shared: int
    """Tables in all; those that are neither have both on one rank."""


_Identity = tuple[str, str]


class Orders(NamedTuple):
    """The lists in which any of the models has a rank, and how far they agree: worked out of those that are asked for."""

    tables: Mapping[ListKey, Table]
    ranks: Mapping[ListKey, Mapping[_Identity, tuple[int, str]]]
    """Rank and developer by model and version."""

    def pairs(self) -> Iterator[Pair]:
        """Yield every two lists."""
        return (self._pair(first, second) for first, second in combinations(self.tables, 2))

    def pairs_with(self, own: ListKey) -> Iterator[Pair]:
        """Yield one list with each other one."""
        others = (key for key in self.tables if key != own) if own in self.tables else ()
        return (self._pair(own, key) for key in others)

    def _pair(self, first: ListKey, second: ListKey) -> Pair:
        return Pair(self.tables[first], self.tables[second], _agreement(self.ranks[first], self.ranks[second]))


class Comparison(NamedTuple):
    """What is on record about one or more models."""

    positions: Mapping[str, tuple[Position, ...]]
    """By the name that was asked for, in its order; empty for one that is nowhere on record."""
    beside: tuple[Beside, ...]
    """The first model against each other one."""
    orders: Orders


def compare(index: Connection, names: Sequence[str], month: str = "") -> Comparison:
    """Return where models stand, by any of their names on record; with a month (`2026-08`) by the rankings of that month alone."""
    positions = {name: tuple(_positions(index, name, month)) for name in names}
    tables = {one.table.list: one.table for own in positions.values() for one in own if one.line.rank is not None}
    ranks = {key: _ranks(reads.ranks(index, table)) for key, table in tables.items()}
    beside = (_beside(names[0], other, positions) for other in positions if other != names[0])
    return Comparison(positions, tuple(beside), Orders(tables, ranks))


def fullest_month(index: Connection, names: Sequence[str]) -> str:
    """Return the month in which the most places of a comparison are filled, the newest of such; empty when no day is known."""
    places = {(name, table.list, table.published[:_MONTH]) for name in names for table, _ in _named(index, name)}
    filled = Counter(month for _, _, month in places if month)
    return max(filled, key=lambda month: (filled[month], month), default="")


def _beside(first: str, second: str, positions: Mapping[str, Sequence[Position]]) -> Beside:
    """Return how two models stand in the same tables: the newest of a list, when it still holds both."""
    own, other = (
        {one.table.state: one.line.rank for one in positions[name] if one.line.rank is not None}
        for name in (first, second)
    )
    signs = [(own[state] > other[state]) - (own[state] < other[state]) for state in own.keys() & other.keys()]
    return Beside(first, second, signs.count(-1), signs.count(1), len(signs))


def _named(index: Connection, name: str) -> list[tuple[Table, Line]]:
    return reads.lines_named(index, key(Kind.MODEL, name), folded(name))


def _positions(index: Connection, name: str, month: str) -> Iterator[Position]:
    """Yield the newest line of a model in each list, those of the same leaderboard together."""
    found: dict[tuple[object, ...], list[tuple[Table, Line]]] = {}
    for table, line in _named(index, name):
        if not table.published.startswith(month):
            continue
        # Two models that carry the name are two: neither is taken for the other.
        found.setdefault((*table.list, line.developer, line.version), []).append((table, line))
    for own in sorted(found.values(), key=lambda own: own[-1][0].list):
        table, line = own[-1]
        yield Position(table, line, tuple(reads.findings_on(index, table.entry_index, line.model)), len(own) - 1)


def _ranks(lines: Iterable[Line]) -> dict[_Identity, tuple[int, str]]:
    """Return rank and developer by model and version; a model that stands there twice is left out, as neither is surely it."""
    found: dict[_Identity, list[tuple[int, str]]] = {}
    for line in lines:
        if line.rank is not None:
            found.setdefault((line.model_key, folded(line.version)), []).append((line.rank, line.developer_key))
    return {identity: own[0] for identity, own in found.items() if len(own) == 1}


def _agreement(first: Mapping[_Identity, tuple[int, str]], second: Mapping[_Identity, tuple[int, str]]) -> Agreement:
    """Return the agreement over the models that are surely the same: by name, version and developer, where both name one."""
    shared = [
        (first[identity][0], second[identity][0])
        for identity in first.keys() & second.keys()
        if first[identity][1] == second[identity][1] or not (first[identity][1] and second[identity][1])
    ]
    return agreement(shared)
