"""U3: nobody says how it was made, or for a claim on what it rests."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Claim, Evaluation, Statement


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        if not statement.leaderboard:
            yield Hit(
                Words(
                    "The claim names no ranking, so nothing says how it was found out.",
                    "该说法没有指明榜单，也就没有说明结论如何得来。",
                ),
                (Seen("leaderboard", ""),),
            )
    elif isinstance(statement, Evaluation):
        document = statement.methodology.document
        if not statement.methodology.summary and not document.url and not document.sha256:
            yield Hit(
                Words("The ranking says nothing about its method.", "该榜单没有说明方法。"),
                (Seen("methodology.summary", ""), Seen("methodology.document", "")),
            )


RULE = Rule(
    id="no-method",
    code="U3",
    group=Group.UNSOURCED,
    severity=Severity.CRITICAL,
    version=2,
    fields=("methodology.summary", "methodology.document", "leaderboard"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words("A number without a method cannot be repeated or contested.", "没有方法的数字，既无法重复，也无法质疑。"),
    source="BetterBench (documentation stage); Eval Factsheets (Structure, Method)",
    cure=Words(
        "Give a methodology document with its SHA-256, or at least a summary; in a claim, name the ranking.",
        "附上方法文档及其 SHA-256，至少写一段概述；引用时请指明榜单。",
    ),
    check=_check,
)
