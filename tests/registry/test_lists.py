"""Lists and pages are the same on SQLite and on PostgreSQL, whatever the filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import reads
from registry.filter import columns
from registry.filter.columns import Listed
from registry.filter.fields import FIELDS
from registry.filter.tree import EVERYTHING, Term
from registry.reads import Connection, lists, pages
from registry.reads.sorting import By, Order
from tests.registry.filter.record import Made, sqlite_of, write
from tests.registry.filter.trees import trees_of
from tests.registry.index import postgres

ORDERS = [Order(by, descending=down) for by in By for down in (False, True)]
LISTS: tuple[tuple[Callable[[Connection, Term], object], Listed], ...] = (
    (lists.leaderboards, columns.LEADERBOARDS),
    (lists.models, columns.MODELS),
    (lists.publishers, columns.PUBLISHERS),
    (lists.datasets, columns.DATASETS),
    (lists.graders, columns.GRADERS),
    (lambda connection, tree: lists.entries(connection, tree, 5), columns.ENTRIES),
    (lambda connection, tree: lists.findings(connection, tree, None), columns.FINDINGS),
    (lambda connection, tree: lists.flags(connection, tree, 3), columns.FLAGS),
)
# A connection that only reads is the same for every example.
_settings = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Both(NamedTuple):
    """The same rows in two databases."""

    sqlite: Connection
    postgres: Connection


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    if why := postgres.lacking():
        pytest.skip(why)
    made = Made(0, rankings=30)
    with postgres.server() as url:
        engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        write(made, engine)
        engine.dispose()
        connection = reads.open_postgres(url, "public")
        yield Both(Connection(sqlite_of(made), reads.sqlite(), "memory"), connection)
        connection.close()


@_settings
@given(trees_of(FIELDS), st.sampled_from(ORDERS), st.integers(1, 9))
def test_pages_are_the_same_on_both(both: Both, tree: Term, order: Order, limit: int) -> None:
    assert pages.ids(both.postgres, tree, order) == pages.ids(both.sqlite, tree, order)
    assert pages.total(both.postgres, tree) == pages.total(both.sqlite, tree)
    page = pages.page(both.sqlite, tree, order, limit=limit)
    assert pages.page(both.postgres, tree, order, limit=limit) == page
    assert [*pages.parts(both.postgres, tree, order, first=limit)] == [
        *pages.parts(both.sqlite, tree, order, first=limit)
    ]
    if page:
        following = pages.page(both.sqlite, tree, order, limit=limit, after=page[-1])
        assert pages.page(both.postgres, tree, order, limit=limit, after=page[-1]) == following


@pytest.mark.parametrize(("listed", "fields"), LISTS)
@_settings
@given(st.data())
def test_lists_are_the_same_on_both(
    both: Both, listed: Callable[[Connection, Term], object], fields: Listed, data: st.DataObject
) -> None:
    known = [field for field in FIELDS if field.name in fields.columns]
    tree = data.draw(trees_of(known) | st.just(EVERYTHING))

    assert listed(both.postgres, tree) == listed(both.sqlite, tree)


def test_names_are_offered_alike(both: Both) -> None:
    for part in ("g", "通", "%", ""):
        assert lists.spellings(both.postgres, "model", part) == lists.spellings(both.sqlite, "model", part)
    assert lists.entries_with(both.postgres, "1", 5) == lists.entries_with(both.sqlite, "1", 5)


def test_lists_count_what_they_list() -> None:
    made = Made(1)
    connection = Connection(sqlite_of(made), reads.sqlite(), "memory")

    boards, models = lists.leaderboards(connection, EVERYTHING), lists.models(connection, EVERYTHING)
    assert sum(one.rankings for one in boards) == len(made.rows["ranking"])
    assert sum(one.placements for one in boards) == len(made.rows["placement"])
    assert sum(one.placements for one in models) == len(made.rows["placement"])
    assert sum(one.firsts for one in models) == sum(row["rank"] == 1 for row in made.rows["placement"])
    assert sum(one.rankings for one in lists.datasets(connection, EVERYTHING)) == len(made.rows["dataset"])
    assert sum(one.entries for one in lists.publishers(connection, EVERYTHING)) == len(made.rows["signer"])
    total, found = lists.findings(connection, EVERYTHING, 2)
    assert (total, len(found)) == (len(made.rows["finding"]), 2)
    total, newest = lists.entries(connection, EVERYTHING, 2)
    assert (total, [one.entry_index for one in newest]) == (len(made.rows["entry"]), [19, 18])
