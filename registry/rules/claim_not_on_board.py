"""X2: the ranking is on record and says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from registry.rules.base import CLAIMS, NO_RECORD, Context, Group, Hit, Missing, Rule, Severity, Words
from registry.rules.cited import answer
from registry.statements import Claim, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Claim), "the rule applies to claims"
    if context.record is None:
        yield NO_RECORD
        return
    found = answer(statement, context.record, context)
    if found.lacks:
        yield Missing(found.lacks)
    elif found.judgement.word in {"contradicted", "unsupported"}:
        en, zh = found.judgement.reason, found.judgement.reason_zh
        yield Hit(Words(f"The record does not bear the claim out: {en}.", f"记录不支持该说法：{zh}。"), found.seen)


RULE = Rule(
    id="claim-not-on-board",
    code="X2",
    group=Group.CONTRADICTION,
    severity=Severity.CRITICAL,
    version=1,
    fields=(
        "leaderboard",
        "release",
        "model",
        "rank",
        "scope",
        "settings",
        "value",
        "beats",
        "as_of",
        "made",
        "record",
    ),
    applies_to=CLAIMS,
    why=Words(
        "A claim is worth what the ranking that it cites says on that day.",
        "一个说法的分量，取决于它所引用的榜单当天怎么写。",
    ),
    source="MLPerf results messaging guidelines 10; grand-challenge.org issue 579",
    cure=Words(
        "Cite the entry, with its date, shots and scope, and claim what stands there.",
        "引用具体条目，注明日期、示例数和范围，并照实陈述。",
    ),
    check=_check,
)
