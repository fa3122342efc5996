"""Where the tables are: a SQLite file in the user's cache, or a schema of a PostgreSQL database.

Who brings the tables up to date holds `lock`, so that one process writes at a time; the system releases it when that dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ledger.errors import StoreError
from registry import reads
from registry.errors import QuestionError
from registry.reads import Connection

if TYPE_CHECKING:
    from sqlalchemy import Engine

_POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")


class Database(Protocol):
    """A place for the tables of one ledger."""

    @property
    def where(self) -> str:
        """What it is called in messages."""

    @property
    def dialect(self) -> reads.Dialect:
        """What its driver speaks."""

    def reader(self) -> Connection:
        """Return a connection that can only read; raises IndexDamaged when nothing is there, StoreError."""

    def lock(self) -> AbstractContextManager[None]:
        """Wait until no other process writes, and keep it so."""

    def engine(self) -> Engine:
        """Return what writes; tables that are not there are made, empty."""

    def remove(self) -> None:
        """Remove the tables and all that is in them."""

    def __hash__(self) -> int:
        """A value: two that are of the same place are the same."""


def database_of(url: str, folder: Path, name: str) -> Database:
    """Return the place that a URL names, or a file in the folder when it is empty; `name` tells ledgers apart.

    Raises: QuestionError when the URL is of another kind of database.
    """
    if not url:
        return SqliteFile(folder / f"index-{name}.sqlite")
    kind = next((start for start in _POSTGRES if url.startswith(start)), None)
    if kind is None:
        raise QuestionError(
            "JINBANG_DATABASE_URL: not a PostgreSQL address",
            "Such as postgresql://user@host/database; or leave it out.",
        )
    return PostgresSchema("postgresql://" + url.removeprefix(kind), f"jinbang_{name}")


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """Tables in a file."""

    path: Path

    @property
    def where(self) -> str:
        return str(self.path)

    @property
    def dialect(self) -> reads.Dialect:
        return reads.sqlite()

    def reader(self) -> Connection:
        return reads.open_sqlite(self.path)

    @contextmanager
    def lock(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def engine(self) -> Engine:
        from registry.index import writing  # deferred: loads SQLAlchemy

        if not self.path.exists():
            self.remove()
            new = self.path.with_name(self.path.name + ".new")
            new.unlink(missing_ok=True)
            made = writing.sqlite_engine(new)
            writing.make_tables(made)
            made.dispose()
            # Under its own name only when it is whole; a reader meets the tables or nothing.
            os.replace(new, self.path)
        return writing.sqlite_engine(self.path)

    def remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class PostgresSchema:
    """Tables in a schema of their own, so that one database can hold those of several ledgers."""

    url: str
    """`postgresql://…`"""
    schema: str
    """Lower-case letters, digits and underscores."""

    @property
    def where(self) -> str:
        return f"PostgreSQL, schema {self.schema}"

    @property
    def dialect(self) -> reads.Dialect:
        return _with_driver()

    def reader(self) -> Connection:
        _with_driver()
        return reads.open_postgres(self.url, self.schema)

    @contextmanager
    def lock(self) -> Iterator[None]:
        _with_driver()
        connection = reads.open_postgres(self.url, self.schema)
        try:
            reads.wait_for_lock(connection, self.schema)
            yield
        finally:
            connection.close()

    def engine(self) -> Engine:
        from registry.index import writing  # deferred: loads SQLAlchemy

        made = writing.postgres_engine(self.url, self.schema)
        writing.make_schema(made, self.schema)
        writing.make_tables(made)
        return made

    def remove(self) -> None:
        from registry.index import writing  # deferred: loads SQLAlchemy

        made = writing.postgres_engine(self.url, self.schema)
        writing.drop_schema(made, self.schema)
        made.dispose()


def _with_driver() -> reads.Dialect:
    """Return what psycopg speaks; raises StoreError when it is not installed."""
    try:
        return reads.postgres()
    except ImportError as error:
        raise StoreError(
            "index: JINBANG_DATABASE_URL names PostgreSQL, and psycopg is not installed (jinbang[postgres])"
        ) from error
