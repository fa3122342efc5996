"""What this machine has read of a ledger: where each statement id stands, and the key events. A cache, never evidence.

It answers "is this statement in the log?" and "which keys were valid at entry i?" without reading every entry again. It is kept
outside the repository, so that a copied ledger cannot bring its own; and what it holds was compared with a signed root. When
the ledger is no longer what was read, the scan starts again. Deleting it loses nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger.errors import StoreError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), vkey TEXT, size INTEGER, root BLOB);
CREATE TABLE IF NOT EXISTS ids (id BLOB PRIMARY KEY, position INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, raw BLOB);
CREATE TABLE IF NOT EXISTS signed (one INTEGER PRIMARY KEY CHECK (one = 1), raw BLOB);
"""
_COLUMNS = (
    "SELECT vkey, size, root FROM state",
    "SELECT id, position FROM ids",
    "SELECT position, raw FROM events",
    "SELECT raw FROM signed",
)
"""What must be there to read; a file of another kind fails here."""
_VERSION = 1
_PATIENCE_S = 30
_POLL_S = 0.01
_NOT_OURS = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""SQLite codes of a file of another kind or a damaged one."""


class Scan:
    """Statement ids and key events of the first `size` entries of one log. Processes may share its file."""

    def __init__(self, path: Path | None, vkey: str) -> None:
        """Open the cache of a log, in memory when `path` is None; a cache of another log or version is emptied."""
        self._vkey = vkey
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = _connect(path)
            if self._state()[0] != vkey:
                self.restart()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path}: cannot be used as a cache: {error}") from error

    @property
    def size(self) -> int:
        """Entries read."""
        return self._state()[1]

    @property
    def root(self) -> bytes:
        """Root at that size."""
        return self._state()[2]

    @property
    def signed(self) -> bytes:
        """The signed checkpoint of that size, as evidence should the log take it back; empty when it was not kept."""
        return next((bytes(row[0]) for row in self._rows("SELECT raw FROM signed")), b"")

    def restart(self) -> None:
        """Forget everything."""
        with _writing(self._db):
            for table in ("ids", "events", "state", "signed"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - four names of our own
            self._db.execute("INSERT INTO state VALUES (1, ?, 0, ?)", (self._vkey, b""))

    def add(
        self,
        start: int,
        ids: Iterable[tuple[bytes, int]],
        events: Iterable[tuple[int, bytes]],
        size: int,
        root: bytes,
        signed: bytes = b"",
    ) -> None:
        """Take in what was read from `start` up to `size`, whose root was compared with a signed checkpoint, at once.

        `signed` is the checkpoint of just that size, if there is one.

        Nothing is taken in when entries before `start` are missing, because another process has begun again.
        """
        with _writing(self._db):
            done = self._db.execute("UPDATE state SET size = ?, root = ? WHERE size >= ?", (size, root, start))
            if done.rowcount:
                self._db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", ids)
                self._db.executemany("INSERT OR REPLACE INTO events VALUES (?, ?)", events)
                self._db.execute("INSERT OR REPLACE INTO signed VALUES (1, ?)", (signed,))

    def find(self, statement_id: bytes) -> int | None:
        """Return the index of a statement, or None."""
        rows = self._rows("SELECT position FROM ids WHERE id = ?", statement_id)
        return int(rows[0][0]) if rows else None

    def find_prefix(self, low: bytes, high: bytes, limit: int) -> list[tuple[bytes, int]]:
        """Return (statement id, index) of ids in low..high, at most `limit`."""
        query = "SELECT id, position FROM ids WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
        return [(bytes(row[0]), int(row[1])) for row in self._rows(query, low, high, limit)]

    def events(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Return (index, entry) of the key events from `start` on, in the order of the log."""
        query = "SELECT position, raw FROM events WHERE position >= ? ORDER BY position"
        return ((int(row[0]), bytes(row[1])) for row in self._rows(query, start))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _state(self) -> tuple[str, int, bytes]:
        for row in self._rows("SELECT vkey, size, root FROM state"):
            return (str(row[0]), int(row[1]), bytes(row[2]))
        return ("", 0, b"")

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _failing():
            return self._db.execute(query, values).fetchall()


@contextmanager
def _failing() -> Iterator[None]:
    """Turn what SQLite raises into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"cache: {error}") from error


@contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    """Make one transaction."""
    with _failing(), db:
        yield


def _connect(path: Path | None) -> sqlite3.Connection:
    """Open the file; one that is not ours, or damaged, is replaced: it is only a cache."""
    if path is None:
        return _prepare(sqlite3.connect(":memory:", check_same_thread=False))
    try:
        return _prepare(sqlite3.connect(path, timeout=_PATIENCE_S, check_same_thread=False))
    except sqlite3.DatabaseError as error:
        # Not when it is only locked, or cannot be read: then it is in use, and may be sound.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _NOT_OURS:
            raise
        for one in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            one.unlink(missing_ok=True)
        return _prepare(sqlite3.connect(path, timeout=_PATIENCE_S, check_same_thread=False))


def _log_ahead(db: sqlite3.Connection) -> None:
    """Let readers and a writer work beside each other. This one step SQLite takes without waiting for others, so we wait."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(_POLL_S)
        else:
            return


def _prepare(db: sqlite3.Connection) -> sqlite3.Connection:
    try:
        _log_ahead(db)
        db.execute("PRAGMA synchronous = NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
            raise sqlite3.DatabaseError("cache of another version")
        db.executescript(_SCHEMA)
        db.execute(f"PRAGMA user_version = {_VERSION}")
        for query in _COLUMNS:
            db.execute(query).fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db
