"""What is fetched at once is what is read one by one, and no more is kept than there is room for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ledger.store import MemoryStore
from registry import reads
from registry.index import Index, SqliteFile
from registry.index.shelf import Shelf, ended_of
from registry.reads import Found, IndexDamaged
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


@pytest.mark.parametrize(("ended", "ended_by"), [("retracted", None), ("gone", 3), (b"retracted", 3), (7, None)])
def test_an_index_that_says_that_something_ended_and_not_how_is_damaged(ended: object, ended_by: int | None) -> None:
    row = (1, "0" * 64, ended, ended_by, None, 1)

    with pytest.raises(IndexDamaged, match="entry 1 has ended, and nothing says how"):
        ended_of(Found(*row))  # type: ignore[arg-type]
