"""The check that tells which newer entries are about one: what its publishers and others said of it since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.verify import Check, State
from registry.flags import Flagged, replaced_by
from registry.life import told
from registry.record import Logged, Record
from registry.statements import Amendment, Statement


def newer(one: Logged[Statement] | None, record: Record, flags: Sequence[Flagged]) -> Check:
    """Return what newer entries say about one. It is never false: the verdict says what follows from it."""
    if one is None:
        return Check("newer", State.SKIPPED, "its statement cannot be read by this version")
    return Check("newer", State.OK, "; ".join(_said(one, record, flags)) or "no newer entry is about it")


def _said(one: Logged[Statement], record: Record, flags: Sequence[Flagged]) -> Iterator[str]:
    if one.ended is not None:
        yield told(one.ended).en
    elif any(_is_reaffirmation(each.statement, one.id) for each in record.about(one.id)):
        yield "re-affirmed by its publisher"
    if flags:
        count = sum(flag.is_open for flag in flags)
        yield f"{len(flags)} flag{'' if len(flags) == 1 else 's'}, {count} open"
    for old in replaced_by(one, record):
        yield f"it replaces entry {old.index}"


def _is_reaffirmation(said: Statement, target: str) -> bool:
    return isinstance(said, Amendment) and said.action == "reaffirm" and said.target == target
