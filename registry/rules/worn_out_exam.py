"""L2: an exam that is too old, or too easy by now, to tell models apart."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import OPINION, score_path
from registry.rules.errors_of_scores import whole
from registry.rules.same_items import months, same_items
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion, Placement, Score

_MONTHS = 24
_SPENT = Decimal("0.95")
"""Share of all that can be had, above which the rest may be errors of the exam itself."""
_PEOPLE = frozenset({"human", "humans", "human baseline", "human expert", "人类", "人类专家", "人类平均"})


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    yield from _age(statement)
    yield from same_items(statement, context)
    best = _best(statement)
    unsaid = ""
    for number, criterion in enumerate(statement.methodology.criteria):
        if criterion.basis in OPINION or criterion.higher_is_better is False:
            continue
        if criterion.name in best:
            yield from _spent(criterion, *best[criterion.name])
            yield from _above_people(statement, criterion, *best[criterion.name])
        lacks = "higher_is_better" if criterion.higher_is_better is None else "max" if _most(criterion) is None else ""
        unsaid = unsaid or (lacks and f"methodology.criteria[{number}].{lacks}")
    if unsaid:
        yield Missing(unsaid)


def _age(evaluation: Evaluation) -> Iterator[Hit | Missing]:
    """Yield datasets that could be read for two years when the ranking came out, by the ranking's own date."""
    for number, dataset in enumerate(evaluation.datasets):
        path = f"datasets[{number}].published"
        if not dataset.published:
            if dataset.access not in {"sealed", "private"}:
                yield Missing(path)
            continue
        if not evaluation.published:
            yield Missing("published")
            return
        if months(dataset.published, evaluation.published) >= _MONTHS:
            since, now = dataset.published[:10], evaluation.published[:10]
            yield Hit(
                Words(
                    f'"{dataset.name}" could be read since {since}, {_MONTHS} months or more before this ranking of {now}.',
                    f"“{dataset.name}”自 {since} 起就能读到，到 {now} 的这份榜单已满 {_MONTHS} 个月。",
                ),
                (Seen(path, dataset.published), Seen("published", evaluation.published)),
            )


_Best = tuple[int, Placement, Score]


def _best(evaluation: Evaluation) -> dict[str, _Best]:
    """Return the best line of a model in each criterion where more is better."""
    rising = {one.name for one in evaluation.methodology.criteria if one.higher_is_better}
    best: dict[str, tuple[Decimal, _Best]] = {}
    for at, placement in enumerate(evaluation.placements):
        if placement.model.name.casefold() in _PEOPLE:
            continue
        for score in placement.scores:
            if score.value and score.criterion in rising:
                value, known = Decimal(score.value), best.get(score.criterion)
                if known is None or value > known[0]:
                    best[score.criterion] = (value, (at, placement, score))
    return {name: line for name, (_, line) in best.items()}


def _most(criterion: Criterion) -> Decimal | None:
    """Return the greatest score that is possible; None when neither the criterion nor its unit says."""
    return Decimal(criterion.max) if criterion.max else whole(criterion)


def _spent(criterion: Criterion, at: int, placement: Placement, score: Score) -> Iterator[Hit]:
    most = _most(criterion)
    if most is not None and most > 0 and Decimal(score.value) > _SPENT * most:
        name = placement.model.name
        yield Hit(
            Words(
                f'{name} has {score.value} of {most} in "{criterion.name}": there is little left to win.',
                f"{name}在“{criterion.name}”上得 {score.value}（满分 {most}）：已没有多少区分余地。",
            ),
            (Seen(f"{score_path(placement, at, criterion.name)}.value", score.value),),
        )


def _above_people(
    evaluation: Evaluation, criterion: Criterion, at: int, placement: Placement, score: Score
) -> Iterator[Hit]:
    """Yield a best score above the line of people, where the ranking has one."""
    for number, line in enumerate(evaluation.placements):
        if line.model.name.casefold() in _PEOPLE:
            for theirs in line.scores:
                if theirs.criterion == criterion.name and theirs.value and Decimal(theirs.value) < Decimal(score.value):
                    name = placement.model.name
                    yield Hit(
                        Words(
                            f'{name} is above people in "{criterion.name}": {score.value} against {theirs.value}.',
                            f"{name}在“{criterion.name}”上超过人类：{score.value} 对 {theirs.value}。",
                        ),
                        (
                            Seen(f"{score_path(placement, at, criterion.name)}.value", score.value),
                            Seen(f"{score_path(line, number, criterion.name)}.value", theirs.value),
                        ),
                    )


RULE = Rule(
    id="worn-out-exam",
    code="L2",
    group=Group.STALE,
    severity=Severity.MINOR,
    version=2,
    fields=(
        "datasets[].published",
        "published",
        "placements[].scores[].value",
        "methodology.criteria[].max",
        "datasets[].sha256",
        "datasets[].seal",
        "datasets[].revision",
        "leaderboard.release",
        "record",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "Old questions are known, and easy ones tell nobody apart: an exam has to be set anew.",
        "旧题目已为人所知，太容易的题目分不出高下：考题必须更新。",
    ),
    source="The press criticism of 2023 (sets must iterate); BetterBench, retirement stage; Aider issue 4201",
    cure=Words(
        "Set new items, seal them until the run, and open the old ones.",
        "出新题，运行之前封存，并公开旧题。",
    ),
    check=_check,
)
