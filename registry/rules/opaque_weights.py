"""S3: several criteria make one order, and nobody says how."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion

_TOLERANCE = Decimal("0.01")
"""By how much printed weights may miss 1 through rounding."""


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    ranked = any(placement.rank is not None for placement in statement.placements)
    if len(criteria) < 2 or not ranked or any(_explains(statement, one) for one in criteria):  # noqa: PLR2004 - several
        return
    unweighted = [number for number, criterion in enumerate(criteria) if not criterion.weight]
    total = sum((Decimal(criterion.weight or "0") for criterion in criteria), Decimal(0))
    if unweighted:
        name = criteria[unweighted[0]].name
        yield Hit(
            Words(
                f'{len(criteria)} criteria make one order, and "{name}" has no weight.',
                f"{len(criteria)} 项指标合成一个名次，“{name}”却没有权重。",
            ),
            tuple(Seen(f"methodology.criteria[{number}].weight", "") for number in unweighted),
        )
    elif abs(total - 1) > _TOLERANCE:
        yield Hit(
            Words(f"The weights sum to {total}, not to 1.", f"权重之和为 {total}，而不是 1。"),
            tuple(Seen(f"methodology.criteria[{n}].weight", one.weight) for n, one in enumerate(criteria)),
        )


def _explains(evaluation: Evaluation, criterion: Criterion) -> bool:
    """Say whether the ranks simply follow one criterion's scores, so that nothing was combined."""
    values: list[tuple[int, Decimal]] = []
    for placement in evaluation.placements:
        if placement.rank is None:
            continue
        scores = [score.value for score in placement.scores if score.criterion == criterion.name and score.value]
        if not scores:
            return False
        values.append((placement.rank, Decimal(scores[0])))
    ways = (True, False) if criterion.higher_is_better is None else (criterion.higher_is_better,)
    return any(_follows(values, higher_is_better=way) for way in ways)


def _follows(values: list[tuple[int, Decimal]], *, higher_is_better: bool) -> bool:
    """Say whether no better rank has a worse score. Placements that share a rank may differ in score."""
    by_score = sorted(values, key=lambda pair: pair[1], reverse=higher_is_better)
    ranked = [score for _, score in sorted(by_score, key=lambda pair: pair[0])]
    return ranked == sorted(ranked, reverse=higher_is_better)


RULE = Rule(
    id="opaque-weights",
    code="S3",
    group=Group.SUBJECTIVE,
    severity=Severity.MAJOR,
    version=1,
    fields=("methodology.criteria[].weight", "placements[].rank", "placements[].scores"),
    applies_to=EVALUATIONS,
    why=Words(
        "Whoever chooses the weights chooses the winner.",
        "谁定权重，谁就定名次。",
    ),
    source="MLPerf results messaging guidelines 8; Benchmark Lottery (arXiv:2107.07002); Vote'n'Rank (arXiv:2210.05769)",
    cure=Words("Give every criterion its weight; they sum to 1.", "给出每项指标的权重，总和为 1。"),
    check=_check,
)
