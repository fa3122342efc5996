"""U2: nobody knows who ranks."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Claim, Evaluation, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        if statement.rank is not None and not statement.leaderboard:
            yield Hit(
                Words(
                    "The claim gives a rank on a list that it does not name: nobody knows who ranks.",
                    "该说法给出了名次，却没有指明是哪份榜单：不知是谁排的名。",
                ),
                (Seen("rank", str(statement.rank)), Seen("leaderboard", "")),
            )
    elif isinstance(statement, Evaluation):
        yield from _evaluation(statement, context)


def _evaluation(evaluation: Evaluation, context: Context) -> Iterator[Hit | Missing]:
    organiser = evaluation.leaderboard.organiser
    if evaluation.transcribed:
        if not organiser.name:
            yield Hit(
                Words(
                    "Nobody is named as having made this ranking; it was only transcribed here.",
                    "没有写明是谁做的这份榜单；这里只是转录。",
                ),
                (Seen("transcribed", "true"), Seen("leaderboard.organiser.name", "")),
            )
        return
    for name in evaluation.signers:
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
    version=2,
    fields=("publisher", "transcribed", "leaderboard.organiser.name", "leaderboard", "rank"),
    applies_to=RANKINGS_AND_CLAIMS,
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
