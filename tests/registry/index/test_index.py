"""The index answers what a record is asked as the plain one does, and is brought up to date by whoever opens it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from registry import reads
from registry.demo.run import Built, build
from registry.index import Index, SqliteFile
from registry.index.state import is_fresh
from tests.registry.index.alike import assert_alike
from tests.registry.whole import read_whole

TODAY = "2026-01-02"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("a demo"))


def test_it_answers_as_the_plain_record_does(demo: Built, tmp_path: Path) -> None:
    with closing(Index.open(demo.ledger, SqliteFile(tmp_path / "index.sqlite"), TODAY)) as index:
        assert_alike(index.record(), read_whole(demo.ledger, TODAY))


def test_once_built_it_is_fresh_and_complete(demo: Built, tmp_path: Path) -> None:
    with closing(Index.open(demo.ledger, SqliteFile(tmp_path / "index.sqlite"), TODAY)) as index:
        assert is_fresh(index.connection, demo.ledger, TODAY)
        assert index.connection.row("SELECT COUNT(*) FROM entry WHERE verdict = ''") == (0,)
        assert reads.meta(index.connection)["size"] == "37"
