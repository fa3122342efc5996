"""What a text is about can be flagged, copied and opened from where it was verified; a text about nothing here cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.proof import bundle
from tests.tui.conftest import Screen, drive
from tests.tui.made import ledger_of, ranking
from tests.tui.test_handing import toasts
from tests.tui.test_screens import FIRST
from tui.screens.flag import FlagScreen
from tui.screens.menu import AddressMenu
from tui.screens.verify import VerifyScreen
from tui.session import Session

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
