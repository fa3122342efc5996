"""A server in a process of its own, on the demo's ledger."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3]


@dataclass(frozen=True)
class Served:
    """What a server says when it starts."""

    address: str
    """With the token."""
    base: str
    """Without."""


def start(ledger: Path, home: Path, *options: str) -> subprocess.Popen[str]:
    """Start `jinbang serve` on a free port."""
    return subprocess.Popen(
        [sys.executable, "-m", "registry", "serve", "--port", "0", "--ledger", str(ledger), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=home,
        env={**os.environ, "JINBANG_HOME": str(home), "PYTHONPATH": str(PACKAGE)},
    )


def end(process: subprocess.Popen[str]) -> None:
    """End a server as ^C does."""
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


@pytest.fixture
def served(ledger: Path, home: Path) -> Iterator[Served]:
    """The interface, served."""
    process = start(ledger, home, "--tui")
    try:
        assert process.stderr is not None
        address = process.stderr.readline().split()[1]
        yield Served(address, address.partition("/?")[0])
    finally:
        end(process)
