"""T6: ranks that a handful of items decides."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import OPINION, deciding, items_of
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion

FEWEST = 100
"""Items below which a share of right ones is known to ten points at best."""


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    decides = deciding(statement)
    criteria = statement.methodology.criteria if decides is None else (decides.criterion,)
    if not criteria:
        yield Missing("methodology.criteria")
    for criterion in criteria:
        if criterion.basis in OPINION:
            continue
        count = _items(statement, criterion)
        if count is None:
            yield Missing("placements[].scores[].n")
            return
        if count[0] < FEWEST:
            n, field = count
            yield Hit(
                Words(f'"{criterion.name}" rests on {n} items.', f"“{criterion.name}”只依据 {n} 道题。"),
                (Seen(field, str(n)),),
            )


def _items(evaluation: Evaluation, criterion: Criterion) -> tuple[int, str] | None:
    """Return the greatest number of items that a score in a criterion rests on, and where that stands."""
    counts = [
        (score.n, f"placements[{at}].scores[{number}].n")
        for at, placement in enumerate(evaluation.placements)
        for number, score in enumerate(placement.scores)
        if score.criterion == criterion.name and score.n is not None
    ]
    if counts:
        return max(counts)
    items = items_of(evaluation, criterion)
    at = next((n for n, one in enumerate(evaluation.datasets) if one.name == criterion.dataset), 0)
    return None if items is None else (items, f"datasets[{at}].items")


RULE = Rule(
    id="few-items",
    code="T6",
    group=Group.STATISTICS,
    severity=Severity.MINOR,
    version=1,
    fields=("placements[].scores[].n", "datasets[].items"),
    applies_to=EVALUATIONS,
    why=Words(
        "On fewer than 100 items one model must lead by more than ten points before that means anything.",
        "题目少于 100 道时，领先十分以上才有意义。",
    ),
    source="Miller, Adding Error Bars to Evals (arXiv:2411.00640)",
    cure=Words("Measure on more items, or do not rank by them.", "用更多题目测量，否则不要据此排名。"),
    check=_check,
)
