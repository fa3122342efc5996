"""The states of one table: which other rankings of a leaderboard are the same table at another time.

A leaderboard has many tables: by number of shots, by split, by language. Two rankings are states of one only when one publisher
stands behind both and every condition that makes a table is the same in both. A ranking that has ended is no state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from registry.names import folded
from registry.once import once_each
from registry.record import LAST, Logged, Place, Record, place_of
from registry.statements import Evaluation
from registry.statements.evaluation import Placement

if TYPE_CHECKING:
    from registry.rules.base import Context


class Conditions(Struct, frozen=True):
    """What must be equal for two rankings to be comparable. Empty where the ranking does not say."""

    shots: str
    split: str
    dataset: str
    criterion: str
    filters: str
    language: str
    domain: str

    def differs(self, other: Conditions) -> bool:
        """Say whether any condition that both state is another."""
        return any(one and two and one != two for one, two in self._beside(other).values())

    def unsaid(self, other: Conditions) -> tuple[str, ...]:
        """Return the conditions that the other states and this one does not."""
        return tuple(field for field, (one, two) in self._beside(other).items() if two and not one)

    def _beside(self, other: Conditions) -> dict[str, tuple[str, str]]:
        return {field: (getattr(self, field), getattr(other, field)) for field in self.__struct_fields__}


class Line(Struct, frozen=True):
    """One line of a state."""

    entry: Logged[Evaluation] | None
    """None for the ranking that is being judged."""
    at: int
    placement: Placement

    @property
    def path(self) -> str:
        """Where it stands, as a finding names it."""
        here = f"placements[{self.at}]"
        return here if self.entry is None else f"entry {self.entry.index} {here}"


class State(Struct, frozen=True, dict=True):
    """A table at one time: an entry, or the entries of a table that one could not hold."""

    entries: tuple[Logged[Evaluation], ...]

    @property
    def indexes(self) -> tuple[int, ...]:
        """Where it is in the log."""
        return tuple(one.index for one in self.entries)

    @property
    def day(self) -> str:
        """When it was published; empty when it does not say."""
        return self.entries[0].statement.published[:10]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines, in their order."""
        return tuple(Line(one, at, line) for one in self.entries for at, line in enumerate(one.statement.placements))


class Own(Struct, frozen=True, dict=True):
    """The state that is being judged: a ranking, and the other parts of its table that are on record."""

    evaluation: Evaluation
    others: tuple[Logged[Evaluation], ...]

    @property
    def is_last(self) -> bool:
        """Whether what concerns the table as a whole is to be said here: once, at its last part."""
        part = self.evaluation.part
        return part is None or part.number == part.of

    @property
    def gap(self) -> str:
        """Field that keeps us from knowing every line of the table; empty when all are on record."""
        return gap([self.evaluation, *(one.statement for one in self.others)])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines: those of the ranking that is judged, then those of the other parts."""
        own = (Line(None, at, line) for at, line in enumerate(self.evaluation.placements))
        return (*own, *State(self.others).lines)


def own(evaluation: Evaluation, context: Context) -> Own:
    """Return the state that a ranking is, or is a part of."""
    return context.once("own state", evaluation, lambda: _own(evaluation, context))


def _own(evaluation: Evaluation, context: Context) -> Own:
    key = _table(evaluation)
    if key is None:
        return Own(evaluation, ())
    alike = conditions(evaluation)
    parts = {
        one.statement.part.number: one
        for one in _others(evaluation, context, _beside(evaluation, context))
        if one.statement.part is not None and _table(one.statement) == key and conditions(one.statement) == alike
    }
    if evaluation.part is not None:
        parts.pop(evaluation.part.number, None)
    return Own(evaluation, tuple(parts.values()))


def gap(parts: Sequence[Evaluation]) -> str:
    """Return which field keeps us from knowing every line of a table, given as its parts; empty when all are there."""
    part = parts[0].part
    if part is not None and len(parts) < part.of:
        return "part"
    entrants = max((one.scope.entrants for one in parts if one.scope.entrants is not None), default=None)
    if entrants is None:
        return "scope.entrants"
    return "placements" if sum(len(one.placements) for one in parts) < entrants else ""


@once_each
def conditions(evaluation: Evaluation) -> Conditions:
    """Return what a ranking says of the conditions under which it holds."""
    used = {criterion.dataset for criterion in evaluation.methodology.criteria}
    datasets = [one for one in evaluation.datasets if one.name in used] or evaluation.datasets
    shots = {line.settings.shots for line in evaluation.placements if line.settings.shots is not None}
    scope = evaluation.scope
    return Conditions(
        ", ".join(map(str, sorted(shots))),
        _joined(one.split for one in datasets),
        _joined(one.name for one in datasets),
        _joined(criterion.name for criterion in evaluation.methodology.criteria),
        _joined(f"{one.field} {one.op} {one.value}" for one in scope.filters),
        _joined(scope.languages),
        _joined(scope.domains),
    )


def _joined(values: Iterable[str]) -> str:
    return ", ".join(sorted({folded(value) for value in values if value}))


def before(evaluation: Evaluation, context: Context, *, release: bool = False) -> State | None:
    """Return the newest state before a ranking, or None; with `release`, of the same release only."""
    what = "state before, of the release" if release else "state before"
    return context.once(what, evaluation, lambda: next(_before(evaluation, context, release=release), None))


def all_before(evaluation: Evaluation, context: Context) -> Iterator[State]:
    """Yield the states before a ranking, the newest first."""
    return _before(evaluation, context, release=False)


def after(evaluation: Evaluation, context: Context) -> Iterator[State]:
    """Yield the later states of a ranking that has a date and is in the log, the oldest first."""
    record = _record(context)
    if not evaluation.published or context.subject is None:
        return
    own = _place(evaluation, context)
    later = record.later(evaluation.leaderboard.name, own)
    yield from _states(evaluation, context, later, lambda one: place_of(one) > own)


def _before(evaluation: Evaluation, context: Context, *, release: bool) -> Iterator[State]:
    own, dated = _place(evaluation, context), bool(evaluation.published)
    earlier = (
        _of_release(evaluation, context) if release else _record(context).earlier(evaluation.leaderboard.name, own)
    )
    # What has no date is later or earlier only than what has none either: by the order of the log.
    alike = takewhile(lambda one: bool(one.statement.published) == dated, earlier)
    yield from _states(evaluation, context, alike, lambda one: place_of(one) < own)


def _of_release(evaluation: Evaluation, context: Context) -> Iterator[Logged[Evaluation]]:
    """Yield the rankings of the same release before a ranking, the newest first."""
    own, place = folded(evaluation.leaderboard.release), _place(evaluation, context)
    for one in sorted(_beside(evaluation, context) if own else (), key=place_of, reverse=True):
        if folded(one.statement.leaderboard.release) == own and place_of(one) < place:
            yield one


def _record(context: Context) -> Record:
    record: Record | None = context.record
    assert record is not None, "asked only where there is a record"
    return record


def _place(evaluation: Evaluation, context: Context) -> Place:
    return Place(evaluation.published, LAST if context.subject is None else context.subject.index)


def _beside(evaluation: Evaluation, context: Context) -> Sequence[Logged[Evaluation]]:
    """Return the rankings of the leaderboard that are of a ranking's release or day: every part of its table is among them."""
    board = evaluation.leaderboard
    return _record(context).beside(board.name, board.release, evaluation.published)


def _others(
    evaluation: Evaluation, context: Context, rankings: Iterable[Logged[Evaluation]]
) -> Iterator[Logged[Evaluation]]:
    """Yield those of some rankings that are others than a ranking, by the same publisher, and have not ended."""
    own, signers = context.subject, set(evaluation.signers)
    for one in rankings:
        is_other = own is None or one.index != own.index
        if is_other and one.ended is None and not signers.isdisjoint(one.statement.signers):
            yield one


def _states(
    evaluation: Evaluation,
    context: Context,
    rankings: Iterable[Logged[Evaluation]],
    is_there: Callable[[Logged[Evaluation]], bool],
) -> Iterator[State]:
    """Yield those that are states of the same table, in the order given, each with its parts that are on that side of it.

    Rankings are looked at only as far as states are asked for: what was not looked at cannot change the answer.
    """
    own, key = conditions(evaluation), _table(evaluation)
    seen: set[object] = set() if key is None else {key}
    for one in _others(evaluation, context, rankings):
        if conditions(one.statement) != own:
            continue
        table = _table(one.statement)
        if table is None:
            yield State((one,))
        elif table not in seen:
            seen.add(table)
            beside = filter(is_there, _others(evaluation, context, _beside(one.statement, context)))
            parts = {
                other.statement.part.number: other
                for other in beside
                if other.statement.part is not None
                and _table(other.statement) == table
                and conditions(other.statement) == own
            }
            yield State(tuple(parts[number] for number in sorted(parts)))


def _table(evaluation: Evaluation) -> tuple[str, str, int] | None:
    """Return what the parts of a table have in common; None for one that is whole."""
    part = evaluation.part
    return (evaluation.published, evaluation.leaderboard.release, part.of) if part is not None else None
