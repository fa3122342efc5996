"""I9: nobody but the log's operator says that everybody is shown the same log."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Statement


def _check(_: Statement, context: Context) -> Iterator[Hit | Missing]:
    if context.has_quorum is None:
        yield Missing("witnesses")
    elif not context.has_quorum:
        yield Hit(
            Words(
                "No quorum of witnesses covers it under the policy at hand: the log could show others another version.",
                "在当前信任策略下，没有足够的见证者为它作证：该日志可能向他人展示另一个版本。",
            ),
            (Seen("witnesses", ""),),
        )


RULE = Rule(
    id="not-witnessed",
    code="I9",
    group=Group.INTEGRITY,
    severity=Severity.NOTE,
    version=1,
    fields=("witnesses",),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "A log that nobody else watches can be shown to two readers in two versions.",
        "没有旁人见证的日志，可以对两个读者呈现两个版本。",
    ),
    source="C2SP tlog-cosignature and tlog-policy; RFC 6962 (split view)",
    cure=Words(
        "Have witnesses cosign the log's checkpoints, and name them in the policy.",
        "请见证者为日志的检查点联署，并在信任策略中列出他们。",
    ),
    check=_check,
)
