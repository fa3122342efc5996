"""What became of entries through newer ones: worked out when those are written, and kept beside the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.publishers import Publishers
from registry import reads
from registry.decode import reread
from registry.index.rows import ended_values
from registry.index.shelf import ended_of
from registry.index.watch import answered_by, point_of
from registry.reads import Found
from registry.record import Logged, life
from registry.record.life import Dispute
from registry.statements import Statement

if TYPE_CHECKING:
    from ledger.log import Head, Ledger
    from registry.index.rows import Made
    from registry.index.shelf import Shelf
    from registry.index.writing import Writer


class Endings:
    """Works out what has ended since some entries were written. The log as `life` asks for it, at that size."""

    def __init__(self, ledger: Ledger, head: Head, writer: Writer, shelf: Shelf, keys: Publishers) -> None:
        self._ledger = ledger
        self._head = head
        self._writer = writer
        self._shelf = shelf
        self._keys = keys

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        found = reads.statement(self._writer.read, statement_id)
        return self._logged(found) if found is not None else None

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        known = map(self._logged, reads.about(self._writer.read, statement_id))
        return [one for one in known if one is not None]

    def disputes(self, index: int) -> Sequence[Dispute]:
        # Few publishers ever lose a key; then no entry need be read for this.
        if not any(one.compromises for one in self._keys.by_name.values()):
            return ()
        entry = reread(next(self._ledger.entries(index, index + 1, self._head)))
        return [Dispute(*one) for one in self._keys.disputes(index, entry)]

    def _logged(self, found: Found) -> Logged[Statement] | None:
        statement = self._shelf.known(found)
        return Logged(found.entry_index, statement, found.statement_id) if statement is not None else None

    def settle(self, made: Made) -> None:
        """Keep what has ended by a range of new entries; note in it what is now answered otherwise."""
        rows = []
        for found in self._concerned(made):
            one = self._logged(found)
            if one is None:
                continue
            ended = life.ended(one, self)
            if ended != ended_of(found):
                rows.append({"entry_index": found.entry_index, **ended_values(ended)})
                made.answered.update(answered_by(one.id, one.statement))
                made.points.update(filter(None, [point_of(one.index, one.statement)]))
        self._writer.update("entry", "entry_index", rows)

    def _concerned(self, made: Made) -> Iterator[Found]:
        """Yield each entry of which something else may have become."""
        indexes = {str(row[1]): int(row[0]) for row in made.rows["entry"]}
        seeds = {indexes[name] for name in reads.named(self._writer.read, indexes)}
        seeds.update(int(row[0]) for row in made.rows["reference"])
        seeds.update(self._disputed(made.events))
        seen: set[int] = set()
        for seed in sorted(seeds):
            for found in self._touched(seed):
                if found.entry_index not in seen:
                    seen.add(found.entry_index)
                    yield found

    def _disputed(self, events: Iterable[int]) -> Iterator[int]:
        """Yield the entries that compromises put in dispute."""
        for name, publisher in self._keys.by_name.items():
            for compromise in publisher.compromises:
                if compromise.event in events:
                    signed = reads.signed_between(self._writer.read, name, compromise.last_good_index, compromise.event)
                    yield from (index for index in signed if self.disputes(index))

    def _touched(self, index: int) -> Iterator[Found]:
        found = reads.entry(self._writer.read, index)
        one = self._logged(found) if found is not None else None
        if found is None or one is None:
            return
        yield found
        for statement_id in life.touched(one, self):
            other = reads.statement(self._writer.read, statement_id)
            if other is not None:
                yield other
