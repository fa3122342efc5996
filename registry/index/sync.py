"""Bringing the tables to the ledger's head: read what is new, check it, write its rows, judge what it touches.

A transaction a range of entries, in which the tables also say how far they are: a process that is cut off leaves the tables of
a shorter log, and the next one goes on there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger import merkle, ranges
from ledger.errors import LedgerError, RollbackError, VerificationError
from ledger.publishers import Publishers, is_key_event
from ledger.text import from_base64, to_base64
from registry import reads
from registry.decode import reread, statement_of
from registry.index.database import Database
from registry.index.endings import Endings
from registry.index.judging import judge_pending
from registry.index.keys import TODAY
from registry.index.rows import Row, Tabulator
from registry.index.shelf import Shelf
from registry.index.state import VERSION, names_digest, rules_digest
from registry.index.watch import alike_question, answered_by
from registry.index.writing import Writer
from registry.reads import IndexDamaged
from registry.statements import Statement

if TYPE_CHECKING:
    from ledger.log import Head, Ledger
    from ledger.tile import Edge

Progress = Callable[[str], Callable[[int, int], None] | None]
"""Gives a function for a stage of the work that takes (done, total), or None."""
_FEW = 64
"""Entries for which starting threads costs more than it gives."""


def bring_up(ledger: Ledger, database: Database, today: str, progress: Progress) -> None:
    """Bring the tables to the head of the ledger. Tables that are damaged, or of another version, are made anew.

    The caller holds the database's lock.
    Raises: RollbackError when the ledger is not the one that was read before; VerificationError when what is new is false.
    """
    head = ledger.catch_up(progress("checking"))
    try:
        _bring_up(ledger, head, database, today, progress)
    except IndexDamaged:
        database.remove()
        _bring_up(ledger, head, database, today, progress)


def _bring_up(ledger: Ledger, head: Head, database: Database, today: str, progress: Progress) -> None:
    with _writer(database) as writer:
        sync = _Sync(ledger, head, writer, today)
        sync.begin()
        sync.fill(progress("reading"))
        sync.prepare()
        sync.judge(progress("judging"))


@contextmanager
def _writer(database: Database) -> Iterator[Writer]:
    engine = database.engine()
    writer = Writer(engine, database.dialect, database.where)
    try:
        yield writer
    finally:
        writer.close()
        engine.dispose()


class _Sync:
    def __init__(self, ledger: Ledger, head: Head, writer: Writer, today: str) -> None:
        self._ledger = ledger
        self._head = head
        self._writer = writer
        self._today = today
        self._shelf = Shelf(ledger)

    def begin(self) -> None:
        """Compare what the tables are of with the ledger; empty ones are told what they are to hold."""
        known = reads.meta(self._writer.read)
        vkey = self._ledger.identity.key.format()
        if not known:
            first = {
                "version": VERSION,
                "names": names_digest(),
                "vkey": vkey,
                "size": "0",
                "root": to_base64(merkle.EMPTY_ROOT),
            }
            with self._writer.transaction():
                self._writer.set_meta(**first, rules=rules_digest(), today=self._today)
            return
        if (known.get("version"), known.get("names")) != (VERSION, names_digest()):
            raise IndexDamaged("index: of another version, or made with other names")
        if known["vkey"] != vkey:
            raise RollbackError(f"index: is of another log, {known['vkey']}; this one is {vkey}")

    def fill(self, progress: Callable[[int, int], None] | None) -> None:
        """Write the rows of all entries that the tables do not have."""
        known = reads.meta(self._writer.read)
        size = int(known["size"])
        edge = self._edge(size, from_base64(known["root"], what="index root"))
        known_keys = self._ledger.publishers_at(size)
        judged = reads.is_judged(self._writer.read)
        start = size
        for raws, refused in self._checked(size):
            with self._writer.transaction():
                self._take(start, raws, refused, known_keys, judged=judged)
                edge.append([merkle.leaf_hash(raw) for raw in raws])
                start += len(raws)
                self._writer.set_meta(size=str(start), root=to_base64(edge.root()))
            if progress is not None:
                progress(start - size, self._head.size - size)
        if edge.root() != self._head.root:
            raise VerificationError(f"entries {size} to {start - 1}: are not those that were checked before")

    def prepare(self) -> None:
        """Note what is to be judged again because the rules or the day are others; make what judging searches by."""
        known = reads.meta(self._writer.read)
        with self._writer.transaction():
            if "indexed" not in known:
                self._writer.make_indexes()
                self._writer.set_meta(indexed="1")
            if known["rules"] != rules_digest():
                self._writer.delete("pending")
                self._writer.fill_pending()
                self._writer.set_meta(rules=rules_digest())
            if known["today"] != self._today:
                self._again(reads.watching(self._writer.read, [TODAY]))
                self._writer.set_meta(today=self._today)

    def judge(self, progress: Callable[[int, int], None] | None) -> None:
        """Judge what waits for it."""
        judge_pending(self._writer, self._shelf, self._today, progress)

    def _edge(self, size: int, root: bytes) -> Edge:
        """Return the tree's right edge where the tables end; raises RollbackError when the ledger does not lead there."""
        if size > self._head.size:
            raise RollbackError(f"ledger: has {self._head.size} entries, but the index was made of {size} of this log")
        edge = self._ledger.edge_at(size, self._head)
        if edge.root() != root:
            raise RollbackError(f"ledger: other entries than the {size} of this log that the index was made of")
        return edge

    def _checked(self, size: int) -> Iterator[tuple[list[bytes], dict[int, LedgerError]]]:
        """Yield the new entries in ranges, and which of them do not stand."""
        waiting: deque[bytes] = deque()

        def passing() -> Iterator[bytes]:
            for raw in self._ledger.entries(size, self._head.size, self._head):
                waiting.append(raw)
                yield raw

        with _executor(self._head.size - size) as executor:
            for checked in ranges.check_entries(size, passing(), self._ledger.publishers_at(size), executor):
                raws = [waiting.popleft() for _ in checked.statement_ids]
                yield raws, {one.index: one.error for one in checked.refused}

    def _take(
        self, start: int, raws: Sequence[bytes], refused: dict[int, LedgerError], keys: Publishers, *, judged: bool
    ) -> None:
        """Write the rows of a range; `keys` grows by its key events. Entries that others were judged by are noted."""
        made = Tabulator(reads.next_placement(self._writer.read))
        new: dict[int, tuple[str, Statement]] = {}
        events: list[int] = []
        for index, raw in enumerate(raws, start):
            if index in refused:
                made.refuse(index, raw, str(refused[index]))
                continue
            entry = reread(raw)
            if is_key_event(raw):
                keys.apply(index, entry)
                events.append(index)
            statement = statement_of(entry)
            made.take(index, entry, statement)
            if statement is not None:
                new[index] = (entry.statement.id, statement)
        fresh = self._new_spellings(made.rows["name"]) if judged else set()
        self._write(made)
        answered = fresh | Endings(self._ledger, self._head, self._writer, self._shelf, keys).settle(new, events)
        if judged:
            answered.update(each for statement_id, one in new.values() for each in answered_by(statement_id, one))
            self._again(reads.watching(self._writer.read, answered))

    def _new_spellings(self, rows: Sequence[Row]) -> set[int]:
        """Return the questions for names that look alike which spellings new to the record answer."""
        found: set[int] = set()
        for kind in {str(row["kind"]) for row in rows}:
            spellings = {str(row["spelling"]) for row in rows if row["kind"] == kind}
            known = reads.spelled(self._writer.read, kind, spellings)
            found.update(alike_question(kind, name) for name in spellings - known)
        return found

    def _write(self, made: Tabulator) -> None:
        for table, rows in made.rows.items():
            self._writer.insert(table, rows, once=table in ("name", "word"))
        changed = [{"name": name, "current_keys": "\n".join(keys)} for name, keys in made.keys.items()]
        self._writer.update("publisher", "name", changed)

    def _again(self, entries: Iterable[int]) -> None:
        rows = [{"entry_index": index} for index in sorted(entries)]
        self._writer.insert("pending", rows, once=True)


@contextmanager
def _executor(entries: int) -> Iterator[Executor]:
    if entries <= _FEW:
        yield ranges.INLINE
        return
    with ThreadPoolExecutor() as pool:
        yield pool
