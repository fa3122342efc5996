"""Each test of the index runs on SQLite and on a real PostgreSQL server, where one can be started."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.index import Database, PostgresSchema, SqliteFile
from tests.registry.index import postgres

NewDatabase = Callable[[], Database]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that is this session's own."""
    if why := postgres.lacking():
        assert not os.environ.get("JINBANG_TEST_POSTGRES"), why
        pytest.skip(why)
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """Returns a place for tables, another one each time."""
    if request.param == "sqlite":
        return lambda: SqliteFile(tmp_path / f"index-{uuid.uuid4().hex}.sqlite")
    url = request.getfixturevalue("server")
    return lambda: PostgresSchema(url, f"jinbang_{uuid.uuid4().hex}")
