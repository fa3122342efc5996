"""A comparison as a table: a row a list, a column a model, and how far apart each model stands across the lists.

A name that several models carry makes several columns: lines are one model's when they have its version, and no two developers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

from registry.compare import ListKey, Position
from registry.names import folded
from registry.reads import Line, Table

T = TypeVar("T")
WIDE = Fraction(1, 4)
"""A spread over more than a quarter of the field is called wide."""
_UNDOUBTED = frozenset(("verified", "unchecked"))


class Column(NamedTuple):
    """One model."""

    name: str
    """As it was asked for."""
    developer: str
    version: str
    positions: Mapping[ListKey, Position]

    @property
    def label(self) -> str:
        """Return what stands above it."""
        return " ".join(filter(None, (self.name, self.version)))


class Row(NamedTuple):
    """One list."""

    table: Table
    """The newest of those that its places are from."""
    places: tuple[Position | None, ...]
    """In the order of the columns."""


class Spread(NamedTuple):
    """How far apart a model stands across lists."""

    lists: int
    """That count: with a rank, a field, and no doubt about either."""
    width: Fraction | None
    """The greatest share of others beaten less the least; None for fewer than two lists."""

    @property
    def is_wide(self) -> bool:
        """Say whether that is more than a quarter of the field."""
        return self.width is not None and self.width > WIDE


class By(StrEnum):
    """What rows are sorted by."""

    LEADERBOARD = "leaderboard"
    SHARE = "share"
    DAY = "day"


def columns(positions: Mapping[str, Sequence[Position]]) -> list[Column]:
    """Return the models of the names that were asked for, in their order; one for a name that is nowhere on record."""
    found = []
    for name, own in positions.items():
        groups = alike([(one.line, one) for one in own]) or [[]]
        # Of several models that carry the name, the one that most lists hold stands first.
        found += [_column(name, group) for group in sorted(groups, key=len, reverse=True)]
    return found


def _column(name: str, own: Sequence[Position]) -> Column:
    newest_last = sorted(own, key=lambda one: one.table.published)
    developer = next((one.line.developer for one in own if one.line.developer), "")
    version = own[0].line.version if own else ""
    return Column(name, developer, version, {one.table.list: one for one in newest_last})


def alike(lines: Iterable[tuple[Line, T]]) -> list[list[T]]:
    """Return what belongs to lines, in groups whose lines are surely of one model, given that they carry one name."""
    versions: dict[str, dict[str, list[T]]] = {}
    for line, one in lines:
        versions.setdefault(folded(line.version), {}).setdefault(line.developer_key, []).append(one)
    groups = []
    for developers in versions.values():
        unnamed = developers.pop("", [])
        named = list(developers.values())
        # Without a developer it could be the model of any of several.
        if len(named) == 1:
            named[0] += unnamed
        elif unnamed:
            named.append(unnamed)
        groups += named
    return groups


def rows(found: Sequence[Column]) -> list[Row]:
    """Return the lists in which any of the models stands, by name."""
    made = []
    for key in sorted({key for column in found for key in column.positions}):
        places = tuple(column.positions.get(key) for column in found)
        tables = [one.table for one in places if one is not None]
        made.append(Row(max(tables, key=lambda table: (table.published, table.entry_index)), places))
    return made


def arranged(found: Sequence[Row], by: By, column: int) -> list[Row]:
    """Return rows in an order: by name, by the share of others that a column's model beats (the best first), or newest first."""
    if by is By.SHARE:
        return sorted(found, key=lambda row: -_share(row.places[column]))
    if by is By.DAY:
        return sorted(found, key=lambda row: row.table.published, reverse=True)
    return sorted(found, key=lambda row: row.table.list)


def _share(place: Position | None) -> Fraction:
    share = None if place is None else place.share
    # What has no share comes after what beats nobody.
    return Fraction(-1) if share is None else share


def is_doubted(place: Position) -> bool:
    """Say whether something was found against a place, or against the table that it is from."""
    return place.line.verdict not in _UNDOUBTED


def spread(places: Iterable[Position | None], *, with_doubted: bool) -> Spread:
    """Return how far apart places are; those in doubt count only when that is wished."""
    shares = [
        one.share
        for one in places
        if one is not None and one.share is not None and (with_doubted or not is_doubted(one))
    ]
    return Spread(len(shares), max(shares) - min(shares) if len(shares) > 1 else None)
