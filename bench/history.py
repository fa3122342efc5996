"""The audit of every commit, against `git log --format=%G?`, which only checks the commits' own signatures."""

from __future__ import annotations

from pathlib import Path

from bench import made
from bench.audit import audit_path
from bench.measure import Row, Target, in_turns
from bench.peers import Repository

SIZES = (200,)
_ROUNDS = 5
_BULK = 50
"""The ledger of few commits has so many times the entries."""
_TARGET = Target(100, at_most=False)


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return two rows a size: a ledger of as many commits as entries, and one that took its entries at once."""
    return [row for size in sizes for row in _at(folder, size)]


def _at(folder: Path, size: int) -> list[Row]:
    single, bulk = folder / f"single-{size}.git", folder / f"bulk-{size}.git"
    repository = Repository(folder / f"{size}.peer")
    with made.new_ledger(folder, single.name) as (ledger, who):
        for index in range(size):
            ledger.append([made.evaluation(index)], who)
            repository.add(index, made.evaluation(index))
    with made.filled_ledger(folder, made.Packed(folder / f"{size}.entries", size * _BULK), bulk.name):
        pass

    def theirs() -> None:
        said = repository.git("log", "--format=%G?").split()
        assert said == [b"G"] * size, "git finds every commit well signed"

    a_commit, an_entry, peer = in_turns(lambda: audit_path(single), lambda: audit_path(bulk), theirs, rounds=_ROUNDS)
    rate = size / peer

    def row(what: str, entries: int, seconds: float) -> Row:
        ours = entries / seconds
        return Row(what, entries, "git log --format=%G?", ours, rate, ours / rate, "/s", _TARGET, _ROUNDS)

    return [
        row("audit of history, an entry a commit", size, a_commit),
        row("audit of history, one commit", size * _BULK, an_entry),
    ]
