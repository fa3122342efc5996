"""However the tables came to where they are, they are those that are built from nothing; and they say what the plain record says."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.log import Ledger
from ledger.store import MemoryStore
from registry.index import Database, Index
from registry.index.judging import PROVEN
from registry.judge import conclude
from registry.rules import Context
from tests.ledger.build import found, operator
from tests.registry.index.alike import assert_alike
from tests.registry.index.conftest import NewDatabase
from tests.registry.index.dump import dump
from tests.registry.index.world import World
from tests.registry.whole import WholeRecord, read_whole

DAYS = ("2026-01-02", "2026-01-06")


def synced(ledger: Ledger, database: Database, day: str) -> None:
    Index.open(ledger, database, day).close()


def assert_judged_alike(index: Index, whole: WholeRecord) -> None:
    rows = index.connection.rows("SELECT entry_index, verdict, worst, reason FROM entry")
    told = {number: (verdict, worst, reason) for number, verdict, worst, reason in rows}
    findings = index.connection.rows("SELECT entry_index, rule, placement, message FROM finding ORDER BY finding_id")
    for one in whole.logged:
        made = conclude(one.statement, Context(whole.publisher, whole, one), PROVEN, one.ended)
        verdict = made.verdict
        assert told[one.index] == (verdict.word.value, verdict.worst, verdict.reason)
        assert made.findings is not None
        assert [row[1:] for row in findings if row[0] == one.index] == [
            (each.rule.id, each.placement or "", each.message) for each in made.findings.found
        ]


@given(
    seed=st.integers(0, 1 << 32),
    steps=st.lists(st.sampled_from(["append", "append", "sync", "another day", "delete"]), min_size=1, max_size=8),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_tables_that_grew_are_those_that_are_built_from_nothing(
    seed: int, steps: list[str], new_database: NewDatabase
) -> None:
    folder = Path(tempfile.mkdtemp())
    world, grown, day = World(seed), new_database(), 0
    ledger = found(MemoryStore(), folder, [world.entries(6)])
    for step in steps:
        if step == "append":
            ledger.append(world.entries(1 + seed % 5), operator(folder))
        elif step == "delete":
            grown.remove()
        elif step == "another day":
            day = 1
        else:
            synced(ledger, grown, DAYS[day])
    with (
        closing(Index.open(ledger, grown, DAYS[day])) as index,
        closing(Index.open(ledger, new_database(), DAYS[day])) as fresh,
    ):
        assert dump(index.connection) == dump(fresh.connection)
        whole = read_whole(ledger, DAYS[day])
        assert_alike(index.record(), whole)
        assert_judged_alike(index, whole)
    shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(3))
def test_a_longer_history_appended_one_by_one_is_the_same_too(
    seed: int, new_database: NewDatabase, tmp_path: Path
) -> None:
    world, grown = World(seed), new_database()
    ledger = found(MemoryStore(), tmp_path, [world.entries(10)])
    for _ in range(25):
        ledger.append(world.entries(2), operator(tmp_path))
        synced(ledger, grown, DAYS[0])
    with (
        closing(Index.open(ledger, grown, DAYS[0])) as index,
        closing(Index.open(ledger, new_database(), DAYS[0])) as fresh,
    ):
        assert dump(index.connection) == dump(fresh.connection)
        assert_judged_alike(index, read_whole(ledger, DAYS[0]))
