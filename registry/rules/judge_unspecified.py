"""S4: scored by a judge of whom too little is said to ask again."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Criterion, Grader

_NOBODY = Grader(name="-")
_CHINESE = {
    "name": "名称",
    "version": "版本",
    "prompt": "提示词",
    "number of raters": "评分人数",
    "protocol": "评分规程",
}


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    criteria = statement.methodology.criteria
    graders = {grader.name: (number, grader) for number, grader in enumerate(statement.graders)}
    unsaid = None if criteria else Missing("methodology.criteria")
    for number, criterion in enumerate(criteria):
        at, grader = graders.get(criterion.grader, (None, _NOBODY))
        if criterion.basis == "judged-by-model" or (not criterion.basis and grader.kind == "model"):
            lacking, what, zh = _of_model(criterion, grader), "a judging model", "评分模型"
        elif criterion.basis == "judged-by-people" or (not criterion.basis and grader.kind == "people"):
            lacking, what, zh = _of_people(criterion, grader), "people", "人工评分"
        else:
            if not criterion.basis:
                unsaid = unsaid or Missing(f"methodology.criteria[{number}].basis")
            continue
        if lacking:
            missing, in_zh = " or ".join(lacking), "或".join(_CHINESE[one] for one in lacking)
            path = f"methodology.criteria[{number}]"
            yield Hit(
                Words(
                    f'"{criterion.name}" is scored by {what} with no {missing} given.',
                    f"“{criterion.name}”采用{zh}，却没有给出{in_zh}。",
                ),
                (Seen(f"{path}.grader", criterion.grader), *_seen(at, grader, path, criterion)),
            )
    if unsaid is not None:
        yield unsaid


def _of_model(criterion: Criterion, grader: Grader) -> list[str]:
    """Return what is not said of a judging model. A commit or hash of the grader pins version and prompt as well."""
    pinned = bool(grader.revision or grader.sha256)
    said = {
        "name": bool(criterion.grader),
        "version": bool(grader.version) or pinned,
        "prompt": bool(grader.prompt_sha256 or criterion.protocol.sha256) or pinned,
    }
    return [what for what, is_said in said.items() if not is_said]


def _of_people(criterion: Criterion, grader: Grader) -> list[str]:
    protocol = criterion.protocol
    said = {"number of raters": bool(grader.raters), "protocol": bool(protocol.url or protocol.sha256)}
    return [what for what, is_said in said.items() if not is_said]


def _seen(at: int | None, grader: Grader, path: str, criterion: Criterion) -> Iterator[Seen]:
    protocol = Seen(f"{path}.protocol", criterion.protocol.sha256 or criterion.protocol.url)
    if at is not None:
        yield Seen(f"graders[{at}].version", grader.version)
        yield Seen(f"graders[{at}].prompt_sha256", grader.prompt_sha256)
        yield Seen(f"graders[{at}].raters", "" if grader.raters is None else str(grader.raters))
    yield protocol


RULE = Rule(
    id="judge-unspecified",
    code="S4",
    group=Group.SUBJECTIVE,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "methodology.criteria[].basis",
        "methodology.criteria[].grader",
        "methodology.criteria[].protocol",
        "graders[].version",
        "graders[].revision",
        "graders[].sha256",
        "graders[].prompt_sha256",
        "graders[].raters",
    ),
    applies_to=EVALUATIONS,
    why=Words(
        "Another judge, or the same one asked otherwise, gives another order.",
        "换一个评委，或换一种问法，名次就会不同。",
    ),
    source="Every Eval Ever, metric_config.llm_scoring (judges, input_prompt); AlpacaEval (the judge defines the leaderboard)",
    cure=Words(
        "Name the judging model with its version and the hash of its prompt; for people, give their number and the protocol.",
        "写明评分模型的名称、版本和提示词的哈希；人工评分请写明人数和规程。",
    ),
    check=_check,
)
