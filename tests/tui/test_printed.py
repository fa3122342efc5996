"""The table without a screen: as a process, to stdout and nowhere else."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from registry import cells

ROOT = Path(__file__).resolve().parents[2]


def printed(ledger: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "registry", "tui", "--print", "--ledger", str(ledger), *words]
    environ = os.environ | {"COLUMNS": "120"}
    return subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, env=environ)


def test_the_table_goes_to_stdout_without_a_terminal(ledger: Path) -> None:
    done = printed(ledger, "--language", "en", "board:cmmlu first")

    head, *lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert head.split() == ["rank", "model", "leaderboard", "date", "v", "score", "verdict"]
    assert [line.split()[:2] for line in lines[:1]] == [["1/27", "MindGPT"]]
    assert all(cells.width(line) <= 120 and "\x1b" not in line for line in lines)


def test_it_prints_every_line_that_matches(ledger: Path) -> None:
    assert len(printed(ledger).stdout.splitlines()) == 1 + 75


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["rank<=x"], 2, 'found "x", expected a number'),
        (["nobody-has-this-name"], 3, "nothing on record matches"),
        (["--language", "xx"], 2, "invalid choice: 'xx'"),
    ],
)
def test_what_cannot_be_printed_is_one_line_with_a_code(words: list[str], code: int, said: str, ledger: Path) -> None:
    done = printed(ledger, *words)

    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr.splitlines()[0] and "Traceback" not in done.stderr


def test_a_ledger_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = printed(tmp_path / "none.git")

    assert done.returncode == 4 and done.stderr.startswith("jinbang: ") and done.stdout == ""


def test_who_reads_no_further_ends_it_without_a_word(ledger: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m tui --print --ledger {shlex.quote(str(ledger))} | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True)

    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")
