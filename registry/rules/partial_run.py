"""T3: a model that was run on a part of the dataset."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import MEASURING, dataset_of, items_of
from registry.rules.lines import MAX_NAMED, named, only, told_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion, Placement


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    items = {one.name: _items(statement, one) for one in criteria if one.basis in MEASURING or not one.basis}
    needed = frozenset(one.name for one in criteria if one.weight.strip("0."))
    most = max((count for count in items.values() if count), default=None)
    partial: dict[int, Seen] = {}
    any_full = unknown = False
    for at, placement in enumerate(statement.placements):
        seen = _cut(placement, at, most) or _fewer(placement, at, items) or _not_run(placement, at, needed)
        if seen is not None:
            partial[at] = seen
            continue
        counted = _counted(placement, items)
        any_full = any_full or (counted is True and placement.rank is not None)
        unknown = unknown or counted is False
    if partial:
        yield from _told(statement, partial, any_full=any_full)
    if unknown and items:
        yield Missing("placements[].scores[].n" if all(items.values()) else "datasets[].items")


def _items(evaluation: Evaluation, criterion: Criterion) -> int | None:
    """Return the items of a criterion's dataset; None when they may be those of all its splits: every line has as many fewer."""
    items, dataset = items_of(evaluation, criterion), dataset_of(evaluation, criterion)
    if items is None or dataset is None or not dataset.split:
        return items
    scores = (score for one in evaluation.placements for score in one.scores if score.criterion == criterion.name)
    counts = [score.n for score in scores if score.value]
    alike = len(counts) > 1 and len(set(counts)) == 1
    return None if alike and (counts[0] or items) < items else items


def _cut(placement: Placement, at: int, most: int | None) -> Seen | None:
    """Return the limit after which a run was cut off, unless it lies beyond the items."""
    limit = placement.settings.limit
    cut = limit is not None and (most is None or limit < most)
    return Seen(f"placements[{at}].settings.limit", str(limit)) if cut else None


def _fewer(placement: Placement, at: int, items: dict[str, int | None]) -> Seen | None:
    """Return a number of items that is smaller than the dataset's."""
    for number, score in enumerate(placement.scores):
        full = items.get(score.criterion)
        if score.n is not None and score.value and full is not None and score.n < full:
            return Seen(f"placements[{at}].scores[{number}].n", f"{score.n} of {full}")
    return None


def _not_run(placement: Placement, at: int, needed: frozenset[str]) -> Seen | None:
    """Return a part with a weight in the ranks that a ranked model was not run on."""
    if needed and placement.rank is not None:
        for number, score in enumerate(placement.scores):
            if score.missing == "not-run" and score.criterion in needed:
                return Seen(f"placements[{at}].scores[{number}].missing", f"not-run: {score.criterion}")
    return None


def _counted(placement: Placement, items: dict[str, int | None]) -> bool | None:
    """Say whether every score tells its number of items, and the dataset its own; None without a score."""
    told = [
        score.n is not None and items[score.criterion] is not None
        for score in placement.scores
        if score.value and score.criterion in items
    ]
    return all(told) if told else None


def _told(evaluation: Evaluation, partial: dict[int, Seen], *, any_full: bool) -> Iterator[Hit]:
    """Yield partial runs; those that are ranked among full ones are the worse."""
    for at in told_of(evaluation, list(partial)):
        names, first = named(evaluation, at), partial[at[0]]
        among = any_full and evaluation.placements[at[0]].rank is not None
        more = Words(", and ranked among full runs", "，却与完整运行的结果一同排名") if among else Words("", "")
        held = f"{first.field.rpartition('.')[2]} {first.value}"
        yield Hit(
            Words(
                f"Run on a part only{more.en}: {names.en} ({held}).",
                f"只运行了一部分{more.zh}：{names.zh}（{held}）。",
            ),
            tuple(partial[one] for one in at[:MAX_NAMED]),
            Severity.CRITICAL if among else None,
            only(evaluation, at),
        )


RULE = Rule(
    id="partial-run",
    code="T3",
    group=Group.STATISTICS,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "placements[].scores[].n",
        "placements[].scores[].missing",
        "placements[].settings.limit",
        "datasets[].items",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "A score on some of the items is a score on another exam.",
        "只做部分题目的得分，是另一场考试的得分。",
    ),
    source="lm-evaluation-harness, n-samples (original, effective) and config.limit; inspect_ai, status and completed_samples",
    cure=Words(
        "Run every model on all items, or rank partial runs apart.",
        "让每个模型做完全部题目，或将部分运行的结果单独排名。",
    ),
    check=_check,
)
