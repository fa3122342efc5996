"""The audit of a large ledger runs on processes: it finds what one process finds, and ends as it should when it is disturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger import entry, note
from ledger.audit import MANY
from tests.ledger.build import enrolments, entries, in_git
from tests.ledger.damage import ANNA, ANNA_RECOVERY, STRANGER, enrolment, evaluation, forge, publish

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound ledger that is large enough for processes."""
    return in_git(tmp_path_factory.mktemp("large"), [enrolments(), entries(2, MANY + 2)])


@contextmanager
def auditing(path: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start an audit as a user does, in a process group of its own, as a shell does."""
    command = [sys.executable, "-m", "registry", "audit", "--ledger", str(path), "--jobs", "2", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JINBANG_HOME": str(path.parent / "home")}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, cwd=path.parent, stdout=pipe, stderr=pipe, text=True, process_group=0
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the two workers of an audit, stopped, so that it cannot end."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found: list[int] = []
    while len(found) < 2:
        assert process.poll() is None, "the audit ended without workers"
        found = [int(pid) for pid in children.read_text().split() if is_worker(int(pid))]
    for pid in found:
        os.kill(pid, signal.SIGSTOP)
    return found


def is_worker(pid: int) -> bool:
    try:
        return b"workers.serve" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_large_sound_ledger_is_found_sound(large: Path) -> None:
    with auditing(large, "--json") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    answer = json.loads(out)
    assert (answer["ok"], answer["size"], answer["entries"], answer["failures"]) == (True, MANY + 2, MANY + 2, [])


def test_whatever_is_wrong_with_an_entry_of_a_large_ledger_is_found(tmp_path: Path) -> None:
    raws = [enrolment(ANNA, ANNA_RECOVERY), *(evaluation(number, ANNA) for number in range(1, MANY + 500))]
    text = entry.parse(raws[2000]).note.text.replace(b"  ", b" ")
    bad = {1000: evaluation(1000, STRANGER), 2000: note.format(note.sign(text, [ANNA])), 3000: raws[7], MANY: b"\n\n"}
    for index, raw in bad.items():
        raws[index] = raw
    publish(tmp_path / "log.git", forge([raws])).close()

    with auditing(tmp_path / "log.git", "--all", "--json") as process:
        out, err = process.communicate()

    assert (process.returncode, err) == (1, "")
    failures = [(one["kind"], one["index"]) for one in json.loads(out)["failures"]]
    assert failures == [("entry", 2000), ("entry", 3000), ("entry", MANY), ("signature", 1000)]


def test_an_interrupted_audit_says_so_and_leaves_no_process(large: Path) -> None:
    with auditing(large) as process:
        workers = workers_of(process)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert not any(map(is_worker, workers))


def test_a_worker_that_is_killed_is_one_clear_line_and_neither_a_verdict_nor_a_hang(large: Path) -> None:
    with auditing(large) as process:
        killed, other = workers_of(process)
        os.kill(killed, signal.SIGKILL)
        os.kill(other, signal.SIGCONT)
        out, err = process.communicate()
    assert (process.returncode, out) == (4, "")
    assert err == "jinbang: worker process: killed by signal 9\n"
    assert not is_worker(other)
