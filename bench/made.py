"""Made-up entries and ledgers to measure with. Everything follows from a number, so that two runs measure the same bytes."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import overload

from ledger import entry, statement
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.note import Signer
from ledger.signer_state import SignerState

ORIGIN = "bench.example/rankings"
PUBLISHER = "publisher.bench.example"
OPERATOR_KEY = Signer.from_seed(ORIGIN, b"\x01" * 32)
PUBLISHER_KEY = Signer.from_seed(PUBLISHER, b"\x02" * 32)
RECOVERY_KEY = Signer.from_seed(PUBLISHER, b"\x03" * 32)
CORES = os.cpu_count() or 1


class Packed(Sequence[bytes]):
    """Entries in one file, read when they are asked for: what is measured is not the memory of the input."""

    def __init__(self, path: Path, count: int) -> None:
        """Write `count` evaluations, the first numbered 0."""
        self._offsets = [0]
        with path.open("wb") as file:
            for number in range(count):
                file.write(evaluation(number))
                self._offsets.append(file.tell())
        self._open(path)

    def _open(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)

    def __getstate__(self) -> tuple[Path, list[int]]:
        return (self._path, self._offsets)

    def __setstate__(self, state: tuple[Path, list[int]]) -> None:
        path, self._offsets = state
        self._open(path)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        start, stop = self._offsets[at], self._offsets[at + 1]
        return os.pread(self._file, stop - start, start)

    def __iter__(self) -> Iterator[bytes]:
        return (self[at] for at in range(len(self)))


def enrolment() -> bytes:
    """Return the entry that enrols the publisher."""
    value = {
        "type": "jinbang/publisher/v1",
        "publisher": PUBLISHER,
        "class": "academic",
        "keys": [PUBLISHER_KEY.key.format()],
        "recovery": RECOVERY_KEY.key.format(),
    }
    return entry.sign(statement.spell(value), [PUBLISHER_KEY]).raw


def evaluation(number: int) -> bytes:
    """Return a signed evaluation of about one kilobyte."""
    placements = [
        {
            "rank": rank,
            "model": {"name": f"model-{number}-{rank}", "developer": f"developer-{rank}"},
            "scores": [{"criterion": "accuracy", "value": f"{90 - rank}.{number % 100:02d}"}],
        }
        for rank in range(1, 4)
    ]
    value = {
        "type": "jinbang/evaluation/v1",
        "publisher": PUBLISHER,
        "leaderboard": {"name": f"Board {number % 50}", "release": f"r{number}"},
        "methodology": {"summary": "5-shot", "criteria": [{"name": "accuracy", "basis": "measured"}]},
        "placements": placements,
    }
    return entry.sign(statement.spell(value), [PUBLISHER_KEY]).raw


def operator(folder: Path, name: str = "ledger.git") -> Operator:
    """Return the operator with the state file of one ledger in a folder."""
    return Operator(OPERATOR_KEY, SignerState(folder / f"{name}.state"))


@contextmanager
def new_ledger(folder: Path, name: str = "ledger.git") -> Iterator[tuple[Ledger, Operator]]:
    """Give an empty ledger in git with the publisher enrolled as entry 0; it is closed afterwards, its files stay."""
    who, store = operator(folder, name), GitStore.create(folder / name)
    ledger = Ledger.create(store, who, cache=folder / f"{name}.sqlite")
    try:
        ledger.append([enrolment()], who)
        yield ledger, who
    finally:
        ledger.scan.close()
        store.close()


@contextmanager
def filled_ledger(
    folder: Path, entries: Sequence[bytes], name: str = "ledger.git"
) -> Iterator[tuple[Ledger, Operator]]:
    """Give a ledger in git of the enrolment and these entries, appended at once on all cores."""
    with new_ledger(folder, name) as (ledger, who):
        with ThreadPoolExecutor(CORES) as pool:
            ledger.append(entries, who, executor=pool)
        yield ledger, who
