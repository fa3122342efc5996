"""What a release was measured with, beside the release before: another judge or other items, and its scores are others too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from registry.names import folded
from registry.rules.base import Context, Hit, Missing, Seen, Severity, Words, entry_named
from registry.statements import Evaluation

if TYPE_CHECKING:
    from msgspec import Struct

    from registry.record import Logged

_MEANS = (
    ("graders", ("version", "revision", "prompt_sha256"), "评分者"),
    ("datasets", ("version", "revision", "sha256", "items"), "数据集"),
)


def other_means(evaluation: Evaluation, context: Context) -> Iterator[Hit | Missing]:
    """Yield that a release was measured by other means than the one before, where both say by which."""
    if context.record is None:
        return
    from registry.record.lineage import before  # deferred: a bundle is judged without it

    state = before(evaluation, context)
    changed = list(_changed(state.entries[0].statement, evaluation)) if state is not None else []
    if state is None or not changed:
        return
    first, where = state.entries[0], entry_named(*state.indexes)
    what = Words(
        ", ".join(f"{here.field} {here.value[:16]}, there {there.value[:16]}" for here, there, _ in changed),
        "，".join(
            f"{zh}的 {here.field} 为 {here.value[:16]}，彼处为 {there.value[:16]}" for here, there, zh in changed
        ),
    )
    moved, example = _example(first, evaluation)
    yield Hit(
        Words(
            f"Measured by other means than {where.en}: {what.en}. Scores of the two are not to be compared{moved.en}.",
            f"测评手段与{where.zh}不同：{what.zh}。两者的得分不可相比{moved.zh}。",
        ),
        (*(seen for here, there, _ in changed for seen in (here, _in(first, there))), *example),
        Severity.NOTE,
    )


def _changed(old: Evaluation, new: Evaluation) -> Iterator[tuple[Seen, Seen, str]]:
    """Yield what both state of a grader or dataset of one name, and state differently: here, there, and what it is."""
    for part, fields, zh in _MEANS:
        earlier = {folded(one.name): (at, one) for at, one in enumerate(getattr(old, part))}
        for at, one in enumerate(getattr(new, part)):
            was, other = earlier.get(folded(one.name), (0, None))
            for field, here, there in _differing(one, other, fields):
                yield Seen(f"{part}[{at}].{field}", here), Seen(f"{part}[{was}].{field}", there), zh


def _differing(one: Struct, other: Struct | None, fields: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for field in fields if other is not None else ():
        here, there = getattr(one, field), getattr(other, field)
        if here not in ("", None) and there not in ("", None) and here != there:
            yield field, str(here), str(there)


def _example(old: Logged[Evaluation], new: Evaluation) -> tuple[Words, tuple[Seen, ...]]:
    """Return a model of one name in both whose score is another, as an example; nothing when there is none."""
    earlier = {
        (folded(line.model.name), folded(line.model.version), score.criterion): (at, number, score.value)
        for at, line in enumerate(old.statement.placements)
        for number, score in enumerate(line.scores)
    }
    for at, line in enumerate(new.placements):
        for number, score in enumerate(line.scores):
            key = (folded(line.model.name), folded(line.model.version), score.criterion)
            was, its, value = earlier.get(key, (0, 0, ""))
            if score.value and value and score.value != value:
                words = Words(
                    f": {line.model.name} has {score.value} here and {value} there",
                    f"：{line.model.name}此处 {score.value}，彼处 {value}",
                )
                here = Seen(f"placements[{at}].scores[{number}].value", score.value)
                return words, (here, _in(old, Seen(f"placements[{was}].scores[{its}].value", value)))
    return Words("", ""), ()


def _in(entry: Logged[Evaluation], seen: Seen) -> Seen:
    return Seen(f"entry {entry.index} {seen.field}", seen.value)
