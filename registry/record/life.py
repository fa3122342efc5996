"""What became of an entry: taken back, replaced, or in dispute. A pure function of what names it in the log.

Only its own publishers end an entry. Of several who signed together, one is enough to cast doubt (a retraction), and all are
needed to clear it (withdrawing their flag, standing by what stolen keys signed). What stands before the entry that it names,
is by somebody else, or is of the wrong kind has no effect, and `void` says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from registry.record import Ended, Ending, Logged, logged_as
from registry.record.references import references
from registry.rules.base import Words
from registry.statements import Amendment, Claim, Evaluation, Flag, Publisher, Response, Reveal, Seal, Statement

Kinds = tuple[type[Statement], ...]
_FLAGGED: Kinds = (Evaluation, Claim, Seal, Reveal, Publisher)
_TARGETS: dict[str, Kinds] = {
    "retract": (Evaluation, Claim, Response, Seal, Reveal),
    # No seal: one that could be replaced would be a way to exchange the questions.
    "supersede": (Evaluation, Claim),
    "withdraw": (Flag,),
    "reaffirm": (Evaluation, Claim, Flag, Response, Amendment, Seal, Reveal),
}
_PAST = {
    "retract": Words("retracted", "撤回"),
    "supersede": Words("superseded", "取代"),
    "withdraw": Words("withdrawn", "收回"),
    "reaffirm": Words("re-affirmed", "重申"),
}


class Dispute(NamedTuple):
    """One signature of an entry is by a key that its publisher later declared stolen."""

    publisher: str
    event: int
    """Index of the compromise event."""


class Lookup(Protocol):
    """What is asked of a log to say whether an entry has effect on another."""

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        """Return a statement by its whole id."""


class Statements(Lookup, Protocol):
    """What is asked of a log to say what an entry does to others. A `Record` answers it."""

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        """Return what names a statement, in the order of the log."""


class Log(Statements, Protocol):
    """What is asked of a log to say what became of an entry."""

    def disputes(self, index: int) -> Sequence[Dispute]:
        """Return which signatures of an entry are in dispute, answered or not, in the order of the events."""


def ended(one: Logged[Statement], log: Log) -> Ended | None:
    """Return what ended an entry: the newest word of its publishers, else a dispute that they have not answered."""
    amendments = [each for each in _amendments(one, log) if _in_doubt(each, log) is None]
    withdrawn = _withdrawn(one, amendments)
    if withdrawn is not None:
        return withdrawn
    for each in reversed(amendments):
        if each.statement.action == "retract":
            return Ended(Ending.RETRACTED, each.index)
        if each.statement.action == "supersede":
            newer = _successor(one, log.statement(each.statement.by))
            return Ended(Ending.SUPERSEDED, each.index, newer.index if newer is not None else None)
    event = _in_doubt(one, log)
    return Ended(Ending.DISPUTED, event) if event is not None else None


def _amendments(one: Logged[Statement], log: Statements) -> list[Logged[Amendment]]:
    """Return the amendments that have effect on an entry, if their own signatures are not in doubt."""
    own = (logged_as(each, Amendment) for each in log.about(one.id))
    return [each for each in own if each and each.statement.target == one.id and void(each, one, log) is None]


def _in_doubt(one: Logged[Statement], log: Log) -> int | None:
    """Return the first compromise that disputes an entry and that its publisher has not answered, or None."""
    disputes = log.disputes(one.index)
    if not disputes:
        return None
    again = [each for each in _amendments(one, log) if each.statement.action == "reaffirm"]
    sound = [each for each in again if not log.disputes(each.index)]
    return next((each.event for each in disputes if not _is_answered(each, sound)), None)


def _is_answered(dispute: Dispute, reaffirmations: Sequence[Logged[Amendment]]) -> bool:
    return any(each.index > dispute.event and dispute.publisher in each.statement.signers for each in reaffirmations)


def _withdrawn(one: Logged[Statement], amendments: Sequence[Logged[Amendment]]) -> Ended | None:
    """Return the end of what each of its authors has withdrawn, together or one by one."""
    left = set(one.statement.signers)
    for each in amendments:
        if each.statement.action == "withdraw":
            left -= set(each.statement.signers)
            if not left:
                return Ended(Ending.WITHDRAWN, each.index)
    return None


def _successor(old: Logged[Statement], new: Logged[Statement] | None) -> Logged[Statement] | None:
    """Return the statement that is said to replace another, if it can: newer, of its type, by all who published that.

    Being newer also means that no two statements can replace each other.
    """
    if new is None or new.index <= old.index or type(new.statement) is not type(old.statement):
        return None
    return new if set(old.statement.signers) <= set(new.statement.signers) else None


def void(one: Logged[Statement], target: Logged[Statement], log: Lookup) -> Words | None:
    """Return why a flag, response or amendment has no effect on the entry that it names, or None when it has.

    A dispute over its own signature is not looked at here: `one.ended` tells it.
    """
    said = one.statement
    if not isinstance(said, Flag | Response | Amendment) or next(references(said)) != target.id:
        return None
    if one.index < target.index:
        return Words(f"stands before entry {target.index}, which it names", f"早于其所指的条目 {target.index}")
    if isinstance(said, Flag):
        return _wrong_kind(Words("flagged", "质疑"), target, _FLAGGED)
    if isinstance(said, Response):
        return _wrong_kind(Words("responded to", "回应"), target, (Flag,)) or _void_response(said, target, log)
    return _wrong_kind(_PAST[said.action], target, _TARGETS[said.action]) or _void_amendment(one, said, target)


def _wrong_kind(past: Words, target: Logged[Statement], kinds: Kinds) -> Words | None:
    if isinstance(target.statement, kinds):
        return None
    name = target.statement.SHORT_NAME
    return Words(f"a statement of type {name} cannot be {past.en}", f"{name} 类声明不能被{past.zh}")


def _void_response(said: Response, flag: Logged[Statement], log: Lookup) -> Words | None:
    """A flag is answered by those who published the entry that it is on."""
    assert isinstance(flag.statement, Flag), "anything else is of the wrong kind"
    entry = log.statement(flag.statement.entry)
    return _not_theirs(said, entry) if entry is not None else None


def _void_amendment(one: Logged[Statement], said: Amendment, target: Logged[Statement]) -> Words | None:
    others = _not_theirs(said, target)
    if others is not None or said.action != "reaffirm":
        return others
    if isinstance(target.statement, Amendment) and target.statement.action == "reaffirm":
        return Words("a re-affirmation is made again, not itself re-affirmed", "重申须重新作出，本身不能被重申")
    if target.ended is not None and target.ended.how is Ending.DISPUTED and one.index < target.ended.by:
        event = target.ended.by
        return Words(
            f"stands before the compromise that it would answer, entry {event}", f"早于条目 {event} 的失窃声明"
        )
    return None


def _not_theirs(said: Statement, target: Logged[Statement]) -> Words | None:
    theirs, own = target.statement.signers, said.signers
    if not set(theirs).isdisjoint(own):
        return None
    return Words(
        f"is by {', '.join(own)}, but entry {target.index} is by {', '.join(theirs)}",
        f"由 {', '.join(own)} 发布，而条目 {target.index} 属于 {', '.join(theirs)}",
    )


def touched(one: Logged[Statement], log: Statements) -> Iterator[str]:
    """Yield the ids of the statements of which something else may have become by one more entry; its own comes first.

    One that others named before it stood in the log can give a supersession its successor; and what became of a successor
    says which flags on the entry that it replaced are cured.
    """
    seen: set[str] = set()
    waiting = [one.id, *(name for each in log.about(one.id) for name in references(each.statement))]
    waiting.extend(references(one.statement))
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        yield name
        found = log.statement(name)
        if found is not None and isinstance(found.statement, Amendment | Flag | Response):
            waiting.extend(references(found.statement))
        amendments = (each.statement for each in log.about(name) if isinstance(each.statement, Amendment))
        waiting.extend(each.target for each in amendments if each.by == name)


def told(end: Ended) -> Words:
    """Return what ended an entry, as a reason for its verdict."""
    match end.how:
        case Ending.DISPUTED:
            return Words(f"key declared compromised by entry {end.by}", f"其密钥被条目 {end.by} 声明失窃")
        case Ending.RETRACTED:
            return Words(f"retracted by entry {end.by}", f"已被条目 {end.by} 撤回")
        case Ending.WITHDRAWN:
            return Words(f"withdrawn by entry {end.by}", f"已被条目 {end.by} 收回")
        case Ending.SUPERSEDED if end.successor is not None:
            return Words(
                f"superseded by entry {end.successor}, as entry {end.by} says",
                f"已被条目 {end.successor} 取代（见条目 {end.by}）",
            )
        case Ending.SUPERSEDED:
            return Words(
                f"superseded, as entry {end.by} says, by what is not on record as a newer statement of its publishers",
                f"据条目 {end.by} 已被取代，但取代它的声明不在其发布者的记录中",
            )
