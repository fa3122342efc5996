"""What is fetched at once is what is read one by one, and no more is kept than there is room for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ledger.store import MemoryStore
from registry import reads
from registry.index import Index, SqliteFile
from registry.index.shelf import Shelf
from tests.ledger.build import found
from tests.registry.index.world import World


@pytest.mark.parametrize("room", [0, 3, 1_000])
def test_what_is_fetched_is_what_is_read_one_by_one(tmp_path: Path, room: int) -> None:
    ledger = found(MemoryStore(), tmp_path, [World(3).entries(40)])
    with closing(Index.open(ledger, SqliteFile(tmp_path / "index.sqlite"), "2026-01-02")) as index:
        wanted = reads.entries(index.connection, list(range(39, -1, -1)))
    assert [one.entry_index for one in wanted] == list(range(39, -1, -1))

    plain, fetching = Shelf(ledger), Shelf(ledger, room)
    fetching.fetch(wanted)

    read = [plain.statement(one.entry_index) for one in wanted]
    assert None in read
    assert [fetching.known(one) for one in wanted] == read
