"""A flag by keys: what is shown is what is signed, another process signs it, and whoever leaves has written nothing."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from ledger.keys import KeyRing
from ledger.text import plain
from registry.cli import context
from registry.cli.flag import Objection, reasons
from registry.demo.facts import ORIGIN, PUBLISHERS
from registry.places import Places
from tests.tui.conftest import Screen, drive
from tests.tui.made import import_demo_keys
from tests.tui.test_handing import toasts
from tests.tui.test_screens import FIRST, HOSTILE, hostile_ledger
from tests.tui.test_terminal import Terminal, terminal
from tui import flagging, outside
from tui.handing import Subject
from tui.screens.flag import FlagScreen
from tui.screens.rankings import RankingsScreen
from tui.session import Session

__all__ = ["terminal"]
SUBJECT = Subject(10, "MindGPT")
BECAUSE = "--as=nobody $(id) `x`; 没有来源"
WHO = PUBLISHERS[0].name


@pytest.fixture
def own(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo's ledger, with the keys of its operator and of one publisher in a home of its own."""
    monkeypatch.setenv("JINBANG_HOME", str(tmp_path / "home"))
    shutil.copytree(ledger, tmp_path / "-own.git")
    import_demo_keys(KeyRing(Places.of().keys), ORIGIN, WHO)
    vkey = context.open_ledger(tmp_path / "-own.git").identity.key.format()
    state = Places.of().signer_state(vkey)
    state.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ledger.with_name("signed.state"), state)
    return tmp_path / "-own.git"


def size(path: Path) -> int:
    return context.open_ledger(path).head().size


def newest(path: Path) -> bytes:
    opened = context.open_ledger(path)
    return opened.entry(opened.head().size - 1).statement.text


async def write(screen: Screen, reason: str, because: str) -> None:
    await screen.press("f")
    await screen.type(reason)
    await screen.press("tab", "tab")
    await screen.type(because)


def test_the_preview_is_what_the_process_signs(own: Path) -> None:
    async def steps(screen: Screen) -> str:
        await write(screen, "unnamed-model", BECAUSE)
        return screen.text("#preview")

    shown, before = drive(Session(own), steps, size=(160, 50)), size(own)
    draft = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("unnamed-model", BECAUSE))
    ended = outside.run(draft.command)

    assert ended.code == 0, ended.last
    assert size(own) == before + 1 and newest(own) == draft.text
    assert f"exactly these {len(draft.text):,} bytes" in shown
    assert draft.text.decode().split() == shown.partition("signed")[2].rpartition("the signer")[0].split()


def test_the_process_signs_appends_and_the_rankings_are_brought_up(own: Path, terminal: Terminal) -> None:
    before = size(own)
    terminal.until(lambda screen: bool(screen.strip()))
    command = shlex.join([sys.executable, "-m", "registry", "tui", f"--ledger={own}"])
    terminal.tmux("send-keys", "-l", f"{command}; echo left $?\n")
    terminal.shows("1 / 75")

    terminal.tmux("send-keys", "f")
    terminal.shows("unpinned-source")
    terminal.tmux("send-keys", "-l", "other")
    terminal.tmux("send-keys", "Tab", "Tab")
    terminal.tmux("send-keys", "-l", "--", BECAUSE)
    terminal.shows("bytes will be signed")
    terminal.shows('没有来源"')
    terminal.tmux("send-keys", "C-s")
    terminal.shows("code 0")
    terminal.tmux("send-keys", "Escape")
    terminal.shows(f"{before + 1}")
    terminal.tmux("send-keys", "q")
    terminal.shows("left 0")

    expected = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("other", BECAUSE)).text
    assert size(own) == before + 1 and newest(own) == expected


def test_a_process_that_cannot_sign_says_why_and_appends_nothing(own: Path) -> None:
    draft = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("other", BECAUSE))
    KeyRing(Places.of().keys).remove(ORIGIN)
    before = size(own)

    ended = outside.run(draft.command)

    assert ended.code != 0 and ended.last
    assert size(own) == before


def test_whoever_leaves_has_written_nothing(own: Path) -> None:
    async def steps(screen: Screen) -> bool:
        await write(screen, "other", "no q")
        await screen.press("escape")
        return isinstance(screen.app.screen, RankingsScreen)

    before = size(own)

    assert drive(Session(own), steps)
    assert size(own) == before


@pytest.mark.parametrize("opens", [[], ["enter"]])
def test_read_only_it_is_not_opened(opens: list[str], own: Path) -> None:
    async def steps(screen: Screen) -> tuple[bool, list[str]]:
        await screen.press(*opens, "f")
        return isinstance(screen.app.screen, FlagScreen), toasts(screen)

    assert drive(Session(own), steps, read_only=True) == (False, ["Not here: it was started with --read-only."])


def test_in_an_entry_it_is_on_the_line_that_was_opened(own: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("enter", "f")
        return screen.text("#subject")

    assert FIRST in drive(Session(own), steps, size=(160, 50))


def test_without_a_key_it_says_whose_are_there(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await write(screen, "1", "x")
        await screen.press("ctrl+s")
        return screen.text("#preview")

    assert "choose who signs" in drive(Session(ledger), steps)


def test_a_hostile_line_is_text(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, bool]:
        await screen.press("f")
        return screen.text("#subject"), screen.app.is_running

    shown, is_running = drive(Session(hostile_ledger(tmp_path)), steps, size=(200, 60))

    assert is_running and plain(HOSTILE) in shown and "\u202e" not in shown


def test_a_reason_is_known_by_its_number() -> None:
    known = reasons()

    assert [flagging.reason_of(str(number), known) for number in range(1, len(known) + 1)] == known
    assert [flagging.reason_of(one, known) for one in ("0", "999999", "²", "other ")] == ["0", "999999", "²", "other"]


def test_evidence_that_changed_meanwhile_is_shown_again_and_not_signed(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence"
    file.write_text("one")

    async def steps(screen: Screen) -> tuple[str, list[str]]:
        await screen.press("f")
        await screen.type("other")
        await screen.press("tab")
        await screen.type(str(file))
        await screen.press("tab")
        await screen.type("x")
        file.write_text("two")
        await screen.press("ctrl+s")
        return screen.text("#preview"), toasts(screen)

    before = size(own)
    shown, said = drive(Session(own), steps, size=(160, 50))

    assert hashlib.sha256(b"two").hexdigest() in shown and "Not signed" in said[-1]
    assert size(own) == before
