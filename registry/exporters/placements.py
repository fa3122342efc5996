"""What an export holds of a placement: the same columns in CSV, JSON Lines and Parquet, in the order of the log.

A value is what is on record, digit by digit, or what the index concludes from it (verdict, worst, findings); nothing is added,
and what is not known is empty. The names are those of `query --json`, where it has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from registry.citation import cite
from registry.reads.exports import Exported
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Score

Row = tuple[object, ...]
"""Values in the order of `COLUMNS`; None for what is not known."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    TRUTH = "truth"
    TEXTS = "texts"
    """Several, in order."""
    SCORES = "scores"
    """Every score of a line, in order, as `Scored`."""


class Scored(NamedTuple):
    """One score of a line; None for what is not known."""

    criterion: str
    score: str | None
    stderr: str | None
    ci: tuple[str, str] | None
    """95 % confidence interval: low, high."""
    n: int | None
    missing: str | None
    """Why there is no value."""


def as_objects(value: object) -> object:
    """Return a value with its scores as objects of JSON."""
    return [one._asdict() if isinstance(one, Scored) else one for one in value] if isinstance(value, tuple) else value


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
    Column("scores", Kind.SCORES),
)


def rows(
    origin: str, lines: Iterable[Sequence[Exported]], statement: Callable[[int], Statement | None]
) -> Iterator[list[Row]]:
    """Yield the rows of what was read, as many at a time as were read; `statement` gives the statement of an entry.

    Lines are in the order of the log, so each statement is asked for once in a batch.
    """
    for some in lines:
        yield [
            _row(origin, line, evaluation.placements[line.at].scores)
            for index, group in groupby(some, attrgetter("entry_index"))
            for evaluation in [_evaluation(statement(index))]
            for line in group
        ]


def _evaluation(statement: Statement | None) -> Evaluation:
    assert isinstance(statement, Evaluation), "placements stand in evaluations"
    return statement


def _row(origin: str, line: Exported, scores: Sequence[Score]) -> Row:
    citation = cite(origin, line.entry_index, line.statement_id, line.model).format()
    parameters = None if line.parameters is None else round(line.parameters)
    # From the leaderboard to the developer's version, and from the availability on, both have the same order.
    known = (*line[4:15], parameters, *line[16:19], bool(line.tied), *line[20:], tuple(map(_scored, scores)))
    return tuple(None if value == "" else value for value in (citation, line.entry_index, line.statement_id, *known))


def _scored(score: Score) -> Scored:
    return Scored(score.criterion, score.value or None, score.stderr or None, score.ci, score.n, score.missing or None)
