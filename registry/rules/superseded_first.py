"""L1: a rank that was lost since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from registry.once import once_each
from registry.record import lineage
from registry.record.lines import called
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
    entry_named,
)
from registry.rules.cited import answer
from registry.statements import Claim, Evaluation, Statement
from registry.statements.evaluation import Placement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    if context.record is None:
        yield NO_RECORD
    elif isinstance(statement, Claim):
        yield from _claim(statement, context)
    elif isinstance(statement, Evaluation):
        yield from _ranking(statement, context)


def _claim(claim: Claim, context: Context) -> Iterator[Hit | Missing]:
    """Yield from when to when a claimed rank was held, when it is not any more."""
    if claim.rank is None:
        return
    assert context.record is not None, "there is a record"
    found = answer(claim, context.record, context)
    held = found.held
    if found.lacks and held is None:
        yield Missing(found.lacks)
    elif held is not None and not held.sure:
        yield Missing(f"entry {held.by} placements")
    elif held is not None:
        board, start, end, where = claim.leaderboard, held.start, held.end, entry_named(held.by)
        yield Hit(
            Words(
                f"{claim.model} had rank {claim.rank} of {board} from {start or 'an undated state'} to {end}; "
                f"{where.en} takes it away.",
                f"{claim.model}从 {start or '未注明日期的一期'} 到 {end} 居{board}第 {claim.rank}；{where.zh} 起不再如此。",
            ),
            (*found.seen, Seen(f"entry {held.by} published", end)),
        )


def _ranking(evaluation: Evaluation, context: Context) -> Iterator[Hit]:
    """Yield, as context, who took the first place of a ranking later."""
    first = _first(evaluation)
    for state in lineage.after(evaluation, context) if first.lines else ():
        now = [_first(one.statement) for one in state.entries]
        leads = [line for one in now for line in one.lines]
        if leads and all(one.names.isdisjoint(first.names) for one in now):
            was, new = first.lines[0].model.name, leads[0].model.name
            where = entry_named(*state.indexes)
            yield Hit(
                Words(
                    f"{was} is first here, on {evaluation.published[:10]}; in {where.en}, of {state.day}, {new} is.",
                    f"这里第一是{was}（{evaluation.published[:10]}）；{where.zh}（{state.day}）中是{new}。",
                ),
                (
                    Seen(f"placements[{evaluation.placements.index(first.lines[0])}].model.name", was),
                    Seen("published", evaluation.published),
                    Seen(f"entry {state.indexes[0]} published", state.entries[0].statement.published),
                ),
                Severity.NOTE,
                was,
            )
            return


class _First(NamedTuple):
    """Who is first in a ranking."""

    lines: list[Placement]
    names: set[str]


@once_each
def _first(evaluation: Evaluation) -> _First:
    lines = [line for line in evaluation.placements if line.rank == 1]
    return _First(lines, {name for line in lines for name in called(line.model)})


RULE = Rule(
    id="superseded-first",
    code="L1",
    group=Group.STALE,
    severity=Severity.MAJOR,
    version=1,
    fields=("leaderboard", "model", "rank", "as_of", "made", "published", "placements[].rank", "record"),
    applies_to=RANKINGS_AND_CLAIMS,
    why=Words(
        "A first place is true of a time; cited after it, it misleads.",
        "第一名只在一段时间内成立；过后再引用就会误导。",
    ),
    source="grand-challenge.org issue 579 (first at the time of writing); mteb issue 1987",
    cure=Words(
        "Say from when to when the rank was held, or cite the newest state.",
        "写明名次从何时到何时成立，或引用最新一期。",
    ),
    check=_check,
)
