"""What an export holds of a placement: the same columns in CSV, JSON Lines and Parquet, in the order of the log.

A value is what is on record, digit by digit, or what the index concludes from it (verdict, worst, findings); nothing is added,
and what is not known is empty. The names are those of `query --json`, where it has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from registry.citation import cite
from registry.reads.exports import Exported

Row = tuple[object, ...]
"""Values in the order of `COLUMNS`; None for what is not known."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    TRUTH = "truth"
    TEXTS = "texts"
    """Several, in order."""


class Column(NamedTuple):
    """A column of an export."""

    name: str
    kind: Kind = Kind.TEXT


COLUMNS = (
    Column("citation"),
    Column("entry", Kind.WHOLE),
    Column("statement_id"),
    Column("leaderboard"),
    Column("organiser"),
    Column("release"),
    Column("published"),
    Column("evaluated"),
    Column("submission"),
    Column("split"),
    Column("filters"),
    Column("model"),
    Column("developer"),
    Column("version"),
    Column("parameters", Kind.WHOLE),
    Column("availability"),
    Column("section"),
    Column("rank", Kind.WHOLE),
    Column("tied", Kind.TRUTH),
    Column("entrants", Kind.WHOLE),
    Column("criterion"),
    # A text, so that 77.10 stays 77.10: the digits that were printed are part of what was said.
    Column("score"),
    Column("stderr"),
    Column("n", Kind.WHOLE),
    Column("shots", Kind.WHOLE),
    Column("publisher"),
    Column("verdict"),
    Column("worst"),
    Column("findings", Kind.TEXTS),
)


def rows(origin: str, lines: Iterable[Sequence[Exported]]) -> Iterator[list[Row]]:
    """Yield the rows of what was read, as many at a time as were read."""
    for some in lines:
        yield [_row(origin, line) for line in some]


def _row(origin: str, line: Exported) -> Row:
    citation = cite(origin, line.entry_index, line.statement_id, line.model).format()
    parameters = None if line.parameters is None else round(line.parameters)
    # From the leaderboard to the developer's version, and from the availability on, both have the same order.
    known = (*line[4:15], parameters, *line[16:19], bool(line.tied), *line[20:])
    return tuple(None if value == "" else value for value in (citation, line.entry_index, line.statement_id, *known))
