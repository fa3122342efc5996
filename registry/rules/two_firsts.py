"""X1: one first place, given to two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.claims import clashes
from registry.claims.clashes import Clash
from registry.record import Record
from registry.record.lines import listed
from registry.rules.base import (
    NO_RECORD,
    RANKINGS_AND_CLAIMS,
    Context,
    Group,
    Hit,
    Missing,
    Rule,
    Seen,
    Severity,
    Words,
)
from registry.rules.cited import answer, is_borne_out
from registry.statements import Claim, Evaluation, Statement

_CHINESE = {
    "model": "模型",
    "date": "日期",
    "scope": "范围",
    "shots": "示例数（shot）",
    "split": "数据划分",
    "dataset": "数据集",
    "criterion": "指标",
    "language": "语言",
    "domain": "领域",
}
_NOTHING = Words("", "")
_BORNE_OUT = Words("; the record bears this one out", "；记录支持的是这里的说法")


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    own = context.subject.index if context.subject is not None else None
    if context.record is None:
        yield NO_RECORD
    elif isinstance(statement, Claim) and statement.rank == 1:
        yield from _claim(statement, own, context.record, context)
    elif isinstance(statement, Evaluation):
        yield from _ranking(statement, own, context.record)


def _claim(claim: Claim, own: int | None, record: Record, context: Context) -> Iterator[Hit | Missing]:
    if not claim.leaderboard:
        yield Missing("leaderboard")
        return
    found = list(clashes.claimed(claim, own, record))
    contrary = [one for one in found if not one.unknown]
    who = Words(claim.model or f"the model of {claim.claimant}", claim.model or f"{claim.claimant}的模型")
    borne_out = bool(contrary) and is_borne_out(answer(claim, record, context))
    for sure, severity in ((True, Severity.CRITICAL), (False, Severity.MINOR)):
        those = [one for one in found if one.is_sure is sure]
        if those and borne_out:
            yield _told(claim.leaderboard, who, those, _BORNE_OUT, Severity.NOTE)
        elif those:
            yield _told(claim.leaderboard, who, those, _NOTHING, severity)


def _ranking(evaluation: Evaluation, own: int | None, record: Record) -> Iterator[Hit | Missing]:
    board, found = evaluation.leaderboard, list(clashes.ranked(evaluation, own, record))
    first = listed(line.model.name for line in evaluation.placements if line.rank == 1)
    if not first:
        return
    for sure, severity in ((True, Severity.CRITICAL), (False, Severity.MINOR)):
        those = [one for one in found if one.is_sure is sure]
        if those:
            yield _told(board.name, Words(first, first), those, _NOTHING, severity)
    undated = not board.release and not evaluation.published
    if undated and any(one.index != own for one in record.rankings(board.name)):
        yield Missing("published")


def _told(board: str, who: Words, those: Sequence[Clash], more: Words, severity: Severity) -> Hit:
    """Say who else is first. However many there are, the sentence names a few."""
    others = listed(f"entry {one.index} ({one.who})" for one in those)
    others_zh = listed((f"条目 {one.index}（{one.who}）" for one in those), "、")
    ending = _reconciled(those)
    return Hit(
        Words(
            f"First of {board} is {who.en} here, and another in {others}; {ending.en}{more.en}.",
            f"{board}第一在这里是{who.zh}，在{others_zh}中是另一个；{ending.zh}{more.zh}。",
        ),
        (Seen("leaderboard", board), *(Seen(f"entry {one.index} rank", "1") for one in those[:5])),
        severity,
    )


def _reconciled(those: Sequence[Clash]) -> Words:
    """Say what would let both be right."""
    unknown = list(dict.fromkeys(field for one in those for field in one.unknown))
    unsaid = list(dict.fromkeys(field for one in those for field in (*one.unsaid, *one.untold)))
    if unknown:
        return Words(
            f"whether both can be depends on {_and(*unknown, *unsaid)}, which not both of them say alike",
            f"两者能否并存取决于{_zh(*unknown, *unsaid)}，而双方没有都说明，或说法不同",
        )
    if unsaid:
        return Words(
            f"both cannot be, unless they differ in {_and(*unsaid)}, which not both of them say",
            f"除非{_zh(*unsaid)}不同（双方没有都说明），否则不能并存",
        )
    return Words("both cannot be", "两者不能并存")


def _and(*fields: str) -> str:
    return " and ".join(filter(None, (", ".join(fields[:-1]), fields[-1])))


def _zh(*fields: str) -> str:
    return "、".join(_CHINESE[field] for field in fields)


RULE = Rule(
    id="two-firsts",
    code="X1",
    group=Group.CONTRADICTION,
    severity=Severity.CRITICAL,
    version=1,
    fields=(
        "leaderboard",
        "rank",
        "model",
        "claimant",
        "scope",
        "settings",
        "as_of",
        "made",
        "published",
        "placements[].rank",
        "record",
    ),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "Two cannot be first of one list at once; what would let them is what neither says.",
        "同一榜单不可能同时有两个第一；能让两者并存的，正是双方都没说的条件。",
    ),
    source="The press criticism of 2023 that started this project: two makers first on the same two boards at once",
    cure=Words(
        "Say of which release or day, with how many shots, on which split and in which scope.",
        "写明是哪一期或哪一天、几个示例、哪个划分、什么范围。",
    ),
    check=_check,
)
