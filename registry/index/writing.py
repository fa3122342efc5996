"""Writing the tables, with SQLAlchemy: whole lists of rows at a time, and the rows as plain dicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Table, bindparam
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable, DropSchema
from sqlmodel import SQLModel

from ledger.errors import StoreError
from registry import models, reads
from registry.reads import Dialect

Row = Sequence[object]
Values = Mapping[str, object]
Span = tuple[int, int]
_PATIENCE_S = 30
_CACHE_KIB = 65_536
INVALID = "invalid"
"""Verdict of an entry that does not stand; it is not judged."""

TABLES = {
    str(model.__tablename__): SQLModel.metadata.tables[str(model.__tablename__)]
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and model is not SQLModel
}
"""The tables by name."""


def sqlite_engine(path: Path) -> Engine:
    """Return an engine on a file."""
    engine = sa.create_engine(
        f"sqlite:///{path}", paramstyle="qmark", poolclass=sa.pool.NullPool, connect_args={"timeout": _PATIENCE_S}
    )

    @sa.event.listens_for(engine, "connect")
    def _(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    return engine


def postgres_engine(url: str, schema: str) -> Engine:
    """Return an engine on a schema."""
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        paramstyle="format",
        poolclass=sa.pool.NullPool,
        connect_args={"options": f"-c search_path={schema}"},
    )


def make_schema(engine: Engine, schema: str) -> None:
    """Make a schema that is not there yet."""
    with engine.begin() as connection:
        connection.execute(CreateSchema(schema, if_not_exists=True))


def drop_schema(engine: Engine, schema: str) -> None:
    """Remove a schema with all that is in it."""
    with engine.begin() as connection:
        connection.execute(DropSchema(schema, cascade=True, if_exists=True))


def make_tables(engine: Engine) -> None:
    """Make the tables that are not there, without their indexes: those are made when the first rows are in."""
    with engine.begin() as connection:
        for table in TABLES.values():
            connection.execute(CreateTable(table, if_not_exists=True))


class Writer:
    """One connection that writes, and reads what it has written."""

    def __init__(self, engine: Engine, dialect: Dialect, where: str) -> None:
        self._dialect = dialect
        self._where = where
        with self.failing():
            self._connection = engine.connect()
        self.read = reads.Connection(self._connection.connection.dbapi_connection, dialect, where)
        self._inserts: dict[str, str] = {}

    def close(self) -> None:
        """Give up what was not committed, and close."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of it or nothing; raises IndexDamaged, StoreError."""
        with self.failing():
            # Reading on the driver's own connection may have opened a transaction.
            self._connection.rollback()
            with self._connection.begin():
                yield

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Turn what SQLAlchemy raises into errors of ours."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self._dialect.failure(error.orig, self._where) from error
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(f"index {self._where}: {error}") from error

    def insert(self, table: str, rows: Sequence[Row], *, once: bool = False) -> None:
        """Insert rows, of all columns in their order; with `once` those whose key is there are left out.

        The driver gets them as they are: what SQLAlchemy would do to each value costs more than inserting it.
        """
        if not rows:
            return
        text = self._inserts.get(table)
        if text is None:
            text = self._inserts[table] = str(sa.insert(TABLES[table]).compile(dialect=self._connection.dialect))
        self._connection.exec_driver_sql(text + " ON CONFLICT DO NOTHING" * once, list(rows))

    def update(self, table: str, key: str, rows: Sequence[Values]) -> None:
        """Set columns where `key` is what each row says; all rows have the same columns."""
        if not rows:
            return
        target = TABLES[table]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
        statement = sa.update(target).where(target.c[key] == bindparam("old_key")).values(values)
        given = [{f"new_{name}" if name != key else "old_key": value for name, value in row.items()} for row in rows]
        self._execute_many(statement, given)

    def update_spans(self, table: str, key: str, rows: Sequence[tuple[Span, Values]]) -> None:
        """Set columns where `key` is in a span, its end not included."""
        if not rows:
            return
        target = TABLES[table]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0][1]}
        statement = sa.update(target).where(*_within(target, key)).values(values)
        given = [_bounds(span) | {f"new_{name}": value for name, value in row.items()} for span, row in rows]
        self._execute_many(statement, given)

    def delete_spans(self, table: str, key: str, spans: Iterable[Span]) -> None:
        """Delete rows whose `key` is in one of the spans."""
        given = [_bounds(span) for span in spans]
        if given:
            self._execute_many(sa.delete(TABLES[table]).where(*_within(TABLES[table], key)), given)

    def _execute_many(self, statement: sa.Update | sa.Delete, given: Sequence[Values]) -> None:
        """Hand rows to the driver as they are, as `insert` does."""
        made = statement.compile(dialect=self._connection.dialect)
        order = made.positiontup
        assert order is not None, "both drivers are told values by position"
        self._connection.exec_driver_sql(str(made), [tuple(row[name] for name in order) for row in given])

    def delete(self, table: str, **having: object) -> None:
        """Delete the rows that have these values; all rows when none is given."""
        target = TABLES[table]
        self._connection.execute(sa.delete(target).where(*(target.c[name] == value for name, value in having.items())))

    def fill_pending(self) -> None:
        """Note every entry that stands as yet to be judged."""
        entry = TABLES["entry"]
        chosen = sa.select(entry.c.entry_index).where(entry.c.verdict != INVALID)
        self._connection.execute(sa.insert(TABLES["pending"]).from_select(["entry_index"], chosen))

    def set_meta(self, **values: str) -> None:
        """Set what the tables say of themselves."""
        for key, value in values.items():
            self.delete("meta", key=key)
            self.insert("meta", [(key, value)])

    def make_indexes(self, *, judged: bool) -> None:
        """Make the indexes that are not there; those on what is concluded only when it has been."""
        for table in TABLES.values():
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                if bool(index.info.get("judged")) == judged:
                    self._connection.execute(CreateIndex(index, if_not_exists=True))


def _within(table: Table, key: str) -> tuple[Any, Any]:
    return table.c[key] >= bindparam("span_from"), table.c[key] < bindparam("span_to")


def _bounds(span: Span) -> dict[str, object]:
    return {"span_from": span[0], "span_to": span[1]}
