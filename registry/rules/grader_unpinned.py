"""B4: nobody can say which grader it was."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Grader

_UNKNOWN = ("", "unknown")


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    if not statement.graders:
        yield Missing("graders")
    for number, grader in enumerate(statement.graders):
        # People are described by their number and protocol, which is another rule's question.
        if grader.kind == "people":
            continue
        path = f"graders[{number}]"
        seen = tuple(Seen(f"{path}.{field}", getattr(grader, field)) for field in ("version", "revision", "sha256"))
        if _is_dirty(grader):
            yield Hit(
                Words(
                    f'The grader "{grader.name}" was changed after the revision it names.',
                    f"评分程序“{grader.name}”在所标版本之后被改动过。",
                ),
                (*seen, Seen(f"{path}.dirty", "" if grader.dirty is None else str(grader.dirty).lower())),
            )
        elif grader.version.casefold() in _UNKNOWN and grader.revision.casefold() in _UNKNOWN and not grader.sha256:
            yield Hit(
                Words(
                    f'The grader "{grader.name}" has no version or revision.',
                    f"评分程序“{grader.name}”没有版本号或修订号。",
                ),
                seen,
            )


def _is_dirty(grader: Grader) -> bool:
    return grader.dirty is True or grader.revision.endswith("-dirty") or grader.version.endswith("-dirty")


RULE = Rule(
    id="grader-unpinned",
    code="B4",
    group=Group.BLACK_BOX,
    severity=Severity.MAJOR,
    version=1,
    fields=("graders[].version", "graders[].revision", "graders[].sha256", "graders[].dirty"),
    applies_to=EVALUATIONS,
    why=Words(
        "Another version of a grader gives other numbers for the same answers.",
        "评分程序换一个版本，同样的回答会得到不同的分数。",
    ),
    source="lm-evaluation-harness issue 2322 (0.4.2 and 0.4.3 differ); inspect_ai EvalRevision.dirty; MLPerf tagged LoadGen",
    cure=Words(
        "Give the version or commit of each grader, from a clean checkout.",
        "给出每个评分程序的版本号或提交号，并保证工作区干净。",
    ),
    check=_check,
)
