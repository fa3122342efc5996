"""What a text is about can be flagged, copied and opened from where it was verified; a text about nothing here cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.proof import bundle
from tests.tui.conftest import Screen, drive
from tests.tui.made import ledger_of, ranking
from tests.tui.test_audit import append
from tests.tui.test_handing import toasts
from tests.tui.test_screens import FIRST
from tui.screens.flag import FlagScreen
from tui.screens.menu import AddressMenu
from tui.screens.verify import VerifyScreen
from tui.session import Session
from tui.widgets.crossing import Crossing
from tui.widgets.pane import Pane

NOTHING = "Nothing here has that."


async def verify(screen: Screen, text: str) -> None:
    screen.app.verify(text)
    await screen.settle()


async def flagged(screen: Screen, text: str) -> str:
    """Press `f` on what a text comes to, and return what would be flagged."""
    await verify(screen, text)
    await screen.press("f")
    return screen.text("#subject") if isinstance(screen.app.screen, FlagScreen) else toasts(screen)[-1]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (FIRST, "/10#MindGPT@"),
        ("10", "/10@"),
        ("90ae615d0c4d0b4f", "/10@"),
        ("GPT4 ranks first on CMMLU", "/10#GPT4@"),
        ("GPT4在CMMLU榜单排名第一", "/10#GPT4@"),
    ],
)
def test_f_flags_what_was_verified(text: str, subject: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        return await flagged(screen, text)

    assert subject in drive(Session(ledger), steps, size=(160, 50))


@pytest.mark.parametrize(
    "text", ["vivoLM-7B ranks first on C-Eval", "MindGPT在CMMLU榜单排名第一", "nonsense", FIRST.replace("90ae", "0000")]
)
def test_what_rests_on_nothing_here_is_not_flagged(text: str, ledger: Path) -> None:
    """Nor is the first entry of the log, by whose checkpoint an unsupported sentence is judged."""

    async def steps(screen: Screen) -> tuple[str, bool]:
        said = await flagged(screen, text)
        await screen.press("p")
        return said, isinstance(screen.app.screen, VerifyScreen)

    assert drive(Session(ledger), steps) == (NOTHING, True)


def test_a_bundle_of_another_log_is_about_nothing_here(ledger: Path, tmp_path: Path) -> None:
    other = ledger_of(tmp_path, ranking("C-Eval", "2026-01-01", "A", "B"))

    async def steps(screen: Screen) -> list[str]:
        own = await flagged(screen, bundled(ledger, 10))
        await screen.press("escape")
        return [own, await flagged(screen, bundled(other, 1))]

    own, others = drive(Session(ledger), steps, size=(160, 50))

    assert "/10@" in own and others == NOTHING


def bundled(path: Path, index: int) -> str:
    return bundle(Ledger.open(GitStore(path)), index).format().decode()


def test_it_is_copied_as_a_line_of_the_rankings_is(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await verify(screen, "GPT4 ranks first on CMMLU")
        copies = []
        for key in "crj":
            await screen.press("y", key)
            copies.append(screen.app.clipboard)
        return copies

    citation, row, line = drive(Session(ledger), steps, read_only=True)

    assert "/10#GPT4@" in citation
    assert row.split("\t")[:3] == ["8", "27", "GPT4"] and json.loads(line)["citation"] == citation


def test_its_evidence_is_opened(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await verify(screen, FIRST)
        await screen.press("o")
        menu = screen.app.screen
        assert isinstance(menu, AddressMenu)
        return list(menu._addresses)

    shown = drive(Session(ledger), steps)

    assert shown and all(one.startswith("https://") for one in shown)


# What is done with what was judged


def test_enter_shows_the_bytes_that_the_checks_looked_at(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        shown = []
        for key in ("v", "enter"):
            await screen.press(key, "enter")
            shown.append(screen.text("#proof"))
            await screen.press("escape", "escape")
        await verify(screen, "nonsense")
        await screen.press("enter")
        return [*shown, type(screen.app.screen).__name__]

    verified, opened, front = drive(Session(ledger), steps)

    assert verified.partition("\n\n")[2] + "\n" == bundled(ledger, 10)
    assert opened == verified and front == "VerifyScreen"


def test_the_bytes_of_a_bundle_are_those_that_came(ledger: Path, tmp_path: Path) -> None:
    other = bundled(ledger_of(tmp_path, ranking("C-Eval", "2026-01-01", "A", "B")), 1)

    async def steps(screen: Screen) -> str:
        await verify(screen, other)
        await screen.press("enter")
        return screen.text("#proof")

    assert drive(Session(ledger), steps).endswith(f"\n\n{other}".rstrip("\n"))


@pytest.mark.parametrize("key", ["v", "r"])
def test_it_is_judged_again(key: str, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo" / "ledger.git"
    shutil.copytree(ledger.parent, path.parent)

    async def steps(screen: Screen) -> list[str]:
        await screen.press("enter")
        before = screen.text("#entry")
        append(path, "Newcomer")
        await screen.press(key)
        return [before, screen.text("#entry")]

    before, after = drive(Session(path), steps)

    assert "is in the tree of 37 entries" in before and "is in the tree of 38 entries" in after


def test_w_goes_to_the_first_finding(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[float]:
        await screen.press("v", "w")
        pane = screen.app.screen.query_one(Pane)
        first = pane.scroll_y
        await screen.press("n", "n", "w")
        return [first, pane.scroll_y]

    first, again = drive(Session(ledger), steps)

    assert first == again > 0


def test_the_model_is_set_beside_those_that_are_marked(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("j", "space", "k", "v", "c")
        compared = screen.app.screen.query_one(Crossing).render_line(0).text
        await screen.press("q")
        await verify(screen, "10")
        await screen.press("c")
        return [compared, toasts(screen)[-1]]

    compared, said = drive(Session(ledger), steps, text="board:cmmlu")

    assert compared.split()[-2:] == [">MindGPT", "ZW-LM"] and said == "This is about no single model."


def test_the_report_is_saved_and_copied_as_it_is_shown(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(screen: Screen) -> tuple[str, str]:
        await verify(screen, "nonsense")
        await screen.press("y", "t")
        error = screen.app.clipboard
        await verify(screen, FIRST)
        await screen.press("x")
        return error, screen.text("#result")

    error, shown = drive(Session(ledger), steps)

    assert error.startswith('! "nonsense": not a citation')
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == f"{shown}\n"


def test_a_report_is_not_saved_where_nothing_may_be_written(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(screen: Screen) -> str:
        await screen.press("v", "x")
        return toasts(screen)[-1]

    assert drive(Session(ledger), steps, read_only=True).startswith("Not here")
    assert not list(tmp_path.iterdir())
