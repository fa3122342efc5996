"""People's flags on an entry: which stand, which are closed, and what the publisher answered. Nobody closes another's flag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from registry.record import Ending, Logged, Record, logged_as
from registry.record.life import void
from registry.statements import Amendment, Flag, Response, Statement

Cures = Callable[[Flag, Logged[Statement]], bool]
"""Whether a newer statement surely does not have what a flag objects to."""


class FlagState(StrEnum):
    """What became of a flag."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    """By all of its authors."""
    CURED = "cured"
    """What replaced the entry does not have what the flag's rule objects to."""
    DISPUTED = "disputed"
    """Its own key was later declared compromised."""


class Flagged(Struct, frozen=True):
    """A flag on an entry, and what became of it."""

    logged: Logged[Flag]
    on: int
    """Index of the entry that it is on."""
    state: FlagState
    closed_by: int | None
    """Index of the entry that closed it."""
    responses: tuple[Logged[Response], ...]
    """Answers of the entry's publishers."""

    @property
    def is_open(self) -> bool:
        """Whether it stands."""
        return self.state is FlagState.OPEN


def never(_flag: Flag, _newer: Logged[Statement]) -> bool:
    """Say that nothing is surely cured: for a caller that runs no rules."""
    return False


def flags(one: Logged[Statement], record: Record, cures: Cures = never) -> tuple[Flagged, ...]:
    """Return the flags on an entry, in the order of the log."""
    return tuple(_flagged(flag, one, record, cures) for flag in _naming(one, record, Flag))


def _naming(one: Logged[Statement], record: Record, kind: type[Flag]) -> Iterator[Logged[Flag]]:
    for each in record.about(one.id):
        flag = logged_as(each, kind)
        if flag is not None and void(flag, one, record) is None:
            yield flag


def _flagged(flag: Logged[Flag], one: Logged[Statement], record: Record, cures: Cures) -> Flagged:
    state, closed_by, answers = FlagState.OPEN, None, _answers(flag, record)
    if flag.ended is not None:
        state = FlagState.WITHDRAWN if flag.ended.how is Ending.WITHDRAWN else FlagState.DISPUTED
        closed_by = flag.ended.by
    else:
        newest = newest_of(one, record)
        if newest is not None and newest.ended is None and cures(flag.statement, newest):
            state, closed_by = FlagState.CURED, newest.index
    return Flagged(flag, one.index, state, closed_by, answers)


def _answers(flag: Logged[Flag], record: Record) -> tuple[Logged[Response], ...]:
    known = (logged_as(each, Response) for each in record.about(flag.id))
    return tuple(each for each in known if each and each.ended is None and void(each, flag, record) is None)


def newest_of(one: Logged[Statement], record: Record) -> Logged[Statement] | None:
    """Return the last of the statements that replaced an entry, one after the other; None when none did."""
    newest = None
    while one.ended is not None and one.ended.successor is not None:
        newest = one = _replacing(one, record)
    return newest


def _replacing(one: Logged[Statement], record: Record) -> Logged[Statement]:
    assert one.ended is not None, "only what was replaced is asked for"
    for each in record.about(one.id):
        if each.index == one.ended.by and isinstance(each.statement, Amendment):
            newer = record.statement(each.statement.by)
            if newer is not None:
                return newer
    raise AssertionError("what has a successor was ended by an amendment that names it")


def replaced_by(one: Logged[Statement], record: Record) -> Iterator[Logged[Statement]]:
    """Yield the statements that an entry replaces, in the order of the log."""
    for each in record.about(one.id):
        if isinstance(each.statement, Amendment) and each.statement.by == one.id:
            old = record.statement(each.statement.target)
            if old is not None and old.ended is not None and old.ended.successor == one.index:
                yield old
