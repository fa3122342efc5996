"""Statements of a ledger, read when they are asked for and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from registry.decode import reread, statement_of, taken_before
from registry.reads import Found, IndexDamaged
from registry.record import Ended, Ending, Logged
from registry.statements import Evaluation, Statement

if TYPE_CHECKING:
    from ledger.log import Head, Ledger

ROOM = 50_000
"""Lines of rankings that are kept: about 60 MB."""
_ENDINGS = frozenset(Ending)


class Shelf:
    """The statements of a ledger whose entries were checked."""

    def __init__(self, ledger: Ledger, room: int = ROOM) -> None:
        self._ledger = ledger
        self._head: Head | None = None
        self._room = self._left = room
        self._kept: OrderedDict[int, Statement | None] = OrderedDict()
        self._logged: dict[int, tuple[Found, Logged[Statement]]] = {}

    def statement(self, index: int) -> Statement | None:
        """Return the statement of an entry, or None when this version cannot read it."""
        if index not in self._kept:
            self._keep(index, statement_of(reread(self._raw(index))))
        self._kept.move_to_end(index)
        return self._kept[index]

    def known(self, found: Found) -> Statement | None:
        """Return the same of an entry that the tables have, which say whether it can be read: that is not checked again."""
        index = found.entry_index
        if index not in self._kept:
            self._keep(index, taken_before(self._raw(index)) if found.readable else None)
        self._kept.move_to_end(index)
        return self._kept[index]

    def fetch(self, wanted: Iterable[Found]) -> None:
        """Read what is wanted soon in one stream, as far as there is room."""
        missing = [one for one in wanted if one.readable and one.entry_index not in self._kept]
        if not missing:
            return
        raws = self._ledger.chosen([one.entry_index for one in missing], self._at(max(missing).entry_index))
        room = self._room
        for one, raw in zip(missing, raws, strict=True):
            statement = taken_before(raw)
            room -= _lines(statement)
            if room < 0:
                # What was read first is wanted first.
                break
            self._keep(one.entry_index, statement)

    def logged(self, found: Found) -> Logged[Statement] | None:
        """Return an entry as the tables know it, with its statement; None when this version cannot read it."""
        known = self._logged.get(found.entry_index)
        if known is not None and known[0] == found:
            self._kept.move_to_end(found.entry_index)
            return known[1]
        statement = self.known(found)
        if statement is None:
            return None
        logged = Logged(found.entry_index, statement, found.statement_id, ended_of(found))
        self._logged[found.entry_index] = found, logged
        return logged

    def _raw(self, index: int) -> bytes:
        return next(self._ledger.chosen([index], self._at(index)))

    def _at(self, index: int) -> Head:
        """Return a head that has an entry. It is kept: to ask for it costs more than to read an entry."""
        if self._head is None or index >= self._head.size:
            self._head = self._ledger.head()
        return self._head

    def _keep(self, index: int, statement: Statement | None) -> None:
        self._kept[index] = statement
        self._left -= _lines(statement)
        while self._left < 0 and len(self._kept) > 1:
            index, oldest = self._kept.popitem(last=False)
            self._logged.pop(index, None)
            self._left += _lines(oldest)


def ended_of(found: Found) -> Ended | None:
    """Return what ended an entry, or None; raises IndexDamaged when the index says that it ended, and not how."""
    if not found.ended:
        return None
    if found.ended not in _ENDINGS or found.ended_by is None:
        raise IndexDamaged(f"index: entry {found.entry_index} has ended, and nothing says how")
    return Ended(Ending(found.ended), found.ended_by, found.successor)


def _lines(statement: Statement | None) -> int:
    return 1 + len(statement.placements) if isinstance(statement, Evaluation) else 1
