"""Many entries are checked as one would be after the other, in whatever order the work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import pytest

from ledger import entry, ranges
from ledger.errors import FormatError, SignatureError
from ledger.publishers import Publishers
from ledger.ranges import Checked, check_entries
from tests.ledger.build import ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, change, enrol, enrolments, says

P = ParamSpec("P")
T = TypeVar("T")
ENROLLED = enrol([ANNA], ANNA_RECOVERY)
WIDTH = 4 * 256
"""Entries of a full range."""


class Late(Executor):
    """Does its work only when it is asked for the result: later than everything that was handed out before."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        class Waiting(Future[T]):
            def result(self, timeout: float | None = None) -> T:
                return fn(*args, **kwargs)

        return Waiting()


def check(start: int, raws: list[bytes], state: Publishers, executor: Executor = ranges.INLINE) -> list[Checked]:
    return list(check_entries(start, raws, state, executor))


def refused(found: list[Checked]) -> dict[int, type[Exception]]:
    return {one.index: type(one.error) for checked in found for one in checked.refused}


def test_no_entries_are_no_range() -> None:
    assert check(7, [], Publishers()) == []


def test_sound_entries_are_accepted_with_their_statement_ids() -> None:
    raws = [*enrolments(), says(1, ANNA).raw, says(2, ANNA, BEN).raw]
    state = Publishers()

    (checked,) = check(0, raws, state)

    assert checked == Checked(0, tuple(bytes.fromhex(entry.statement_id(raw)) for raw in raws), ())
    assert sorted(state.by_name) == ["a.example", "b.example"]


def test_each_entry_that_does_not_stand_is_named_and_the_others_are_not() -> None:
    raws = [ENROLLED.raw, b"no note", says(1, ANNA).raw, says(2, BEN).raw, ENROLLED.raw, says(3, ANNA).raw]

    (checked,) = check(0, raws, Publishers())

    assert refused([checked]) == {1: FormatError, 3: SignatureError, 4: SignatureError}
    assert [one.index for one in checked.refused] == [1, 3, 4]
    assert len(checked.statement_ids) == 6


def test_a_key_event_that_is_refused_changes_nothing() -> None:
    bad = change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA_NEXT])
    state = Publishers()
    found = check(0, [ENROLLED.raw, bad.raw, says(1, ANNA).raw, says(2, ANNA_NEXT).raw], state)

    assert refused(found) == {1: SignatureError, 3: SignatureError}
    assert state.by_name["a.example"].keys == (ANNA.key,)


def test_what_only_begins_like_a_key_event_is_checked_as_any_entry() -> None:
    text = ENROLLED.note.text.replace(b"publisher/v1", b"publisher-notes/v1")
    raws = [ENROLLED.raw, entry.sign(text, [ANNA]).raw, entry.sign(text, [ANNA_NEXT]).raw]
    assert refused(check(0, raws, Publishers())) == {2: SignatureError}


@pytest.mark.parametrize("start", [0, 1, WIDTH - 1, WIDTH, 5000])
@pytest.mark.parametrize("count", [1, WIDTH - 1, WIDTH, WIDTH + 1, 3 * WIDTH])
def test_ranges_end_where_tiles_end_and_cover_every_entry_once(start: int, count: int) -> None:
    found = check(start, [b""] * count, Publishers())

    assert [one.index for checked in found for one in checked.refused] == list(range(start, start + count))
    at = start
    for checked in found:
        assert checked.start == at
        at += len(checked.statement_ids)
        assert at % WIDTH == 0 or at == start + count


def long_log() -> list[bytes]:
    """Return 11 ranges of little entries with key events that end and begin ranges, and some that are false."""
    raws = [b"x"] * (11 * WIDTH)
    raws[0] = ENROLLED.raw
    raws[1] = says(1, ANNA).raw
    rotated = change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    raws[WIDTH - 1] = rotated.raw
    raws[WIDTH] = says(2, ANNA).raw
    raws[WIDTH + 1] = says(3, ANNA_NEXT).raw
    raws[2 * WIDTH - 1] = ENROLLED.raw
    raws[2 * WIDTH] = ENROLLED.raw
    raws[-2] = change(rotated, "retire", [], [ANNA_NEXT]).raw
    raws[-1] = says(4, ANNA_NEXT).raw
    return raws


def test_the_executor_does_not_change_what_is_found() -> None:
    raws = long_log()
    one_by_one = check(0, raws, Publishers())

    bad = refused(one_by_one)
    assert [index for index in range(len(raws)) if index not in bad] == [0, 1, WIDTH - 1, WIDTH + 1, len(raws) - 2]
    with ThreadPoolExecutor(2) as threads:
        for executor in (threads, Late()):
            again = check(0, raws, Publishers(), executor)
            assert [(one.start, one.statement_ids) for one in again] == [
                (one.start, one.statement_ids) for one in one_by_one
            ]
            assert refused(again) == bad


def test_reading_runs_only_a_bounded_way_ahead() -> None:
    """However long the log is, few ranges wait in memory."""
    read = 0

    def raws() -> Iterator[bytes]:
        nonlocal read
        for raw in [b""] * (100 * WIDTH):
            read += 1
            yield raw

    checked = next(check_entries(0, raws(), Publishers(), Late()))

    assert (checked.start, len(checked.statement_ids)) == (0, WIDTH)
    assert read == 8 * WIDTH


def test_work_that_fails_is_not_taken_for_good_entries() -> None:
    """An error that is no verdict on an entry, such as a worker that died, stops everything."""

    class Failing(Executor):
        def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
            future: Future[T] = Future()
            future.set_exception(BrokenExecutor("a worker died"))
            return future

    with pytest.raises(BrokenExecutor):
        check(0, [ENROLLED.raw], Publishers(), Failing())
