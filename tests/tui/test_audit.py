"""The log on the screen: checkpoints, tiles, witnesses, entries, proofs, and everything checked again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from bench import made
from ledger import cosignature, note
from ledger.audit import MANY, Failure, Report
from ledger.checkpoint import Checkpoint
from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.note import SignatureLine, Signer
from registry.demo.facts import demo_signer
from tests.tui.conftest import Screen, drive, until
from tests.tui.test_screens import hostile_ledger
from tui import audited
from tui.asked import auditing
from tui.asked.auditing import Auditing, Edge, Overview, Sealed, Stopped, Witness, edges
from tui.glyphs import ASCII, UNICODE
from tui.screens.audit import AuditScreen
from tui.session import Session
from tui.widgets.rows import Rows
from tui.words import Language

ROOT = Path(__file__).resolve().parents[2]


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

    assert "quorum 见证人" in witnesses and witnesses.splitlines()[2].split() == [
        "见证人",
        "-",
        "-",
        "-",
        "not",
        "seen",
    ]
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


# A filter


def indexes(screen: Screen) -> list[int]:
    return [int(line.lstrip("> ").split()[0]) for line in rows(screen, "entries")]


def test_a_filter_narrows_the_entries_of_all_the_log(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "ENTRIES", 3)

    async def steps(screen: Screen) -> tuple[list[int], list[int], str, str, list[int]]:
        await screen.press("3")
        latest = indexes(screen)
        await screen.press("slash")
        await screen.type("mindgpt type:evaluation")
        found, count = indexes(screen), screen.text("#count")
        head = screen.app.screen.query_one("#entries", Rows).render_line(0).text
        await screen.press("ctrl+u")
        await screen.type("type:publisher index<2")
        return latest, found, count, head, indexes(screen)

    latest, found, count, head, others = drive(Session(ledger), steps)

    assert latest == [36, 35, 34]
    assert (found, count) == ([10], "1 of 37") and "MATCHING ENTRIES" in head
    assert others == [1, 0]


def test_another_filter_is_shown_from_its_first_line(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("3", "slash")
        await screen.type("type:claim")
        await screen.press("escape", "j", "j", "slash")
        await screen.type(" index<36")
        return [line for line in rows(screen, "entries") if line.startswith(">")]

    (here,) = drive(Session(ledger), steps)

    assert here.split()[1:3] == ["35", "claim"]


def test_esc_keeps_the_filter_of_the_log_then_clears_it_then_leaves(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[object]:
        await screen.press("3", "slash")
        await screen.type("type:publisher")
        seen: list[object] = []
        for _ in range(3):
            await screen.press("escape")
            front = screen.app.screen
            seen.append(type(front).__name__)
            if isinstance(front, AuditScreen):
                seen += [front.filter_text, len(rows(screen, "entries")), front.query_one("#narrowing").display]
        return seen

    seen = drive(Session(ledger), steps)

    assert seen == ["AuditScreen", "type:publisher", 2, True, "AuditScreen", "", 37, False, "RankingsScreen"]


def test_while_a_filter_of_the_log_does_not_parse_what_was_found_stays(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, list[int]]:
        await screen.press("3", "slash")
        await screen.type("index<2 (")
        return screen.text("#hint"), indexes(screen)

    hint, found = drive(Session(ledger), steps)

    carets, why = hint.splitlines()
    assert carets == " " * 11 + "^" and "expected a term" in why
    assert found == [1, 0]


def test_tab_completes_a_filter_of_the_log(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, list[int]]:
        await screen.press("3", "slash")
        await screen.type("index<2 type:publ")
        await screen.press("tab")
        offered = screen.text("#hint")
        await screen.press("escape")
        front = screen.app.screen
        assert isinstance(front, AuditScreen)
        return offered, front.filter_text, indexes(screen)

    offered, text, found = drive(Session(ledger), steps)

    assert offered.startswith("[publisher]  publisher-keys\n")
    assert (text, found) == ("index<2 type:publisher", [1, 0])


def test_what_a_filter_finds_is_opened_and_gone_back_to(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, list[int]]:
        await screen.press("3", "slash")
        await screen.type("index:4,2")
        await screen.press("escape", "j", "enter")
        opened = screen.text("#entry")
        await screen.press("1", "left_square_bracket", "left_square_bracket")
        front = screen.app.screen
        assert isinstance(front, AuditScreen)
        return opened, front.filter_text, indexes(screen)

    opened, text, found = drive(Session(ledger), steps)

    assert opened.startswith("Entry 2\n")
    assert (text, found) == ("index:4,2", [4, 2])


def test_looking_again_asks_the_filter_of_what_came_meanwhile(ledger: Path, tmp_path: Path) -> None:
    shutil.copytree(ledger.parent, tmp_path / "demo")
    path = tmp_path / "demo" / "ledger.git"

    async def steps(screen: Screen) -> tuple[list[int], list[int]]:
        await screen.press("3", "slash")
        await screen.type("model:newcomer")
        before = indexes(screen)
        append(path, "Newcomer")
        await screen.press("escape", "r")
        return before, indexes(screen)

    assert drive(Session(path), steps) == ([], [37])


# When an entry was logged


def sealed(*sizes: int, trouble: int = -1) -> list[Sealed]:
    """Return checkpoints of sizes, the newest first, of which one may be unreadable; each is made at the second of its size."""
    return [Sealed("", size, b"" if size == trouble else b"x" * 32, size, (), "") for size in sizes]


@pytest.mark.parametrize(("index", "found"), [(0, 2), (1, 2), (2, 18), (17, 18), (18, 37), (36, 37), (37, None)])
def test_an_entry_was_logged_when_the_first_checkpoint_over_it_was_made(index: int, found: int | None) -> None:
    assert auditing.first_over(index, sealed(37, 18, 18, 2, 0)) == found


def test_what_is_not_known_of_older_checkpoints_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those before the listed ones may have been over the entry as well; so may one that cannot be read."""
    monkeypatch.setattr(auditing, "CHECKPOINTS", 3)

    assert [auditing.first_over(index, sealed(37, 18, 2)) for index in (1, 2)] == [None, 18]
    assert [auditing.first_over(index, sealed(37, 18, 0, trouble=18)) for index in (20, 5)] == [None, None]


# Evidence


def evidence(ledger: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *models: str) -> tuple[str, list[str]]:
    """Rewrite the end of a log that was seen with one entry more, and return the alarm and what `x` comes to."""
    shutil.copytree(ledger.parent, folder / "demo")
    path = folder / "demo" / "ledger.git"
    append(path, "Seen")
    monkeypatch.chdir(folder)

    async def steps(screen: Screen) -> tuple[str, list[str]]:
        await screen.press("3")
        go_back(path)
        # Else the key would refuse to sign what contradicts it.
        (path.parent / "signed.state").unlink()
        for model in models:
            append(path, model)
        await screen.press("r", "x")
        return screen.text("#alarm"), [one.message for one in screen.app._notifications]

    return drive(Session(path), steps)


def append(path: Path, model: str) -> None:
    subprocess.run([sys.executable, "-m", "tests.tui.appending", str(path.parent), model], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("models", "code", "said"),
    [
        (("Other",), 0, "signed 38 entries with root"),
        (("Other", "Third"), 0, "and the tree of 39 begins with root"),
        ((), 4, "a copy that is behind contradicts nothing"),
    ],
)
def test_a_log_that_was_rewritten_is_evidence_that_others_can_check(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models: tuple[str, ...], code: int, said: str
) -> None:
    alarm, toasts = evidence(ledger, tmp_path, monkeypatch, *models)

    kept = tmp_path / "contradiction.txt"
    assert alarm.startswith("FAIL ledger: ") and alarm.endswith("x writes both checkpoints to a file")
    assert toasts == [f"written to {kept}"]
    shutil.rmtree(tmp_path / "demo")
    done = subprocess.run(
        [sys.executable, "-m", "registry", "verify", str(kept)], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout


def test_a_log_that_went_on_has_no_evidence_against_it(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(screen: Screen) -> list[str]:
        await screen.press("3", "x")
        return [one.message for one in screen.app._notifications]

    assert drive(Session(ledger), steps) == ["No other checkpoint of this log was seen."]
    assert not list(tmp_path.iterdir())


# Cosignatures


def cosigned(ledger: Path, folder: Path, *lines: SignatureLine, under: int | None = None) -> Path:
    """Return a copy of a ledger whose newest checkpoint has more lines of signatures, or that under one made at a second."""
    path = folder / "cosigned.git"
    shutil.copytree(ledger, path)
    git = ["git", "--git-dir", str(path), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    revision = "main" if under is None else "main~1"
    parsed = note.parse(
        subprocess.run([*git, "show", f"{revision}:checkpoint"], capture_output=True, check=True).stdout
    )
    raw = note.format(note.Note(parsed.text, (*parsed.signatures, *lines)))
    blob = subprocess.run([*git, "hash-object", "-w", "--stdin"], input=raw, capture_output=True, check=True).stdout
    index = {"GIT_INDEX_FILE": str(folder / "index"), "PATH": os.environ["PATH"]}
    subprocess.run([*git, "read-tree", revision], env=index, check=True)
    entry = f"100644,{blob.decode().strip()},checkpoint"
    subprocess.run([*git, "update-index", "--cacheinfo", entry], env=index, check=True)
    tree = subprocess.run([*git, "write-tree"], env=index, capture_output=True, check=True).stdout.decode().strip()
    commit = [*git, "commit-tree", "-m", "x", "-p"]
    made = subprocess.run([*commit, f"{revision}~1", tree], capture_output=True, check=True).stdout.decode().strip()
    if under is not None:
        dated = index | {"GIT_COMMITTER_DATE": f"{under} +0000"}
        above = subprocess.run([*commit, made, "main^{tree}"], env=dated, capture_output=True, check=True)
        made = above.stdout.decode().strip()
    subprocess.run([*git, "update-ref", "refs/heads/main", made], check=True)
    return path


def policy_naming(log: Ledger, witness: Signer, folder: Path) -> Path:
    """Return a policy that asks for the cosignature of one witness."""
    policy = folder / "policy"
    name, key = witness.name, cosignature.key_of(witness).format()
    policy.write_text(f"log {log.identity.key.format()}\nwitness {name} {key}\nquorum {name}\n", encoding="utf-8")
    return policy


SAW = 1_795_500_000
"""Second at which the witness says that it saw it: 2026-11-24 06:00 UTC and some."""


@pytest.mark.parametrize(
    ("kind", "row", "told"),
    [
        ("real", "1 / 1", "w.example 37 2026-11-24 06:00 "),
        ("of a key that the policy does not name", "none yet", "w.example - - - not seen"),
        ("changed", "FAIL cosignature of w.exam", "w.example - - - not seen"),
        ("on another root", "FAIL cosignature of w.exam", "w.example - - - not seen"),
        ("of the log's own key", "none yet", "w.example - - - not seen"),
    ],
)
def test_a_cosignature_counts_only_when_it_is_real(
    ledger: Path, tmp_path: Path, kind: str, row: str, told: str
) -> None:
    log = Ledger.open(GitStore(ledger))
    witness, text = demo_signer("w.example"), log.head().signed.note.text
    real = cosignature.sign(text, witness, SAW)
    line = {
        "real": real,
        "of a key that the policy does not name": cosignature.sign(text, demo_signer("stranger.example"), SAW),
        "changed": SignatureLine(real.name, real.key_id, real.signature[:-1] + bytes([real.signature[-1] ^ 1])),
        "on another root": cosignature.sign(Checkpoint(log.identity.origin, 37, b"x" * 32).format(), witness, SAW),
        "of the log's own key": cosignature.sign(text, demo_signer(log.identity.origin), SAW),
    }[kind]
    policy = policy_naming(log, witness, tmp_path)

    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("3")
        return rows(screen, "checkpoints")[0], screen.text("#witnesses")

    shown, witnesses = drive(Session(cosigned(ledger, tmp_path, line), policy), steps, size=(132, 60))

    assert row in shown and told in " ".join(witnesses.split())


# Witnesses that keep up, and those that do not

NOW = SAW + 90_000
"""25 hours later."""
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def told(*witnesses: Witness, size: int = 81_204, language: Language = Language.EN) -> list[str]:
    """Return the lines on witnesses, below the heads."""
    seen = Overview("log.example", "", size, (), (), witnesses, "2", (), "", b"", NOW)
    return [line.text for line in audited.witnesses(seen, language, UNICODE)][2:]


@pytest.mark.parametrize(
    ("witness", "state"),
    [
        (Witness("w", 81_204, NOW - 40 * DAY, None), "40 d ok"),
        (Witness("w", 81_177, NOW - 40 * DAY, NOW - 5 * MINUTE), "40 d ok"),
        (Witness("w", 81_177, NOW - 40 * DAY, NOW - DAY), "40 d ok"),
        (Witness("w", 81_177, NOW - 26 * HOUR, NOW - DAY - 1), "26 h late"),
        # It cannot be late with what its own cosignature is younger than, whatever the commit states.
        (Witness("w", 81_177, NOW - HOUR, 0), "1 h ok"),
        (Witness("w", 81_177, NOW - 26 * HOUR, None), "26 h ok"),
        (Witness("w", 81_177, NOW - 26 * HOUR, NOW + DAY), "26 h ok"),
        (Witness("w", None, 0, None), "- not seen"),
    ],
)
def test_late_is_only_who_could_have_cosigned_more_for_over_a_day(witness: Witness, state: str) -> None:
    line, *rest = told(witness)

    assert " ".join(line.split()).endswith(f" {state}")
    assert bool(rest) == (state.endswith("late")) and "over 24 h" in "".join(rest) + "over 24 h" * (not rest)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (0, "0 min"),
        (59, "0 min"),
        (HOUR - 1, "59 min"),
        (HOUR, "1 h"),
        (2 * DAY - 1, "47 h"),
        (2 * DAY, "2 d"),
        (-59, "0 min"),
        (-MINUTE, "ahead"),
        (-3 * DAY, "ahead"),
    ],
)
def test_an_age_is_in_the_largest_unit_that_says_it_well(ago: int, said: str) -> None:
    assert audited.age(ago, Language.EN) == said


def test_a_cosignature_of_the_future_is_said_to_be_one() -> None:
    line, said = told(Witness("w", 81_204, NOW + 3 * HOUR, None))

    assert " ".join(line.split()).endswith("ahead ok") and "one of the two is wrong" in said
    assert told(Witness("w", 81_204, NOW + 3 * HOUR, None), language=Language.ZH)[0].split()[-2:] == ["超前", "正常"]


@pytest.mark.parametrize(("hours", "state"), [(25, "late"), (1, "ok")])
def test_since_when_a_larger_checkpoint_stands_is_what_its_commit_states(
    ledger: Path, tmp_path: Path, hours: int, state: str
) -> None:
    store, witness, now = GitStore(ledger), demo_signer("w.example"), int(time.time())
    log = Ledger.open(store)
    before = store.history(log.head().revision)[-2]
    text = note.parse(store.read(before, "checkpoint")).text
    line = cosignature.sign(text, witness, now - 30 * HOUR)
    path = cosigned(ledger, tmp_path, line, under=now - hours * HOUR)
    policy = policy_naming(log, witness, tmp_path)

    async def steps(screen: Screen) -> str:
        await screen.press("3")
        return screen.text("#witnesses")

    shown = drive(Session(path, policy), steps)

    line_of_it = shown.splitlines()[2].split()
    assert line_of_it[:2] == ["w.example", "18"] and line_of_it[-3:] == ["30", "h", state]


# An audit that is stopped


class Lingering(Auditing):
    """One whose audit goes on with its first range when it is no longer wanted."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, None)
        self.begun = threading.Event()

    def audit(self, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> tuple[Report, list[Failure]]:
        def linger() -> bool:
            self.begun.set()
            while not stopped():
                time.sleep(0.01)
            return True

        return super().audit(progress, linger)


def test_esc_stops_an_audit(ledger: Path) -> None:
    session = Session(ledger)
    session.auditing = lingering = Lingering(ledger)

    async def steps(screen: Screen) -> tuple[str, str, list[str], str]:
        await screen.press("3")
        await screen.pilot.press("v")
        await until(screen, lingering.begun.is_set)
        under_way = screen.text("#tree")
        await screen.press("escape")
        stopped, entries = screen.text("#tree"), rows(screen, "entries")
        await screen.press("escape")
        return under_way, stopped, entries, type(screen.app.screen).__name__

    under_way, stopped, entries, left = drive(session, steps)

    assert "Checking everything; esc stops." in under_way
    assert "Stopped; nothing is concluded." in stopped and "nothing failed" not in stopped
    assert len(entries) == 37 and left == "RankingsScreen"


def test_a_stopped_audit_leaves_no_process_behind(tmp_path: Path) -> None:
    """Of as many entries as are given to processes."""
    with made.filled_ledger(tmp_path, made.Packed(tmp_path / "entries", MANY)):
        pass
    of_many, before, seen = Auditing(tmp_path / "ledger.git", None), threading.active_count(), list[int]()

    with pytest.raises(Stopped):
        of_many.audit(lambda done, _: seen.append(done), lambda: bool(seen))
    of_many.close()

    # A worker's thread ends when its process has ended.
    assert len(seen) == 1 and 0 < seen[0] < MANY
    assert threading.active_count() == before
