"""Reading the index: every query as SQL text with bound values, on the driver's own connection.

SQLModel defines and fills the tables (`models`), but importing it costs more than most questions, so reading does without: with
`sqlite3` or `psycopg` alone. What people list is asked in `pages` and `lists`; SQL text stands nowhere else. A value is `:name` in it, whichever the driver, and never
stands in the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from ledger.errors import StoreError

MAX_LISTED = 500
"""Values of one list in a query."""
_BATCH = 4_096
"""Rows that are held at a time, of many."""
_STEPS = 100_000
"""Of SQLite's machine, a few milliseconds: so often is asked whether an answer is still wanted."""
_NAMED = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_PATIENCE_S = 30.0
_CALLS = 8
"""How often SQLite asks, while it takes the steps that a query may, whether to go on."""


class IndexDamaged(StoreError):
    """The index cannot be read. It is a cache: it is made anew from the ledger."""

    def advice(self) -> str:
        return "The index is only a cache: delete it, and the next command makes it anew from the ledger."


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a driver spells values, and what its errors mean."""

    errors: type[Exception]
    spelled: Callable[[str], str]
    """Turns `:name` into the driver's own spelling."""
    is_damage: Callable[[Any], bool]
    """Whether an error says that what is there are not our tables, or not sound ones."""
    begin: str
    """Begins a transaction that sees one moment of the tables."""
    watch: Callable[[Any, Callable[[], bool] | None, int], None]
    """Has a connection's queries give up when the function returns True, which is asked every so many steps, until None takes its
    place; may do nothing."""
    hint: str = ""
    """Before a column: keeps the database from an index on it. Empty where its own statistics choose better."""

    def failure(self, error: BaseException | None, where: str) -> StoreError:
        """Return an error of the driver as one of ours."""
        words = f"index {where}: {' '.join(str(error).split())}"
        return IndexDamaged(words) if self.is_damage(error) else StoreError(words)


class Connection:
    """A connection of a driver, to ask with SQL text."""

    def __init__(self, driver: Any, dialect: Dialect, where: str) -> None:
        self._driver = driver
        self._dialect = dialect
        self.where = where
        """What it reads, for messages."""
        self.hint = dialect.hint
        self._is_unwanted: Callable[[], bool] | None = None

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query; raises IndexDamaged, StoreError."""
        try:
            found: list[tuple[Any, ...]] = self._driver.execute(self._dialect.spelled(query), values).fetchall()
        except self._dialect.errors as error:
            raise self._dialect.failure(error, self.where) from error
        return found

    def each(self, query: str, **values: object) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, of which few are held at a time; raises IndexDamaged, StoreError."""
        try:
            cursor = self._driver.execute(self._dialect.spelled(query), values)
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except self._dialect.errors as error:
            raise self._dialect.failure(error, self.where) from error

    def rows_within(self, steps: int, query: str, **values: object) -> list[tuple[Any, ...]] | None:
        """Return all rows of a query, or None when the database takes more than so many steps, of which a line is a few to find.

        Only SQLite counts steps. Raises: as `rows`.
        """
        # It goes on counting where the last run of the same text ended, so the first call may come at once.
        calls, is_unwanted = iter(range(_CALLS)), self._is_unwanted or _never

        def is_spent() -> bool:
            return next(calls, None) is None

        self._dialect.watch(self._driver, lambda: is_spent() or is_unwanted(), max(1, steps // _CALLS))
        try:
            return self.rows(query, **values)
        except StoreError:
            if is_spent() and not is_unwanted():
                return None
            raise
        finally:
            self._dialect.watch(self._driver, self._is_unwanted, _STEPS)

    def row(self, query: str, **values: object) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(query, **values)), None)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is asked inside be answered by the tables of one moment."""
        try:
            self._driver.execute(self._dialect.begin)
        except self._dialect.errors as error:
            raise self._dialect.failure(error, self.where) from error
        try:
            yield
        finally:
            self._driver.rollback()

    @contextmanager
    def while_wanted(self, is_wanted: Callable[[], bool]) -> Iterator[None]:
        """Let a query inside end with a StoreError once its answer is not wanted, if the driver can stop on the way."""
        self._is_unwanted = lambda: not is_wanted()
        self._dialect.watch(self._driver, self._is_unwanted, _STEPS)
        try:
            yield
        finally:
            self._is_unwanted = None
            self._dialect.watch(self._driver, None, _STEPS)

    def close(self) -> None:
        """Close the driver's connection."""
        self._driver.close()


def _never() -> bool:
    return False


def sqlite() -> Dialect:
    """Return what `sqlite3` speaks."""
    import sqlite3

    not_ours = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN)
    return Dialect(
        sqlite3.Error,
        lambda query: query,
        lambda error: getattr(error, "sqlite_errorcode", -1) & 0xFF in not_ours,
        "BEGIN",
        lambda driver, is_unwanted, steps: driver.set_progress_handler(is_unwanted, steps),
        hint="+",
    )


def postgres() -> Dialect:
    """Return what `psycopg` speaks."""
    import psycopg

    # Class 42: no such table or column. Class 3F: no such schema. Class XX: PostgreSQL's own files are damaged.
    return Dialect(
        psycopg.Error,
        _pyformat,
        lambda error: (getattr(error, "sqlstate", "") or "")[:2] in ("42", "3F", "XX"),
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        # Its server works on, and keeps nobody here from it.
        lambda _driver, _is_unwanted, _steps: None,
    )


def open_sqlite(path: Path) -> Connection:
    """Open a file to read only; raises IndexDamaged when it is not there."""
    import sqlite3

    dialect, uri = sqlite(), f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        driver = sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S, check_same_thread=False)
    except sqlite3.Error as error:
        raise dialect.failure(error, str(path)) from error
    return Connection(driver, dialect, str(path))


def open_postgres(url: str, schema: str) -> Connection:
    """Open a schema of a PostgreSQL database to read only; raises StoreError when it cannot be reached."""
    import psycopg

    dialect, where = postgres(), f"in PostgreSQL, schema {schema}"
    settings = f"-c search_path={schema} -c default_transaction_read_only=on"
    try:
        driver = psycopg.connect(url, autocommit=True, options=settings)
    except psycopg.Error as error:
        raise dialect.failure(error, where) from error
    return Connection(driver, dialect, where)


@lru_cache(maxsize=256)
def _pyformat(query: str) -> str:
    """Return a query with its values spelled as psycopg wants them."""
    return _NAMED.sub(r"%(\1)s", query.replace("%", "%%"))


def each_listed(
    connection: Connection, query: str, wanted: Iterable[object], **values: object
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query about `{listed}`, values of which a query takes so many at a time."""
    given = list(wanted)
    for start in range(0, len(given), MAX_LISTED):
        text, bound = listed("listed", given[start : start + MAX_LISTED])
        yield from connection.rows(query.format(listed=text), **bound, **values)


def listed(name: str, values: Iterable[object]) -> tuple[str, dict[str, object]]:
    """Return the text of a list, `(:name_0, :name_1)`, and its values by name."""
    given = tuple(values)
    text, names = _numbered(name, len(given))
    return text, dict(zip(names, given, strict=True))


@lru_cache(maxsize=64)
def _numbered(name: str, count: int) -> tuple[str, tuple[str, ...]]:
    names = tuple(f"{name}_{number}" for number in range(count))
    return f"({', '.join(f':{one}' for one in names)})", names


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


def wait_for_lock(connection: Connection, name: str) -> None:
    """Wait for a lock of PostgreSQL that lasts as long as the connection."""
    connection.rows("SELECT CAST(pg_advisory_lock(hashtextextended(:name, 0)) AS text)", name=name)


# What a record is asked. Each place comes as Found: the index, the id, and what ended the entry.


class Found(NamedTuple):
    """An entry as the tables know it."""

    entry_index: int
    statement_id: str
    ended: str
    ended_by: int | None
    successor: int | None
    readable: int
    """1 when its statement was checked and taken, else 0."""


_FOUND = "e.entry_index, e.statement_id, e.ended, e.ended_by, e.successor, e.readable"
_READABLE = "e.verdict <> 'invalid'"


def _found(rows: Iterable[tuple[Any, ...]]) -> list[Found]:
    return [Found(*row) for row in rows]


def entry(connection: Connection, index: int) -> Found | None:
    """Return an entry whose signatures are right, or None."""
    query = f"SELECT {_FOUND} FROM entry e WHERE e.entry_index = :index AND {_READABLE}"
    return next(iter(_found(connection.rows(query, index=index))), None)


def entries(connection: Connection, indexes: Sequence[int]) -> list[Found]:
    """Return those of some entries whose signatures are right, in the order in which they are asked for."""
    query = f"SELECT {_FOUND} FROM entry e WHERE e.entry_index IN {{listed}} AND {_READABLE}"
    known = {one.entry_index: one for one in _found(each_listed(connection, query, indexes))}
    return [known[index] for index in indexes if index in known]


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


def claims(connection: Connection, leaderboard_key: str) -> list[Found]:
    """Return the claims about a leaderboard."""
    query = (
        f"SELECT {_FOUND} FROM claim c JOIN entry e ON e.entry_index = c.entry_index"
        " WHERE c.leaderboard_key = :key ORDER BY c.entry_index"
    )
    return _found(connection.rows(query, key=leaderboard_key))


def lines(connection: Connection, identities: Iterable[int]) -> list[tuple[int, int, Found]]:
    """Return (number, position, entry) of the lines of a model, by the hashes of its identities."""
    text, values = listed("identity", identities)
    query = (
        f"SELECT p.placement_id, p.at, {_FOUND} FROM placement p JOIN entry e ON e.entry_index = p.entry_index"
        f" WHERE p.identity IN {text} OR p.placement_id IN (SELECT placement_id FROM alias WHERE identity IN {text})"
        " ORDER BY p.placement_id"
    )
    return [(int(number), int(at), Found(*row)) for number, at, *row in connection.rows(query, **values)]


def names(connection: Connection, kind: str) -> list[str]:
    """Return the spellings of names of a kind, in the order of the log."""
    query = "SELECT spelling FROM name WHERE kind = :kind ORDER BY first, at"
    return [str(row[0]) for row in connection.rows(query, kind=kind)]


def drawn_alike(connection: Connection, kind: str, skeleton: str) -> list[tuple[str, int]]:
    """Return (spelling, first entry) of the names of a kind that have a skeleton, in the order of the log."""
    query = "SELECT spelling, first FROM name WHERE kind = :kind AND skeleton = :skeleton ORDER BY first, at"
    return [(str(name), int(first)) for name, first in connection.rows(query, kind=kind, skeleton=skeleton)]


def enrolment(connection: Connection, publisher: str) -> int | None:
    """Return the index of the entry by which a publisher introduced itself, or None."""
    row = connection.row("SELECT enrolled FROM publisher WHERE name = :name", name=publisher)
    return int(row[0]) if row is not None else None


# What bringing it up to date asks.


def watching(connection: Connection, questions: Iterable[int]) -> set[int]:
    """Return the entries that were judged by the answer to any of these questions."""
    query = "SELECT entry_index FROM watch WHERE what IN {listed}"
    return {int(row[0]) for row in each_listed(connection, query, questions)}


def walking(connection: Connection, board: int, place: str) -> set[int]:
    """Return the entries that were judged by what stands at a place of a leaderboard."""
    query = "SELECT entry_index FROM walk WHERE board = :board AND high >= :place AND low <= :place"
    return {int(row[0]) for row in connection.rows(query, board=board, place=place)}


def dated_rankings(connection: Connection, leaderboard_key: str) -> list[tuple[str, str, Found]]:
    """Return (day, release, entry) of the rankings of a leaderboard, in the order of the log."""
    query = (
        f"SELECT r.published, r.release, {_FOUND} FROM ranking r JOIN entry e ON e.entry_index = r.entry_index"
        " WHERE r.leaderboard_key = :key ORDER BY r.entry_index"
    )
    rows = connection.rows(query, key=leaderboard_key)
    return [(str(day), str(release), Found(*row)) for day, release, *row in rows]


def pending(connection: Connection) -> list[int]:
    """Return the entries that are yet to be judged, those about one leaderboard together."""
    query = (
        "SELECT p.entry_index FROM pending p LEFT JOIN ranking r ON r.entry_index = p.entry_index"
        " LEFT JOIN claim c ON c.entry_index = p.entry_index"
        " ORDER BY COALESCE(r.leaderboard_key, c.leaderboard_key, ''), p.entry_index"
    )
    return [int(row[0]) for row in connection.rows(query)]


def next_placement(connection: Connection) -> int:
    """Return the number of the next placement."""
    row = connection.row("SELECT COALESCE(MAX(placement_id) + 1, 0) FROM placement")
    assert row is not None, "an aggregate has a row"
    return int(row[0])


def signed_between(connection: Connection, name: str, after: int, before: int) -> list[int]:
    """Return the entries that somebody signed, between two."""
    query = (
        "SELECT entry_index FROM signer WHERE name = :name AND entry_index > :after AND entry_index < :before"
        " ORDER BY entry_index"
    )
    return [int(row[0]) for row in connection.rows(query, name=name, after=after, before=before)]


def spans(connection: Connection, indexes: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the numbers of the placements of rankings, the end not included, by entry; nothing for one that is no ranking."""
    query = "SELECT entry_index, first_placement, lines FROM ranking WHERE entry_index IN {listed}"
    found = each_listed(connection, query, indexes)
    return {int(at): (int(first), int(first + lines)) for at, first, lines in found}


def is_judged(connection: Connection) -> bool:
    """Say whether anything was judged yet."""
    return connection.row("SELECT entry_index FROM watch LIMIT 1") is not None


def named(connection: Connection, statement_ids: Iterable[str]) -> set[str]:
    """Return those of some statements that an entry names."""
    query = "SELECT DISTINCT statement_id FROM reference WHERE statement_id IN {listed}"
    return {str(row[0]) for row in each_listed(connection, query, statement_ids)}


def flags_on(connection: Connection, statement_ids: Iterable[str]) -> list[tuple[str, int]]:
    """Return (statement, entry) of the flags that name some statements, those without effect too."""
    query = "SELECT target, entry_index FROM flag WHERE target IN {listed}"
    return [(str(target), int(index)) for target, index in each_listed(connection, query, statement_ids)]


def spelled(connection: Connection, kind: str, spellings: Iterable[str]) -> set[str]:
    """Return those of some spellings that are on record."""
    query = "SELECT spelling FROM name WHERE kind = :kind AND spelling IN {listed}"
    return {str(row[0]) for row in each_listed(connection, query, spellings, kind=kind)}


# What a comparison asks.


class Table(NamedTuple):
    """One ranking, or one part of it, as a comparison shows it."""

    entry_index: int
    statement_id: str
    leaderboard_key: str
    leaderboard: str
    release: str
    published: str
    shots: int | None
    split: str
    filters: str
    entrants: int | None
    lines: int
    part_of: int | None
    signers: str

    @property
    def list(self) -> tuple[str, str, str, str]:
        """What makes it a state of the same list: leaderboard and settings."""
        return self.leaderboard_key, "" if self.shots is None else str(self.shots), self.split, self.filters

    @property
    def state(self) -> tuple[object, ...]:
        """What makes it a part of the same table on the same day: an entry of its own when it is in one part."""
        if self.part_of is None:
            return (self.entry_index,)
        return (*self.list, self.release, self.published, self.part_of, self.signers)


class Line(NamedTuple):
    """One model's line in it."""

    model_key: str
    model: str
    developer_key: str
    developer: str
    version: str
    rank: int | None
    criterion: str
    value: str
    verdict: str
    worst: str


_TABLE = (
    "r.entry_index, e.statement_id, r.leaderboard_key, r.leaderboard, r.release, r.published, r.shots, r.split, r.filters,"
    " r.entrants, r.lines, r.part_of, e.signers"
)
_LINE = (
    "p.model_key, p.model, p.developer_key, p.developer, p.version, p.rank, p.criterion, p.value, p.verdict, p.worst"
)


def lines_named(connection: Connection, key: str, folded: str) -> list[tuple[Table, Line]]:
    """Return the lines of every model that has a name, by its key or its folded spelling; the oldest first.

    Left out is what has ended or was not validly signed.
    """
    query = (
        f"SELECT {_TABLE}, {_LINE} FROM placement p JOIN ranking r ON r.entry_index = p.entry_index"
        " JOIN entry e ON e.entry_index = p.entry_index"
        " WHERE (p.model_key = :key"
        " OR p.model_key IN (SELECT name_key FROM name WHERE kind = 'model' AND folded = :folded)"
        " OR p.placement_id IN (SELECT placement_id FROM alias WHERE model_key = :key))"
        f" AND e.ended = '' AND {_READABLE} ORDER BY r.published, p.placement_id"
    )
    cut = len(Table._fields)
    return [(Table(*row[:cut]), Line(*row[cut:])) for row in connection.rows(query, key=key, folded=folded)]


def ranks(connection: Connection, table: Table) -> list[Line]:
    """Return the ranked lines of a table, with those of its other parts."""
    # Asked for only where there are any: to look for them passes over all placements.
    others = (
        " OR (r.part_of = :part_of AND r.leaderboard_key = :leaderboard_key AND r.release = :release"
        " AND r.published = :published AND r.split = :split AND r.filters = :filters AND e.signers = :signers)"
    )
    query = (
        f"SELECT {_LINE} FROM placement p JOIN ranking r ON r.entry_index = p.entry_index"
        " JOIN entry e ON e.entry_index = p.entry_index WHERE p.rank IS NOT NULL AND e.ended = ''"
        f" AND (p.entry_index = :index{others if table.part_of is not None else ''}) ORDER BY p.placement_id"
    )
    given = {name: getattr(table, name) for name in ("part_of", "leaderboard_key", "release", "published", "split")}
    return [
        Line(*row)
        for row in connection.rows(
            query, index=table.entry_index, filters=table.filters, signers=table.signers, **given
        )
    ]


def findings_on(connection: Connection, index: int, model: str) -> list[tuple[str, str]]:
    """Return (rule, severity) of the findings on an entry that concern all of it or one model's line, the gravest first."""
    query = "SELECT rule, severity FROM finding WHERE entry_index = :index AND placement IN ('', :model) ORDER BY finding_id"
    return [(str(rule), str(severity)) for rule, severity in connection.rows(query, index=index, model=model)]
