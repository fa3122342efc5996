"""The names that a line had in earlier states of its table, as far as each change of name is sure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import dropwhile, islice, pairwise
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from registry.names import folded
from registry.record import edits, lineage
from registry.record.lineage import Line, State
from registry.record.lines import are_like
from registry.statements import Evaluation

if TYPE_CHECKING:
    from registry.rules.base import Context

_Key = TypeVar("_Key", bound=Hashable)
_FARTHEST = 100
"""States that are looked back: a table that is edited daily is followed for months."""
_MOST_LINES = 50_000
"""Lines of those states that are looked at, so that a large table in many states costs no more than a small one."""
_MOST_NAMES = 10
"""Changes of name that are followed back; who changes more often is told by the last ones."""


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
    steps = [_Step(newer, older) for newer, older in pairwise(_back(state, evaluation, context))]
    return [tuple(islice(_trail(line, steps), _MOST_NAMES))[::-1] for line in gone]


def _back(state: State, evaluation: Evaluation, context: Context) -> Iterator[State]:
    """Yield a state and those before it, the newest first, as far as is looked."""
    states = lineage.all_before(evaluation, context)
    left = _MOST_LINES
    for one in islice(dropwhile(lambda one: one.indexes != state.indexes, states), _FARTHEST):
        left -= len(one.lines)
        if left < 0:
            return
        yield one


def _trail(line: Line, steps: Sequence[_Step]) -> Iterator[Former]:
    """Yield the names that a line had, the last one first."""
    for at, step in enumerate(steps):
        before = step.spelled_alike(line) or step.kept.get(line.path)
        if before is None:
            before = step.renamed.get(line.path)
            if before is None:
                return
            name = before.placement.model.name
            since = (one for later in steps[: at + 1] for one in later.named.get(folded(name), ()))
            yield Former(before, step.older.day, any(is_named(one, before) for one in since))
        line = before


class _Step:
    """From a state to the one before it. What is asked of it is worked out once, whichever line asks."""

    def __init__(self, newer: State, older: State) -> None:
        self.newer = newer
        self.older = older

    def spelled_alike(self, line: Line) -> Line | None:
        """Return the only older line whose model is spelled so and was asked alike: most lines stay as they are."""
        same = self._spelled.get(edits.spelling(line), ())
        if len(same) == 1 and are_like(same[0].placement.settings, line.placement.settings):
            return same[0]
        return None

    @cached_property
    def _spelled(self) -> dict[tuple[str, str, str], list[Line]]:
        return _grouped(self.older.lines, edits.spelling)

    @cached_property
    def named(self) -> dict[str, list[Line]]:
        """The newer lines by their names."""
        return _grouped(self.newer.lines, lambda line: folded(line.placement.model.name))

    @cached_property
    def _edit(self) -> edits.Edit:
        return edits.compare(self.older.lines, self.newer.lines)

    @cached_property
    def kept(self) -> dict[str, Line]:
        """The older line of each newer one that is surely the same model's, by the newer one's place."""
        return {pair.new.path: pair.old for pair in self._edit.pairs}

    @cached_property
    def renamed(self) -> dict[str, Line]:
        """The older line of each newer one that only changed its name."""
        return {one.new.path: one.old for one in edits.renamings(self._edit)}


def _grouped(lines: Sequence[Line], key: Callable[[Line], _Key]) -> dict[_Key, list[Line]]:
    found: dict[_Key, list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def is_named(one: Line, other: Line) -> bool:
    """Say whether two lines have one name, and are not by different developers."""
    model, same = one.placement.model, other.placement.model
    makers = {folded(each) for each in (model.developer, same.developer) if each}
    return folded(model.name) == folded(same.name) and len(makers) <= 1
