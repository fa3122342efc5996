"""What a list is asked is looked up, not gone through."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from registry.filter.tree import Test
from registry.index import Index, SqliteFile
from registry.reads import lists
from tests.registry.reads.test_since import DAY, Planned, flagged


def test_the_findings_of_an_entry_are_looked_up_by_it(tmp_path: Path) -> None:
    """To go through all findings would make every move of a cursor wait on a large ledger."""
    ledger, ranking = flagged(tmp_path, 1)
    path = tmp_path / "index.sqlite"
    Index.open(ledger, SqliteFile(path), DAY).close()

    connection = Planned(path)
    count, found = lists.findings(connection, Test("index", "=", Decimal(ranking)), None)
    connection.close()

    assert count == len(found) > 0 and {one.entry_index for one in found} == {ranking}
    plans = "\n".join(connection.plans)
    assert "finding_by_entry (entry_index=?)" in plans and "SCAN" not in plans
