"""Judging the entries that wait for it, and keeping what came of it as rows."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.verify import Check, State
from ledger.workers import Workers
from registry import reads
from registry.index.record import IndexRecord
from registry.index.rows import VOID, Row, flag_values
from registry.index.shelf import Shelf
from registry.index.watch import Watching
from registry.judge import Conclusion, conclude
from registry.rules import Context, Finding
from registry.trust import Verdict

if TYPE_CHECKING:
    from registry.index.database import Database
    from registry.index.writing import Writer

Values = dict[str, object]
Span = tuple[int, int]
FINDINGS = 1 << 20
"""Numbers of findings that an entry has for itself."""
_BATCH = 256
_MANY = 1_024
"""Entries for which starting processes costs less than it gives."""
_AHEAD = 2
"""Batches in flight, a process."""
PROVEN = (Check("proofs", State.OK, "signatures, key state and inclusion were checked when it was read"),)


class Judged(Struct):
    """What came of one entry, as the rows and columns that say it."""

    index: int
    statement_id: str
    entry: Values
    findings: list[Row]
    unchecked: list[Row]
    watch: list[Row]
    walk: list[Row]
    flags: dict[int, Row]
    """What became of the flags on it, by their index."""
    whole: Values
    """The verdict on a placement of which nothing is said."""
    single: dict[str, Values]
    """That on the lines of some models, by name."""


class Judge:
    """Judges entries by what the tables say."""

    def __init__(self, read: reads.Connection, shelf: Shelf, today: str) -> None:
        self._read = read
        self._shelf = shelf
        self._record = IndexRecord(read, shelf, today)

    def judge(self, index: int) -> Judged:
        """Return what is concluded about an entry, and what was asked for it."""
        watching = Watching(self._record)
        found = reads.entry(self._read, index)
        assert found is not None, "only an entry that stands waits to be judged"
        subject = watching.statement(found.statement_id)
        ended = subject.ended if subject is not None else None
        context = Context(watching.publisher, watching, subject)
        made = conclude(self._shelf.known(found), context, PROVEN, ended)
        own = [one for one in made.flags if one.logged.statement.entry == found.statement_id]
        found_by_rules = made.findings.found if made.findings is not None else ()
        named = {one.placement for one in found_by_rules} | {one.logged.statement.placement for one in own}
        return Judged(
            index,
            found.statement_id,
            {
                "entry_index": index,
                **_words(made.verdict),
                "reason": made.verdict.reason,
                "reason_zh": made.verdict.reason_zh,
            },
            list(_finding_rows(index, found_by_rules)),
            list(_unchecked_rows(index, made)),
            [(index, what) for what in sorted(watching.asked)],
            [(index, one.board, one.low, one.high) for one in watching.walked()],
            {one.logged.index: (one.on, one.state.value, one.closed_by, int(one.is_open)) for one in own},
            _words(made.of_placement(None)),
            {name: _words(made.of_placement(name)) for name in sorted(filter(None, named))},
        )


def judge_pending(
    writer: Writer,
    ledger: Ledger,
    shelf: Shelf,
    database: Database,
    today: str,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Judge every entry that waits, a transaction a batch: what was done stays done."""
    waiting, done = reads.pending(writer.read), 0
    for made in _batches(waiting, Judge(writer.read, shelf, today), ledger, database, today):
        with writer.transaction():
            _keep(writer, made)
        done += len(made)
        if progress is not None:
            progress(done, len(waiting))


def _batches(
    waiting: Sequence[int], judge: Judge, ledger: Ledger, database: Database, today: str
) -> Iterator[list[Judged]]:
    """Yield what comes of the entries, in order: of many, judged by several processes."""
    batches = [waiting[start : start + _BATCH] for start in range(0, len(waiting), _BATCH)]
    if len(waiting) < _MANY or not isinstance(ledger.store, GitStore):
        yield from ([judge.judge(index) for index in batch] for batch in batches)
        return
    count, path, running = os.cpu_count() or 1, ledger.store.path, deque[Future[list[Judged]]]()
    with Workers(count) as workers:
        for batch in batches:
            running.append(workers.submit(judge_apart, database, path, today, batch))
            if len(running) >= _AHEAD * count:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def judge_apart(database: Database, ledger: Path, today: str, indexes: Sequence[int]) -> list[Judged]:
    """Judge some entries in a process of its own. Nothing that is asked for changes meanwhile."""
    judge = _judge_of(database, ledger, today)
    return [judge.judge(index) for index in indexes]


@lru_cache(maxsize=1)
def _judge_of(database: Database, ledger: Path, today: str) -> Judge:
    return Judge(database.reader(), Shelf(Ledger.open(GitStore(ledger))), today)


def _finding_rows(index: int, findings: Sequence[Finding]) -> Iterator[Row]:
    for number, one in enumerate(findings):
        rule = one.rule
        yield (
            index * FINDINGS + number,
            index,
            one.placement or "",
            rule.id,
            rule.code,
            rule.group.value,
            one.severity.value,
            rule.version,
            msgspec.json.encode([[each.field, each.value] for each in one.seen]).decode(),
            one.message,
            one.message_zh,
        )


def _unchecked_rows(index: int, made: Conclusion) -> Iterator[Row]:
    missing = made.findings.not_checkable if made.findings is not None else ()
    return ((index, *one) for one in dict.fromkeys((each.rule.id, each.field) for each in missing))


def _words(verdict: Verdict) -> Values:
    return {"verdict": verdict.word.value, "worst": verdict.worst}


def _keep(writer: Writer, made: Sequence[Judged]) -> None:
    """Write what came of a batch, in place of what was concluded before."""
    own = [(one.index, one.index + 1) for one in made]
    for table in ("unchecked", "watch", "walk", "pending"):
        writer.delete_spans(table, "entry_index", own)
    writer.delete_spans("finding", "finding_id", [(start * FINDINGS, stop * FINDINGS) for start, stop in own])
    writer.insert("finding", [row for one in made for row in one.findings])
    writer.insert("unchecked", [row for one in made for row in one.unchecked])
    writer.insert("watch", [row for one in made for row in one.watch])
    writer.insert("walk", [row for one in made for row in one.walk])
    writer.update("entry", "entry_index", [one.entry for one in made])
    _keep_flags(writer, made)
    _keep_placements(writer, made)


def _keep_flags(writer: Writer, made: Sequence[Judged]) -> None:
    """Say of the flags on these entries what became of them."""
    rows = [
        {"entry_index": index, **flag_values(one.flags.get(index, VOID))}
        for one in made
        for index in reads.flags_on(writer.read, one.statement_id)
    ]
    writer.update("flag", "entry_index", rows)


def _keep_placements(writer: Writer, made: Sequence[Judged]) -> None:
    """Give each placement its verdict: its entry's, but for what is said of other placements."""
    whole: list[tuple[Span, Values]] = []
    single: list[tuple[Span, Values]] = []
    for one in made:
        span = reads.span(writer.read, one.index)
        if span is None:
            continue
        whole.append((span, one.whole))
        for name, words in one.single.items():
            numbers = reads.lines_of(writer.read, span, name)
            single.extend(((number, number + 1), words) for number in numbers)
    writer.update_spans("placement", "placement_id", whole)
    writer.update_spans("placement", "placement_id", single)
