"""I3: a model that stood in the table and does not any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.record import edits, former, lineage
from registry.record.former import Former
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
        before = former.names(gone, state, statement, context) if gone else ()
        yield from (_vanished(line, state, names, edit.come) for line, names in zip(gone, before, strict=True))


def _vanished(line: Line, state: State, names: Sequence[Former], come: Sequence[Line]) -> Hit:
    """Return that a line is gone, what it was called before, and which line has come in its place under such a name.

    A name that another line had meanwhile is not the name of this one alone, and is joined with none.
    """
    where = entry_named(*state.indexes)
    placement, day = line.placement, state.day
    name, rank = placement.model.name, placement.rank
    when = Words(f" of {day}", f"（{day}）") if day else Words("", "")
    stood = Words(f" as {rank}", f"排第 {rank}") if rank is not None else Words("", "")
    back = [(one, new) for one in names if not one.came_up_since for new in come if former.is_named(new, one.line)]
    earlier = _called(names)
    arrived = [_arrived(new) for _, new in back]
    return Hit(
        Words(
            f"{name}: stood in {where.en}{when.en}{stood.en} and is gone; nothing was retracted."
            + "".join(f" {one.en}" for one in (*earlier, *arrived)),
            f"{name}：在{where.zh}{when.zh or ' '}中{stood.zh or '有记录'}，在这里不见了，也没有撤回声明。"
            + "".join(one.zh for one in (*earlier, *arrived)),
        ),
        (
            Seen(f"{line.path}.model.name", name),
            Seen(f"{line.path}.rank", "" if rank is None else str(rank)),
            Seen("placements[].model.name", ""),
            *(Seen(f"{one.line.path}.model.name", one.name) for one in names),
            *(seen for _, new in back for seen in _saw(new)),
        ),
        placement=name,
    )


def _called(names: Sequence[Former]) -> list[Words]:
    """Return which names a line had before, and where; nothing when it had no other."""
    if not names:
        return []
    told = [(one.name, _where(one)) for one in names]
    return [
        Words(
            f"The line was called {' and '.join(f'{name} in {where.en}' for name, where in told)}, and kept its scores when "
            "the name changed.",
            f"这一行{'，'.join(f'在{where.zh}中名为{name}' for name, where in told)}；改名时得分不变。",
        )
    ]


def _where(one: Former) -> Words:
    assert one.line.entry is not None, "an earlier line is on record"
    where = entry_named(one.line.entry.index)
    return Words(f"{where.en} of {one.day}", f"{where.zh}（{one.day}）") if one.day else where


def _arrived(new: Line) -> Words:
    name, rank = new.placement.model.name, new.placement.rank
    value = _value(new)
    stands = Words(f" as {rank}", f"，排第 {rank}") if rank is not None else Words("", "")
    scored = Words(f" with {value}", f"，得分 {value}") if value else Words("", "")
    return Words(
        f"{name} is listed here for the first time since{stands.en}{scored.en}.",
        f"此后首次有一行名为{name}{stands.zh}{scored.zh}。",
    )


def _saw(new: Line) -> tuple[Seen, ...]:
    return Seen(f"{new.path}.model.name", new.placement.model.name), Seen(f"{new.path}.scores", _value(new))


def _value(line: Line) -> str:
    """Return the first score of a line that has a value."""
    return next((score.value for score in line.placement.scores if score.value), "")


RULE = Rule(
    id="vanished-row",
    code="I3",
    group=Group.INTEGRITY,
    severity=Severity.MAJOR,
    version=2,
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
