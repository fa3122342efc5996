"""Judging the entries that wait for it, and keeping what came of it as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from ledger.verify import Check, State
from registry import reads
from registry.index.record import IndexRecord
from registry.index.rows import VOID, Row, flag_values
from registry.index.shelf import Shelf
from registry.index.watch import Watching
from registry.judge import Conclusion, conclude
from registry.rules import Context, Finding
from registry.trust import Verdict

if TYPE_CHECKING:
    from registry.index.writing import Writer

Values = dict[str, object]
Span = tuple[int, int]
FINDINGS = 1 << 20
"""Numbers of findings that an entry has for itself."""
_BATCH = 512
PROVEN = (Check("proofs", State.OK, "signatures, key state and inclusion were checked when it was read"),)


def judge_pending(writer: Writer, shelf: Shelf, today: str, progress: Callable[[int, int], None] | None = None) -> None:
    """Judge every entry that waits, a transaction a batch: what was done stays done."""
    waiting = reads.pending(writer.read)
    record = IndexRecord(writer.read, shelf, today)
    todo = iter(waiting)
    done = 0
    while batch := list(islice(todo, _BATCH)):
        made = [_judge(index, record, shelf, writer.read) for index in batch]
        with writer.transaction():
            _keep(writer, made)
        done += len(batch)
        if progress is not None:
            progress(done, len(waiting))


def _judge(index: int, record: IndexRecord, shelf: Shelf, read: reads.Connection) -> _Judged:
    """Return what is concluded about an entry, and what was asked for it."""
    watching = Watching(record)
    found = reads.entry(read, index)
    assert found is not None, "only an entry that stands waits to be judged"
    subject = watching.statement(found.statement_id)
    ended = subject.ended if subject is not None else None
    context = Context(watching.publisher, watching, subject)
    concluded = conclude(shelf.statement(index), context, PROVEN, ended)
    return _Judged(index, found.statement_id, concluded, watching.asked)


class _Judged:
    """What came of one entry, as rows."""

    def __init__(self, index: int, statement_id: str, concluded: Conclusion, asked: set[int]) -> None:
        self.index = index
        self.statement_id = statement_id
        self.concluded = concluded
        self.asked = asked

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.concluded.findings.found if self.concluded.findings is not None else ()

    def entry(self) -> Values:
        verdict = self.concluded.verdict
        return {
            "entry_index": self.index,
            **_words(verdict),
            "reason": verdict.reason,
            "reason_zh": verdict.reason_zh,
        }

    def finding_rows(self) -> Iterator[Row]:
        for number, one in enumerate(self.findings):
            rule = one.rule
            seen = msgspec.json.encode([[each.field, each.value] for each in one.seen]).decode()
            yield (
                self.index * FINDINGS + number,
                self.index,
                one.placement or "",
                rule.id,
                rule.code,
                rule.group.value,
                one.severity.value,
                rule.version,
                seen,
                one.message,
                one.message_zh,
            )

    def unchecked_rows(self) -> Iterator[Row]:
        missing = self.concluded.findings.not_checkable if self.concluded.findings is not None else ()
        for rule, field in dict.fromkeys((one.rule.id, one.field) for one in missing):
            yield (self.index, rule, field)

    def watch_rows(self) -> Iterator[Row]:
        return ((self.index, what) for what in sorted(self.asked))


def _words(verdict: Verdict) -> Values:
    return {"verdict": verdict.word.value, "worst": verdict.worst}


def _keep(writer: Writer, made: Sequence[_Judged]) -> None:
    """Write what came of a batch, in place of what was concluded before."""
    own = [(one.index, one.index + 1) for one in made]
    for table in ("unchecked", "watch", "pending"):
        writer.delete_spans(table, "entry_index", own)
    writer.delete_spans("finding", "finding_id", [(start * FINDINGS, stop * FINDINGS) for start, stop in own])
    writer.insert("finding", [row for one in made for row in one.finding_rows()])
    writer.insert("unchecked", [row for one in made for row in one.unchecked_rows()])
    writer.insert("watch", [row for one in made for row in one.watch_rows()])
    writer.update("entry", "entry_index", [one.entry() for one in made])
    _keep_flags(writer, made)
    _keep_placements(writer, made)


def _keep_flags(writer: Writer, made: Sequence[_Judged]) -> None:
    """Say of the flags on these entries what became of them."""
    rows: list[Values] = []
    for one in made:
        known = {
            each.logged.index: each for each in one.concluded.flags if each.logged.statement.entry == one.statement_id
        }
        for index in reads.flags_on(writer.read, one.statement_id):
            flag = known.get(index)
            said = flag_values((flag.on, flag.state.value, flag.closed_by, int(flag.is_open)) if flag else VOID)
            rows.append({"entry_index": index, **said})
    writer.update("flag", "entry_index", rows)


def _keep_placements(writer: Writer, made: Sequence[_Judged]) -> None:
    """Give each placement its verdict: its entry's, but for findings about other placements."""
    whole: list[tuple[Span, Values]] = []
    single: list[tuple[Span, Values]] = []
    for one in made:
        span = reads.span(writer.read, one.index)
        if span is None:
            continue
        whole.append((span, _words(one.concluded.of_placement(None))))
        named = {finding.placement for finding in one.findings if finding.placement}
        named.update(each.logged.statement.placement for each in one.concluded.flags)
        for name in sorted(named - {""}):
            row = _words(one.concluded.of_placement(name))
            single.extend(((number, number + 1), row) for number in reads.lines_of(writer.read, span, name))
    writer.update_spans("placement", "placement_id", whole)
    writer.update_spans("placement", "placement_id", single)
