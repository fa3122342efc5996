"""S1: opinions and popularity, with nothing measured among them."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import BASIS_ZH, EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion

_MEASURING = ("measured", "judged-by-model", "judged-by-people")


def _measures(criterion: Criterion) -> bool:
    return criterion.basis in _MEASURING and bool(criterion.dataset)


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    if not criteria:
        yield Missing("methodology.criteria")
        return
    if any(map(_measures, criteria)):
        return
    unsaid = [number for number, criterion in enumerate(criteria) if not criterion.basis]
    if unsaid:
        yield Missing(f"methodology.criteria[{unsaid[0]}].basis")
        return
    measuring = [number for number, criterion in enumerate(criteria) if criterion.basis in _MEASURING]
    if measuring and statement.datasets:
        # It lists datasets and does not say which of them the criterion used: a gap, not a list of opinions.
        yield Missing(f"methodology.criteria[{measuring[0]}].dataset")
        return
    en = ", ".join(f"{criterion.name} ({criterion.basis})" for criterion in criteria)
    zh = "、".join(f"{criterion.name}（{BASIS_ZH[criterion.basis]}）" for criterion in criteria)
    yield Hit(
        Words(f"Nothing was measured on a dataset: {en}.", f"没有任何一项是在数据集上测得的：{zh}。"),
        tuple(
            Seen(f"methodology.criteria[{number}].{field}", value)
            for number, criterion in enumerate(criteria)
            for field, value in (("basis", criterion.basis), ("dataset", criterion.dataset))
        ),
    )


RULE = Rule(
    id="nothing-measured",
    code="S1",
    group=Group.SUBJECTIVE,
    severity=Severity.CRITICAL,
    version=1,
    fields=("methodology.criteria[].basis", "methodology.criteria[].dataset", "datasets"),
    applies_to=EVALUATIONS,
    why=Words(
        "A ranking of ability rests on something that was put to the models and scored.",
        "能力榜单必须建立在对模型实际测试并评分的基础上。",
    ),
    source="The press criticism of 2023 that started this project: lists with no evaluation dataset at all",
    cure=Words(
        "Name the dataset that each measured criterion was scored on, or call the list what it is.",
        "写明每项测量所用的数据集，否则请如实称呼这份名单。",
    ),
    check=_check,
)
