"""B4: nobody can say which grader it was."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.evaluation import Grader

_UNKNOWN = ("", "unknown")
_HARNESSES = ("lm-eval", "lm_eval")
"""Files of this harness give as `git_hash` the commit of the folder it was started in, whatever that is."""


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
        elif _is_of_folder(statement, grader):
            yield Hit(
                Words(
                    f'The revision of "{grader.name}" is that of the folder it ran in, not of the grader: no version is given.',
                    f"“{grader.name}”的修订号属于运行时所在的目录，而不是评分程序本身：没有给出版本号。",
                ),
                (*seen, Seen("import.format", statement.imported.format)),
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
    # A line may name several commits; one that is dirty is enough.
    named = f"{grader.revision},{grader.version}".split(",")
    return grader.dirty is True or any(one.strip().endswith("-dirty") for one in named)


def _is_of_folder(evaluation: Evaluation, grader: Grader) -> bool:
    is_harness = evaluation.imported.format.casefold().startswith(_HARNESSES)
    return is_harness and bool(grader.revision) and grader.version.casefold() in _UNKNOWN and not grader.sha256


RULE = Rule(
    id="grader-unpinned",
    code="B4",
    group=Group.BLACK_BOX,
    severity=Severity.MAJOR,
    version=2,
    fields=("graders[].version", "graders[].revision", "graders[].sha256", "graders[].dirty", "import.format"),
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
