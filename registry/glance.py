"""The index as it was left, before anybody has looked whether it is up to date: something to show while that is found out.

Nothing here is checked, so whoever shows it says that it may be old. It loads neither the ledger's code nor the rules.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from registry.places import Places

_IDENTITY = "refs/heads/main:ledger.json"
_MAX_BYTES = 4096
_PATIENCE_S = 10


def index_file(ledger: Path) -> Path | None:
    """Return the SQLite file in which the index of a ledger would be, or None when that cannot be told at a glance."""
    if os.environ.get("JINBANG_DATABASE_URL") or not ledger.is_dir():
        return None
    command = ["git", f"--git-dir={ledger}", "cat-file", "blob", _IDENTITY]
    environ = os.environ | {"GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(command, capture_output=True, env=environ, timeout=_PATIENCE_S, check=True)
        vkey = json.loads(done.stdout[:_MAX_BYTES])["vkey"]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError, RecursionError):
        # Whoever opens the ledger says what is wrong with it.
        return None
    places = Places.of()
    return places.cache / f"index-{places.index_name(ledger, str(vkey))}.sqlite"
