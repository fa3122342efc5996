"""The index: tables of what a ledger says, to search and to sort. A cache that any command brings up to date and anyone may delete.

index = Index.open(ledger, database, today)
index.record().rankings("C-Eval")
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from registry import reads
from registry.index.database import Database, PostgresSchema, SqliteFile, database_of
from registry.index.record import IndexRecord
from registry.index.shelf import Shelf
from registry.index.state import is_fresh
from registry.reads import Connection, IndexDamaged

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.index.sync import Progress

__all__ = ["Database", "Index", "IndexRecord", "PostgresSchema", "SqliteFile", "database_of", "day", "indexed_size"]


def day() -> str:
    """Return today's day in UTC, by which a promise can be overdue."""
    return datetime.now(UTC).date().isoformat()


class Index:
    """The tables of one ledger, brought to its head."""

    def __init__(self, connection: Connection, ledger: Ledger, today: str) -> None:
        self.connection = connection
        """To ask with the queries of `reads`."""
        self._ledger = ledger
        self._today = today

    @classmethod
    def open(cls, ledger: Ledger, database: Database, today: str, progress: Progress | None = None) -> Index:
        """Return the tables at the ledger's head, brought there if they are not.

        Raises: RollbackError when the ledger went back or was forked; VerificationError, StoreError.
        """
        found = _fresh(ledger, database, today)
        if found is not None:
            return cls(found, ledger, today)
        from registry.index.sync import bring_up  # deferred: loads SQLModel

        with database.lock():
            # Another process may have done it while this one waited.
            found = _fresh(ledger, database, today)
            if found is None:
                bring_up(ledger, database, today, progress or (lambda _: None))
                found = database.reader()
        return cls(found, ledger, today)

    def record(self) -> IndexRecord:
        """Return the record that the tables answer."""
        return IndexRecord(self.connection, Shelf(self._ledger), self._today)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _fresh(ledger: Ledger, database: Database, today: str) -> Connection | None:
    """Return a connection to tables that are up to date, or None."""
    try:
        connection = database.reader()
    except IndexDamaged:
        return None
    try:
        if is_fresh(connection, ledger, today):
            return connection
    except IndexDamaged:
        # Not ours, or damaged: made anew by who brings it up to date.
        connection.close()
        return None
    connection.close()
    return None


def indexed_size(database: Database) -> int:
    """Return how many entries the tables hold, without bringing them up to date; 0 when there are none."""
    try:
        connection = database.reader()
    except IndexDamaged:
        return 0
    try:
        return int(reads.meta(connection).get("size", "0"))
    except IndexDamaged:
        return 0
    finally:
        connection.close()
