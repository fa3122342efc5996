"""The log on the screen: checkpoints, tiles, witnesses, entries, proofs, and everything checked again."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import cosignature
from ledger.git_store import GitStore
from ledger.log import Ledger
from registry.demo.facts import demo_signer
from tests.tui.conftest import Screen, drive
from tests.tui.test_screens import hostile_ledger
from tui.asked.auditing import Edge, edges
from tui.glyphs import ASCII
from tui.session import Session
from tui.widgets.rows import Rows
from tui.words import Language


def rows(screen: Screen, name: str) -> list[str]:
    """Return the lines of a list as they are drawn, without its heads."""
    found = screen.app.screen.query_one(f"#{name}", Rows)
    return [found.render_line(y).text.rstrip() for y in range(1, found.count + 1)]


def test_the_log_shows_checkpoints_tiles_witnesses_and_entries(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], str, str, list[str]]:
        await screen.press("3")
        return rows(screen, "checkpoints"), screen.text("#tree"), screen.text("#witnesses"), rows(screen, "entries")

    checkpoints, tree, witnesses, entries = drive(Session(ledger), steps, size=(132, 60))

    assert [line.lstrip("> ").split()[0] for line in checkpoints] == ["37", "18", "2", "0"]
    assert "37 leaves, 6 levels" in tree and " 37 / 256  partial" in tree
    assert "No policy names witnesses" in witnesses
    assert entries[0].lstrip("> ").split()[:2] == ["36", "claim"] and len(entries) == 37


@pytest.mark.parametrize(
    ("size", "found"),
    [
        (0, ()),
        (256, (Edge(1, 0, 1), Edge(0, 0, 256))),
        (81_204, (Edge(2, 0, 1), Edge(1, 1, 61), Edge(0, 317, 52))),
    ],
)
def test_the_right_edge_is_the_last_tile_of_each_level(size: int, found: tuple[Edge, ...]) -> None:
    assert edges(size) == found


def test_enter_opens_the_entry_under_the_cursor(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("3", "enter")
        of_checkpoint = screen.text("#entry")
        await screen.press("q")
        screen.app.screen.query_one("#entries").focus()
        await screen.press("j", "enter")
        return [of_checkpoint, screen.text("#entry")]

    ended, chosen = drive(Session(ledger), steps)

    assert ended.startswith("Entry 36\n") and chosen.startswith("Entry 35\n")


def test_a_consistency_proof_between_two_marks_can_be_done_again(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("3", "space", "j", "space", "p")
        return screen.text("#proof")

    shown = drive(Session(ledger), steps)

    assert "consistency 18 -> 37" in shown and shown.count("ok they are the same") == 2
    assert redone(shown) >= 2


def test_the_path_of_an_entry_can_be_done_again_with_sha256sum(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("enter", "p")
        entry = screen.text("#proof")
        await screen.press("q", "q", "v", "p")
        return entry, screen.text("#proof")

    entry, verified = drive(Session(ledger), steps)

    assert entry == verified
    assert redone(entry) == 6
    head = Ledger.open(GitStore(ledger)).head()
    assert entry.split("signed root")[1].splitlines()[1].strip() == head.root.hex()
    leaf = next(line.split()[1] for line in entry.splitlines() if line.startswith("leaf  "))
    raw = next(Ledger.open(GitStore(ledger)).entries(10, 11))
    assert leaf == sha256(b"\x00" + raw).hexdigest()


def redone(shown: str) -> int:
    """Hash each step that is printed once more, and return how many there are."""
    lines = [line.split() for line in shown.splitlines()]
    done = 0
    for at, words in enumerate(lines):
        if words[:1] == ["left"]:
            left, right, above = (lines[at + step][1] for step in range(3))
            done += 1
            assert sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest() == above
    return done


def test_the_drawing_is_ascii_when_that_is_asked_for(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("enter", "p")
        return screen.text("#proof")

    shown = drive(Session(ledger), steps, glyphs=ASCII)

    assert "|- " in shown and "`- " in shown and shown.isascii()


def test_with_fewer_than_two_checkpoints_nothing_is_drawn(ledger: Path) -> None:
    async def steps(screen: Screen) -> bool:
        await screen.press("3", "p")
        return bool(screen.app.screen.query("#proof"))

    assert drive(Session(ledger), steps) is False


def test_v_checks_everything_and_lists_each_failure(ledger: Path, tmp_path: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("3", "v")
        return screen.text("#tree")

    assert "ok everything checked, nothing failed; 37 / 4" in drive(Session(ledger), steps)
    damaged = tmp_path / "damaged.git"
    shutil.copytree(ledger, damaged)
    undo(damaged)
    shown = drive(Session(damaged), steps)
    assert "FAIL " in shown and "nothing failed" not in shown


def undo(ledger: Path) -> None:
    """Move the branch by a commit that no operator signed."""
    git = ["git", "--git-dir", str(ledger), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    made = subprocess.run(
        [*git, "commit-tree", "main^{tree}", "-p", "main", "-m", "x"], capture_output=True, text=True, check=True
    )
    subprocess.run([*git, "update-ref", "refs/heads/main", made.stdout.strip()], check=True)


def test_a_log_that_went_back_is_a_line_that_stays(ledger: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ledger.git"
    shutil.copytree(ledger, copy)

    async def steps(screen: Screen) -> tuple[bool, str]:
        await screen.press("3")
        before = screen.app.screen.query_one("#alarm").display
        go_back(copy)
        await screen.press("r", "r")
        return before, screen.text("#alarm")

    before, alarm = drive(Session(copy), steps)

    assert before is False
    assert alarm.startswith("FAIL ledger: has 18 entries, but 37 of this log were read before")


def go_back(ledger: Path) -> None:
    """Take the last append back."""
    git = ["git", "--git-dir", str(ledger)]
    before = subprocess.run([*git, "rev-parse", "main~1"], capture_output=True, text=True, check=True)
    subprocess.run([*git, "update-ref", "refs/heads/main", before.stdout.strip()], check=True)


def test_witnesses_that_saw_nothing_are_said_plainly(ledger: Path, tmp_path: Path) -> None:
    log = Ledger.open(GitStore(ledger)).identity.key
    witness = cosignature.key_of(demo_signer("w.example"))
    policy = tmp_path / "policy"
    policy.write_text(f"log {log.format()}\nwitness 见证人 {witness.format()}\nquorum 见证人\n", encoding="utf-8")

    async def steps(screen: Screen) -> tuple[str, list[str]]:
        await screen.press("3")
        return screen.text("#witnesses"), rows(screen, "checkpoints")

    witnesses, checkpoints = drive(Session(ledger, policy), steps)

    assert "quorum 见证人" in witnesses and "见证人: none of these checkpoints yet" in witnesses
    assert all(line.endswith("none yet") for line in checkpoints)


def test_hostile_texts_are_text_in_the_log_too(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], bool]:
        await screen.press("3")
        return rows(screen, "entries"), screen.app.is_running

    shown, is_running = drive(Session(hostile_ledger(tmp_path)), steps, size=(200, 60))

    assert is_running and "[bold red]evil[/]" in shown[0]
    assert "\u202e" not in "".join(shown)


def test_the_log_speaks_chinese(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("3")
        return screen.text("#tree")

    assert "37 叶, 6 层" in drive(Session(ledger), steps, language=Language.ZH)
