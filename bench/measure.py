"""Timing in turns, peak memory of a process of its own, and the table that comes of it."""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROUNDS = 5
FEWER_ROUNDS = 3
LARGE = 50_000
"""From this many entries on a figure is the median of fewer rounds."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio must keep to."""

    limit: float
    at_most: bool
    """Whether the limit is an upper one (time) or a lower one (rate, or times faster)."""

    def holds(self, ratio: float) -> bool:
        return ratio <= self.limit if self.at_most else ratio >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, against what, and what was wanted."""

    what: str
    size: int
    """Entries that it was measured at."""
    peer: str
    ours: float | None = None
    """In `unit`; the median. None, like the two below, when it was not measured: `note` says why."""
    theirs: float | None = None
    ratio: float | None = None
    """As the target counts it: ours to theirs, or theirs to ours where the target says how many times faster."""
    unit: str = ""
    target: Target | None = None
    """None for a figure that is only told."""
    rounds: int = 0
    note: str = ""

    @property
    def met(self) -> str:
        if self.target is None or self.ratio is None:
            return "-"
        return "yes" if self.target.holds(self.ratio) else "no"


def rounds_for(size: int) -> int:
    """Return how many rounds a figure at this size is the median of."""
    return ROUNDS if size < LARGE else FEWER_ROUNDS


def in_turns(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Run the actions one after the other, round by round, and return the median seconds of each.

    A first round, which fills caches, is not counted.
    """
    taken: list[list[float]] = [[] for _ in actions]
    for counted in range(-1, rounds):
        for action, seconds in zip(actions, taken, strict=True):
            started = time.perf_counter()
            action()
            if counted >= 0:
                seconds.append(time.perf_counter() - started)
    return [statistics.median(seconds) for seconds in taken]


class Metered:
    """An action that also counts the time of cores: of this process, and of those that it started and waited for."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action
        self._taken: list[float] = []

    def __call__(self) -> None:
        before = core_seconds()
        self._action()
        self._taken.append(core_seconds() - before)

    @property
    def core_seconds(self) -> float:
        """Median of the rounds that `in_turns` counts. What others do on the machine moves it less than the time of a clock."""
        return statistics.median(self._taken[1:])


def core_seconds() -> float:
    """Return the time of cores so far: of this process, of those that it waited for, and where the system says of those that work for it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + sum(map(_seconds_of, _children()))


def _children() -> Iterator[int]:
    """Yield the processes that this one has started and not waited for yet."""
    for listed in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        yield from map(int, listed.read_text(encoding="ascii").split())


def _seconds_of(process: int) -> float:
    """Return the time of cores that a process took, with those that it waited for; nothing of one that is gone."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    # Behind the name, which may hold anything, the third field is the first; these are the fourteenth to the seventeenth.
    return sum(map(int, said.rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def as_installed(folder: Path) -> dict[str, str]:
    """Return an environment in which a process finds its modules compiled, as an installation leaves them, wherever it is started.

    The first one, which is not counted, compiles them. What jinbang keeps for its user is in the folder too.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "JINBANG_HOME": str(folder / "home"),
    }


def peak_mib(action: Callable[..., object], *arguments: object) -> float:
    """Return the peak memory in MiB of a fresh process that imports the action's module and runs it once."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_peak_after, action, arguments).result()


def _peak_after(action: Callable[..., object], arguments: Sequence[Any]) -> float:
    action(*arguments)
    peak = peak_of("self")
    return peak if peak is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_of(process: int | str) -> float | None:
    """Return the peak memory in MiB of a process that runs, by its number or `self`; None where the system does not say."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    # ru_maxrss of a process started by another includes what that one held when it started it; VmHWM does not.
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = [
        "| what | entries | ours | peer | ratio | target | met | rounds | note |",
        "|---|--:|--:|---|--:|---|---|--:|---|",
    ]
    lines += [
        f"| {row.what} | {row.size:,} | {_figure(row.ours, row.unit)} | {_figure(row.theirs, row.unit)} {row.peer} "
        f"| {_number(row.ratio)} | {row.target or '-'} | {row.met} | {row.rounds or '-'} | {row.note} |"
        for row in rows
    ]
    return "\n".join(lines)


def as_json(row: Row) -> dict[str, object]:
    """Return a row as JSON values."""
    return asdict(row) | {"target": str(row.target) if row.target else None, "met": row.met}


def _figure(value: float | None, unit: str) -> str:
    return "not measured" if value is None else f"{_number(value)} {unit}".strip()


def _number(value: float | None) -> str:
    """Return three digits that count, and no false ones."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"
