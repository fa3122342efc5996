"""All placements of a filter, in the order of the log: those that a look at every line finds, with what rules found."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store import MemoryStore
from registry import reads
from registry.filter.columns import PLACEMENTS
from registry.filter.tree import EVERYTHING, Term
from registry.index import Index
from registry.reads import exports
from tests.ledger.build import found, operator
from tests.registry.filter.record import matches
from tests.registry.index.conftest import NewDatabase, new_database, server  # noqa: F401 - fixtures
from tests.registry.index.world import World
from tests.registry.reads.test_pages import TREES, facts_in, record

DAY = "2026-01-02"


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 3), tree=TREES, few=st.sampled_from([1, 2, 7, 1000]))
def test_what_matches_is_found_once_and_in_order_however_few_are_read_at_a_time(
    seed: int, tree: Term, few: int
) -> None:
    made, connection = record(seed)
    lines = zip(made.rows["placement"], facts_in(seed), strict=True)
    wanted = [row["placement_id"] for row, facts in lines if matches(tree, facts, PLACEMENTS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "_AT_A_TIME", few)
        batches = list(exports.exported(connection, tree))
    assert [line.placement_id for lines in batches for line in lines] == sorted(wanted)
    assert all(len(lines) <= few for lines in batches)


def test_a_line_has_the_findings_on_all_and_on_its_model_the_gravest_first() -> None:
    made, connection = record(1)
    for lines in exports.exported(connection, EVERYTHING):
        for line in lines:
            about = [
                (one["finding_id"], f"{one['rule']}:{one['severity']}")
                for one in made.of("finding", line.entry_index)
                if one["placement"] in ("", line.model)
            ]
            assert list(line.findings) == list(dict.fromkeys(said for _, said in sorted(about)))


def test_a_snapshot_is_of_one_moment(new_database: NewDatabase, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    world, database = World(11), new_database()
    ledger = found(MemoryStore(), tmp_path, [world.entries(12)])
    with closing(Index.open(ledger, database, DAY)) as index:
        with index.connection.snapshot():
            before = list(exports.exported(index.connection))
            ledger.append(world.entries(12), operator(tmp_path))
            Index.open(ledger, database, DAY).close()
            assert list(exports.exported(index.connection)) == before
            assert reads.meta(index.connection)["size"] == "12"
        assert reads.meta(index.connection)["size"] == "24"
        assert sum(map(len, exports.exported(index.connection))) > sum(map(len, before))
