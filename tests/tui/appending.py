"""Another process that appends to a copy of the demo's ledger: `python -m tests.tui.appending FOLDER MODEL`.

It prints the second, on the clock that all processes share, at which the append returned.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ledger import entry as entries
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from registry import statements
from registry.demo.facts import ORIGIN, PUBLISHERS, demo_signer


def main(folder: Path, model: str) -> None:
    """Append a ranking with one model."""
    publisher = PUBLISHERS[0]
    value = {
        "type": "jinbang/evaluation/v1",
        "publisher": publisher.name,
        "leaderboard": {"name": f"Board of {model}"},
        "published": "2026-11-20",
        "placements": [{"rank": 1, "model": {"name": model}}],
    }
    signed = entries.sign(statements.format(statements.parse(value)), [publisher.signer])
    operator = Operator(demo_signer(ORIGIN), SignerState(folder / "signed.state"))
    Ledger.open(GitStore(folder / "ledger.git")).append([signed.raw], operator)
    print(time.monotonic())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
