"""I2: a number, a line or an order that was changed, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from registry.record import edits, lineage
from registry.record.edits import Edit, Pair
from registry.record.lineage import Line, State
from registry.record.lines import values
from registry.rules.base import (
    EVALUATIONS,
    NO_RECORD,
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
from registry.statements import Evaluation, Statement


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    if context.record is None:
        yield NO_RECORD
        return
    again = lineage.before(statement, context, release=True)
    state = again or lineage.before(statement, context)
    if state is None:
        return
    edit = edits.since(state, statement, context)
    if again is not None:
        yield from _of_one_release(again, edit)
    elif edit.in_place and not edits.differ_in_means(state.entries[0].statement, statement):
        others = Words(f"; {edit.kept} other lines kept theirs", f"；其余 {edit.kept} 行未变")
        yield from (_moved(pair, state, others) for pair in edit.pairs if pair.moved and pair.new.entry is None)


def _of_one_release(state: State, edit: Edit) -> Iterator[Hit | Missing]:
    """Yield every change between two recordings of one release: whatever it is, one of them is not what was published."""
    for pair in edit.pairs:
        old, new = pair.old.placement.rank, pair.new.placement.rank
        if pair.new.entry is not None:
            continue
        if pair.moved:
            yield _moved(pair, state, Words("", ""))
        elif old is not None and new is not None and old != new:
            yield _reordered(pair, state)
    renamed = {id(one.new) for one in edits.renamings(edit)}
    come = [line for line in edit.come if line.entry is None and id(line) not in renamed]
    gap = lineage.gap([one.statement for one in state.entries])
    if come and gap:
        yield Missing(f"{entry_named(*state.indexes).en} {gap}")
    elif come:
        yield from (_put_in(line, state) for line in come)


def _moved(pair: Pair, state: State, others: Words) -> Hit:
    where = entry_named(*state.indexes)
    model, criterion = pair.new.placement.model, pair.moved[0]
    old, new = values(pair.old.placement)[criterion], values(pair.new.placement)[criterion]
    en = f"{model.name}: {criterion} was {old} in {where.en} and is {new} here"
    zh = f"{model.name}：{criterion} 在{where.zh} 中是 {old}，在这里是 {new}"
    return Hit(
        Words(
            f"{en}, with no other version and no amendment that says why{others.en}.",
            f"{zh}，既未注明新版本，也没有修正声明说明原因{others.zh}。",
        ),
        (
            _score(pair.old, criterion),
            _score(pair.new, criterion),
            Seen(f"{pair.new.path}.model.version", model.version),
        ),
        placement=model.name,
    )


def _score(line: Line, criterion: str) -> Seen:
    at = next(n for n, score in enumerate(line.placement.scores) if score.criterion == criterion)
    return Seen(f"{line.path}.scores[{at}].value", line.placement.scores[at].value)


def _put_in(line: Line, state: State) -> Hit:
    where = entry_named(*state.indexes)
    name, rank = line.placement.model.name, line.placement.rank
    en, zh = (f"rank {rank}", f"排第 {rank}") if rank is not None else ("without a rank", "没有名次")
    return Hit(
        Words(
            f"{name}: not in {where.en}, which is the same release, and here {en}; no amendment says why.",
            f"{name}：同一期的{where.zh} 中没有，在这里{zh}，没有修正声明说明原因。",
        ),
        (Seen(f"{line.path}.model.name", name), Seen(f"{line.path}.rank", "" if rank is None else str(rank))),
        placement=name,
    )


def _reordered(pair: Pair, state: State) -> Hit:
    where = entry_named(*state.indexes)
    name, old, new = pair.new.placement.model.name, pair.old.placement.rank, pair.new.placement.rank
    return Hit(
        Words(
            f"{name}: rank {old} in {where.en}, which is the same release, and {new} here; no amendment says why.",
            f"{name}：同一期的{where.zh} 中排第 {old}，在这里排第 {new}，没有修正声明说明原因。",
        ),
        (Seen(f"{pair.old.path}.rank", str(old)), Seen(f"{pair.new.path}.rank", str(new))),
        placement=name,
    )


RULE = Rule(
    id="silent-edit",
    code="I2",
    group=Group.INTEGRITY,
    severity=Severity.MAJOR,
    version=1,
    fields=("leaderboard", "published", "placements[].model", "placements[].rank", "placements[].scores", "record"),
    applies_to=EVALUATIONS,
    why=Words(
        "A table that changes without a word lets nobody tell a correction from a favour.",
        "一张悄悄改动的表，让人分不清是更正还是照顾。",
    ),
    source="SuperCLUE commit 43d4bda (a line put into a published list); CMMLU commit 71d3009; The Leaderboard Illusion (arXiv:2504.20879)",
    cure=Words(
        "Give a new state its own release, and a model its version when its number changes; or supersede the entry, and say why.",
        "新的一期请用新的期号，分数变化时注明模型版本；或用修正声明取代先前的条目并说明原因。",
    ),
    check=_check,
)
