"""S2: popularity, or the ranker's opinion, passed off as ability."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import BASIS_ZH, EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion

_OPINION = ("survey", "usage", "editorial")
_ABILITY = (
    "accuracy",
    "calibration",
    "robustness",
    "reasoning",
    "knowledge",
    "coding",
    "multimodal",
    "ability",
)
_ENGLISH = frozenset(
    {
        "heat",
        "hot",
        "popular",
        "popularity",
        "visit",
        "visits",
        "traffic",
        "download",
        "downloads",
        "likes",
        "patent",
        "patents",
        "openness",
        "influence",
        "funding",
    }
)
_CHINESE = ("热度", "访问", "人气", "专利", "开放程度", "影响力", "关注度")
_TASK = frozenset(
    {"accuracy", "f1", "classification", "recognition", "detection", "prediction", "qa", "retrieval", "encoding"}
)
"""Words that make such a name that of a test: patent classification, traffic sign recognition."""
_TASK_ZH = ("准确率", "分类", "识别", "检测", "预测", "问答", "检索")


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    if not criteria:
        yield Missing("methodology.criteria")
    for number, criterion in enumerate(criteria):
        path = f"methodology.criteria[{number}]"
        if criterion.basis == "measured" and _is_popularity(criterion.name):
            yield _passed_off(path, criterion)
    yield from _weighing_in(statement)


def _weighing_in(evaluation: Evaluation) -> Iterator[Hit | Missing]:
    """Yield opinions that count in a ranking of ability, and what must be known to tell."""
    criteria = evaluation.methodology.criteria
    opinions = [number for number, criterion in enumerate(criteria) if criterion.basis in _OPINION]
    examined = evaluation.scope.domains
    if opinions and not evaluation.dimensions and not examined:
        yield Missing("dimensions")
    # Fields that are examined say ability as well.
    if not examined and not any(dimension.casefold() in _ABILITY for dimension in evaluation.dimensions):
        return
    for number in opinions:
        path = f"methodology.criteria[{number}]"
        # Where there is nothing but opinion, it carries all the weight, however that is shared out.
        if not criteria[number].weight and len(opinions) < len(criteria):
            yield Missing(f"{path}.weight")
        elif _carries_weight(criteria[number]):
            yield _weighs_in(path, criteria[number], ", ".join(evaluation.dimensions or examined))


def _is_popularity(name: str) -> bool:
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold()).split()
    if not _TASK.isdisjoint(words) or any(word in name for word in _TASK_ZH):
        return False
    return not _ENGLISH.isdisjoint(words) or any(word in name for word in _CHINESE)


def _carries_weight(criterion: Criterion) -> bool:
    """Say whether a criterion counts; one without a weight is asked about only where all are opinions."""
    return not criterion.weight or criterion.weight.strip("0.") != ""


def _passed_off(path: str, criterion: Criterion) -> Hit:
    return Hit(
        Words(
            f'"{criterion.name}" is called measured, but by its name it is popularity or opinion, not ability.',
            f"“{criterion.name}”称为测得，但从名称看是人气或观点，并非能力。",
        ),
        (Seen(f"{path}.name", criterion.name), Seen(f"{path}.basis", criterion.basis)),
    )


def _weighs_in(path: str, criterion: Criterion, dimensions: str) -> Hit:
    return Hit(
        Words(
            f'"{criterion.name}" is {criterion.basis}, and counts in a ranking of {dimensions}.',
            f"“{criterion.name}”属于{BASIS_ZH[criterion.basis]}，却计入{dimensions}榜单。",
        ),
        (
            Seen(f"{path}.basis", criterion.basis),
            Seen(f"{path}.weight", criterion.weight),
            Seen("dimensions or scope.domains", dimensions),
        ),
    )


RULE = Rule(
    id="popularity-as-ability",
    code="S2",
    group=Group.SUBJECTIVE,
    severity=Severity.MAJOR,
    version=2,
    fields=(
        "methodology.criteria[].name",
        "methodology.criteria[].basis",
        "methodology.criteria[].weight",
        "dimensions",
        "scope.domains",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "Openness, patents, visits and heat say how a model is known, not what it can do.",
        "开放程度、专利、访问量和热度说明的是知名度，而不是能力。",
    ),
    source="The four criteria of a list of late 2023: openness, technical patents, platform visits, heat",
    cure=Words(
        "Publish popularity as its own ranking, or give it no weight in one of ability.",
        "把人气单独成榜，或在能力榜单中不给权重。",
    ),
    check=_check,
)
