"""A query that may take so many steps takes no more, and says so; the next one is not concerned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from ledger.errors import StoreError
from registry import reads
from registry.reads import Connection, IndexDamaged

LINES = 5_000
_COUNT = "SELECT COUNT(*) FROM line WHERE number % 7 = :rest"


@pytest.fixture
def connection() -> Iterator[Connection]:
    with closing(sqlite3.connect(":memory:")) as driver:
        driver.execute("CREATE TABLE line (number INTEGER)")
        driver.executemany("INSERT INTO line VALUES (?)", ((number,) for number in range(LINES)))
        yield Connection(driver, reads.sqlite(), "memory")


def test_a_query_that_takes_more_steps_has_no_answer(connection: Connection) -> None:
    assert connection.rows_within(LINES, _COUNT, rest=0) is None
    assert connection.rows(_COUNT, rest=0) == [(715,)]


def test_one_that_takes_fewer_is_answered_however_often_it_is_asked(connection: Connection) -> None:
    """SQLite counts on from one run of a text to the next."""
    for _ in range(100):
        assert connection.rows_within(20 * LINES, _COUNT, rest=0) == [(715,)]


def test_no_steps_at_all_are_few_and_not_unlimited(connection: Connection) -> None:
    assert connection.rows_within(0, _COUNT, rest=0) is None


def test_another_error_is_told(connection: Connection) -> None:
    with pytest.raises(IndexDamaged, match="no such table"):
        connection.rows_within(LINES, "SELECT 1 FROM elsewhere")


def test_an_answer_that_is_not_wanted_any_more_is_an_error_and_no_matter_of_steps(connection: Connection) -> None:
    with connection.while_wanted(lambda: False), pytest.raises(StoreError):
        connection.rows_within(20 * LINES, _COUNT, rest=0)


def test_what_is_asked_after_it_is_still_given_up_when_it_is_not_wanted(connection: Connection) -> None:
    wanted = True
    with connection.while_wanted(lambda: wanted):
        assert connection.rows_within(20 * LINES, _COUNT, rest=0) == [(715,)]
        wanted = False
        with pytest.raises(StoreError):
            connection.rows("SELECT COUNT(*) FROM line a, line b WHERE a.number * b.number % 7 = 1")
