"""I7: a name that a reader takes for another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.names import Oddity, Sight, suspicious
from registry.record import Record
from registry.record.naming import Use, names_in, uses
from registry.rules.base import NO_RECORD, Context, Group, Hit, Missing, Rule, Seen, Severity, Words
from registry.statements import Claim, Evaluation, Publisher, Statement

_SIGHTS = {
    Sight.BIDI: Words("a character that turns the direction of text", "改变文字方向的字符"),
    Sight.INVISIBLE: Words("a character that nobody sees", "看不见的字符"),
    Sight.MIXED: Words("letters of another script that pass for Latin ones", "冒充拉丁字母的其他文字"),
}


def _check(statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    record = context.record
    names = set(names_in(statement))
    found = {
        (kind, name) for kind, name in names if (record is not None and record.alike(kind, name)) or suspicious(name)
    }
    if found:
        # Where a name stands is looked up for those alone: most tables have none.
        yield from _told([use for use in uses(statement) if (use.kind, use.name) in found], record)
    if context.record is None:
        yield NO_RECORD


def _told(found: Sequence[Use], record: Record | None) -> Iterator[Hit]:
    once = {(use.kind, use.name): use for use in reversed(found)}
    for use in reversed(once.values()):
        yield from _disguised(use)
        if record is not None:
            yield from _taken_for(use, record.alike(use.kind, use.name))


def _disguised(use: Use) -> Iterator[Hit]:
    """Yield what a name hides, whatever else is on record."""
    for oddity in suspicious(use.name):
        what = _SIGHTS[oddity.sight]
        yield Hit(
            Words(
                f'The {use.kind} name "{use.name}" holds {what.en}: {oddity.code_points}.',
                f"名称“{use.name}”含有{what.zh}：{oddity.code_points}。",
            ),
            (Seen(use.field, _shown(use.name, oddity)),),
        )


def _taken_for(use: Use, others: Sequence[str]) -> Iterator[Hit]:
    """Yield the names that were there before this one. One that is disguised itself is no victim of a plain one."""
    victims = [other for other in others if suspicious(use.name) or not suspicious(other)]
    for other in victims:
        yield Hit(
            Words(
                f'The {use.kind} name "{use.name}" is not "{other}", which was on record before it and looks the same.',
                f"名称“{use.name}”并不是此前已有记录的“{other}”，二者看上去却一样。",
            ),
            (Seen(use.field, use.name), Seen("record", other)),
        )


def _shown(name: str, oddity: Oddity) -> str:
    """Return a name with what cannot be seen in it, or told apart, as code points."""
    return "".join(f"<U+{ord(one):04X}>" if one in oddity.characters else one for one in name)


RULE = Rule(
    id="look-alike-name",
    code="I7",
    group=Group.INTEGRITY,
    severity=Severity.MAJOR,
    version=1,
    fields=(
        "publisher",
        "display",
        "leaderboard",
        "leaderboard.name",
        "datasets[].name",
        "graders[].developer",
        "placements[].model.name",
        "placements[].model.developer",
        "placements[].model.aliases",
        "model",
        "beats",
    ),
    applies_to=(Evaluation, Claim, Publisher),
    why=Words(
        "Who reads a name believes whom it seems to name.",
        "读者看到名称，就会相信它看上去所指的那一个。",
    ),
    source="Unicode UTS 39, 17.0.0: confusable detection, mixed scripts; Unicode UTR 36",
    cure=Words(
        "Write the name in letters of its own script, without characters that nobody sees; where two names are two, choose one that cannot be taken for the other.",
        "用该名称本来的文字书写，不用看不见的字符；若确是两个名称，请改用不会混淆的写法。",
    ),
    check=_check,
)
