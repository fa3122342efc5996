"""B1: nobody outside can see how the scores come about."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement
from registry.statements.common import Source


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    method = statement.methodology
    if not method.process:
        yield Missing("methodology.process")
    elif method.process == "closed":
        yield Hit(
            Words(
                "The process is closed: nobody outside can see tools, prompts or scoring.",
                "评测过程不公开：外部无法看到工具、提示词和评分方式。",
            ),
            (Seen("methodology.process", "closed"),),
        )
    elif method.process == "partial" and not any(
        map(_is_given, (method.document, *(c.protocol for c in method.criteria)))
    ):
        yield Hit(
            Words(
                "The process is open in part, and no document says how the rest is done.",
                "评测过程只公开了一部分，其余部分没有文档说明。",
            ),
            (
                Seen("methodology.process", "partial"),
                Seen("methodology.document", ""),
                Seen("methodology.criteria[].protocol", ""),
            ),
        )


def _is_given(source: Source) -> bool:
    return bool(source.url or source.sha256)


RULE = Rule(
    id="closed-process",
    code="B1",
    group=Group.BLACK_BOX,
    severity=Severity.MAJOR,
    version=1,
    fields=("methodology.process", "methodology.document", "methodology.criteria[].protocol"),
    applies_to=EVALUATIONS,
    why=Words(
        "What cannot be looked into can favour anybody, by mistake or by will.",
        "无法查看的过程，可能有意或无意地偏向任何人。",
    ),
    source="The press criticism of 2023 (the process is a black box); MLPerf (source must be open); HELM (prompts and outputs published)",
    cure=Words(
        "Publish tools, prompts and scoring, or a protocol in full. Questions may stay closed: seal them.",
        "公开工具、提示词和评分方式，或完整的规程。题目可以不公开：请先封存。",
    ),
    check=_check,
)
