"""What `show` tells beside an entry: flags and their answers, the entries that name it, and the other parts of its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ledger.log import Ledger
from registry.cli.present import flag_json, flag_lines
from registry.record import Logged, Record, logged_as
from registry.record.flags import Flagged
from registry.record.newer import Naming, naming, without_effect
from registry.record.parts import Table, table_of
from registry.rules.base import Words
from registry.statements import Evaluation, Statement
from registry.summary import summary


class About(NamedTuple):
    """What is told of an entry that can be read."""

    one: Logged[Statement]
    flags: tuple[Flagged, ...]
    naming: list[Naming]
    void: Words | None
    """Why the entry itself has no effect on what it names."""
    table: Table | None
    """The table that it is a part of; None when it is no part."""


def about(one: Logged[Statement], record: Record, flags: tuple[Flagged, ...]) -> About:
    """Return what is told of an entry; `flags` are those that count for its verdict, of which its own are told."""
    ranking = logged_as(one, Evaluation)
    table = table_of(ranking, record) if ranking is not None and ranking.statement.part is not None else None
    own = tuple(flag for flag in flags if flag.on == one.index)
    return About(one, own, naming(one, record), without_effect(one, record), table)


def about_lines(told: About, ledger: Ledger) -> Iterator[str]:
    """Yield it as text."""
    if told.table is not None:
        yield f"parts     {parts(told.table)}"
    if told.void is not None:
        yield f"no effect {told.void.en}"
    for flag in told.flags:
        yield from flag_lines(flag)
    for each in told.naming:
        by = ", ".join(each.logged.statement.signers)
        effect = f" - no effect: {each.void.en}" if each.void is not None else ""
        kind = each.logged.statement.SHORT_NAME
        words = summary(ledger.entry(each.logged.index))
        yield f"  named by {each.logged.index} {kind}: {words}, by {by}{effect}"


def about_json(told: About, ledger: Ledger) -> dict[str, object]:
    """Return it in the shape of the contract."""
    end = told.one.ended
    return {
        "flags": [flag_json(flag) for flag in told.flags],
        "referenced_by": [_naming_json(each, ledger) for each in told.naming],
        "ended": {"how": end.how, "by": end.by, "successor": end.successor} if end is not None else None,
        "void": told.void.en if told.void is not None else None,
        "parts": _parts_json(told.table) if told.table is not None else None,
    }


def nothing_json() -> dict[str, object]:
    """Return the same for an entry that this version cannot read."""
    return {"flags": [], "referenced_by": [], "ended": None, "void": None, "parts": None}


def _naming_json(each: Naming, ledger: Ledger) -> dict[str, object]:
    return {
        "index": each.logged.index,
        "id": each.logged.id,
        "type": each.logged.statement.type,
        "summary": summary(ledger.entry(each.logged.index)),
        "by": ", ".join(each.logged.statement.signers),
        "void": each.void.en if each.void is not None else None,
    }


def _numbered(table: Table) -> Iterator[tuple[int, int]]:
    """Yield number and index of each part that is there."""
    for one in table.parts:
        part = one.statement.part
        assert part is not None, "only a table in parts has parts"
        yield part.number, one.index


def parts(table: Table) -> str:
    """Return which entries hold the parts of a table."""
    there = ", ".join(f"{number} is entry {index}" for number, index in _numbered(table))
    of = table.parts[0].statement.part
    return there + (f", of {of.of}" if of is not None and not table.is_whole else "")


def _parts_json(table: Table) -> list[dict[str, int]]:
    return [{"number": number, "index": index} for number, index in _numbered(table)]
