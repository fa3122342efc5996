"""Reading the index: every query as SQL text with bound values, on the driver's own connection.

SQLModel defines and fills the tables (`models`), but importing it costs more than most questions, so reading does without: with
`sqlite3` or `psycopg` alone. This is the one place with SQL text. A value is `:name` in it, whichever the driver, and never
stands in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from ledger.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

MAX_LISTED = 500
"""Values of one list in a query."""
_NAMED = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_PATIENCE_S = 30.0


class IndexDamaged(StoreError):
    """The index cannot be read. It is a cache: it is made anew from the ledger."""

    def advice(self) -> str:
        return "The index is only a cache: delete it, and the next command makes it anew from the ledger."


class Connection:
    """A connection of a driver, to ask with SQL text."""

    def __init__(
        self, driver: Any, errors: type[Exception], where: str, spelled: Callable[[str], str] = lambda query: query
    ) -> None:
        """Take a connection; `errors` is what its driver raises, `spelled` turns `:name` into the driver's spelling."""
        self._driver = driver
        self._errors = errors
        self._spelled = spelled
        self.where = where
        """What it reads, for messages."""

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query; raises IndexDamaged."""
        try:
            found: list[tuple[Any, ...]] = self._driver.execute(self._spelled(query), values).fetchall()
        except self._errors as error:
            raise IndexDamaged(f"index {self.where}: {' '.join(str(error).split())}") from error
        return found

    def row(self, query: str, **values: object) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(query, **values)), None)

    def close(self) -> None:
        """Close the driver's connection."""
        self._driver.close()


def of_sqlite(driver: sqlite3.Connection, where: str) -> Connection:
    """Return a connection of `sqlite3` to ask with."""
    import sqlite3

    return Connection(driver, sqlite3.Error, where)


def of_postgres(driver: Any, where: str) -> Connection:
    """Return a connection of `psycopg` to ask with."""
    import psycopg

    return Connection(driver, psycopg.Error, where, _pyformat)


def open_sqlite(path: Path) -> Connection:
    """Open a file to read only; raises IndexDamaged when it is not there or no database."""
    import sqlite3

    try:
        driver = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=_PATIENCE_S, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise IndexDamaged(f"index {path}: {error}") from error
    return of_sqlite(driver, str(path))


def open_postgres(url: str, schema: str) -> Connection:
    """Open a schema of a PostgreSQL database to read only; raises StoreError when it cannot be reached."""
    import psycopg

    try:
        driver = psycopg.connect(
            url, autocommit=True, options=f"-c search_path={schema} -c default_transaction_read_only=on"
        )
    except psycopg.Error as error:
        raise StoreError(f"index in PostgreSQL: {' '.join(str(error).split())}") from error
    return of_postgres(driver, f"schema {schema}")


@lru_cache(maxsize=256)
def _pyformat(query: str) -> str:
    """Return a query with its values spelled as psycopg wants them."""
    return _NAMED.sub(r"%(\1)s", query.replace("%", "%%"))


def listed(name: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return the text of a list, `(:name_0, :name_1)`, and its values by name."""
    bound = {f"{name}_{number}": value for number, value in enumerate(values)}
    return f"({', '.join(f':{key}' for key in bound)})", bound


# What the index is


def meta(connection: Connection) -> dict[str, str]:
    """Return what the tables say of themselves; raises IndexDamaged when there are none."""
    return {str(key): str(value) for key, value in connection.rows("SELECT key, value FROM meta")}


def is_pending(connection: Connection) -> bool:
    """Say whether an entry is yet to be judged."""
    return connection.row("SELECT entry_index FROM pending LIMIT 1") is not None


def watches(connection: Connection, what: int) -> bool:
    """Say whether any entry was judged by the answer to a question."""
    return connection.row("SELECT entry_index FROM watch WHERE what = :what LIMIT 1", what=what) is not None


# What a record is asked. Each place comes as Found: the index, the id, and what ended the entry.


class Found(NamedTuple):
    """An entry as the tables know it."""

    entry_index: int
    statement_id: str
    ended: str
    ended_by: int | None
    successor: int | None


_FOUND = "e.entry_index, e.statement_id, e.ended, e.ended_by, e.successor"
_READABLE = "e.verdict <> 'invalid'"


def _found(rows: Sequence[tuple[Any, ...]]) -> list[Found]:
    return [Found(*row) for row in rows]


def entry(connection: Connection, index: int) -> Found | None:
    """Return an entry whose signatures are right, or None."""
    query = f"SELECT {_FOUND} FROM entry e WHERE e.entry_index = :index AND {_READABLE}"
    return next(iter(_found(connection.rows(query, index=index))), None)


def statement(connection: Connection, statement_id: str) -> Found | None:
    """Return the first entry with a statement id, or None."""
    query = f"SELECT {_FOUND} FROM entry e WHERE e.statement_id = :id AND {_READABLE} ORDER BY e.entry_index LIMIT 1"
    return next(iter(_found(connection.rows(query, id=statement_id))), None)


def about(connection: Connection, statement_id: str) -> list[Found]:
    """Return the entries that name a statement."""
    query = (
        f"SELECT {_FOUND} FROM reference r JOIN entry e ON e.entry_index = r.entry_index"
        " WHERE r.statement_id = :id ORDER BY r.entry_index"
    )
    return _found(connection.rows(query, id=statement_id))


def rankings(connection: Connection, leaderboard_key: str) -> list[Found]:
    """Return the rankings of a leaderboard."""
    query = (
        f"SELECT {_FOUND} FROM ranking r JOIN entry e ON e.entry_index = r.entry_index"
        " WHERE r.leaderboard_key = :key ORDER BY r.entry_index"
    )
    return _found(connection.rows(query, key=leaderboard_key))


def claims(connection: Connection, leaderboard_key: str) -> list[Found]:
    """Return the claims about a leaderboard."""
    query = (
        f"SELECT {_FOUND} FROM claim c JOIN entry e ON e.entry_index = c.entry_index"
        " WHERE c.leaderboard_key = :key ORDER BY c.entry_index"
    )
    return _found(connection.rows(query, key=leaderboard_key))


def lines(connection: Connection, model_key: str, developer_key: str) -> list[tuple[int, Found]]:
    """Return (position, entry) of the lines of a model of a developer, of any version."""
    query = (
        f"SELECT p.at, {_FOUND} FROM placement p JOIN entry e ON e.entry_index = p.entry_index"
        " WHERE p.model_key = :model AND p.developer_key = :developer ORDER BY p.placement_id"
    )
    return [(int(at), Found(*row)) for at, *row in connection.rows(query, model=model_key, developer=developer_key)]


def enrolment(connection: Connection, publisher: str) -> int | None:
    """Return the index of the entry by which a publisher introduced itself, or None."""
    row = connection.row("SELECT enrolled FROM publisher WHERE name = :name", name=publisher)
    return int(row[0]) if row is not None else None


# What bringing it up to date asks.


def watching(connection: Connection, questions: Iterable[int]) -> set[int]:
    """Return the entries that were judged by the answer to any of these questions."""
    found: set[int] = set()
    wanted = list(questions)
    for start in range(0, len(wanted), MAX_LISTED):
        text, values = listed("what", wanted[start : start + MAX_LISTED])
        found.update(
            int(row[0]) for row in connection.rows(f"SELECT entry_index FROM watch WHERE what IN {text}", **values)
        )
    return found


def pending(connection: Connection) -> list[int]:
    """Return the entries that are yet to be judged, those about one leaderboard together."""
    query = (
        "SELECT p.entry_index FROM pending p LEFT JOIN ranking r ON r.entry_index = p.entry_index"
        " LEFT JOIN claim c ON c.entry_index = p.entry_index"
        " ORDER BY COALESCE(r.leaderboard_key, c.leaderboard_key, ''), p.entry_index"
    )
    return [int(row[0]) for row in connection.rows(query)]
