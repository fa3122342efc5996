"""The texts by which filters find lines: names under every spelling, and the short texts of other fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from registry.index.keys import key
from registry.names import Kind, folded
from registry.names.table import known_names
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Placement

_KEPT = 1 << 16


class Word(NamedTuple):
    """One text that a field holds."""

    kind: str
    """The field, as the filter language names it."""
    spelling: str
    word_key: str
    """What stands in the column that is searched by it: the key of a name, else the text itself."""


def words(signers: Sequence[str], statement: Statement) -> Iterator[Word]:
    """Yield the texts of a statement by which it is found; some of them empty, some of them twice."""
    for signer in signers:
        yield _text("publisher", signer)
    match statement:
        case Evaluation():
            yield from _of_evaluation(statement)
        case Claim():
            yield from _name(Kind.LEADERBOARD, statement.leaderboard)
            yield from _name(Kind.MODEL, statement.model)
            yield _text("release", statement.release)
        case Publisher():
            yield Word("publisher", statement.display, statement.publisher)


def _of_evaluation(one: Evaluation) -> Iterator[Word]:
    board = one.leaderboard
    yield from _name(Kind.LEADERBOARD, board.name)
    yield _text("release", board.release)
    yield _text("organiser", board.organiser.name)
    yield _text("url", board.url)
    for dataset in one.datasets:
        yield from _name(Kind.DATASET, dataset.name)
    for grader in one.graders:
        yield _text("grader", grader.name)
    for placement in one.placements:
        yield from _of_placement(placement)


def _of_placement(line: Placement) -> tuple[Word, ...]:
    model = line.model
    criteria = tuple(score.criterion for score in line.scores)
    return _of_line(model.name, model.aliases, model.developer, model.version, line.printed.section, criteria)


# The same model stands in many tables.
@lru_cache(_KEPT)
def _of_line(
    name: str, aliases: tuple[str, ...], developer: str, version: str, section: str, criteria: tuple[str, ...]
) -> tuple[Word, ...]:
    its_key = key(Kind.MODEL, name)
    return (
        *_name(Kind.MODEL, name),
        *(Word("model", alias, its_key) for alias in aliases),
        *_name(Kind.DEVELOPER, developer),
        _text("version", version),
        _text("section", section),
        *(_text("criterion", criterion) for criterion in criteria),
    )


def _text(kind: str, spelling: str) -> Word:
    return Word(kind, spelling, spelling)


@lru_cache(_KEPT)
def _name(kind: Kind, spelling: str) -> tuple[Word, ...]:
    """Return a name as it is spelled, and all that the tables know it by."""
    known = known_names().get((kind, folded(spelling)))
    its_key = key(kind, spelling)
    return tuple(Word(kind.value, one, its_key) for one in (spelling, *(known.names if known is not None else ())))
