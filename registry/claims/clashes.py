"""When two statements give one first place to two models, and what would let both be right.

Nothing is a contradiction that a stated date, release, scope or setting keeps apart, or that the record does: where the first place
of a board changed hands, two claims without a date may each have had its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from registry.names import folded
from registry.record import Logged, Record, lineage
from registry.record.lines import called, listed
from registry.statements import Claim, Evaluation
from registry.statements.evaluation import Model, Placement

_WHOLE = ("global", "overall", "whole", "全球", "总榜", "全部")
"""Words of a scope that may be the whole list by another name."""


class Clash(Struct, frozen=True):
    """Another statement that gives the first place to another model."""

    index: int
    who: str
    """To which model, or by whom when no model is named."""
    unknown: tuple[str, ...]
    """What is not known to be the same in both, and would have to be for the two to contradict each other surely."""
    unsaid: tuple[str, ...]
    """Settings that both leave out, or this one alone: they could reconcile the two."""
    untold: tuple[str, ...]
    """Settings that only the other leaves out."""

    @property
    def is_sure(self) -> bool:
        """Whether the two contradict each other, and it is not only the other that leaves something out."""
        return not self.unknown and not self.untold


# Claims


def claimed(claim: Claim, own: int | None, record: Record) -> Iterator[Clash]:
    """Yield the other claims to a first place that a claim contradicts. `own` is its index, None when it is not in the log."""
    board = _Board(claim, record)
    for other in record.claims(claim.leaderboard):
        if other.ended is None and other.index != own and other.statement.rank == 1:
            clash = _between(claim, other, board)
            if clash is not None:
                yield clash


class _Board:
    """What the record says of the board that a claim cites: looked up once, however many claim its first place."""

    def __init__(self, claim: Claim, record: Record) -> None:
        self._claim = claim
        self._record = record

    @cached_property
    def firsts(self) -> list[tuple[str, str]]:
        """Day and name of every first place on record."""
        return [
            (ranking.statement.published[:10], folded(line.model.name))
            for ranking in self._record.rankings(self._claim.leaderboard)
            if ranking.ended is None
            for line in ranking.statement.placements
            if line.rank == 1
        ]

    @cached_property
    def also(self) -> set[str]:
        """Every name that any ranking gives to a line of the claimed model."""
        own, also = called(Model(name=self._claim.model)), set[str]()
        for ranking in self._record.rankings(self._claim.leaderboard):
            for line in ranking.statement.placements:
                if line.model.aliases or line.printed.name not in {"", line.model.name}:
                    names = called(line.model) | called(Model(name=line.printed.name or line.model.name))
                    also |= set() if names.isdisjoint(own) else names
        return also


def _between(claim: Claim, logged: Logged[Claim], board: _Board) -> Clash | None:
    other = logged.statement
    settings = {
        "shots": (_text(claim.settings.shots), _text(other.settings.shots)),
        "split": (folded(claim.settings.split), folded(other.settings.split)),
    }
    if any(one and two and one != two for one, two in settings.values()):
        return None
    questions = {"model": _differ, "scope": _in_one_scope, "date": _at_one_time}
    unknown = []
    for field, ask in questions.items():
        answer = ask(claim, other, board)
        if answer is False:
            return None
        if answer is None:
            unknown.append(field)
    if claim.model and other.model and not board.also.isdisjoint(called(Model(name=other.model))):
        return None
    return Clash(
        logged.index,
        other.model or other.claimant,
        tuple(unknown),
        tuple(field for field, (one, _) in settings.items() if not one),
        tuple(field for field, (one, two) in settings.items() if one and not two),
    )


def _text(shots: int | None) -> str:
    return "" if shots is None else str(shots)


def _differ(claim: Claim, other: Claim, _: _Board) -> bool | None:
    """Say whether two claims speak of different models; None when that is only likely.

    A model that nobody names is not known to be another. But two who each claim the place hardly speak of one model.
    """
    if claim.model and other.model:
        return called(Model(name=claim.model)).isdisjoint(called(Model(name=other.model)))
    claimants = {folded(claim.claimant), folded(other.claimant)}
    return None if len(claimants) > 1 and "" not in claimants else False


def _in_one_scope(claim: Claim, other: Claim, _: _Board) -> bool | None:
    """Say whether two claims are of one field; None when one names what may be all of it."""
    one, two = folded(claim.scope), folded(other.scope)
    if one == two:
        return True
    return None if (not one or not two) and any(word in one or word in two for word in _WHOLE) else False


def _at_one_time(claim: Claim, other: Claim, board: _Board) -> bool | None:
    """Say whether two claims are of one state of the board; None when nobody says."""
    releases = [folded(claim.release), folded(other.release)]
    if all(releases):
        return releases[0] == releases[1]
    days = sorted((one.as_of or one.made)[:10] for one in (claim, other))
    if days[0] == days[1] and days[0]:
        return True
    if not days[0]:
        # Different first places follow each other: on record, each may have had its day.
        return False if len({name for _, name in board.firsts}) > 1 else None
    return False if any(days[0] < day <= days[1] for day, _ in board.firsts) else None


# Rankings


def ranked(evaluation: Evaluation, own: int | None, record: Record) -> Iterator[Clash]:
    """Yield the other rankings of one board and time that have another first. `own` is its index, None before it has one."""
    first = [line for line in evaluation.placements if line.rank == 1]
    board = evaluation.leaderboard
    for one in record.beside(board.name, board.release, evaluation.published) if first else ():
        if one.ended is None and one.index != own and is_one_state(evaluation, one.statement):
            clash = _apart(evaluation, first, one)
            if clash is not None:
                yield clash


def is_one_state(evaluation: Evaluation, other: Evaluation) -> bool:
    """Say whether two rankings are of one release, or of one day when not both say of which release they are."""
    releases = [folded(one.leaderboard.release) for one in (evaluation, other)]
    if all(releases):
        return releases[0] == releases[1]
    return bool(evaluation.published) and evaluation.published[:10] == other.published[:10]


def _apart(evaluation: Evaluation, first: list[Placement], logged: Logged[Evaluation]) -> Clash | None:
    theirs = [line for line in logged.statement.placements if line.rank == 1]
    days = {one.published[:10] for one in (evaluation, logged.statement)} - {""}
    if len(days) > 1 and not set(evaluation.signers).isdisjoint(logged.statement.signers):
        # States that one publisher recorded follow each other.
        return None
    if not theirs or not _names(first).isdisjoint(_names(theirs)):
        return None
    here, there = lineage.conditions(evaluation), lineage.conditions(logged.statement)
    if here.filters != there.filters or here.differs(there):
        return None
    who = listed(line.model.name for line in theirs)
    # Of one release, and yet of two days: it may have been changed in between.
    unknown = ("date",) if len(days) > 1 else ()
    return Clash(logged.index, who, unknown, here.unsaid(there), there.unsaid(here))


def _names(lines: list[Placement]) -> set[str]:
    return {name for line in lines for name in called(line.model)}
