"""Appends that die: run by `test_crash` as a process of its own, never imported by it.

    python -m tests.ledger.crash_child steps BASE OUT         an append in a copy of BASE killed at step 0, 1, 2 …
    python -m tests.ledger.crash_child founding BASE OUT      the founding of a ledger likewise
    python -m tests.ledger.crash_child moments BASE OUT N     appends that a timer ends at N moments
    python -m tests.ledger.crash_child together BASE OUT N    two processes that append N times each

A step is what changes something that outlives the process: a file opened to be written, fsync, rename, a program started, an
object handed to git, and the calls between the log, its store, its signer state and its cache. Each victim is a fork, so that
Python starts once; this process adopts the git processes that a victim leaves behind, and waits for them.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

from ledger import git_pack
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.scan import Scan
from ledger.signer_state import SignerState
from tests.ledger.damage import ANNA, OPERATOR, evaluation

BATCH = 3
_ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""
_CALLS: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (GitStore, "prepare"),
    (GitStore, "publish"),
    (SignerState, "write"),
    (Scan, "add"),
)
_EVENTS = ("os.rename", "os.remove", "os.mkdir", "subprocess.Popen")


class Doom:
    """Counts steps and kills this process before step `at`."""

    def __init__(self, at: int, told: Path) -> None:
        self._left = at
        self._told = told

    def step(self, name: str) -> None:
        """Count one step."""
        self._left -= 1
        if self._left == -1:
            self._told.write_text(name)
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count what the interpreter reports of itself (sys.addaudithook)."""
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in _EVENTS or writes:
            self.step(f"{event} {arguments[0]}")

    def watch(self) -> None:
        """Begin to count."""
        for owner, name in _CALLS:
            setattr(owner, name, self._counted(name, getattr(owner, name)))
        git_pack.pack = self._blocks(git_pack.pack)
        sys.addaudithook(self.hear)

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def counted(*arguments: Any, **named: Any) -> Any:
            self.step(f"before {name}")
            result = call(*arguments, **named)
            self.step(f"after {name}")
            return result

        return counted

    def _blocks(self, pack: Callable[..., Iterator[bytes]]) -> Callable[..., Iterator[bytes]]:
        def blocks(*arguments: Any) -> Iterator[bytes]:
            for block in pack(*arguments):
                self.step("block of a pack")
                yield block

        return blocks


def operator(folder: Path) -> Operator:
    """Return who writes the ledger in a folder."""
    return Operator(OPERATOR, SignerState(folder / "state"))


def found(folder: Path) -> None:
    """Found a ledger in the repository of a folder."""
    Ledger.create(GitStore(folder / "log.git"), operator(folder), cache=folder / "cache")


def append(folder: Path, first: int) -> None:
    """Append a batch, and write down its end when it is acknowledged."""
    ledger = Ledger.open(GitStore(folder / "log.git"), cache=folder / "cache")
    batch = [evaluation(first + at, ANNA) for at in range(BATCH)]
    receipt = ledger.append(batch, operator(folder))
    with (folder / "acknowledged").open("a") as file:
        file.write(f"{receipt.start + BATCH}\n")
    ledger.store.close()  # type: ignore[attr-defined]


def fork(victim: Callable[[], None]) -> int:
    """Run something in a process of its own, and return its name."""
    child = os.fork()
    if child == 0:
        victim()
        os._exit(0)
    return child


def bury(child: int) -> bool:
    """Wait for a process and all that it left behind; return whether it came to its end."""
    _, status = os.waitpid(child, 0)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return status == 0


def steps(base: Path, out: Path, act: Callable[[Path], None]) -> None:
    """Kill an act at each of its steps in turn, each in a copy of its own, until it comes to its end."""
    alive, at = False, 0
    while not alive:
        folder = out / f"{at:03d}"
        shutil.copytree(base, folder)
        doom = Doom(at, folder / "step")

        def victim(doom: Doom = doom, folder: Path = folder) -> None:
            doom.watch()
            act(folder)

        alive = bury(fork(victim))
        at += 1


def moments(base: Path, out: Path, count: int) -> None:
    """End appends to one ledger by a timer, at moments drawn with a fixed seed."""
    folder = out / "000"
    shutil.copytree(base, folder)
    draw = random.Random(7)

    def victim(number: int, delay_s: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, delay_s)
        for again in range(100):
            append(folder, 10_000 * (number + 1) + BATCH * again)

    for number in range(count):
        bury(fork(lambda number=number: victim(number, draw.uniform(0.001, 0.08))))  # type: ignore[misc]


def together(base: Path, out: Path, count: int) -> None:
    """Let two processes append to one ledger."""
    folder = out / "000"
    shutil.copytree(base, folder)

    def writer(number: int) -> None:
        for again in range(count):
            append(folder, 10_000 * (number + 1) + BATCH * again)

    children = [fork(lambda number=number: writer(number)) for number in (0, 1)]  # type: ignore[misc]
    ends = [os.waitpid(child, 0)[1] for child in children]
    assert ends == [0, 0], "both writers came to their end"


def main() -> None:
    """Do what the command line says."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    mode, base, out, *count = sys.argv[1:]
    acts: dict[str, Callable[[], None]] = {
        "steps": lambda: steps(Path(base), Path(out), lambda folder: append(folder, 10_000)),
        "founding": lambda: steps(Path(base), Path(out), found),
        "moments": lambda: moments(Path(base), Path(out), int(count[0])),
        "together": lambda: together(Path(base), Path(out), int(count[0])),
    }
    acts[mode]()


if __name__ == "__main__":
    main()
