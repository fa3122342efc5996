"""S3: several criteria make one order, and nobody says how."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import followed
from registry.statements import Evaluation, Statement

_TOLERANCE = Decimal("0.01")
"""By how much printed weights may miss 1 through rounding."""


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    ranked = any(placement.rank is not None for placement in statement.placements)
    if len(criteria) < 2 or not ranked or any(followed(statement, one) is not None for one in criteria):  # noqa: PLR2004 - several
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
