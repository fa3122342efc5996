"""I8: recorded long after the day that it speaks of.

The log proves an order and no time, and the date of a commit is its operator's word. So the day of recording is known for what is
about to be appended (today), and afterwards only as far as the entry itself says that it cannot have been recorded before a day.
"""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import RANKINGS_AND_CLAIMS, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Claim, Evaluation, Statement

_LATE = 180
"""Days."""


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Claim | Evaluation), "the rule applies to rankings and claims"
    field = "published" if isinstance(statement, Evaluation) else "made"
    said = (statement.published if isinstance(statement, Evaluation) else statement.made)[:10]
    earliest = _not_before(statement, context)
    if not said:
        yield Missing(field)
    elif earliest is not None and _days(said, earliest.value) > _LATE:
        yield Hit(
            Words(
                f"It speaks of {said}, and was recorded on {earliest.value} or later.",
                f"它所述的日期是 {said}，而记录于 {earliest.value} 或更晚。",
            ),
            (Seen(field, said), earliest),
        )
    elif context.subject is not None or context.record is None:
        yield Missing("day of recording")


def _not_before(statement: Claim | Evaluation, context: Context) -> Seen | None:
    """Return the day before which a statement cannot have been recorded, and where it stands; None when none is known."""
    if context.subject is None and context.record is not None:
        return Seen("today", context.record.today)
    if isinstance(statement, Evaluation) and statement.leaderboard.snapshot.taken:
        return Seen("leaderboard.snapshot.taken", statement.leaderboard.snapshot.taken[:10])
    return None


def _days(start: str, end: str) -> int:
    from datetime import date

    return (date.fromisoformat(end) - date.fromisoformat(start)).days


RULE = Rule(
    id="late-entry",
    code="I8",
    group=Group.INTEGRITY,
    severity=Severity.NOTE,
    version=1,
    fields=("published", "made", "leaderboard.snapshot.taken"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "What is recorded late could be recorded knowing how it turned out.",
        "事后补录的内容，可能是在知道结果之后才写下的。",
    ),
    source="C2SP tlog-checkpoint (a log proves an order, not a time)",
    cure=Words(
        "Record rankings when they come out; of an old one, give the archived page and when it was taken.",
        "榜单发布时即行记录；补录旧榜单时，请附存档网页及其存档日期。",
    ),
    check=_check,
)
