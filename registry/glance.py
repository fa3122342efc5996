"""The index as it was left, before anybody has looked whether it is up to date: something to show while that is found out.

Nothing here is checked, so whoever shows it says that it may be old. Of the ledger's code it loads only what reads objects, and none of
the rules.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from registry.places import Places

_BRANCH = "refs/heads/main"
_IDENTITY = "ledger.json"
_OID_DIGITS = 40
_MAX_BYTES = 4096


def index_file(ledger: Path) -> Path | None:
    """Return the SQLite file in which the index of a ledger would be, or None when that cannot be told at a glance."""
    if os.environ.get("JINBANG_DATABASE_URL") or not ledger.is_dir():
        return None
    from ledger.errors import LedgerError  # deferred: a database elsewhere needs no look

    try:
        vkey = json.loads(_identity(ledger.absolute()))["vkey"]
    except (LedgerError, OSError, ValueError, KeyError, TypeError, RecursionError):
        # Whoever opens the ledger says what is wrong with it.
        return None
    places = Places.of()
    return places.cache / f"index-{places.index_name(ledger, str(vkey))}.sqlite"


def _identity(ledger: Path) -> bytes:
    """Return what a ledger says which one it is, if its branch stands in a file of its own."""
    from ledger.git_objects import ObjectReader

    objects = ObjectReader(ledger / "objects")
    try:
        head = (ledger / _BRANCH).read_bytes()[:_OID_DIGITS].decode()
        entry = objects.find(objects.commit(head).tree, _IDENTITY)
        return objects.read(entry.oid, "blob")[:_MAX_BYTES] if entry is not None else b""
    finally:
        objects.close()
