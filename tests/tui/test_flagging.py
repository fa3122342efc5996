"""A flag by keys: what is shown is what is signed, another process signs it, and whoever leaves has written nothing."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from textual.widgets import Input

from ledger import cosignature, note
from ledger.git_store import GitStore
from ledger.keys import KeyRing
from ledger.note import Signer
from ledger.revision import trailers
from ledger.store import CHECKPOINT, Draft
from ledger.text import plain
from registry.cli import context
from registry.cli.flag import Objection, reasons
from registry.demo.facts import ORIGIN, PUBLISHERS, demo_signer
from registry.places import Places
from tests.tui.conftest import Screen, drive, until
from tests.tui.made import import_demo_keys
from tests.tui.test_handing import program, toasts
from tests.tui.test_screens import FIRST, HOSTILE, hostile_ledger
from tests.tui.test_terminal import Terminal, terminal
from tui import flagging, outside
from tui.handing import Subject
from tui.screens import flag as flag_screen
from tui.screens.flag import FlagScreen
from tui.screens.rankings import RankingsScreen
from tui.session import Session

__all__ = ["terminal"]
T = TypeVar("T")
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

    assert ended.code == 0, ended.trouble
    assert size(own) == before + 1 and newest(own) == draft.text
    assert f"exactly these {len(draft.text):,} bytes" in shown
    assert draft.text.decode().split() == shown.partition("signed")[2].rpartition("\nkey ")[0].split()
    assert f"key {draft.key}\n" in shown and draft.key.startswith(f"{WHO}+")


def test_the_process_signs_appends_and_the_rankings_are_brought_up(own: Path, terminal: Terminal) -> None:
    before = size(own)
    terminal.start(own)
    terminal.shows("1 / 75")

    terminal.tmux("send-keys", "f")
    terminal.shows("unpinned-source")
    terminal.tmux("send-keys", "-l", "other")
    terminal.tmux("send-keys", "Tab", "Tab")
    terminal.tmux("send-keys", "-l", "--", BECAUSE)
    terminal.shows("bytes will be signed")
    terminal.shows('没有来源"')
    terminal.tmux("send-keys", "C-s")
    terminal.shows(f"logged {before}")
    terminal.tmux("send-keys", "Escape")
    terminal.until(lambda screen: "1 / 75" in screen and f" {before + 1}" in screen)
    terminal.tmux("send-keys", "q")
    terminal.shows("left 0")

    expected = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("other", BECAUSE)).text
    assert size(own) == before + 1 and newest(own) == expected


def test_a_passphrase_is_asked_for_by_the_process_alone(own: Path, terminal: Terminal, tmp_path: Path) -> None:
    """Wrong, and ^C, leave the ledger as it is and the screen as it was; the right one signs."""
    import_demo_keys(KeyRing(Places.of().keys), WHO, passphrase=b"right horse")
    before = size(own)
    terminal.start(own)
    terminal.shows("1 / 75")
    terminal.tmux("send-keys", "-l", "f")
    terminal.shows("unpinned-source")
    terminal.tmux("send-keys", "-l", "1")
    terminal.tmux("send-keys", "Tab", "Tab")
    terminal.tmux("send-keys", "-l", "x")
    terminal.shows("bytes will be signed")

    def asked(times: int) -> str:
        """Sign, and wait until the passphrase was asked for so often: what was asked before is still there."""
        terminal.tmux("send-keys", "C-s")
        return terminal.until(lambda screen: screen.count("Passphrase of") == times)

    asked(1)
    terminal.tmux("send-keys", "-l", "wrong horse\n")
    wrong = terminal.shows("wrong passphrase")
    asked(2)
    terminal.tmux("send-keys", "C-c")
    stopped = terminal.shows("stopped with ^C")
    after_both = size(own)
    typed = asked(3)
    terminal.tmux("send-keys", "-l", "right horse\n")
    terminal.shows(f"logged {before}")
    terminal.tmux("send-keys", "Escape")
    terminal.until(lambda screen: "1 / 75" in screen and f" {before + 1}" in screen)
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")

    assert "bytes will be signed" in wrong and "bytes will be signed" in stopped
    assert "horse" not in wrong + stopped + typed
    assert (after_both, size(own)) == (before, before + 1)


def test_the_editor_writes_the_text(own: Path, terminal: Terminal, tmp_path: Path) -> None:
    editor = tmp_path / "an editor"
    editor.write_text('#!/bin/sh\ncat "$1" > "$0.was"; printf "No page.\\n\\n没有来源。\\n" > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    terminal.start(own, f"EDITOR={shlex.quote(shlex.quote(str(editor)))}")
    terminal.shows("1 / 75")
    terminal.tmux("send-keys", "-l", "f")
    terminal.shows("unpinned-source")
    terminal.tmux("send-keys", "-l", "1")
    terminal.tmux("send-keys", "Tab", "Tab")
    terminal.tmux("send-keys", "-l", "what was e")
    terminal.tmux("send-keys", "C-e")
    terminal.shows('"because": "No page. 没有来源。"')
    terminal.tmux("send-keys", "Escape")
    terminal.shows("1 / 75")
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")

    assert Path(f"{editor}.was").read_text(encoding="utf-8") == "what was e\n"


EDITED = {
    "printf 'one\\ntwo\\t\\n' > \"$1\"": "one two",
    "printf '\\357\\273\\277\\344\\270\\200\\r\\n' > \"$1\"": "一",
    "printf '\\n \\n' > \"$1\"": "",
    "exit 3": "ended with code 3",
    "printf '\\377' > \"$1\"": "not UTF-8 at byte 0",
    "printf 'a\\033[2Jb' > \"$1\"": "a control character or another that is not seen",
    "printf 'a\\342\\200\\256b' > \"$1\"": "a control character or another that is not seen",
    'head -c 65537 /dev/zero > "$1"': "more than 65,536 bytes",
    'rm "$1"': "No such file",
    'rm "$1"; mkdir "$1"': "directory",
}


@pytest.mark.parametrize("body", EDITED)
def test_what_an_editor_leaves_is_one_line_of_text_or_refused(body: str, tmp_path: Path) -> None:
    program(tmp_path, "editor", f'{body}\necho "$1" > {tmp_path}/where')
    try:
        said = outside.edit("x", {"EDITOR": f"{tmp_path}/editor"})
    except OSError as error:
        said = outside.why(error)

    assert EDITED[body] in said and (said == "") == (EDITED[body] == "")
    if (tmp_path / "where").exists():
        assert not Path((tmp_path / "where").read_text().strip()).parent.exists()


@pytest.mark.parametrize("editor", ["no-such-editor", "'"])
def test_an_editor_that_is_not_there_is_one_line(editor: str) -> None:
    with pytest.raises(OSError, match=r"no-such-editor|EDITOR: No closing quotation"):
        outside.edit("x", {"EDITOR": editor})


@pytest.mark.parametrize(("body", "said"), [("exit 3", "code 3"), (': > "$1"', "nothing was left in the file")])
def test_a_text_that_cannot_be_taken_stays_as_it_was(
    body: str, said: str, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "editor", body)
    monkeypatch.setenv("EDITOR", str(tmp_path / "editor"))
    monkeypatch.setattr(flag_screen, "beside", in_sight)

    async def steps(screen: Screen) -> tuple[str, str]:
        await write(screen, "1", "as it was")
        await screen.press("ctrl+e")
        return screen.app.screen.query_one("#because", Input).value, toasts(screen)[-1]

    kept, toast = drive(Session(own), steps)

    assert kept == "as it was" and toast.startswith("The text is as it was: ") and said in toast


def test_a_dry_run_says_what_the_command_says_and_signs_nothing(own: Path, tmp_path: Path) -> None:
    """The key has a passphrase that nobody is asked for."""
    import_demo_keys(KeyRing(Places.of().keys), WHO, passphrase=b"right horse")

    async def steps(screen: Screen) -> str:
        await write(screen, "no-source", BECAUSE)
        await screen.press("ctrl+d")
        return screen.text("#preview")

    before = size(own)
    shown = drive(Session(own), steps, size=(160, 50))
    draft = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("no-source", BECAUSE))
    done = subprocess.run([*draft.command, "--dry-run"], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    assert done.returncode == 0, done.stderr
    assert shown == f"Dry run: nothing was signed or written.\n{done.stdout.rstrip()}"
    assert size(own) == before


def test_what_is_not_a_flag_yet_says_what_it_lacks(own: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        said = []
        await screen.press("f")
        for key in ("ctrl+d", "ctrl+s"):
            await screen.press(key)
            said.append(screen.text("#preview"))
        await screen.type("1")
        await screen.press("ctrl+d")
        return [*said, screen.text("#preview")]

    dry, signed, without_text = drive(Session(own), steps)

    assert dry == signed and dry.startswith("! reason: found") and without_text.startswith("! because: found nothing")


def test_a_flag_awaits_the_witnesses_that_the_policy_asks_for(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness, log = demo_signer("w.example"), context.open_ledger(own).identity.key
    policy = tmp_path / "policy"
    key = cosignature.key_of(witness)
    policy.write_text(f"log {log.format()}\nwitness w {key.format()}\nquorum w\n", encoding="utf-8")
    monkeypatch.setattr(flag_screen, "beside", in_sight)

    async def steps(screen: Screen) -> list[str]:
        await write(screen, "1", "x")
        await screen.press("ctrl+s")
        said = [screen.text("#preview")]
        cosign(own, witness)
        screen.app.caught_up()
        await screen.settle()
        return [*said, screen.text("#preview")]

    before = size(own)
    awaiting, cosigned = drive(Session(own, policy), steps)

    assert awaiting.startswith(f"logged {before}, awaiting witnesses\n")
    assert cosigned == f"logged {before}\n1 cosigned: w"


def in_sight(_: object, work: Callable[[], T]) -> T | OSError:
    """Start another program where there is no terminal to leave to it."""
    try:
        return work()
    except OSError as error:
        return error


def cosign(path: Path, witness: Signer) -> None:
    """Publish the newest checkpoint with the line of a witness."""
    store = GitStore(path)
    head = store.head()
    assert head is not None
    raw = store.read(head, CHECKPOINT)
    signed = note.parse(raw)
    line = cosignature.sign(signed.text, witness, 1_700_000_000)
    both = note.format(note.Note(signed.text, (*signed.signatures, line)))
    newest = context.open_ledger(path).head()
    message = f"cosigned\n\n{trailers(newest.size, newest.root)}"
    draft = Draft(newest.size, [], {CHECKPOINT: both}, message, datetime(2026, 11, 24, 7, tzinfo=UTC))
    store.publish(head, store.prepare(head, draft, demo_signer(ORIGIN)))
    store.close()


def test_a_process_that_cannot_sign_says_why_and_appends_nothing(own: Path) -> None:
    draft = flagging.draft(context.open_ledger(own), own, SUBJECT, Objection("other", BECAUSE))
    KeyRing(Places.of().keys).remove(ORIGIN)
    before = size(own)

    ended = outside.run(draft.command)

    assert ended.code != 0 and ended.trouble
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


def test_the_reasons_are_narrowed_by_what_is_written_until_it_is_one(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        shown = []
        await screen.press("f")
        for text in ("sour", "x"):
            await screen.type(text)
            shown.append(screen.text("#preview"))
        await screen.press(*["backspace"] * 5)
        await screen.type("2")
        return [*shown, screen.text("#preview")]

    narrowed, none, number = drive(Session(ledger), steps)

    assert [line.split() for line in narrowed.splitlines()[1:]] == [["2", "no-source"], ["5", "unpinned-source"]]
    assert none.startswith("! No reason is called so.")
    assert number.startswith("! Say in the text what is wrong.")


@pytest.mark.parametrize(
    ("begun", "value"), [("unp", "unpinned-source"), ("un", "un"), ("", ""), ("5", "5"), ("zz", "zz")]
)
def test_a_reason_that_was_begun_is_completed_if_only_one_can_be_meant(begun: str, value: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("f")
        await screen.press(*begun, "tab", "h")
        boxes = screen.app.screen
        return boxes.query_one("#reason", Input).value, boxes.query_one("#evidence", Input).value

    assert drive(Session(ledger), steps) == (value, "h")


def test_the_line_of_keys_names_what_is_heard(own: Path) -> None:
    """In the boxes of a flag letters are letters; where nothing can be flagged, `f` is not named."""

    async def steps(screen: Screen) -> list[str]:
        found = [screen.text("KeyLine")]
        for keys in (["enter"], ["f"], ["escape", "escape", "3"]):
            await screen.press(*keys)
            found.append(screen.text("KeyLine"))
        return found

    rankings, entry, flag, audit = drive(Session(own), steps, size=(160, 50))
    read_only = drive(Session(own), steps, size=(160, 50), read_only=True)

    assert "f flag" in rankings and "f flag" in entry and "f flag" not in audit
    assert flag.split("  ") == [
        "^s sign and append",
        "^d dry run",
        "^e edit text",
        "esc leave, nothing written",
        "? help",
    ]
    assert not any("f flag" in one for one in read_only)


def test_evidence_is_looked_at_once_it_is_written(own: Path, tmp_path: Path) -> None:
    """On the way to a file stand folders, of which the first holds the whole disk."""
    file = tmp_path / "evidence"
    file.write_text("one")

    async def steps(screen: Screen) -> list[str]:
        shown = []
        await write(screen, "other", "x")
        await screen.press("shift+tab")
        for text in (f"{tmp_path}", "/evidence", "/absent"):
            await screen.type(text)
            await until(screen, lambda: screen.text("#preview").startswith("An address, or a file"))
            await screen.press("tab")
            await until(screen, lambda: not screen.text("#preview").startswith("An address, or a file"))
            shown.append(screen.text("#preview"))
            await screen.press("shift+tab", "end")
        return shown

    folder, there, absent = drive(Session(own), steps, size=(160, 50))

    assert folder.startswith(f"! evidence: {tmp_path}: a folder")
    assert hashlib.sha256(b"one").hexdigest() in there
    assert absent.startswith("! ") and "signed" not in absent


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
