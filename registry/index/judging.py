"""Judging the entries that wait for it, and keeping what came of it as rows."""

from __future__ import annotations

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
from registry import reads
from registry.index.record import IndexRecord
from registry.index.rows import VOID, Row, flag_values
from registry.index.shelf import Shelf
from registry.index.watch import Watching
from registry.judge import Conclusion, conclude
from registry.reads import Found
from registry.rules import Context, Finding
from registry.statements import Evaluation, Statement
from registry.trust import Verdict

if TYPE_CHECKING:
    from registry.index.database import Database
    from registry.index.pool import Pool
    from registry.index.writing import Writer

Values = dict[str, object]
Span = tuple[int, int]
FINDINGS = 1 << 20
"""Numbers of findings that an entry has for itself."""
_BATCH = 256
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
    single: list[tuple[list[int], Values]]
    """That on the lines of some models, by their positions."""


class Judge:
    """Judges entries by what the tables say."""

    def __init__(self, read: reads.Connection, shelf: Shelf, today: str) -> None:
        self._read = read
        self._shelf = shelf
        self._record = IndexRecord(read, shelf, today)

    def judge(self, indexes: Sequence[int]) -> list[Judged]:
        """Return what is concluded about some entries, and what was asked for each."""
        waiting = reads.entries(self._read, indexes)
        self._shelf.fetch(waiting)
        return [self._judge(found) for found in waiting]

    def _judge(self, found: Found) -> Judged:
        index, watching = found.entry_index, Watching(self._record)
        subject = watching.statement(found.statement_id)
        ended = subject.ended if subject is not None else None
        context = Context(watching.publisher, watching, subject)
        statement = self._shelf.known(found)
        made = conclude(statement, context, PROVEN, ended)
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
            [(_lines_of(statement, name), _words(made.of_placement(name))) for name in sorted(filter(None, named))],
        )


def judge_pending(
    writer: Writer,
    ledger: Ledger,
    shelf: Shelf,
    database: Database,
    today: str,
    pool: Pool,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Judge every entry that waits, a transaction a batch: what was done stays done."""
    waiting, done = reads.pending(writer.read), 0
    again = reads.is_judged(writer.read)
    for made in _batches(waiting, Judge(writer.read, shelf, today), ledger, database, today, pool):
        with writer.transaction():
            _clear(writer, [(one.index, one.index + 1) for one in made], again=again)
            _keep(writer, made)
        done += len(made)
        if progress is not None:
            progress(done, len(waiting))


def _batches(
    waiting: Sequence[int], judge: Judge, ledger: Ledger, database: Database, today: str, pool: Pool
) -> Iterator[list[Judged]]:
    """Yield what comes of the entries, in order: of many, judged by several processes."""
    batches = [waiting[start : start + _BATCH] for start in range(0, len(waiting), _BATCH)]
    workers = pool.of(len(waiting)) if isinstance(ledger.store, GitStore) else None
    if workers is None:
        yield from map(judge.judge, batches)
        return
    assert isinstance(ledger.store, GitStore), "other processes open what is in git"
    path, running = ledger.store.path, deque[Future[list[Judged]]]()
    for batch in batches:
        running.append(workers.submit(judge_apart, database, path, today, batch))
        if len(running) >= _AHEAD * pool.size:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def judge_apart(database: Database, ledger: Path, today: str, indexes: Sequence[int]) -> list[Judged]:
    """Judge some entries in a process of its own. Nothing that is asked for changes meanwhile."""
    return _judge_of(database, ledger, today).judge(indexes)


@lru_cache(maxsize=1)
def _judge_of(database: Database, ledger: Path, today: str) -> Judge:
    return Judge(database.reader(), Shelf(Ledger.open(GitStore(ledger))), today)


def _lines_of(statement: Statement | None, model: str) -> list[int]:
    """Return the positions of the lines of a model, by its spelling."""
    placements = statement.placements if isinstance(statement, Evaluation) else ()
    return [at for at, line in enumerate(placements) if line.model.name == model]


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


def _clear(writer: Writer, own: Sequence[Span], *, again: bool) -> None:
    """Remove what was concluded about entries before, if anything was about any."""
    for table in ("pending", *(("unchecked", "watch", "walk") if again else ())):
        writer.delete_spans(table, "entry_index", own)
    if again:
        writer.delete_spans("finding", "finding_id", [(start * FINDINGS, stop * FINDINGS) for start, stop in own])


def _keep(writer: Writer, made: Sequence[Judged]) -> None:
    """Write what came of a batch."""
    writer.insert("finding", [row for one in made for row in one.findings])
    writer.insert("unchecked", [row for one in made for row in one.unchecked])
    writer.insert("watch", [row for one in made for row in one.watch])
    writer.insert("walk", [row for one in made for row in one.walk])
    writer.update("entry", "entry_index", [one.entry for one in made])
    _keep_flags(writer, made)
    _keep_placements(writer, made)


def _keep_flags(writer: Writer, made: Sequence[Judged]) -> None:
    """Say of the flags on these entries what became of them."""
    by_id = {one.statement_id: one for one in made}
    rows = [
        {"entry_index": index, **flag_values(by_id[target].flags.get(index, VOID))}
        for target, index in reads.flags_on(writer.read, by_id)
    ]
    writer.update("flag", "entry_index", rows)


def _keep_placements(writer: Writer, made: Sequence[Judged]) -> None:
    """Give each placement its verdict: its entry's, but for what is said of other placements."""
    whole: list[tuple[Span, Values]] = []
    single: list[tuple[Span, Values]] = []
    spans = reads.spans(writer.read, [one.index for one in made])
    for one in made:
        span = spans.get(one.index)
        if span is None:
            continue
        whole.append((span, one.whole))
        for lines, words in one.single:
            single.extend(((span[0] + at, span[0] + at + 1), words) for at in lines)
    writer.update_spans("placement", "placement_id", whole)
    writer.update_spans("placement", "placement_id", single)
