"""Checking many entries: in tile-aligned ranges that share nothing but the key state, through an Executor.

Reading is one stream; form and signatures are checked in parallel. Key events are rare and decide what later signatures mean: they are applied in order, by
the reader, before any later entry is handed out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from hashlib import sha256
from typing import ParamSpec, TypeVar

from ledger import entry as entries
from ledger import ordinary
from ledger.errors import LedgerError
from ledger.publishers import Publishers, is_key_event
from ledger.tile import TILE_WIDTH

P = ParamSpec("P")
T = TypeVar("T")
_RANGE = 4 * TILE_WIDTH
_AHEAD = 8
"""Ranges in flight: bounds the memory, keeps every core busy."""


class _Inline(Executor):
    """Runs at once, in the caller's thread: for a few entries a pool costs more than it gives."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


INLINE = _Inline()


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that does not stand."""

    index: int
    error: LedgerError


@dataclass(frozen=True, slots=True)
class Checked:
    """What one range came to."""

    start: int
    statement_ids: tuple[bytes, ...]
    """32 bytes an entry, in order."""
    refused: tuple[Refused, ...]


def check_range(start: int, raws: list[bytes], publishers: Publishers) -> Checked:
    """Check form and signatures of the entries from `start` on, under the keys valid at each index."""
    ids: list[bytes] = []
    refused: list[Refused] = []
    for index, raw in enumerate(raws, start):
        text = entries.text_of(raw)
        ids.append(sha256(text).digest())
        # Key events were checked by the reader, against the state before them.
        if ordinary.stands(index, raw, text, publishers) or is_key_event(raw):
            continue
        try:
            publishers.check(index, entries.parse(raw))
        except LedgerError as error:
            refused.append(Refused(index, error))
    return Checked(start, tuple(ids), tuple(refused))


def apply_key_event(index: int, raw: bytes, publishers: Publishers) -> LedgerError | None:
    """Check a possible key event and take it into the state; return why it was refused."""
    try:
        parsed = entries.parse(raw)
        publishers.check(index, parsed)
        publishers.apply(index, parsed)
    except LedgerError as error:
        return error
    return None


def check_entries(start: int, raws: Iterable[bytes], publishers: Publishers, executor: Executor) -> Iterator[Checked]:
    """Check a stream of entries from index `start` on; yields ranges in order and grows `publishers` as it goes."""
    for checked, early in in_ranges(start, raws, publishers, executor, check_range):
        yield _with(checked, early)


def in_ranges(
    start: int,
    raws: Iterable[bytes],
    publishers: Publishers,
    executor: Executor,
    work: Callable[[int, list[bytes], Publishers], T],
    length: int = _RANGE,
) -> Iterator[tuple[T, list[Refused]]]:
    """Do some work on a stream of entries, range by range; yields what it came to, in order, and the key events refused so far.

    `publishers` grows as it goes; work gets the key state up to the end of its range, which knows what was valid before.
    """
    waiting: deque[Future[T]] = deque()
    early: list[Refused] = []
    batch: list[bytes] = []
    first = start

    def flush() -> None:
        nonlocal batch, first
        if batch:
            # A copy: a process pool pickles it later, in a thread of its own, while the reader goes on to grow the state.
            waiting.append(executor.submit(work, first, batch, Publishers(dict(publishers.by_name))))
            first += len(batch)
            batch = []

    index = start
    for raw in raws:
        if is_key_event(raw):
            error = apply_key_event(index, raw, publishers)
            if error is not None:
                early.append(Refused(index, error))
        batch.append(raw)
        index += 1
        if index % length == 0:
            flush()
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result(), early
    flush()
    while waiting:
        yield waiting.popleft().result(), early


def _with(checked: Checked, early: list[Refused]) -> Checked:
    """Return a range with the key events in it that the reader refused."""
    stop = checked.start + len(checked.statement_ids)
    own = [refused for refused in early if refused.index < stop]
    if not own:
        return checked
    early[:] = [refused for refused in early if refused.index >= stop]
    merged = sorted((*checked.refused, *own), key=lambda refused: refused.index)
    return Checked(checked.start, checked.statement_ids, tuple(merged))
