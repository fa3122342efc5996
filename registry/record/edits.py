"""What changed in a table between two of its states.

A leaderboard that is a table edited in place keeps most numbers from one state to the next, so a number that moves was moved. One
that tests everybody anew moves them all, and is compared with nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from registry.names import Identity, folded
from registry.record.lineage import Line, State, own
from registry.record.lines import are_like, called, identity, is_same_number, values
from registry.statements import Evaluation

if TYPE_CHECKING:
    from registry.rules.base import Context

_FEWEST_KEPT = 3
"""Lines that must have kept their numbers before a table counts as edited in place."""


class Pair(Struct, frozen=True, dict=True):
    """One model's line in both states."""

    old: Line
    new: Line

    @cached_property
    def moved(self) -> list[str]:
        """Criteria of which the number is another."""
        if self.old.placement.scores == self.new.placement.scores:
            return []
        old, new = values(self.old.placement), values(self.new.placement)
        return [name for name, value in old.items() if name in new and not is_same_number(value, new[name])]

    @property
    def kept(self) -> bool:
        """Whether the scores that stand in both are the same, and there are some."""
        return not self.moved and not values(self.old.placement).keys().isdisjoint(values(self.new.placement))


class Edit(Struct, frozen=True, dict=True):
    """Two states side by side."""

    pairs: list[Pair]
    gone: list[Line]
    """Lines of the old state with no like in the new one."""
    come: list[Line]

    @cached_property
    def kept(self) -> int:
        """How many lines kept their numbers."""
        return sum(pair.kept for pair in self.pairs)

    @cached_property
    def in_place(self) -> bool:
        """Whether the table was edited rather than made anew: most lines kept their numbers."""
        left = len(self.pairs) - max(_FEWEST_KEPT, len(self.pairs) // 2 + 1)
        for pair in self.pairs if left >= 0 else ():
            # A table made anew is known for one after half of it.
            left -= not pair.kept
            if left < 0:
                return False
        return left >= 0


def since(state: State, evaluation: Evaluation, context: Context) -> Edit:
    """Return what became of the lines of an earlier state in a ranking's."""
    return context.once("edit", state, lambda: compare(state.lines, own(evaluation, context).lines))


def compare(old: Sequence[Line], new: Sequence[Line]) -> Edit:
    """Return what became of each line. Lines of which two may be meant are left out."""
    pairs, left, there = _spelled_alike(old, new)
    gone: list[Line] = []
    before, after = by_model(left), by_model(there)
    come = {key: list(lines) for key, lines in after.items()}
    for key, lines in before.items():
        candidates = come.get(_same(key, after), [])
        for line in lines:
            like = [one for one in candidates if are_like(line.placement.settings, one.placement.settings)]
            if not like:
                gone.append(line)
                continue
            same = next((one for one in like if scores(one) == scores(line)), like[0])
            candidates[:] = [one for one in candidates if one is not same]
            if len(like) == 1 or scores(same) == scores(line):
                pairs.append(Pair(line, same))
    return Edit(pairs, gone, [line for lines in come.values() for line in lines])


def _spelled_alike(old: Sequence[Line], new: Sequence[Line]) -> tuple[list[Pair], list[Line], list[Line]]:
    """Return the lines whose model is spelled alike in both, once in each, and what is left: most tables change little."""
    pairs: list[Pair] = []
    once, again = _once(old), _once(new)
    for spelling, line in once.items():
        other = again.get(spelling)
        if other is not None and are_like(line.placement.settings, other.placement.settings):
            pairs.append(Pair(line, other))
    taken = {id(line) for pair in pairs for line in (pair.old, pair.new)}
    return pairs, [one for one in old if id(one) not in taken], [one for one in new if id(one) not in taken]


def _once(lines: Sequence[Line]) -> dict[tuple[str, str, str], Line]:
    """Return the lines of models that stand in a table once, by their spelling."""
    spelled = list(map(spelling, lines))
    found = dict(zip(spelled, lines, strict=True))
    if len(found) < len(lines):
        count = Counter(spelled)
        return {spelling: line for spelling, line in found.items() if count[spelling] == 1}
    return found


def spelling(line: Line) -> tuple[str, str, str]:
    """Return how the model of a line is spelled."""
    model = line.placement.model
    return model.developer, model.name, model.version


def by_model(lines: Iterable[Line]) -> dict[Identity, list[Line]]:
    """Return lines by what makes a model the same."""
    found: dict[Identity, list[Line]] = {}
    for line in lines:
        found.setdefault(identity(line.placement.model), []).append(line)
    return found


def _same(key: Identity, table: Mapping[Identity, Sequence[Line]]) -> Identity:
    """Return under which identity a table has a model: a developer that was filled in since makes it no other."""
    developer, name, version = key
    if key in table:
        return key
    if not developer:
        named = [other for other in table if other[1] == name and other[2] == version]
        return named[0] if len(named) == 1 else key
    return Identity("", name, version)


class Renaming(Struct, frozen=True):
    """A line that stood under another name before."""

    old: Line
    new: Line
    sure: list[str]
    """What makes it sure besides the scores: `rank`, `model.developer`; empty when there are scores enough."""


def renamings(edit: Edit) -> list[Renaming]:
    """Return the lines that changed their name and nothing else: the old name is gone, a new one has its scores to the digit.

    One number can be equal by chance. So two with decimals are needed, or one and the same rank or developer.
    """
    found: list[Renaming] = []
    by_scores: dict[tuple[tuple[str, str], ...], list[Line]] = {}
    for line in edit.come:
        by_scores.setdefault(scores(line), []).append(line)
    for old in edit.gone:
        there = by_scores.get(scores(old), [])
        if len(there) != 1 or not scores(old) or sum(scores(one) == scores(old) for one in edit.gone) > 1:
            continue
        new = there[0]
        sure = _surely(old, new)
        if sure is not None and are_like(old.placement.settings, new.placement.settings):
            found.append(Renaming(old, new, sure))
    return found


def scores(line: Line) -> tuple[tuple[str, str], ...]:
    """Return a line's scores, to the digit, in the order of their criteria."""
    return tuple(sorted(values(line.placement).items()))


def _surely(old: Line, new: Line) -> list[str] | None:
    """Return what makes two lines with equal scores one model's, or None when it may be chance."""
    exact = len({value for _, value in scores(old) if "." in value})
    if exact > 1:
        return []
    one, other = old.placement, new.placement
    alike = [
        ("rank", one.rank is not None and one.rank == other.rank),
        ("model.developer", bool(one.model.developer) and folded(one.model.developer) == folded(other.model.developer)),
    ]
    sure = [field for field, same in alike if same]
    return sure if exact and sure else None


def is_called_alike(line: Line, table: Iterable[Line]) -> bool:
    """Say whether any line of a table has one of a line's names, so that it may be the same model."""
    model, printed = line.placement.model, line.placement.printed.name
    names = called(model)
    for other in table:
        if not names.isdisjoint(called(other.placement.model)):
            return True
        if printed and folded(printed) == folded(other.placement.printed.name):
            return True
    return False


def differ_in_means(old: Evaluation, new: Evaluation) -> bool:
    """Say whether dataset or grader are stated to be others, which explains another number."""
    before = {folded(one.name): (one.version, one.sha256, one.items) for one in old.datasets}
    after = {folded(one.name): (one.version, one.sha256, one.items) for one in new.datasets}
    graders = [
        {(folded(one.name), one.version, one.revision, one.sha256, one.prompt_sha256) for one in each.graders}
        for each in (old, new)
    ]
    return graders[0] != graders[1] or any(
        one not in (None, "") and other not in (None, "") and one != other
        for name in before.keys() & after.keys()
        for one, other in zip(before[name], after[name], strict=True)
    )
