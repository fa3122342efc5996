"""The audit log, and following it while somebody else appends: real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.registry.cli.conftest import RANKING, ROOT, User


@contextmanager
def following(user: User, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Give a process that follows the log of a user's ledger; it is ended in any case."""
    environ = os.environ | {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", "log", "--follow", *words],
        cwd=user.folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    """Wait for the next line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline()


def test_new_entries_are_listed_as_they_come_until_an_interrupt(user: User) -> None:
    with following(user) as process:
        assert line(process).startswith("     0  publisher")
        assert '1  evaluation     "Example Board"' in line(process)
        for day in ("2026-11-01", "2026-11-02"):
            assert user.run("append", user.write("new.json", {**RANKING, "published": day})).code == 0
        assert line(process).startswith("     2  evaluation")
        assert line(process).startswith("     3  evaluation")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_as_json_each_entry_is_an_object_on_a_line(user: User) -> None:
    with following(user, "--json", "-n", "1") as process:
        assert json.loads(line(process))["index"] == 1
        assert user.run("append", user.write("new.json", {**RANKING, "published": "2026-11-01"})).code == 0
        new = json.loads(line(process))

    assert (new["version"], new["index"], new["type"]) == (1, 2, "evaluation")
    assert user.run("verify", new["citation"]).code == 0


def test_a_ledger_that_goes_back_is_told(user: User) -> None:
    with following(user, "-n", "1") as process:
        line(process)
        repository = str(user.folder / "ledger.git")
        subprocess.run(["git", f"--git-dir={repository}", "update-ref", "refs/heads/main", "main~1"], check=True)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "its 1 entries do not continue the 2 that were listed" in err


def test_without_following_the_newest_stands_first(made: User) -> None:
    first, second = made.run("log").out.splitlines()

    assert (first.split()[0], second.split()[0]) == ("1", "0")
    assert made.run("log", "-n", "1", "--json").json["entries"][0]["index"] == 1  # type: ignore[index]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_leaves_nothing_behind(
    user: User, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = user.folder / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with following(user) as process:
        line(process)
        kept = list(scratch.iterdir())
        process.send_signal(number)
        _, err = process.communicate(timeout=60)

        assert process.returncode == 128 + number
    assert kept, "it had a folder of its own"
    assert list(scratch.iterdir()) == []
    assert err == ""


def test_who_has_it_ignore_that_its_terminal_is_gone_is_obeyed(user: User) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with following(user) as process:
            line(process)
            process.send_signal(signal.SIGHUP)
            assert user.run("append", user.write("new.json", {**RANKING, "published": "2026-11-01"})).code == 0
            assert "1  evaluation" in line(process)
            assert line(process).startswith("     2  evaluation")
    finally:
        signal.signal(signal.SIGHUP, before)
