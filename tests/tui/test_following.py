"""Another process appends; the screen shows it, and the cursor stays where it was."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest

from registry.filter import Term
from registry.reads.pages import Part
from registry.reads.sorting import Order
from tests.tui.conftest import Screen, drive, until
from tests.tui.test_audit import go_back, rows
from tui.app import JinbangApp
from tui.asked.auditing import Auditing
from tui.session import Session
from tui.settings import Settings
from tui.widgets.crossing import Crossing
from tui.words import Language

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(ledger: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the demo's ledger, and what its key has signed."""
    shutil.copytree(ledger.parent, tmp_path / "demo")
    return tmp_path / "demo"


async def append(folder: Path, model: str) -> float:
    """Append in another process, and return the second at which that was done."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.tui.appending", str(folder), model),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    printed, said = await child.communicate()
    assert child.returncode == 0, said
    return float(printed)


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


def test_a_filter_of_the_log_applies_to_what_comes(copy: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], str]:
        await screen.press("3", "F", "slash")
        await screen.type("model:newcomer")
        await append(copy, "Other")
        await append(copy, "Newcomer")
        await until(screen, lambda: screen.text("#count") == "1 of 39")
        await screen.settle()
        return rows(screen, "entries"), screen.text("TopBar .ledger")

    found, top = drive(Session(copy / "ledger.git"), steps)

    assert len(found) == 1 and found[0].lstrip("> ").startswith("38 evaluation") and top.endswith(" 39")


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


def in_rankings(screen: Screen, number: int) -> bool:
    return any(f"Newcomer-{number}" in screen.row(y) for y in range(1, 8))


def in_the_log(screen: Screen, number: int) -> bool:
    return f"Newcomer-{number}" in rows(screen, "entries")[0]


@pytest.mark.parametrize(("keys", "is_shown"), [("F", in_rankings), ("3 F", in_the_log)])
def test_it_is_shown_within_a_second(copy: Path, keys: str, is_shown: Callable[[Screen, int], bool]) -> None:
    """The quickest of three, as others work on the machine too."""

    async def steps(screen: Screen) -> list[float]:
        await screen.press(*keys.split())
        taken = []
        for number in (1, 2, 3):
            appending = asyncio.create_task(append(copy, f"Newcomer-{number}"))
            await until(screen, partial(is_shown, screen, number))
            drawn = time.monotonic()
            taken.append(drawn - await appending)
        return taken

    assert min(drive(Session(copy / "ledger.git"), steps)) < 1


class Slow(Session):
    """One that says what follows the first lines when the test lets it."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(ledger)
        self.go_on = threading.Event()
        self.go_on.set()

    def parts(self, tree: Term, order: Order, is_wanted: Callable[[], bool]) -> Generator[Part, None, None]:
        for part in super().parts(tree, order, is_wanted):
            yield part
            self.go_on.wait()


def test_new_lines_stand_in_front_before_all_are_looked_for(copy: Path) -> None:
    session = Slow(copy / "ledger.git")

    async def steps(screen: Screen) -> tuple[array[int], str, array[int]]:
        await screen.press("G", "F")
        session.go_on.clear()
        try:
            await append(copy, "Newcomer")
            await until(screen, lambda: screen.text("#count") == "76 / 76+")
            at_once = screen.table.ids
        finally:
            session.go_on.set()
        await until(screen, lambda: screen.text("#count") == "76 / 76")
        return at_once, screen.row(screen.table.size.height - 1), screen.table.ids

    at_once, last, all_of_them = drive(session, steps)

    assert at_once == all_of_them and last.startswith(">")


class Counted(JinbangApp):
    """One that counts how often it draws."""

    CSS_PATH = str(ROOT / "tui" / "app.tcss")
    drawn = 0

    def post_display_hook(self) -> None:
        self.drawn += 1


def test_while_nothing_comes_nothing_is_drawn(ledger: Path) -> None:
    """A screen that covers another must not be drawn for what that one is told."""

    async def run(session: Session) -> int:
        app = Counted(session, "", Settings(Language.EN))
        async with app.run_test() as pilot:
            screen = Screen(app, pilot)
            await screen.press("3", "F")
            await pilot.pause(1)
            before = app.drawn
            await pilot.pause(1)
            return app.drawn - before

    session = Session(ledger)
    try:
        assert asyncio.run(run(session)) == 0
    finally:
        session.close()


def test_a_second_look_at_a_log_finds_what_a_first_one_does(copy: Path) -> None:
    path = copy / "ledger.git"
    looked = Auditing(path, None)
    looked.overview()
    asyncio.run(append(copy, "One"))
    grown, firsts = looked.overview(), [Auditing(path, None).overview()]
    go_back(path)
    # The key's own state would refuse to sign what does not follow.
    (copy / "signed.state").unlink()
    asyncio.run(append(copy, "Another"))
    rewritten = looked.overview()
    firsts.append(Auditing(path, None).overview())

    # A second look may be in another second.
    assert [one._replace(looked_at=0) for one in (grown, rewritten)] == [one._replace(looked_at=0) for one in firsts]
    assert grown.entries[0].entry_index == rewritten.entries[0].entry_index == 37
    assert grown.checkpoints[0] != rewritten.checkpoints[0]


def test_a_comparison_grows_too_and_its_words_stay_where_they_are(copy: Path) -> None:
    async def steps(screen: Screen) -> tuple[int, int, float, float]:
        await screen.press("c", "F")
        table, told = screen.app.screen.query_one(Crossing), screen.app.screen.query_one("#told")
        before = table.count
        told.scroll_to(y=5, animate=False, immediate=True)
        at = told.scroll_y
        await append(copy, "QuarkLLM")
        await until(screen, lambda: table.count > before)
        await screen.settle()
        return before, table.count, at, told.scroll_y

    before, after, at, stays = drive(Session(copy / "ledger.git"), steps, text="quark board:cmmlu", size=(80, 14))

    assert (before, after) == (2, 3)
    assert at == stays == 5


def test_a_leaderboard_that_is_looked_up_again_stays_where_it_is(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, float]:
        await screen.press("b", "j")
        course = screen.app.screen.query_one("#course")
        course.scroll_to(y=3, animate=False, immediate=True)
        screen.app.caught_up()
        await screen.settle()
        return next(line for line in rows(screen, "states") if line.startswith(">")), course.scroll_y

    here, scrolled = drive(Session(ledger), steps, text="board:cmmlu")

    assert here.split()[1] == "2023-11-13" and scrolled == 3
