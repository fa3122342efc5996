"""I3: a model that stood in the table and does not any more."""

from __future__ import annotations

from collections.abc import Iterator

from registry.record import edits, lineage
from registry.record.lineage import Line, State
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
    own = lineage.own(statement, context)
    if state is None or not own.is_last:
        return
    edit = edits.since(state, statement, context)
    if again is None and not edit.in_place:
        # A list that tests everybody anew is another list, and may have other entrants.
        return
    renamed = {id(one.old) for one in edits.renamings(edit)}
    gone = [line for line in edit.gone if id(line) not in renamed and not edits.is_called_alike(line, own.lines)]
    if gone and own.gap:
        yield Missing(own.gap)
    else:
        yield from (_vanished(line, state) for line in gone)


def _vanished(line: Line, state: State) -> Hit:
    where = entry_named(*state.indexes)
    placement, day = line.placement, state.day
    name, rank = placement.model.name, placement.rank
    when = Words(f" of {day}", f"（{day}）") if day else Words("", "")
    stood = Words(f" as {rank}", f"排第 {rank}") if rank is not None else Words("", "")
    return Hit(
        Words(
            f"{name}: stood in {where.en}{when.en}{stood.en} and is gone; nothing was retracted.",
            f"{name}：在{where.zh}{when.zh or ' '}中{stood.zh or '有记录'}，在这里不见了，也没有撤回声明。",
        ),
        (
            Seen(f"{line.path}.model.name", name),
            Seen(f"{line.path}.rank", "" if rank is None else str(rank)),
            Seen("placements[].model.name", ""),
        ),
        placement=name,
    )


RULE = Rule(
    id="vanished-row",
    code="I3",
    group=Group.INTEGRITY,
    severity=Severity.MAJOR,
    version=1,
    fields=("leaderboard", "published", "scope.entrants", "placements[].model", "placements[].scores", "record"),
    applies_to=EVALUATIONS,
    why=Words(
        "Whoever may take results out quietly may keep only those that please.",
        "能悄悄拿掉结果的人，也就能只留下中意的结果。",
    ),
    source="The Leaderboard Illusion (arXiv:2504.20879, silent deprecation); CMMLU commit df853cd; sota-extractor issues 97 to 162",
    cure=Words(
        "Keep the line and mark it, or supersede the earlier entry and say why it was taken out.",
        "保留该行并加以标注，或用修正声明取代先前的条目并说明移除原因。",
    ),
    check=_check,
)
