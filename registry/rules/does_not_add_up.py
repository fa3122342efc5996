"""T5: the order or the overall score is not what the numbers beside it give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import Deciding, deciding, score_in, score_path
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion, Placement, Score

_ORDERED = Decimal("0.8")
"""Share of neighbours in the order of their scores from which a table without ranks is one that was sorted by them."""
_FEWEST_LINES = 5
"""Fewer tell no order."""
_TOLERANCE = Decimal("0.01")
"""By how much printed weights may miss 1 through rounding."""


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    decides = deciding(statement)
    if len(statement.methodology.criteria) == 1 and decides is not None:
        yield from _order(statement, decides)
    yield from _overall(statement)


def _order(evaluation: Evaluation, decides: Deciding) -> Iterator[Hit | Missing]:
    """Yield lines that stand above one with a better score: by rank, or where there are no ranks as printed."""
    scored = [
        (at, one, score)
        for at, one in enumerate(evaluation.placements)
        if (score := score_in(one, decides.criterion.name)) is not None
    ]
    ranked = sorted((line for line in scored if line[1].rank is not None), key=lambda line: line[1].rank or 0)
    higher = decides.criterion.higher_is_better
    if len(scored) > 1 and higher is None:
        # The ranks cannot say which way is better and be held to it as well.
        if decides.higher_is_better is None:
            yield Missing(f"methodology.criteria[{decides.at}].higher_is_better")
        return
    sign = 1 if higher else -1
    if ranked:
        pairs = zip(ranked, ranked[1:], strict=False)
        wrong = [(above, below) for above, below in pairs if _outranks(above, below) and _is_worse(above, below, sign)]
    else:
        wrong = list(_printed(scored, sign))
    for above, below in wrong[:1]:
        yield _misplaced(decides.criterion, above, below, len(wrong), by_rank=bool(ranked))


_Line = tuple[int, Placement, Score]


def _outranks(above: _Line, below: _Line) -> bool:
    return (above[1].rank or 0) < (below[1].rank or 0)


def _is_worse(above: _Line, below: _Line, sign: int) -> bool:
    """Say whether a line has a worse score than the one below it. Some lists rank by intervals: overlapping ones decide nothing."""
    one, other = above[2], below[2]
    if (
        one.ci is not None
        and other.ci is not None
        and Decimal(one.ci[1]) >= Decimal(other.ci[0])
        and Decimal(other.ci[1]) >= Decimal(one.ci[0])
    ):
        return False
    return (Decimal(one.value) - Decimal(other.value)) * sign < 0


def _printed(scored: list[_Line], sign: int) -> Iterator[tuple[_Line, _Line]]:
    """Yield neighbours out of order in each section of a table that is otherwise in the order of its scores."""
    sections: dict[str, list[_Line]] = {}
    for line in scored:
        sections.setdefault(line[1].printed.section, []).append(line)
    for lines in sections.values():
        pairs = list(zip(lines, lines[1:], strict=False))
        wrong = [pair for pair in pairs if _is_worse(*pair, sign)]
        if len(lines) >= _FEWEST_LINES and len(wrong) <= (1 - _ORDERED) * len(pairs):
            yield from wrong


def _misplaced(criterion: Criterion, above: _Line, below: _Line, count: int, *, by_rank: bool) -> Hit:
    en, zh = ("ranked", "排名") if by_rank else ("printed", "排列")
    more = Words(f", and {count - 1} more such pairs", f"；另有 {count - 1} 处") if count > 1 else Words("", "")
    fields = (
        (f"{score_path(placement, at, criterion.name)}.value", score.value) for at, placement, score in (above, below)
    )
    ranks = ((f"placements[{at}].rank", str(line.rank)) for at, line, _ in (above, below) if by_rank)
    upper, lower = above[1].model.name, below[1].model.name
    return Hit(
        Words(
            f"{upper} with {above[2].value} is {en} above {lower} with {below[2].value}{more.en}.",
            f"{upper}（{above[2].value}）{zh}在{lower}（{below[2].value}）之前{more.zh}。",
        ),
        tuple(Seen(field, value) for field, value in (*fields, *ranks)),
        placement=upper if count == 1 else None,
    )


def _overall(evaluation: Evaluation) -> Iterator[Hit | Missing]:
    """Yield overall scores that are not the weighted sum of their parts, as far as weights say which those are."""
    criteria = evaluation.methodology.criteria
    overall = [(at, one) for at, one in enumerate(criteria) if one.aggregate and not one.weight]
    parts = [one for one in criteria if one.weight]
    if len(overall) != 1 or len(criteria) == 1:
        return
    at, total = overall[0]
    if not parts or abs(sum((Decimal(one.weight) for one in parts), Decimal(0)) - 1) > _TOLERANCE:
        yield Missing("methodology.criteria[].weight")
        return
    if {one.unit for one in parts} != {total.unit} or not total.unit:
        yield Missing(f"methodology.criteria[{at}].unit")
        return
    exact = sum((Decimal(one.weight) for one in parts), Decimal(0)) == 1
    for number, placement in enumerate(evaluation.placements):
        hit = _unequal(placement, number, total, parts, exact=exact)
        if hit is not None:
            yield hit


def _unequal(placement: Placement, at: int, total: Criterion, parts: list[Criterion], *, exact: bool) -> Hit | None:
    printed = score_in(placement, total.name)
    scores = [(one, score_in(placement, one.name)) for one in parts]
    if printed is None or any(score is None for _, score in scores):
        return None
    sum_, slack = Decimal(0), _half(printed.value)
    for part, score in scores:
        assert score is not None, "looked at above"
        value, weight = Decimal(score.value), Decimal(part.weight)
        sum_ += weight * value
        # Each printed number hides half a unit of its last place; so do weights that do not sum to 1.
        slack += weight * _half(score.value) + (0 if exact else abs(value) * _half(part.weight))
    if abs(Decimal(printed.value) - sum_) <= slack:
        return None
    path, name = score_path(placement, at, total.name), placement.model.name
    shown = f"{sum_:.{len(printed.value.partition('.')[2])}f}"
    return Hit(
        Words(
            f'{name}: "{total.name}" is {printed.value}, and its parts give {shown}.',
            f"{name}：“{total.name}”为 {printed.value}，而各部分合计为 {shown}。",
        ),
        (
            Seen(f"{path}.value", printed.value),
            *(Seen(f"{score_path(placement, at, one.name)}.value", score.value) for one, score in scores if score),
        ),
        placement=name,
    )


def _half(value: str) -> Decimal:
    """Return half a unit in the last place."""
    digits = len(value.partition(".")[2])
    return Decimal(5).scaleb(-digits - 1)


RULE = Rule(
    id="does-not-add-up",
    code="T5",
    group=Group.STATISTICS,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "placements[].rank",
        "placements[].scores[].value",
        "placements[].printed.section",
        "methodology.criteria[].weight",
        "methodology.criteria[].aggregate",
        "methodology.criteria[].higher_is_better",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "If the numbers do not give the order, something that is not shown does.",
        "如果数字得不出这个名次，那就是有没公开的因素在起作用。",
    ),
    source="OpenCompass, naive_average; Benchmark Lottery (arXiv:2107.07002); mlbenchmarks.org, chapter 12",
    cure=Words(
        "Correct the order or the number, or say which criterion the ranks follow and how it is made of its parts.",
        "更正名次或数字，或写明名次依据哪项指标、它由哪些部分如何合成。",
    ),
    check=_check,
)
