"""What people come for, each by keys alone, in as few as the design says: `can I trust this ranking?` costs none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.events import Paste

from tests.tui.conftest import Screen, drive, until
from tests.tui.test_flagging import in_sight, newest, own
from tests.tui.test_following import append
from tests.tui.test_screens import FIRST
from tui.screens import flag as flag_screen
from tui.screens.audit import AuditScreen
from tui.screens.compare import CompareScreen
from tui.screens.menu import AddressMenu
from tui.screens.verify import VerifyScreen
from tui.session import Session

__all__ = ["own"]


def test_whether_to_trust_a_ranking_is_in_sight(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        at_once = screen.row(1) + screen.text("#why")
        await screen.press("slash")
        await screen.type("quark cmmlu first")
        return [at_once, screen.row(1) + screen.text("#why")]

    at_once, narrowed = drive(Session(ledger), steps)

    assert "flagged: unsourced" in at_once and "unnamed-model" in at_once
    assert "QuarkLLM" in narrowed and "flagged: conflict" in narrowed and "self-reported" in narrowed


def test_what_is_pasted_is_judged(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        screen.app.post_message(Paste(FIRST))
        await screen.settle()
        assert isinstance(screen.app.screen, VerifyScreen)
        return screen.text("#result")

    assert "verdict flagged: unsourced" in drive(Session(ledger), steps)


def test_why_it_was_flagged_is_read_finding_by_finding_down_to_the_source(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[float], str, bool]:
        await screen.press("w")
        pane = screen.app.pane
        assert pane is not None and pane.has_focus
        at = []
        for key in ("n", "n", "N"):
            await screen.press(key)
            at.append(pane.scroll_y)
        await screen.press("enter")
        entry = screen.text("#entry")
        await screen.press("o")
        return at, entry, isinstance(screen.app.screen, AddressMenu)

    at, entry, is_open = drive(Session(ledger), steps)

    assert at[0] < at[1] and at[2] == at[0]
    assert "major unnamed-model" in entry and "saw placements[0].model.developer=-" in entry and "cure " in entry
    assert is_open


def test_a_model_is_seen_across_leaderboards(ledger: Path) -> None:
    async def steps(screen: Screen) -> bool:
        await screen.press("c")
        return isinstance(screen.app.screen, CompareScreen)

    assert drive(Session(ledger), steps)


def test_the_log_is_looked_at_and_followed(ledger: Path, tmp_path: Path) -> None:
    shutil.copytree(ledger.parent, tmp_path / "demo")

    async def steps(screen: Screen) -> bool:
        await screen.press("3")
        front = screen.app.screen
        assert isinstance(front, AuditScreen)
        await screen.press("F")
        await append(tmp_path / "demo", "Newcomer")
        await until(screen, lambda: screen.text("TopBar .ledger").endswith(" 38"))
        return front is screen.app.screen

    assert drive(Session(tmp_path / "demo" / "ledger.git"), steps)


def test_a_flag_is_raised(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flag_screen, "beside", in_sight)

    async def steps(screen: Screen) -> str:
        await screen.press("f", "2", "tab", *"https", "colon", "slash", "slash", *"x", "full_stop", *"org", "tab")
        await screen.type("no page")
        await screen.press("ctrl+s")
        return screen.text("#preview")

    said = drive(Session(own), steps)

    assert said.startswith("logged 37") and b'"reason": "no-source"' in newest(own)
    assert b'"url": "https://x.org"' in newest(own) and b'"because": "no page"' in newest(own)
