"""What this machine has read of a ledger: where each statement id stands, and the key events. A cache, never evidence.

It answers "is this statement in the log?" and "which keys were valid at entry i?" without reading every entry again. It is kept
outside the repository, so that a copied ledger cannot bring its own; and what it holds was compared with a signed root. When
the ledger is no longer what was read, the scan starts again. Deleting it loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ledger.errors import StoreError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), vkey TEXT, size INTEGER, root BLOB);
CREATE TABLE IF NOT EXISTS ids (id BLOB PRIMARY KEY, position INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, raw BLOB);
"""
_VERSION = 1


class Scan:
    """Statement ids and key events of the first `size` entries of one log."""

    def __init__(self, path: Path | None, vkey: str) -> None:
        """Open the cache of a log, in memory when `path` is None; a cache of another log or version is emptied."""
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = _connect(path)
            if self._state() is None or self._state()[0] != vkey:  # type: ignore[index]
                self.clear(vkey)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path}: cannot be used as a cache: {error}") from error
        self._vkey = vkey

    @property
    def size(self) -> int:
        """Entries read."""
        state = self._state()
        return state[1] if state else 0

    @property
    def root(self) -> bytes:
        """Root at that size."""
        state = self._state()
        return state[2] if state else b""

    def clear(self, vkey: str) -> None:
        """Forget everything."""
        with self._db:
            for table in ("ids", "events", "state"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - three names of our own
            self._db.execute("INSERT INTO state VALUES (1, ?, 0, ?)", (vkey, b""))

    def restart(self) -> None:
        """Forget everything about the same log."""
        self.clear(self._vkey)

    def add(
        self, ids: Iterable[tuple[bytes, int]], events: Iterable[tuple[int, bytes]], size: int, root: bytes
    ) -> None:
        """Take in what was read up to `size`, whose root was compared with a signed checkpoint. One transaction."""
        try:
            with self._db:
                self._db.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", ids)
                self._db.executemany("INSERT OR REPLACE INTO events VALUES (?, ?)", events)
                self._db.execute("UPDATE state SET size = ?, root = ?", (size, root))
        except sqlite3.Error as error:
            raise StoreError(f"cache: {error}") from error

    def find(self, statement_id: bytes) -> int | None:
        """Return the index of a statement, or None."""
        row = self._db.execute("SELECT position FROM ids WHERE id = ?", (statement_id,)).fetchone()
        return int(row[0]) if row else None

    def find_prefix(self, low: bytes, high: bytes, limit: int) -> list[tuple[bytes, int]]:
        """Return (statement id, index) of ids in low..high, at most `limit`."""
        query = "SELECT id, position FROM ids WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
        return [(bytes(row[0]), int(row[1])) for row in self._db.execute(query, (low, high, limit))]

    def events(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Return (index, entry) of the key events from `start` on, in the order of the log."""
        query = "SELECT position, raw FROM events WHERE position >= ? ORDER BY position"
        return ((int(row[0]), bytes(row[1])) for row in self._db.execute(query, (start,)).fetchall())

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _state(self) -> tuple[str, int, bytes] | None:
        row = self._db.execute("SELECT vkey, size, root FROM state").fetchone()
        return (str(row[0]), int(row[1]), bytes(row[2])) if row else None


def _connect(path: Path | None) -> sqlite3.Connection:
    """Open the file; one that is not ours, or damaged, is replaced: it is only a cache."""
    if path is None:
        return _prepare(sqlite3.connect(":memory:", check_same_thread=False))
    try:
        return _prepare(sqlite3.connect(path, timeout=30, check_same_thread=False))
    except sqlite3.DatabaseError:
        if path.is_symlink() or not path.is_file():
            raise
        path.unlink()
        return _prepare(sqlite3.connect(path, timeout=30, check_same_thread=False))


def _prepare(db: sqlite3.Connection) -> sqlite3.Connection:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
        raise sqlite3.DatabaseError("cache of another version")
    db.executescript(_SCHEMA)
    db.execute(f"PRAGMA user_version = {_VERSION}")
    return db
