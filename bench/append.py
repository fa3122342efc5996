"""One signed append, durable when it returns, against `git add` and `git commit -S` of a file of the same size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench import made
from bench.measure import Row, Target, in_turns
from bench.peers import Repository

SIZES = (1_000, 10_000)
_ROUNDS = 15
_TARGET = Target(1.0, at_most=True)


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return a row a size, with git's default settings and with every file flushed as ours are."""
    return [row for size in sizes for row in _at(folder, size)]


def _at(folder: Path, size: int) -> list[Row]:
    entries = made.Packed(folder / f"{size}.entries", size - 1)
    repository = Repository(folder / f"{size}.peer")
    repository.fill([made.enrolment(), *entries])
    theirs = _one_more(size, repository.add)
    flushed = _one_more(size * 100, lambda index, raw: repository.add(index, raw, "core.fsync=all"))
    with made.filled_ledger(folder, entries, f"{size}.git") as (ledger, who):
        ours = _one_more(size, lambda _, raw: ledger.append([raw], who))
        medians = in_turns(ours, theirs, flushed, rounds=_ROUNDS)
    mine, default, durable = (1000 * seconds for seconds in medians)

    def row(peer: str, their: float) -> Row:
        return Row("append 1", size, peer, mine, their, mine / their, "ms", _TARGET, _ROUNDS)

    return [row("git add; git commit -S", default), row("the same, core.fsync=all", durable)]


def _one_more(first: int, take: Callable[[int, bytes], object]) -> Callable[[], object]:
    """Return an action that hands over another entry each time; all of them are signed beforehand."""
    ready = iter([(first + at, made.evaluation(first + at)) for at in range(_ROUNDS + 1)])
    return lambda: take(*next(ready))
