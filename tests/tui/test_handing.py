"""What is handed out: copies, files, the pager's text and addresses. Nothing of a ledger becomes a command or an escape."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from ledger.text import plain
from registry.exporters import markdown_table
from tests.tui.conftest import Screen, drive
from tests.tui.test_screens import FIRST, HOSTILE, hostile_ledger
from tui import handing, outside
from tui.screens.menu import AddressMenu, CopyMenu
from tui.screens.rankings import RankingsScreen
from tui.session import Session

ROOT = Path(__file__).resolve().parents[2]


def program(folder: Path, name: str, body: str) -> None:
    """Put a program of ours where a desktop has its own."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def toasts(screen: Screen) -> list[str]:
    return [one.message for one in screen.app._notifications]


# Copies


@pytest.mark.parametrize("name", ["wl-copy", "xclip", "pbcopy"])
def test_a_copy_names_the_program_that_took_it(name: str, tmp_path: Path) -> None:
    program(tmp_path, name, f'/bin/cat > "{tmp_path}/taken"')
    environ = {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}

    assert outside.copy("通义 $(id)\n`x`", environ) == name
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "通义 $(id)\n`x`"


def test_a_program_that_fails_or_has_no_desktop_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "wl-copy", "exit 1")
    program(tmp_path, "xclip", "exit 0")

    assert outside.copy("x", {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "w"}) == ""
    assert outside.copy("x", {"PATH": str(tmp_path), "WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}) == "xclip"
    assert outside.copy("x", {"PATH": str(tmp_path / "none")}) == ""


@pytest.mark.parametrize("read_only", [False, True])
def test_each_form_is_copied_and_the_toast_names_the_way(
    read_only: bool, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "xclip", f'/bin/cat > "{tmp_path}/taken"')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    async def steps(screen: Screen) -> list[tuple[str, str]]:
        copies = []
        for key in "crju":
            await screen.press("y", key)
            taken = tmp_path / "taken"
            copies.append(
                (taken.read_text(encoding="utf-8") if taken.exists() else screen.app.clipboard, toasts(screen)[-1])
            )
        return copies

    copies = drive(Session(ledger), steps, read_only=read_only)

    way = "sent to the terminal, if it takes OSC 52" if read_only else "copied with xclip"
    assert [toast for _, toast in copies] == [way] * 4
    citation, row, line, url = (copied for copied, _ in copies)
    assert citation == FIRST
    assert row.split("\t")[:5] == ["1", "27", "MindGPT", "", "CMMLU"]
    assert json.loads(line)["citation"] == FIRST and json.loads(line)["model"] == "MindGPT"
    assert url.splitlines() and all(one.startswith("https://") for one in url.splitlines())
    assert (tmp_path / "taken").exists() is not read_only


def test_an_entry_is_copied_as_what_it_was_opened_for(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("enter", "y", "c")
        return screen.app.clipboard

    assert drive(Session(ledger), steps, read_only=True) == FIRST


def test_a_menu_is_left_with_escape_and_hears_no_other_screen(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[bool, bool, str]:
        await screen.press("y", "s", "slash", "q", "4")
        stays = isinstance(screen.app.screen, CopyMenu)
        await screen.press("escape")
        return stays, isinstance(screen.app.screen, RankingsScreen), screen.app.clipboard

    assert drive(Session(ledger), steps) == (True, True, "")


def test_where_nothing_is_there_is_nothing_to_hand_out(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("y", "c", "o", "x")
        assert isinstance(screen.app.screen, RankingsScreen)
        return toasts(screen)

    assert drive(Session(ledger), steps, text="nobody-has-this-name") == ["Nothing here has that."] * 2


# Files


def test_what_is_filtered_is_exported_as_the_command_line_does(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rankings.csv").write_text("mine", encoding="utf-8")

    async def steps(screen: Screen) -> list[str]:
        for key in "cjm":
            await screen.press("x", key)
        return toasts(screen)

    said = drive(Session(ledger), steps, text="board:cmmlu first")

    count = said[0].split()[0]
    assert said[0] == f"{count} placements in {tmp_path / 'rankings-2.csv'}"
    for format_, path in (("csv", "rankings-2.csv"), ("jsonl", "rankings.jsonl")):
        command = [sys.executable, "-m", "registry", "export", format_, "--ledger", str(ledger), "board:cmmlu first"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True)
        assert (tmp_path / path).read_bytes() == done.stdout != b""
    assert len((tmp_path / "rankings.md").read_text(encoding="utf-8").splitlines()) == 2 + int(count)
    assert (tmp_path / "rankings.csv").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_takes_no_file_is_one_line(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()

    async def steps(screen: Screen) -> str:
        monkeypatch.chdir(gone)
        await screen.press("x")
        monkeypatch.setattr(Path, "cwd", lambda: gone / "none")
        await screen.press("c")
        return screen.text("#why")

    assert "No such file or directory" in drive(Session(ledger), steps)


@pytest.mark.parametrize("keys", ["x", "e", "o"])
def test_where_it_only_reads_nothing_is_written_or_started(keys: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press(keys)
        assert isinstance(screen.app.screen, RankingsScreen)
        return toasts(screen)

    assert drive(Session(ledger), steps, read_only=True) == ["Not here: it was started with --read-only."]


@given(text())
def test_a_cell_of_markdown_is_one_line_without_markup(said: str) -> None:
    cell = markdown_table.cell(said)

    assert cell == plain(cell)
    bare = cell.replace("\\\\", "")
    assert all(at > 0 and bare[at - 1] == "\\" for at, sign in enumerate(bare) if sign in "|<[`*_")


# Addresses


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://example.org/a?b=c#d", True), ("http://example.org", True), ("file:///etc/passwd", False),
        ("javascript:alert(1)", False), ("https://example.org/\u202egro", False), ("https://a b", False), ("-https://x", False),
        ("https://xn--80ak6aa92e.com/", True), ("https://аpple.com/", False), ("https://x\n", False), ("HTTPS://x", False),
    ],
)  # fmt: skip
def test_only_what_is_plainly_of_the_web_is_opened(url: str, may: bool) -> None:
    assert outside.is_web(url) is may


def test_evidence_stands_first_and_each_address_once() -> None:
    statement = {
        "leaderboard": {"url": "https://board.example/"},
        "evidence": [{"url": "https://proof.example/"}, {"url": "file:///etc/passwd"}],
        "source": {"url": "https://proof.example/"},
        "placements": [{"model": {"url": "https://model.example/"}}],
    }

    found = handing.addresses(json.dumps(statement).encode())

    assert found == ["https://proof.example/", "https://board.example/", "https://model.example/"]


def test_addresses_are_shown_in_full_before_one_is_opened(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], bool]:
        await screen.press("o")
        menu = screen.app.screen
        assert isinstance(menu, AddressMenu)
        shown = list(menu._addresses)
        await screen.press("escape")
        return shown, isinstance(screen.app.screen, RankingsScreen)

    shown, is_back = drive(Session(ledger), steps)

    assert shown and is_back


def test_a_hostile_line_is_copied_as_one_harmless_line(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        copies = []
        for key in "crj":
            await screen.press("y", key)
            copies.append(screen.app.clipboard)
        return copies

    citation, row, line = drive(Session(hostile_ledger(tmp_path)), steps, read_only=True)

    assert citation.isascii() and " " not in citation
    assert row.replace("\t", "").isprintable() and line.isprintable()
    assert json.loads(line)["model"] == HOSTILE
    assert next(csv.reader(StringIO(row), delimiter="\t"))[0] == "1"
