"""Another process appends; the screen shows it, and the cursor stays where it was."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.conftest import Screen, drive
from tests.tui.test_audit import go_back, rows
from tui.session import Session

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600
"""Looks, a twentieth of a second apart."""


@pytest.fixture
def copy(ledger: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the demo's ledger, and what its key has signed."""
    shutil.copytree(ledger.parent, tmp_path / "demo")
    return tmp_path / "demo"


async def append(folder: Path, model: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.tui.appending", str(folder), model, cwd=ROOT, stderr=subprocess.PIPE
    )
    _, said = await child.communicate()
    assert child.returncode == 0, said


async def until(screen: Screen, fits: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if fits():
            return
        await screen.pilot.pause(0.05)
    raise AssertionError("it was never shown")


def test_what_another_process_appends_is_shown_and_the_cursor_stays(copy: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, str]:
        await screen.press("j", "j", "F")
        line = screen.table.line
        assert line is not None
        await append(copy, "Newcomer")
        await until(screen, lambda: "/ 76" in screen.text("#count"))
        await screen.settle()
        after = screen.table.line
        assert after is not None and after.placement_id == line.placement_id
        drawn = [screen.row(y) for y in range(1, 8)]
        return "".join(drawn), screen.text("TopBar .ledger"), "".join(one for one in drawn if one.startswith(">"))

    drawn, top, here = drive(Session(copy / "ledger.git"), steps)

    assert "Newcomer" in drawn and top.endswith(" 38")
    assert "Newcomer" not in here and here


def test_the_log_is_followed_too_and_no_longer_when_that_is_ended(copy: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, int]:
        await screen.press("3", "j", "F")
        here = next(line for line in rows(screen, "checkpoints") if line.startswith(">"))
        await append(copy, "One")
        await until(screen, lambda: len(rows(screen, "checkpoints")) == 5)
        after = next(line for line in rows(screen, "checkpoints") if line.startswith(">"))
        await screen.press("F")
        await append(copy, "Two")
        for _ in range(20):
            await screen.pilot.pause(0.05)
        return here, after, len(rows(screen, "checkpoints"))

    here, after, count = drive(Session(copy / "ledger.git"), steps)

    assert here == after and count == 5


def test_a_log_that_goes_back_ends_it_with_a_line(copy: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("3", "F")
        await screen.settle()
        go_back(copy / "ledger.git")
        await until(screen, lambda: bool(screen.app.screen.query_one("#alarm").display))
        return screen.text("#alarm")

    assert "37 of this log were read before" in drive(Session(copy / "ledger.git"), steps)
