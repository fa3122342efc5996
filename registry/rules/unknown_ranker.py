"""U2: nobody knows who ranks."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import EVALUATIONS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Evaluation, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    organiser = statement.leaderboard.organiser
    if statement.transcribed:
        if not organiser.name:
            yield Hit(
                Words(
                    "Nobody is named as having made this ranking; it was only transcribed here.",
                    "没有写明是谁做的这份榜单；这里只是转录。",
                ),
                (Seen("transcribed", "true"), Seen("leaderboard.organiser.name", "")),
            )
        return
    for name in statement.signers:
        publisher = context.publisher(name)
        if publisher is None:
            yield Missing("publisher")
        elif not publisher.display and not publisher.homepage:
            yield Hit(
                Words(
                    f"The publisher {name} says neither who it is nor where it can be found.",
                    f"发布者 {name} 既未说明身份，也未给出主页。",
                ),
                (Seen("publisher", name), Seen("publisher.display", ""), Seen("publisher.homepage", "")),
            )


RULE = Rule(
    id="unknown-ranker",
    code="U2",
    group=Group.UNSOURCED,
    severity=Severity.CRITICAL,
    version=1,
    fields=("publisher", "transcribed", "leaderboard.organiser.name"),
    applies_to=EVALUATIONS,
    why=Words(
        "A ranking by nobody in particular answers to nobody.",
        "不知是谁做的榜单，也就无人为它负责。",
    ),
    source="BetterBench (contact, maintenance); Every Eval Ever, source_metadata.source_organization_name",
    cure=Words(
        "Name the organiser; enrol the publisher with its name and homepage.",
        "写明主办方；登记发布者时给出名称和主页。",
    ),
    check=_check,
)
