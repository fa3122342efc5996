"""What the tables are of, and whether they are what a question needs: the ledger's head, today's rules, all judged."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.text import to_base64
from registry import names, reads, rules
from registry.index.keys import TODAY
from registry.places import Places
from registry.reads import Connection

if TYPE_CHECKING:
    from ledger.log import Ledger

VERSION = "7"
"""Of the tables and of what is written to them. Another one: they are made anew."""
_NAMES = frozenset({".py", ".txt"})


def rules_digest() -> str:
    """Return a digest of the rules: another one, and everything is judged again."""
    named = "\n".join(f"{rule.id} {rule.version}" for rule in rules.every())
    return hashlib.sha256(named.encode()).hexdigest()[:16]


@cache
def names_digest() -> str:
    """Return a digest of what says which names are one, or look it: another one, and the tables are made anew."""
    shipped = Path(names.__file__).parent
    paths = [*(path for path in shipped.iterdir() if path.suffix in _NAMES), Places.of().names]
    texts = [path.read_bytes() for path in sorted(paths) if path.exists()]
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()[:16]


def is_fresh(connection: Connection, ledger: Ledger, today: str) -> bool:
    """Say whether the tables hold what the ledger says at its head, judged by the rules of this version, today."""
    known = reads.meta(connection)
    # The head after the tables: these may grow meanwhile, and must not look as if they went ahead.
    head = ledger.head()
    needed = {
        "version": VERSION,
        "vkey": ledger.identity.key.format(),
        "size": str(head.size),
        "root": to_base64(head.root),
        "names": names_digest(),
        "rules": rules_digest(),
        "indexed": "all",
    }
    if needed.items() - known.items() or reads.is_pending(connection):
        return False
    return known["today"] == today or not reads.watches(connection, TODAY)
