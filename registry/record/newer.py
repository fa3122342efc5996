"""Which newer entries are about one: what its publishers and others said of it since, and what of that has effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ledger.verify import Check, State
from registry.record import Logged, Record, logged_as
from registry.record.flags import Flagged, replaced_by
from registry.record.life import told, void
from registry.record.references import references
from registry.rules.base import Words
from registry.statements import Amendment, Flag, Response, Statement


def newer(one: Logged[Statement] | None, record: Record, flags: Sequence[Flagged]) -> Check:
    """Return what newer entries say about one. It is never false: the verdict says what follows from it."""
    if one is None:
        return Check("newer", State.SKIPPED, "its statement cannot be read by this version")
    return Check("newer", State.OK, "; ".join(_said(one, record, flags)) or "no newer entry is about it")


def _said(one: Logged[Statement], record: Record, flags: Sequence[Flagged]) -> Iterator[str]:
    if one.ended is not None:
        yield told(one.ended).en
    elif reaffirmation(one, record) is not None:
        yield "re-affirmed by its publisher"
    if flags:
        count = sum(flag.is_open for flag in flags)
        yield f"{len(flags)} flag{'' if len(flags) == 1 else 's'}, {count} open"
    for old in replaced_by(one, record):
        yield f"it replaces entry {old.index}"


class Naming(NamedTuple):
    """An entry that names another, and why that has no effect, if it has none."""

    logged: Logged[Statement]
    void: Words | None


def naming(one: Logged[Statement], record: Record) -> list[Naming]:
    """Return the entries that name one, in the order of the log."""
    return [Naming(each, _void(each, one, record)) for each in record.about(one.id)]


def without_effect(one: Logged[Statement], record: Record) -> Words | None:
    """Return why a flag, response or amendment has no effect on what it names; None when it has, or when it is none."""
    named = (record.statement(name) for name in references(one.statement))
    return next((why for target in named if target is not None and (why := _void(one, target, record))), None)


def reaffirmation(one: Logged[Statement], record: Record) -> Logged[Amendment] | None:
    """Return the newest entry by which its publisher stands by one, or None. A stranger's word has no effect."""
    known = (logged_as(each, Amendment) for each in reversed(record.about(one.id)))
    again = (each for each in known if each and each.statement.action == "reaffirm" and each.statement.target == one.id)
    return next((each for each in again if _void(each, one, record) is None), None)


def _void(one: Logged[Statement], target: Logged[Statement], record: Record) -> Words | None:
    why = void(one, target, record)
    if why is None and one.ended is not None and isinstance(one.statement, Flag | Response | Amendment):
        return told(one.ended)
    return why
