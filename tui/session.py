"""What the screens ask: the ledger at hand, its index, and judgements. Everything here waits, so screens ask it in threads.

Texts that come back are as recorded, hostile until drawn; `tui.telling` and the widgets clean them.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.asked.acceptance import Acceptance, acceptance
from tui.asked.auditing import Auditing, Logged, pasted_bundle
from tui.asked.comparing import Comparing
from tui.handing import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.log import Ledger
    from ledger.policy import Policy
    from registry.cli.about import About
    from registry.cli.flag import Objection
    from registry.filter import Term
    from registry.filter.complete import Candidate
    from registry.index import Index, IndexRecord
    from registry.judge import Judged
    from registry.reads import Connection
    from registry.reads.lists import EntryLine, FindingLine
    from registry.reads.pages import Line, Part
    from registry.reads.since import Since
    from registry.reads.sorting import Order
    from registry.sentence import Reading
    from registry.statements import Statement
    from tui.flagging import Draft, Named
    from tui.handing import Handed, Written

Progress = Callable[[str], Callable[[int, int], None] | None]
FIRST_LINES = 100
"""Lines that are shown before all that match are known."""
MATCHING = 1_000
"""Entries that a filter of the log lists."""


class Opened(NamedTuple):
    """An entry, looked at in full."""

    entry_index: int
    citation: str
    signers: tuple[str, ...]
    statement: list[str]
    """Its lines."""
    judged: Judged
    about: About | None
    """What others say of it, and the other parts of its table; None when this version cannot read it."""
    summaries: dict[int, str]
    """What the entries say that name it, in a few words, by their index."""
    logged: Mapping[int, datetime]
    """When it and the flags on it were logged, in UTC, as commits state; without what is not known."""


class Known(NamedTuple):
    """What the index knows of a placement beside its line."""

    findings: Sequence[FindingLine]
    """The gravest first."""
    since: Since
    """What was said since of the ranking."""
    logged: Mapping[int, datetime]
    """When flags were logged, as in `Opened`."""
    size: int
    """Entries of the log that hold it; 0 while that is not known."""
    acceptance: Acceptance | None
    """None when no policy is named."""


class Matching(NamedTuple):
    """The entries of the log that a filter finds."""

    total: int
    size: int
    """Entries that were looked at."""
    entries: tuple[Logged, ...]
    """The newest of them, the newest first."""


class Answer(NamedTuple):
    """What a text comes to."""

    judged: Judged
    reading: Reading | None
    """How a sentence was understood; None for a citation, an entry or a bundle."""
    subject: Subject | None
    """The line or the entry of this ledger that it is about; None when it is about none that is here."""
    logged: Mapping[int, datetime]
    """When flags were logged, as in `Opened`."""


class Session(Comparing):
    """One ledger, asked from several threads."""

    def __init__(self, ledger: Path | None = None, policy: Path | None = None) -> None:
        self._path = ledger
        self.auditing = Auditing(ledger, policy)
        """Asks the log itself."""
        self._policy_path = policy
        self._of_thread = threading.local()
        self._readers: list[Connection] = []
        # A record keeps what it has read, so one thread at a time asks it.
        self._judging = threading.Lock()
        self._ready = threading.Event()
        """Set once it was opened, or could not be."""
        self._left: Path | None = None
        """The index as it was left, until it is known to be up to date; for good when the ledger cannot be read."""
        self._trouble = ""
        """Why the ledger could not be opened."""
        self._opening = 0
        self._ledger: Ledger | None = None
        self._index: Index | None = None
        self._record: IndexRecord | None = None
        self.origin = ""
        self.size = 0
        """Entries that the index holds."""
        self.acceptance: Acceptance | None = None
        """How the log stands with the policy; None when none says which log key to trust, or it is not open yet."""

    def glance(self, tree: Term, order: Order) -> Part | None:
        """Return the first lines of the index as it was left, whatever is new since; None when that cannot be said at once."""
        from ledger.errors import LedgerError
        from registry import glance
        from registry.cli import context
        from registry.errors import RegistryError

        path = glance.index_file(context.ledger_path(self._path))
        if path is None or not path.exists():
            return None
        self._left = path
        try:
            with closing(self.parts(tree, order, lambda: True)) as parts:
                return next(parts)
        except (LedgerError, RegistryError, OSError):
            self._left = None
            return None

    def open(self, progress: Progress) -> None:
        """Open the ledger and bring its index up to date, anew each time it is called.

        Raises: LedgerError, RegistryError, OSError.
        """
        from registry import reads
        from registry.cli import context
        from registry.index import Index, day
        from tui import memory

        memory.share()
        with self._judging, self._opened_at_the_end():
            ledger = context.open_ledger(self._path)
            policy = self._named_policy()
            index = Index.open(ledger, context.index_database(ledger), day(), progress)
            if self._index is not None:
                self._index.close()
            self._ledger, self._index, self._record = ledger, index, index.record()
            self.acceptance = acceptance(policy, ledger.head().signed) if policy is not None else None
            self.origin, self.size = ledger.identity.origin, int(reads.meta(index.connection)["size"])
            if not self._opening:
                memory.settle()

    @property
    def takes_own_word(self) -> bool:
        """Whether no policy says which log key to trust."""
        return self.acceptance is None

    def follow(self) -> None:
        """Open again, and have at hand what the next entries are taken in with: to load it then would take longer than they do.

        Raises: LedgerError, RegistryError, OSError.
        """
        from registry.index import sync  # noqa: F401 - loads SQLModel

        self.open(lambda _: None)

    @property
    def may_answer(self) -> bool:
        """Whether the ledger is open, or is still being opened: what is asked of it then waits."""
        return bool(self.origin) or not self._ready.is_set()

    @contextmanager
    def _opened_at_the_end(self) -> Iterator[None]:
        """Let go on who waits for the ledger, whatever came of it."""
        try:
            yield
        except Exception as error:
            self._trouble = str(error)
            raise
        finally:
            if self._index is not None:
                # Tables that were made anew are in another file than the one that is open.
                self._left = None
                self._opening += 1
            self._ready.set()

    def close(self) -> None:
        """Close every connection."""
        for reader in self._readers:
            reader.close()
        if self._index is not None:
            self._index.close()
        self.auditing.close()

    def tree(self, text: str) -> Term:
        """Return the tree of a filter; raises FilterError with the place."""
        from registry.filter import parse
        from registry.filter.columns import PLACEMENTS

        return parse(text, PLACEMENTS.fields)

    def parts(self, tree: Term, order: Order, is_wanted: Callable[[], bool]) -> Generator[Part, None, None]:
        """Yield all lines that match, in order: the first ones in full, then the numbers of the rest as they are found."""
        from registry.reads import pages

        reader = self._reader()
        with reader.while_wanted(is_wanted):
            yield from pages.parts(reader, tree, order, first=FIRST_LINES)

    def ids(self, tree: Term, order: Order) -> array[int]:
        """Return the numbers of all lines that match, in order."""
        from registry.reads import pages

        return pages.ids(self._reader(), tree, order)

    def lines(self, ids: Sequence[int]) -> list[Line]:
        """Return lines by their numbers."""
        from registry.reads import pages

        return pages.lines(self._reader(), ids)

    def matching(self, tree: Term, is_wanted: Callable[[], bool]) -> Generator[Matching, None, None]:
        """Yield the entries of the log that match, once the index of it is open; raises StoreError when it cannot be."""
        from registry import reads
        from registry.reads import lists

        self._ready.wait()
        reader = self._reader()
        with reader.while_wanted(is_wanted), reader.snapshot():
            size = int(reads.meta(reader)["size"])
            total, found = lists.entries(reader, tree, MATCHING)
        yield Matching(total, size, tuple(map(_logged, found)))

    def complete(self, text: str, cursor: int) -> list[Candidate]:
        """Return what could stand at a place of a filter; nothing before there is an index to ask."""
        if self._left is None and self._ledger is None:
            return []
        from registry.filter.columns import PLACEMENTS
        from registry.filter.complete import complete
        from registry.reads import lists

        names = lambda kind, part: lists.spellings(self._reader(), kind, part)  # noqa: E731 - a function of one line
        return complete(text, cursor, names, PLACEMENTS.fields)

    def names(self, kind: str, part: str, most: int) -> Sequence[str]:
        """Return names on record that have the letters of a part in this order."""
        from registry.reads import lists

        return lists.alike(self._reader(), kind, part, most)

    def known(self, line: Line) -> Known:
        """Return what the index knows of a placement beside its line."""
        from decimal import Decimal

        # Their cures are told with them; loaded here, as the screen would wait for it.
        from registry import rules  # noqa: F401
        from registry.filter.tree import Test
        from registry.reads import lists
        from registry.reads.since import since

        reader = self._reader()
        with reader.snapshot():
            _, found = lists.findings(reader, Test("index", "=", Decimal(line.entry_index)), None)
            said = since(reader, line.entry_index, line.model)
        own = [one for one in found if one.placement in ("", line.model)]
        logged = self.auditing.logged(one.entry_index for one in said.flags)
        return Known(own, said, logged, self.size, self.acceptance)

    def handed(self, subject: Subject) -> Handed:
        """Return a line in all forms in which it can be handed on."""
        from tui import handing

        with self._at_work() as (ledger, _):
            statement_id = ledger.entry(subject.entry_index).statement.id
        return handing.handed(self._reader(), self.origin, subject, statement_id, self._statement)

    def addresses(self, subject: Subject) -> list[str]:
        """Return the addresses of an entry's evidence, which a browser may open."""
        from tui import handing

        with self._at_work() as (ledger, _):
            return handing.addresses(ledger.entry(subject.entry_index).statement.text)

    def draft(self, subject: Subject, objection: Objection) -> Draft:
        """Return the flag that a person wrote, as it will be signed; raises LedgerError, RegistryError, OSError."""
        from registry.cli import context
        from tui import flagging

        with self._at_work() as (ledger, _):
            return flagging.draft(ledger, context.ledger_path(self._path), subject, objection)

    def dry_run(self, subject: Subject, objection: Objection) -> list[str]:
        """Return what `jinbang flag --dry-run` says of a flag; nothing is signed or written. Raises as `draft` does."""
        from tui import flagging

        with self._at_work() as (ledger, record):
            return flagging.dry_run(ledger, record, subject, objection)

    def named(self, subject: Subject) -> Named:
        """Return how an entry is told to whoever flags it."""
        from tui import flagging

        with self._at_work() as (ledger, _):
            return flagging.named(ledger, subject)

    def write(self, tree: Term, ending: str, folder: Path) -> Written:
        """Write what a filter finds to a new file in a folder; raises OSError."""
        from tui import handing

        return handing.write(self._reader(), self.origin, tree, ending, folder, self._statement)

    def _statement(self, index: int) -> Statement | None:
        """Return the statement of an entry, or None when this version cannot read it."""
        from registry.index.shelf import Shelf

        with self._at_work() as (ledger, _):
            return Shelf(ledger, room=0).statement(index)

    def entry(self, index: int, placement: str = "") -> Opened:
        """Return an entry with every check done again; of one model's line when a placement is named."""
        from registry.citation import cite
        from registry.cli.about import about
        from registry.judge import judge_entry
        from registry.summary import summary

        with self._at_work() as (ledger, record):
            judged = judge_entry(ledger, index, self._policy(ledger), record, placement=placement or None)
            entry = ledger.entry(index)
            statement = entry.statement
            logged = record.statement(statement.id)
            told = about(logged, record, judged.flags) if logged is not None else None
            named_by = [each.logged.index for each in told.naming] if told is not None else []
            summaries = {one: summary(ledger.entry(one)) for one in named_by}
            citation = cite(self.origin, index, statement.id, placement).format()
            lines = statement.text.decode().splitlines()
            times = self._logged_at(judged, index)
            return Opened(index, citation, tuple(entry.signers), lines, judged, told, summaries, times)

    def judge(self, text: str) -> list[Answer]:
        """Return what a text comes to, as `jinbang verify` judges it; several when a sentence makes several claims.

        Raises: LedgerError, RegistryError.
        """
        from registry.citation import Citation, is_citation, names_entry
        from registry.errors import QuestionError, shown
        from registry.find import check_placement, find
        from registry.judge import judge_bundle, judge_entry

        with self._at_work() as (ledger, record):
            bundle = pasted_bundle(text)
            if bundle is not None:
                judged = judge_bundle(bundle, self._named_policy())
                return [Answer(judged, None, _held(ledger, judged), self._logged_at(judged))]
            text = " ".join(text.split())
            if names_entry(text):
                found = find(ledger, text)
                check_placement(found)
                expected = Citation.parse(text).statement_id if is_citation(text) else ""
                trusted, cited = self._policy(ledger), found.placement or None
                judged = judge_entry(ledger, found.index, trusted, record, statement_id=expected, placement=cited)
                subject = Subject(found.index, found.placement)
                return [Answer(judged, None, subject, self._logged_at(judged))]
            if " " not in text and text.isascii():
                raise QuestionError(
                    f"{shown(text)}: not a citation, an index, digits of a statement id, a proof bundle, or a sentence"
                )
            return self._said(text, ledger, record)

    def _said(self, text: str, ledger: Ledger, record: IndexRecord) -> list[Answer]:
        from registry.judge import judge_claim
        from registry.sentence import Given, understand

        trusted = self._policy(ledger)
        readings = understand(text, record, Given())
        judged = [judge_claim(ledger, one.claim, trusted, record) for one in readings]
        return [
            Answer(each, one, _rests_on(each), self._logged_at(each))
            for each, one in zip(judged, readings, strict=True)
        ]

    def _logged_at(self, judged: Judged, *others: int) -> dict[int, datetime]:
        """Return when the flags that were judged, and other entries, were logged."""
        return self.auditing.logged((*others, *(one.logged.index for one in judged.flags)))

    @contextmanager
    def _at_work(self) -> Iterator[tuple[Ledger, IndexRecord]]:
        """Give the ledger and its record, once they are open, to one thread at a time; raises StoreError when they are not."""
        from ledger.errors import StoreError

        self._ready.wait()
        with self._judging:
            if self._ledger is None or self._record is None:
                raise StoreError(f"the ledger could not be opened: {self._trouble}")
            yield self._ledger, self._record

    def _named_policy(self) -> Policy | None:
        from registry.cli import context

        return context.policy(self._policy_path)

    def _policy(self, ledger: Ledger) -> Policy:
        from registry.cli import context

        return self._named_policy() or context.own_policy(ledger)

    def _reader(self) -> Connection:
        """Return this thread's own connection, so that a long question of one keeps no other waiting."""
        found: tuple[int, Connection] | None = getattr(self._of_thread, "reader", None)
        if found is None or found[0] != self._opening:
            found = self._of_thread.reader = (self._opening, self._connected())
            self._readers.append(found[1])
        return found[1]

    def _connected(self) -> Connection:
        from ledger.errors import StoreError
        from registry import reads
        from registry.cli import context

        if self._left is not None:
            return reads.open_sqlite(self._left)
        if self._ledger is None:
            raise StoreError("the ledger is not open")
        return context.index_database(self._ledger).reader()


def _logged(one: EntryLine) -> Logged:
    """Return an entry as the log itself lists it; of one whose signatures are not right, that."""
    if not one.type:
        return Logged(one.entry_index, "invalid", one.reason, "unknown")
    return Logged(one.entry_index, one.type.split("/")[1], one.summary, one.signers)


def _held(ledger: Ledger, judged: Judged) -> Subject | None:
    """Return the entry of a bundle, if it is the one that a ledger holds there: a bundle may be of any log."""
    brought, index = judged.verification.entry, judged.verification.index
    if brought is None or index >= ledger.head().size or ledger.entry(index).raw != brought.raw:
        return None
    return Subject(index)


def _rests_on(judged: Judged) -> Subject | None:
    """Return the line that the answer to a claim rests on."""
    standing = judged.answer.standing if judged.answer is not None else None
    return Subject(standing.recorded.index, standing.placement.model.name) if standing is not None else None
