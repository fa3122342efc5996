"""Statements of a ledger, read when they are asked for and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from registry.decode import reread, statement_of
from registry.reads import Found
from registry.record import Ended, Ending, Logged
from registry.statements import Evaluation, Statement

if TYPE_CHECKING:
    from ledger.log import Ledger

ROOM = 50_000
"""Lines of rankings that are kept: about 60 MB."""


class Shelf:
    """The statements of a ledger whose entries were checked."""

    def __init__(self, ledger: Ledger, room: int = ROOM) -> None:
        self._ledger = ledger
        self._left = room
        self._kept: OrderedDict[int, Statement | None] = OrderedDict()
        self._logged: dict[int, tuple[Found, Logged[Statement]]] = {}

    def statement(self, index: int) -> Statement | None:
        """Return the statement of an entry, or None when this version cannot read it."""
        if index in self._kept:
            self._kept.move_to_end(index)
            return self._kept[index]
        statement = statement_of(reread(next(self._ledger.entries(index, index + 1))))
        self._keep(index, statement)
        return statement

    def logged(self, found: Found) -> Logged[Statement] | None:
        """Return an entry as the tables know it, with its statement; None when this version cannot read it."""
        statement = self.statement(found.entry_index)
        known, logged = self._logged.get(found.entry_index, (None, None))
        if statement is not None and known != found:
            logged = Logged(found.entry_index, statement, found.statement_id, ended_of(found))
            self._logged[found.entry_index] = found, logged
        return logged

    def _keep(self, index: int, statement: Statement | None) -> None:
        self._kept[index] = statement
        self._left -= _lines(statement)
        while self._left < 0 and len(self._kept) > 1:
            index, oldest = self._kept.popitem(last=False)
            self._logged.pop(index, None)
            self._left += _lines(oldest)


def ended_of(found: Found) -> Ended | None:
    """Return what ended an entry, or None."""
    if not found.ended:
        return None
    assert found.ended_by is not None, "what has ended was ended by an entry"
    return Ended(Ending(found.ended), found.ended_by, found.successor)


def _lines(statement: Statement | None) -> int:
    return 1 + len(statement.placements) if isinstance(statement, Evaluation) else 1
