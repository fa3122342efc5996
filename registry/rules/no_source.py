"""U1: nobody can look up where it says so, or when."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Claim, Evaluation, Statement


def _check(statement: Statement, _: Context) -> Iterator[Hit | Missing]:
    if isinstance(statement, Claim):
        yield from _claim(statement)
    elif isinstance(statement, Evaluation):
        yield from _evaluation(statement)


def _claim(claim: Claim) -> Iterator[Hit]:
    if not claim.source.url and not claim.source.sha256:
        yield Hit(
            Words("The claim names no source.", "该说法没有给出来源。"),
            (Seen("source.url", ""), Seen("source.sha256", "")),
            Severity.CRITICAL,
        )
    if not claim.made:
        yield Hit(Words("The claim has no date.", "该说法没有日期。"), (Seen("made", ""),), Severity.CRITICAL)


def _evaluation(evaluation: Evaluation) -> Iterator[Hit]:
    board = evaluation.leaderboard
    if not any(one.url or one.sha256 or one.title for one in evaluation.evidence) and not (
        board.url or board.snapshot.url or board.snapshot.sha256
    ):
        yield Hit(
            Words("The ranking names neither evidence nor a page.", "该榜单既无证据，也无网页。"),
            (Seen("evidence", ""), Seen("leaderboard.url", ""), Seen("leaderboard.snapshot", "")),
        )
    if not evaluation.published:
        yield Hit(
            Words("The ranking does not say when it was published.", "该榜单未注明发布日期。"), (Seen("published", ""),)
        )


RULE = Rule(
    id="no-source",
    code="U1",
    group=Group.UNSOURCED,
    severity=Severity.MAJOR,
    version=1,
    fields=("source", "made", "evidence", "leaderboard.url", "leaderboard.snapshot", "published"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "What cannot be looked up cannot be checked; a rank holds on a day.",
        "无从查考的说法无法核实；名次只在某一天成立。",
    ),
    source="MLPerf results messaging guidelines 3.1 and 3.2; Hugging Face .eval_results (source, date)",
    cure=Words(
        "Give the address of the page and its date; best, the SHA-256 of an archived copy.",
        "给出网页地址和日期；最好附上存档副本的 SHA-256。",
    ),
    check=_check,
)
