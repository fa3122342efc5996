"""T4: a number that cannot have come about as stated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.rules.deciding import items_of
from registry.rules.errors_of_scores import is_mean_of_items, is_right_or_wrong, whole
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion, Placement, Score

_FLOAT_DIGITS = 10
"""Decimal places of a share up to which a mean computed in binary is exact."""


class _Measure:
    """What is known of a criterion, looked up once for all lines."""

    __slots__ = ("criterion", "is_share", "items", "least", "most", "whole")

    def __init__(self, evaluation: Evaluation, criterion: Criterion) -> None:
        self.criterion = criterion
        self.is_share = is_right_or_wrong(criterion)
        self.items = items_of(evaluation, criterion) if criterion.aggregate == "micro" else None
        self.whole = whole(criterion)
        low, high = criterion.min or ("0" if self.is_share else ""), criterion.max
        self.least = Decimal(low) if low else None
        self.most = Decimal(high) if high else self.whole if self.is_share else None


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    measures = {one.name: _Measure(statement, one) for one in statement.methodology.criteria}
    unclear = None
    for at, placement in enumerate(statement.placements):
        for number, score in enumerate(placement.scores):
            measure = measures.get(score.criterion)
            if measure is None or not score.value:
                continue
            said = _wrong(score, measure, placement)
            if isinstance(said, Missing):
                unclear = unclear or said
            elif said is not None:
                yield _hit(placement, f"placements[{at}].scores[{number}]", score, said)
    if not measures:
        yield Missing("methodology.criteria")
    elif unclear is not None:
        yield unclear


def _hit(placement: Placement, path: str, score: Score, words: Words) -> Hit:
    name = placement.model.name
    fields = {
        "value": score.value,
        "stderr": score.stderr,
        "ci": "" if score.ci is None else " to ".join(score.ci),
        "n": "" if score.n is None else str(score.n),
    }
    return Hit(
        Words(f"{name}: {words.en}.", f"{name}：{words.zh}。"),
        tuple(Seen(f"{path}.{field}", value) for field, value in fields.items() if value),
        placement=name,
    )


def _wrong(score: Score, measure: _Measure, placement: Placement) -> Words | Missing | None:
    """Return why a score cannot be, a field without which that is not known, or None."""
    value = Decimal(score.value)
    if measure.least is not None and value < measure.least:
        return Words(
            f"{score.value} is below the least possible, {measure.least}",
            f"{score.value} 低于可能的最小值 {measure.least}",
        )
    if measure.most is not None and value > measure.most:
        return Words(
            f"{score.value} is above the greatest possible, {measure.most}",
            f"{score.value} 高于可能的最大值 {measure.most}",
        )
    if score.ci is not None and not Decimal(score.ci[0]) <= value <= Decimal(score.ci[1]):
        between = f"{score.ci[0]}–{score.ci[1]}"
        return Words(f"its interval {between} does not hold {score.value}", f"置信区间 {between} 不包含 {score.value}")
    return _wrong_error(score, value, measure, placement) or _ungranular(score, measure, placement)


def _wrong_error(score: Score, value: Decimal, measure: _Measure, placement: Placement) -> Words | None:
    if score.stderr.startswith("-"):
        return Words(f"the standard error {score.stderr} is below 0", f"标准误 {score.stderr} 小于 0")
    if not score.stderr:
        return None
    # Over several runs, no spread is possible: all may have come out alike.
    single = (placement.settings.runs or 1) == 1
    inside = measure.whole is not None and 0 < value < measure.whole
    if not score.stderr.strip("0.") and measure.is_share and inside and single:
        return Words(
            f"a standard error of 0, though {score.value} is neither none nor all right",
            f"标准误为 0，而 {score.value} 既非全错也非全对",
        )
    return None


def _ungranular(score: Score, measure: _Measure, placement: Placement) -> Words | Missing | None:
    """Return why no whole number of items gives this share at its printed precision (GRIM).

    That can be asked of a mean of items alone. One of parts, or of who knows how many runs, is not checkable.
    """
    n = score.n or measure.items
    if not n or not measure.is_share or measure.whole is None or _is_some(score.value, measure.whole, n):
        return None
    settings = placement.settings
    if not is_mean_of_items(measure.criterion):
        return Missing("placements[].scores of the parts")
    if settings.seeds and settings.runs is None:
        return Missing("placements[].settings.runs")
    if settings.runs is not None and settings.runs > 1 and _is_some(score.value, measure.whole, n * settings.runs):
        return None
    right = int(Decimal(score.value) * n / measure.whole)
    near = " or ".join(f"{one} is {_share(one, n, score.value, measure.whole)}" for one in (right, right + 1))
    zh = near.replace(" or ", "，").replace(" is ", " 题为 ")
    return Words(
        f"no number of {n} items gives {score.value}: {near}", f"{n} 道题中答对任何数目都得不到 {score.value}：{zh}"
    )


def _is_some(value: str, full: Decimal, n: int) -> bool:
    """Say whether k of n items, for a whole k, is the value when rounded to its digits. In whole numbers, so exactly."""
    before, _, digits = value.partition(".")
    unit: int = int(full) * 10 ** len(digits)
    if n >= unit:
        return True
    printed = int(before + digits)
    # A printed unit in the last place is 1/unit of all; half of it either way is rounding. Longer ones are binary fractions.
    slack: int = max(1, 2 * unit // 10**_FLOAT_DIGITS)
    least, most = (2 * printed - slack) * n, (2 * printed + slack) * n
    return -(-least // (2 * unit)) <= most // (2 * unit)


def _share(right: int, n: int, value: str, full: Decimal) -> str:
    """Return a share of n items with a digit more than the value has."""
    digits = min(len(value.partition(".")[2]) + 1, _FLOAT_DIGITS)
    return f"{Decimal(right) * full / n:.{digits}f}"


RULE = Rule(
    id="impossible-number",
    code="T4",
    group=Group.STATISTICS,
    severity=Severity.CRITICAL,
    version=1,
    fields=(
        "placements[].scores[].value",
        "placements[].scores[].stderr",
        "placements[].scores[].ci",
        "placements[].scores[].n",
        "methodology.criteria[].unit",
        "methodology.criteria[].min",
        "methodology.criteria[].max",
        "methodology.criteria[].aggregate",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "A number that cannot be means that something else is wrong too: a slip, another dataset, another count.",
        "不可能出现的数字说明还有别的地方出了错：笔误、换了数据集，或题数不同。",
    ),
    source="GRIM (Brown and Heathers 2017); HELM and lm-evaluation-harness write NaN",
    cure=Words(
        "Supersede the entry with the number as computed, and the number of items that it is a mean of.",
        "用实际算出的数字及其题目数发布更正。",
    ),
    check=_check,
)
