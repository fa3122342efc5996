"""A process that brings an index up to date: python -m tests.registry.index.sync_child LEDGER CACHE FILE DAY."""

from __future__ import annotations

import sys
from pathlib import Path

from ledger.git_store import GitStore
from ledger.log import Ledger
from registry.index import Index, SqliteFile


def main() -> None:
    """Say when it begins, then do it."""
    path, cache, file, day = sys.argv[1:]
    ledger = Ledger.open(GitStore(Path(path)), cache=Path(cache))
    print("begins", flush=True)
    index = Index.open(ledger, SqliteFile(Path(file)), day)
    print(index.connection.row("SELECT COUNT(*) FROM entry"), flush=True)


if __name__ == "__main__":
    main()
