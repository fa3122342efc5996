"""An append that is killed leaves the old head or the new one, and the next append works."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger import ranges
from ledger.audit import audit
from ledger.errors import StoreError
from ledger.git_store import BRANCH, GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from tests.ledger.damage import ANNA, OPERATOR, evaluation, honest

ROOT = Path(__file__).resolve().parents[2]
BATCH = 3
FIRST = honest()[:4]
"""What the ledgers hold before: two enrolments and two evaluations, an append each."""
SIZE = 4
MOMENTS = 25
TOGETHER = 6


def operator(folder: Path) -> Operator:
    return Operator(OPERATOR, SignerState(folder / "state"))


def child(mode: str, base: Path, out: Path, *words: str) -> list[Path]:
    """Run the process that kills; its temporary files stay in a folder that the tests remove."""
    temporary = out / "tmp"
    temporary.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.ledger.crash_child", mode, str(base), str(out), *words]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONWARNINGS": "ignore"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return sorted(out.glob("[0-9]*"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger, its signer state and its cache."""
    folder = tmp_path_factory.mktemp("base")
    with closing(GitStore.create(folder / "log.git")) as store:
        ledger = Ledger.create(store, operator(folder), cache=folder / "cache")
        for batch in FIRST:
            ledger.append(batch, operator(folder))
        ledger.scan.close()
    return folder


def sound_size(folder: Path) -> int:
    """Return the size of a ledger that audits clean."""
    with closing(GitStore(folder / "log.git")) as store:
        report = audit(store, key=OPERATOR.key, everything=True, executor=ranges.INLINE)
    assert report.failures == (), step_of(folder)
    return report.size


def step_of(folder: Path) -> str:
    """Return before which step a victim died."""
    told = folder / "step"
    return told.read_text() if told.exists() else "none"


def acknowledged(folder: Path) -> int:
    """Return the size that the last acknowledged append came to."""
    told = folder / "acknowledged"
    return int(told.read_text().split()[-1]) if told.exists() else SIZE


def append_more(folder: Path) -> int:
    """Append again, as a new process would; return the size after it."""
    with closing(GitStore(folder / "log.git")) as store:
        ledger = Ledger.open(store, cache=folder / "cache")
        receipt = ledger.append([evaluation(999_999, ANNA)], operator(folder))
        assert ledger.find(receipt.statement_ids[0]) == receipt.start, step_of(folder)
        ledger.scan.close()
    return receipt.start + 1


def test_an_append_killed_at_any_step_leaves_the_old_head_or_the_new_and_the_next_works(
    base: Path, tmp_path: Path
) -> None:
    """An append that was signed before the kill is finished first: what a key has signed is never taken back."""
    *killed, finished = child("steps", base, tmp_path / "out")

    assert sound_size(finished) == acknowledged(finished) == SIZE + BATCH
    told = {step_of(folder).split(" /")[0] for folder in killed}
    calls = ("prepare", "write", "publish", "add", "fsync")
    assert told >= {f"{when} {call}" for when in ("before", "after") for call in calls}
    assert {"block of a pack", "os.rename", "subprocess.Popen git"} <= told
    sizes = [sound_size(folder) for folder in killed]
    assert sizes == sorted(sizes)
    assert set(sizes) == {SIZE, SIZE + BATCH}
    for folder, before in zip(killed, sizes, strict=True):
        size = append_more(folder)
        assert size in {before + 1, SIZE + BATCH + 1}, step_of(folder)
        assert sound_size(folder) == size


def test_a_founding_killed_at_any_step_can_be_done_again(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    GitStore.create(empty / "log.git").close()
    folders = child("founding", empty, tmp_path / "out")
    assert len(folders) > 10
    for folder in folders:
        with closing(GitStore(folder / "log.git")) as store:
            if store.head() is None:
                Ledger.create(store, operator(folder))
            Ledger.open(store).append(FIRST[0], operator(folder))
        assert sound_size(folder) == 1, step_of(folder)


def test_appends_killed_at_any_moment_lose_nothing_that_was_acknowledged(base: Path, tmp_path: Path) -> None:
    (folder,) = child("moments", base, tmp_path / "out", str(MOMENTS))

    size = sound_size(folder)
    assert size >= acknowledged(folder)
    assert (size - SIZE) % BATCH == 0
    assert append_more(folder) > size
    sound_size(folder)


def test_two_processes_that_append_at_once_lose_nothing(base: Path, tmp_path: Path) -> None:
    (folder,) = child("together", base, tmp_path / "out", str(TOGETHER))

    assert sound_size(folder) == SIZE + 2 * TOGETHER * BATCH
    ends = sorted(int(line) for line in (folder / "acknowledged").read_text().split())
    assert ends == list(range(SIZE + BATCH, SIZE + 2 * TOGETHER * BATCH + 1, BATCH))
    with closing(GitStore(folder / "log.git")) as store:
        logged = set(Ledger.open(store).entries(SIZE, SIZE + 2 * TOGETHER * BATCH))
    starts = (10_000, 20_000)
    assert logged == {evaluation(start + at, ANNA) for start in starts for at in range(TOGETHER * BATCH)}


def test_a_lock_that_a_killed_git_left_is_told_and_forks_nothing(base: Path, tmp_path: Path) -> None:
    """Nobody but a person can know that its owner is dead; once it is removed, the signed append is finished."""
    (folder,) = child("together", base, tmp_path / "out", "0")
    lock = folder / "log.git" / f"{BRANCH}.lock"
    lock.touch()
    with pytest.raises(StoreError, match="remove the file manually"):
        append_more(folder)
    assert sound_size(folder) == SIZE

    lock.unlink()
    with closing(GitStore(folder / "log.git")) as store:
        assert Ledger.open(store).append([], operator(folder)).head.size == SIZE + 1
    assert sound_size(folder) == SIZE + 1
