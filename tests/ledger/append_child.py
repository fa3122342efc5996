"""One of several processes that append to the same ledger at once: python -m tests.ledger.append_child LOG NAME COUNT."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from ledger.git_store import GitStore
from ledger.log import Ledger
from tests.ledger.build import ANNA, operator, says


def main(path: Path, name: str, count: int) -> None:
    """Append entries one by one, and print where each came to stand."""
    with closing(GitStore(path)) as store:
        ledger = Ledger.open(store, cache=path.parent / "cache")
        for number in range(count):
            receipt = ledger.append([says(number, ANNA, note=name).raw], operator(path.parent))
            print(receipt.start, *receipt.statement_ids, flush=True)
        ledger.scan.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
