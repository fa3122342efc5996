"""I4: one model under several names, or several under one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.names import folded
from registry.record import edits, lineage
from registry.record.edits import Renaming, scores
from registry.record.lineage import Line, Own
from registry.record.lines import are_like, called, identity
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

_ENOUGH = 3
"""Different scores with decimals that make two lines of one table one model's: fewer can be equal by chance."""
_CHINESE = {"rank": "名次", "model.developer": "开发者"}


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    assert isinstance(statement, Evaluation), "the rule applies to evaluations"
    own = (lineage.own(statement, context) if context.record is not None else Own(statement, ())).lines
    yield from _within(own)
    if context.record is None:
        yield NO_RECORD
        return
    state = lineage.before(statement, context)
    if state is None:
        return
    edit = edits.since(state, statement, context)
    for one in edits.renamings(edit):
        if one.new.entry is None and called(one.old.placement.model).isdisjoint(called(one.new.placement.model)):
            yield _renamed(one, state.day)
    for pair in edit.pairs:
        if pair.new.entry is None and _are_other_weights(pair.old, pair.new):
            yield _exchanged(pair.old, pair.new)


def _within(lines: Sequence[Line]) -> Iterator[Hit]:
    """Yield what one table shows by itself. A pair is told once, at the later line."""
    names = {(folded(one.placement.model.name), folded(one.placement.model.version)) for one in lines}
    if len(names) == len(lines) and all(len(one.placement.scores) < _ENOUGH - 1 for one in lines):
        # No name stands there twice, and no line has scores enough to be known by.
        return
    by_name: dict[tuple[str, str], list[Line]] = {}
    by_scores: dict[object, Line] = {}
    for line in sorted(lines, key=lambda one: one.at):
        model, vector = line.placement.model, scores(line)
        namesakes = by_name.setdefault((folded(model.name), folded(model.version)), [])
        twin = next((other for other in namesakes if _is_one_model(line, other) and _is_same_run(line, other)), None)
        other = by_scores.setdefault(vector, line)
        if line.entry is None and twin is not None:
            yield _twice(line, twin)
        elif line.entry is None and other is not line and _are_one(line, other):
            yield _two_names(line, other)
        namesakes.append(line)


def _is_one_model(line: Line, other: Line) -> bool:
    return identity(line.placement.model) == identity(other.placement.model)


def _is_same_run(line: Line, other: Line) -> bool:
    return are_like(line.placement.settings, other.placement.settings)


def _are_one(line: Line, other: Line) -> bool:
    """Say whether two lines with equal scores are surely one model's under names that are unlike."""
    exact = len({value for _, value in scores(line) if "." in value})
    one, two = line.placement.model, other.placement.model
    same_developer = bool(one.developer) and folded(one.developer) == folded(two.developer)
    return (
        exact >= (_ENOUGH - 1 if same_developer else _ENOUGH)
        and called(one).isdisjoint(called(two))
        and _is_same_run(line, other)
    )


def _are_other_weights(old: Line, new: Line) -> bool:
    one, two = old.placement.model.sha256, new.placement.model.sha256
    return bool(one) and bool(two) and one != two


def _renamed(one: Renaming, day: str) -> Hit:
    old, new = one.old.placement.model.name, one.new.placement.model.name
    shown = ", ".join(value for _, value in scores(one.new)[:3])
    alike = ["scores to the digit", *one.sure]
    alike_zh = ["得分", *(_CHINESE[field] for field in one.sure)]
    where = _where(one.old)
    when = f" of {day}" if day else ""
    return Hit(
        Words(
            f"{new}: called {old} in {where.en}{when}; the old name is gone, and {' and '.join(alike)} are the same ({shown}).",
            f"{new}：在{where.zh} 中名为{old}；旧名称已消失，而{'、'.join(alike_zh)}完全相同（{shown}）。",
        ),
        (
            Seen(f"{one.old.path}.model.name", old),
            Seen(f"{one.new.path}.model.name", new),
            Seen(f"{one.new.path}.scores", shown),
        ),
        placement=new,
    )


def _twice(line: Line, first: Line) -> Hit:
    model = line.placement.model
    what = Words("with other scores", "得分不同") if scores(line) != scores(first) else Words("", "")
    if _are_other_weights(first, line):
        what = Words("with other weights", "权重不同")
    ending = (f" {what.en}", f"，{what.zh}") if what.en else ("", "")
    return Hit(
        Words(
            f"{model.name}: stands in this table twice{ending[0]}, and nothing tells the two apart.",
            f"{model.name}：在这张表中出现两次{ending[1]}，且无从区分。",
        ),
        (
            Seen(f"{first.path}.model.name", first.placement.model.name),
            Seen(f"{line.path}.model.name", model.name),
            Seen(f"{line.path}.model.version", model.version),
        ),
        placement=model.name,
    )


def _two_names(line: Line, other: Line) -> Hit:
    name, first = line.placement.model.name, other.placement.model.name
    shown = ", ".join(value for _, value in scores(line)[:3])
    return Hit(
        Words(
            f"{name} and {first}: the same {len(scores(line))} scores to the digit under two names ({shown}).",
            f"{name}与{first}：两个名称，{len(scores(line))} 项得分完全相同（{shown}）。",
        ),
        (
            Seen(f"{other.path}.model.name", first),
            Seen(f"{line.path}.model.name", name),
            Seen(f"{line.path}.scores", shown),
        ),
        placement=name,
    )


def _where(old: Line) -> Words:
    assert old.entry is not None, "an earlier line is on record"
    return entry_named(old.entry.index)


def _exchanged(old: Line, new: Line) -> Hit:
    name = new.placement.model.name
    return Hit(
        Words(
            f"{name}: other weights than in {_where(old).en}, under the same name and version.",
            f"{name}：名称和版本相同，权重却与{_where(old).zh} 中的不同。",
        ),
        (
            Seen(f"{old.path}.model.sha256", old.placement.model.sha256),
            Seen(f"{new.path}.model.sha256", new.placement.model.sha256),
        ),
        placement=name,
    )


RULE = Rule(
    id="shifting-identity",
    code="I4",
    group=Group.INTEGRITY,
    severity=Severity.MINOR,
    version=1,
    fields=("placements[].model", "placements[].rank", "placements[].scores", "placements[].settings", "record"),
    applies_to=EVALUATIONS,
    why=Words(
        "A record that follows names loses a model that changes its own.",
        "模型改名之后，按名称查找的记录就断了。",
    ),
    source="MTEB (multiple revisions of one model); EuroEval issue 1970; CMMLU, September 2023 (three names in nine days)",
    cure=Words(
        "Give the old name as an alias, and a version or hash that tells two lines of one name apart.",
        "把旧名称列为别名；同名的两行请用版本号或哈希加以区分。",
    ),
    check=_check,
)
