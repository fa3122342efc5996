"""Pages of placements: the right lines in the right order, from anywhere, however they are found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import StoreError
from registry import reads
from registry.errors import QuestionError
from registry.filter import parse
from registry.filter.columns import PLACEMENTS
from registry.filter.fields import FIELDS
from registry.filter.tree import EVERYTHING, Term
from registry.reads import Connection, pages, sorting
from registry.reads.pages import Effort, Line
from registry.reads.sorting import By, Order
from registry.trust import Word
from tests.registry.filter.record import Facts, Made, facts_of, matches, sqlite_of
from tests.registry.filter.trees import trees_of

ORDERS = [Order(by, descending=down) for by in By for down in (False, True)]
# However little is enough for another way to be taken, the answer is the same.
EFFORTS = st.sampled_from(
    [pages.EFFORT, Effort(0, 2, 0, 0), Effort(3, 1, 2, 1, 5), Effort(0, 100, 5, 3, 0), Effort(1000, 1, 0, 2)]
)
TREES = trees_of(FIELDS) | st.sampled_from([parse(field.example) for field in FIELDS]) | st.just(EVERYTHING)


@lru_cache
def record(seed: int) -> tuple[Made, Connection]:
    made = Made(seed, rankings=30)
    return made, Connection(sqlite_of(made), reads.sqlite(), "memory")


@lru_cache
def facts_in(seed: int) -> list[Facts]:
    return list(facts_of(record(seed)[0], "placement"))


def expected(seed: int, tree: Term, order: Order) -> list[int]:
    """Return the numbers of what matches, sorted the plain way: the known first, ties in a fixed order."""
    made = record(seed)[0]
    lines = zip(made.rows["placement"], facts_in(seed), strict=True)
    rows = [row for row, facts in lines if matches(tree, facts, PLACEMENTS)]
    down = order.descending
    values: dict[By, Callable[[dict[str, Any]], Any]] = {
        By.RANK: lambda row: row["rank"],
        By.SCORE: lambda row: row["score"],
        By.PUBLISHED: lambda row: row["published"],
        By.MODEL: lambda row: (row["model_key"], row["published"]),
        By.LEADERBOARD: lambda row: (row["leaderboard_key"], row["published"]),
        By.ENTRANTS: lambda row: made.of("ranking", row["entry_index"])[0]["entrants"],
        By.VERDICT: lambda row: [*Word].index(Word(row["verdict"])),
    }
    value = values[order.by]
    known = [row for row in rows if value(row) not in (None, "")]
    unknown = [row for row in rows if value(row) in (None, "")]
    if order.by is By.VERDICT or (order.by is By.PUBLISHED and down):
        # Each ranking as it was printed, whichever comes first.
        known.sort(
            key=lambda row: (row["entry_index"], -row["placement_id"]), reverse=down and order.by is not By.VERDICT
        )
        if order.by is By.VERDICT:
            known.sort(key=lambda row: row["placement_id"])
        known.sort(key=value, reverse=down)
        unknown.sort(key=lambda row: row["placement_id"])
    else:
        known.sort(key=lambda row: row["placement_id"], reverse=down)
        known.sort(key=value, reverse=down)
        unknown.sort(key=lambda row: row["placement_id"], reverse=down)
    return [row["placement_id"] for row in (*known, *unknown)]


def numbers(lines: list[Line]) -> list[int]:
    return [line.placement_id for line in lines]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2), TREES, st.sampled_from(ORDERS), EFFORTS, st.integers(0, 30), st.integers(0, 40))
def test_a_page_is_a_slice_of_all_that_matches_in_order(
    seed: int, tree: Term, order: Order, effort: Effort, limit: int, offset: int
) -> None:
    _, connection = record(seed)
    every = expected(seed, tree, order)

    assert list(pages.ids(connection, tree, order, effort=effort)) == every
    assert pages.total(connection, tree, effort=effort) == len(every)
    page = pages.page(connection, tree, order, limit=limit, offset=offset, effort=effort)
    assert numbers(page) == every[offset : offset + limit]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2), TREES, st.sampled_from(ORDERS), EFFORTS, st.integers(1, 12))
def test_page_by_page_every_line_comes_once(seed: int, tree: Term, order: Order, effort: Effort, limit: int) -> None:
    _, connection = record(seed)
    seen: list[int] = []
    last: Line | None = None
    while page := pages.page(connection, tree, order, limit=limit, after=last, effort=effort):
        seen += numbers(page)
        last = page[-1]

    assert seen == expected(seed, tree, order)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2), TREES, st.sampled_from(ORDERS), EFFORTS, st.integers(1, 60), st.sampled_from([1, 7, 10_000]))
def test_part_by_part_the_lines_are_those_that_are_asked_for_at_once(
    seed: int, tree: Term, order: Order, effort: Effort, first: int, following: int
) -> None:
    _, connection = record(seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_NEXT", following)
        parts = list(pages.parts(connection, tree, order, first=first, effort=effort))

    assert [number for part in parts for number in part.ids] == expected(seed, tree, order)
    assert parts[0].lines == pages.page(connection, tree, order, limit=first, effort=effort)
    assert all(numbers(part.lines) == list(part.ids) or not part.lines for part in parts)
    assert [part.start for part in parts] == [sum(len(one.ids) for one in parts[:at]) for at in range(len(parts))]
    assert [part.is_last for part in parts] == [False] * (len(parts) - 1) + [True]


def test_parts_are_of_one_moment_and_let_go_of_it_when_they_are_left(tmp_path: Path) -> None:
    """Else a line would stand there twice, and the file could never be tidied up."""
    source = sqlite_of(Made(1, rankings=30))
    writer = sqlite3.connect(tmp_path / "index.sqlite")
    source.backup(writer)
    writer.execute("PRAGMA journal_mode = WAL")
    connection = reads.open_sqlite(tmp_path / "index.sqlite")
    before = list(pages.ids(connection))
    parts = pages.parts(connection, first=3)

    begun = next(parts)
    writer.execute("DELETE FROM placement WHERE placement_id IN (SELECT placement_id FROM placement LIMIT 20)")
    writer.commit()
    rest = [number for part in parts for number in part.ids]

    assert [*begun.ids, *rest] == before
    assert len(pages.ids(connection)) == len(before) - 20


def test_an_answer_that_is_not_wanted_ends_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_STEPS", 100)
    connection = Connection(sqlite_of(Made(1, rankings=30)), reads.sqlite(), "memory")

    with pytest.raises(StoreError, match="interrupted") as ended, connection.while_wanted(lambda: False):
        pages.ids(connection)

    assert not isinstance(ended.value, reads.IndexDamaged)
    assert list(pages.ids(connection)) == expected(1, EVERYTHING, sorting.NEWEST)


def test_a_line_says_what_is_on_record() -> None:
    made, connection = record(0)
    (line,) = pages.lines(connection, [3])
    row = made.rows["placement"][3]
    ranking, entry = made.of("ranking", row["entry_index"])[0], made.of("entry", row["entry_index"])[0]

    for name in Line.__struct_fields__:
        source = row if name in row else ranking if name in ranking else entry
        assert getattr(line, name) == source[name], name


def test_lines_come_in_the_order_that_is_asked_for() -> None:
    _, connection = record(0)

    assert numbers(pages.lines(connection, [5, 1, 3, 999_999])) == [5, 1, 3]


@pytest.mark.parametrize("text", ["", "-", "ranks", "--rank", "-rank ", "rank; DROP TABLE x"])
def test_an_order_that_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="sort: found"):
        sorting.parse(text)


def test_an_order_is_written_as_it_is_read() -> None:
    for order in ORDERS:
        assert sorting.parse(str(order)) == order
