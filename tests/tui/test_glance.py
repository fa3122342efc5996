"""What is shown before the index is known to be up to date: its rows as they were left, marked, and nothing that waits for more."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from textual.events import Resize

from registry import glance
from registry.cli import context
from registry.filter.tree import EVERYTHING
from registry.index import SqliteFile
from registry.reads.sorting import NEWEST
from tests.tui.conftest import Screen, drive, until
from tui import words
from tui.app import JinbangApp
from tui.session import Progress, Session
from tui.settings import Settings
from tui.widgets.placements import Placements
from tui.words import Language

T = TypeVar("T")


class Held(Session):
    """One that is brought up to date when the test says so."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(ledger)
        self.go_on = threading.Event()

    def open(self, progress: Progress) -> None:
        self.go_on.wait()
        super().open(progress)


def while_held(ledger: Path, steps: Callable[[Screen, Held], Awaitable[T]]) -> T:
    """Run an app that shows the lines of an index as it was left, and return what the steps return."""
    indexed(ledger)

    async def run() -> T:
        session = Held(ledger)
        app = JinbangApp(session, "", Settings(Language.EN))
        async with app.run_test(size=(100, 30)) as pilot:
            screen = Screen(app, pilot)
            await until(screen, lambda: screen.table.line is not None)
            return await steps(screen, session)

    return asyncio.run(run())


def indexed(ledger: Path) -> SqliteFile:
    """Bring the index of a ledger up to date, and return where it is."""
    session = Session(ledger)
    session.open(lambda _: None)
    session.close()
    database = context.index_database(context.open_ledger(ledger))
    assert isinstance(database, SqliteFile)
    return database


def test_the_index_is_found_without_the_ledgers_code(ledger: Path) -> None:
    assert glance.index_file(ledger) == indexed(ledger).path


@pytest.mark.parametrize("name", ["none", "empty"])
def test_what_is_no_ledger_has_no_index(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert glance.index_file(tmp_path / name) is None


def test_tables_in_a_database_are_not_looked_at(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINBANG_DATABASE_URL", "postgresql://x@localhost/y")

    assert glance.index_file(ledger) is None


def test_rows_are_shown_marked_before_the_ledger_is_open_and_stay_where_one_is(ledger: Path) -> None:
    async def steps(screen: Screen, session: Held) -> tuple[str, str, int, str, str]:
        await until(screen, lambda: screen.text("#count").endswith("+"))
        await screen.pilot.press("j", "j")
        # Asked before it can be answered: it waits.
        before, hint = screen.row(3), screen.text("#hint")
        session.go_on.set()
        await screen.settle()
        return before, hint, screen.table.position, screen.text("#hint"), screen.text("#count")

    before, hint, position, later_hint, count = while_held(ledger, steps)

    assert before.startswith(">") and hint == words.AS_LEFT.en
    assert (position, later_hint, count) == (2, "", "3 / 75")


def test_what_is_asked_too_early_is_answered_once_it_can_be(ledger: Path) -> None:
    async def steps(screen: Screen, session: Held) -> str:
        await screen.pilot.press("enter")
        session.go_on.set()
        await screen.settle()
        return screen.text("#entry")

    assert "jinbang:hundred-model-war.demo.example/10#MindGPT" in while_held(ledger, steps)


def test_the_log_is_narrowed_and_names_its_ledger_once_that_is_open(ledger: Path) -> None:
    async def steps(screen: Screen, session: Held) -> tuple[str, str, str, str]:
        await screen.pilot.press("3", "slash", *"first")
        before = screen.text("TopBar .ledger"), screen.text("#count")
        session.go_on.set()
        await screen.settle()
        return *before, screen.text("TopBar .ledger"), screen.text("#count")

    assert while_held(ledger, steps) == ("", "", "hundred-model-war.demo.example 37", "30 of 37")


@pytest.mark.parametrize("left", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_an_index_that_cannot_be_read_is_passed_over(
    left: bytes, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path))
    path = glance.index_file(ledger)
    assert path is not None
    path.parent.mkdir(parents=True)
    path.write_bytes(left)
    session = Session(ledger)

    assert session.glance(EVERYTHING, NEWEST) is None
    session.open(lambda _: None)
    assert len(session.ids(EVERYTHING, NEWEST)) == 75
    session.close()


def broken(ledger: Path, folder: Path) -> Path:
    """Return a copy of a ledger, its index at hand, whose newest commit then holds no checkpoint."""
    copy = folder / "ledger.git"
    shutil.copytree(ledger, copy)
    indexed(copy)
    git = partial(subprocess.run, cwd=copy, check=True, capture_output=True, text=True)
    blob = git(["git", "hash-object", "-w", "--stdin"], input="no checkpoint").stdout.strip()
    environ = os.environ | {"GIT_INDEX_FILE": str(folder / "index")}
    git(["git", "read-tree", "main"], env=environ)
    git(["git", "update-index", "--cacheinfo", f"100644,{blob},checkpoint"], env=environ)
    tree = git(["git", "write-tree"], env=environ).stdout.strip()
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    commit = git(["git", *who, "commit-tree", "-p", "main", "-m", "x", tree]).stdout.strip()
    git(["git", "update-ref", "refs/heads/main", commit])
    return copy


def test_nothing_of_a_ledger_that_cannot_be_read_counts_as_checked(ledger: Path, tmp_path: Path) -> None:
    copy = broken(ledger, tmp_path)

    async def steps(screen: Screen) -> tuple[str, list[str], str, str, int]:
        await screen.press("j", "pagedown", "b", "c", "v", "L", "L", "L")
        rows = [screen.row(row) for row in range(1, 20)]
        return screen.text("#hint"), rows, screen.text("#why"), type(screen.app.screen).__name__, screen.table.count

    hint, rows, why, front, count = drive(Session(copy), steps, size=(140, 30))

    assert hint == words.AS_LEFT_FOR_GOOD.en
    assert all("unchecked" in row for row in rows)
    assert not any(word in "".join(rows) + why for word in ("verified", "flagged", "disputed", "finding"))
    assert "no empty line between text and signatures" in why
    assert (front, count) == ("RankingsScreen", 75)


@pytest.mark.parametrize(("width", "least", "most"), [(160, 90, 100), (80, 80, 80)])
def test_a_screen_is_set_out_at_once_as_its_width_asks(
    width: int, least: int, most: int, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To set it out as any other first would draw everything twice before there is anything to see."""
    widths: list[int] = []
    resized = Placements.on_resize

    def noted(table: Placements, event: Resize) -> None:
        widths.append(event.size.width)
        resized(table, event)

    monkeypatch.setattr(Placements, "on_resize", noted)

    async def steps(screen: Screen) -> None:
        """Nothing: it is the start that counts."""

    drive(Session(ledger), steps, size=(width, 50))

    assert least <= widths[0] <= most and set(widths[1:]) <= {widths[0]}


def test_a_screen_that_is_only_being_put_together_is_told_once_it_is_there(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, bool]:
        screen.app.verify("")
        screen.app.retell()
        await screen.settle()
        return screen.text("TopBar .ledger"), screen.app.is_running

    named, is_running = drive(Session(ledger), steps)

    assert named.endswith(" 37") and is_running
