"""The names that a line had in earlier states of its table, as far as each change of name is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from registry.names import folded
from registry.record import edits, lineage
from registry.record.lineage import Line, State
from registry.record.lines import are_like
from registry.statements import Evaluation

if TYPE_CHECKING:
    from registry.rules.base import Context

_FARTHEST = 100
"""States that are looked back: a table that is edited daily is followed for months, and a hostile one costs no more."""


class Former(Struct, frozen=True):
    """A name that a line had before."""

    line: Line
    """The line as it last stood under that name."""
    day: str
    """When that state was published; empty when it does not say."""
    came_up_since: bool
    """Whether a later state that was looked at has another line of that name."""

    @property
    def name(self) -> str:
        return self.line.placement.model.name


def names(gone: Sequence[Line], state: State, evaluation: Evaluation, context: Context) -> list[tuple[Former, ...]]:
    """Return for each line of an earlier state the names that it had before, the oldest first.

    A line is followed while its model is spelled as it is, or was renamed with its scores to the digit (`edits.renamings`).
    """
    trails = [_Trail(line) for line in gone]
    for newer, older in pairwise(_back(state, evaluation, context)):
        still = [trail for trail in trails if trail.follow(newer, older)]
        if not still:
            break
    return [trail.names() for trail in trails]


def _back(state: State, evaluation: Evaluation, context: Context) -> Iterator[State]:
    """Yield a state and those before it, the newest first."""
    states = lineage.all_before(evaluation, context)
    return islice(dropwhile(lambda one: one.indexes != state.indexes, states), _FARTHEST)


class _Trail:
    """One line on its way back."""

    def __init__(self, line: Line) -> None:
        self._at: Line | None = line
        self._found: list[Former] = []
        self._later: list[State] = []
        """States since the line had another name, which that name may have come up in."""

    def names(self) -> tuple[Former, ...]:
        return tuple(reversed(self._found))

    def follow(self, newer: State, older: State) -> bool:
        """Go back from one state to the one before; say whether the line was there."""
        if self._at is None:
            return False
        self._later.append(newer)
        line, renamed = _before(self._at, newer, older)
        if line is not None and renamed:
            since = any(_has(state, line) for state in self._later)
            self._found.append(Former(line, older.day, since))
        self._at = line
        return line is not None


def _before(line: Line, newer: State, older: State) -> tuple[Line | None, bool]:
    """Return a line as it stood one state before, and whether it had another name."""
    same = [one for one in older.lines if _spelling(one) == _spelling(line)]
    if len(same) == 1 and are_like(same[0].placement.settings, line.placement.settings):
        return same[0], False
    edit = edits.compare(older.lines, newer.lines)
    kept = next((pair.old for pair in edit.pairs if pair.new.path == line.path), None)
    if kept is not None:
        return kept, False
    return next((one.old for one in edits.renamings(edit) if one.new.path == line.path), None), True


def _spelling(line: Line) -> tuple[str, str, str]:
    model = line.placement.model
    return model.developer, model.name, model.version


def _has(state: State, line: Line) -> bool:
    return any(is_named(one, line) for one in state.lines)


def is_named(one: Line, other: Line) -> bool:
    """Say whether two lines have one name, and are not by different developers."""
    model, same = one.placement.model, other.placement.model
    makers = {folded(each) for each in (model.developer, same.developer) if each}
    return folded(model.name) == folded(same.name) and len(makers) <= 1
