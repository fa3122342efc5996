"""Bringing the tables to the ledger's head: read what is new, check it, write its rows, judge what it touches.

A transaction a range of entries, in which the tables also say how far they are: a process that is cut off leaves the tables of
a shorter log, and the next one goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger import merkle, ranges
from ledger.errors import RollbackError, VerificationError
from ledger.publishers import Publishers
from ledger.text import from_base64, to_base64
from registry import reads
from registry.decode import reread
from registry.index.collector import seldom
from registry.index.database import Database
from registry.index.endings import Endings
from registry.index.judging import judge_pending
from registry.index.keys import TODAY
from registry.index.pool import Pool
from registry.index.rows import Made, Row, current, tabulate
from registry.index.shelf import Shelf
from registry.index.state import VERSION, names_digest, rules_digest
from registry.index.watch import alike_question
from registry.index.writing import Writer
from registry.reads import IndexDamaged

if TYPE_CHECKING:
    from ledger.log import Head, Ledger
    from ledger.tile import Edge

Progress = Callable[[str], Callable[[int, int], None] | None]
"""Gives a function for a stage of the work that takes (done, total), or None."""
_RANGE = 256
"""Entries of a transaction."""
_ONCE = frozenset({"name", "word"})
"""Tables of what stands there once, whoever says it again."""


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
    with seldom(), _writer(database) as writer, Pool() as pool:
        sync = _Sync(ledger, head, writer, today, pool)
        sync.begin()
        sync.fill(progress("reading"))
        sync.prepare()
        sync.judge(database, progress("judging"))


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
    def __init__(self, ledger: Ledger, head: Head, writer: Writer, today: str, pool: Pool) -> None:
        self._ledger = ledger
        self._head = head
        self._writer = writer
        self._today = today
        self._pool = pool
        self._shelf = Shelf(ledger)
        self._spelled: set[tuple[object, ...]] = set()

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
        keys = self._ledger.publishers_at(size)
        judged = reads.is_judged(self._writer.read)
        for made in self._made(size):
            with self._writer.transaction():
                self._take(made, keys, judged=judged)
                edge.append(made.leaves)
                self._writer.set_meta(size=str(edge.size), root=to_base64(edge.root()))
            if progress is not None:
                progress(edge.size - size, self._head.size - size)
        if edge.root() != self._head.root:
            raise VerificationError(f"entries {size} to {edge.size - 1}: are not those that were checked before")

    def prepare(self) -> None:
        """Note what is to be judged again because the rules or the day are others; make what judging searches by."""
        known = reads.meta(self._writer.read)
        with self._writer.transaction():
            if "indexed" not in known:
                # Later than the first rows: to keep them in order row by row costs more.
                self._writer.make_indexes(judged=False)
                self._writer.set_meta(indexed="texts")
            if known["rules"] != rules_digest():
                self._writer.delete("pending")
                self._writer.fill_pending()
                self._writer.set_meta(rules=rules_digest())
            if known["today"] != self._today:
                self._again(reads.watching(self._writer.read, [TODAY]))
                self._writer.set_meta(today=self._today)

    def judge(self, database: Database, progress: Callable[[int, int], None] | None) -> None:
        """Judge what waits for it."""
        judge_pending(self._writer, self._ledger, self._shelf, database, self._today, self._pool, progress)
        if reads.meta(self._writer.read)["indexed"] != "all":
            with self._writer.transaction():
                self._writer.make_indexes(judged=True)
                self._writer.set_meta(indexed="all")

    def _edge(self, size: int, root: bytes) -> Edge:
        """Return the tree's right edge where the tables end; raises RollbackError when the ledger does not lead there."""
        if size > self._head.size:
            raise RollbackError(f"ledger: has {self._head.size} entries, but the index was made of {size} of this log")
        edge = self._ledger.edge_at(size, self._head)
        if edge.root() != root:
            raise RollbackError(f"ledger: other entries than the {size} of this log that the index was made of")
        return edge

    def _made(self, size: int) -> Iterator[Made]:
        """Yield what the new entries come to, range by range."""
        raws = self._ledger.entries(size, self._head.size, self._head)
        keys = self._ledger.publishers_at(size)
        executor = self._pool.of(self._head.size - size) or ranges.INLINE
        for made, refused in ranges.in_ranges(size, raws, keys, executor, tabulate, _RANGE):
            assert not refused, "the ledger took every key event when it read them"
            yield made

    def _take(self, made: Made, keys: Publishers, *, judged: bool) -> None:
        """Write the rows of a range; `keys` grows by its key events. Entries that others were judged by are noted."""
        made.moved(reads.next_placement(self._writer.read))
        for raw, index in zip(self._raws(made.events), made.events, strict=True):
            keys.apply(index, reread(raw))
        spellings = made.rows["name"] = [row for row in made.rows["name"] if row[:2] not in self._spelled]
        answered = self._new_spellings(spellings) if judged else set()
        self._spelled.update((row[0], row[1]) for row in spellings)
        for table, rows in made.rows.items():
            self._writer.insert(table, rows, once=table in _ONCE)
        changed = [{"name": name, "current_keys": current(its)} for name, its in made.keys.items()]
        self._writer.update("publisher", "name", changed)
        Endings(self._ledger, self._head, self._writer, self._shelf, keys).settle(made)
        if judged:
            self._again(reads.watching(self._writer.read, answered | made.answered))
            for point in made.points:
                self._again(reads.walking(self._writer.read, *point))

    def _raws(self, indexes: Iterable[int]) -> Iterator[bytes]:
        return (next(self._ledger.entries(index, index + 1, self._head)) for index in indexes)

    def _new_spellings(self, rows: Sequence[Row]) -> set[int]:
        """Return the questions for names that look alike which spellings new to the record answer."""
        found: set[int] = set()
        for kind in {str(row[0]) for row in rows}:
            spellings = {str(row[1]) for row in rows if row[0] == kind}
            known = reads.spelled(self._writer.read, kind, spellings)
            found.update(alike_question(kind, name) for name in spellings - known)
        return found

    def _again(self, entries: Iterable[int]) -> None:
        self._writer.insert("pending", [(index,) for index in sorted(entries)], once=True)
