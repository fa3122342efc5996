"""Folders of results files: one commit, in a fixed order, and what becomes of those that are refused."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.registry.cli.conftest import RANKING, ROOT, User
from tests.registry.cli.test_importing import RESULTS


@pytest.fixture
def runs(user: User) -> Path:
    """A folder of three results files, with things beside them that are none."""
    folder = user.folder / "runs"
    (folder / "b").mkdir(parents=True)
    for name in ("z.json", "a.json", "b/c.json"):
        (folder / name).write_text(json.dumps(RESULTS | {"model_name": name}), encoding="utf-8")
    (folder / ".hidden.json").write_text("{", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.json").write_text("{", encoding="utf-8")
    (folder / "link.json").symlink_to(user.folder / "ranking.json")
    (folder / "linked").symlink_to(user.folder)
    os.mkfifo(folder / "pipe")
    return folder


def _models(user: User, start: int) -> list[str]:
    size = user.run("status", "--json").json["size"]
    assert isinstance(size, int)
    shown = [user.run("show", str(index), "--json").json["statement"] for index in range(start, size)]
    return [one["placements"][0]["model"]["name"] for one in shown]  # type: ignore[index]


def test_a_folder_is_appended_in_one_commit_in_the_order_of_names(user: User, runs: Path) -> None:
    answer = user.run("append", "runs", "--json")
    assert answer.code == 0, answer.err
    assert _models(user, 2) == ["a.json", "z.json", "b/c.json"]
    assert "5 entries, 4 checkpoints" in user.run("audit").out


def test_one_file_of_no_known_format_stops_all_by_default(user: User, runs: Path) -> None:
    (runs / "notes.txt").write_text("Nothing to see.\n", encoding="utf-8")
    answer = user.run("append", "runs", "--json")

    assert answer.code == 2
    (refused,) = json.loads(answer.out)["refused"]
    assert refused["file"] == "runs/notes.txt"
    assert "no known format" in refused["reason"]
    assert user.run("status", "--json").json["size"] == 2


def test_to_keep_going_appends_the_good_ones_and_reports_the_rest(user: User, runs: Path) -> None:
    (runs / "bad.json").write_text(json.dumps(RESULTS | {"date": "today"}), encoding="utf-8")
    (runs / "empty.json").touch()
    shutil.copy(user.folder / "ranking.json", runs / "on record.json")
    answer = user.run("append", "runs", "--keep-going", "--json")

    assert answer.code == 3
    assert [one["index"] for one in answer.json["entries"]] == [2, 3, 4]  # type: ignore[attr-defined]
    refused = {one["file"]: one["reason"] for one in answer.json["refused"]}  # type: ignore[attr-defined]
    assert refused.keys() == {"runs/bad.json", "runs/empty.json", "runs/on record.json"}
    assert refused["runs/bad.json"].startswith('$.date: found "today"')
    assert refused["runs/on record.json"].endswith("already in the ledger as entry 1")
    for file in refused:
        assert file in answer.err


def test_what_is_on_record_is_no_failure_when_it_is_to_keep_going(user: User, runs: Path) -> None:
    assert user.run("append", "runs").code == 0
    assert user.run("append", "runs").code == 1
    (runs / "new.json").write_text(json.dumps(RESULTS | {"model_name": "new"}), encoding="utf-8")
    answer = user.run("append", "runs", "--keep-going", "--json")
    assert answer.code == 0
    assert len(answer.json["refused"]) == 3  # type: ignore[arg-type]
    assert _models(user, 5) == ["new"]
    again = user.run("append", "runs", "--keep-going", "--json")
    assert (again.code, again.json["entries"], again.json["size"]) == (0, [], 6)


def test_a_folder_that_is_on_record_but_for_a_file_is_told_in_a_line(user: User) -> None:
    """As every night, when a run was added: JSON still names each."""
    _many(user, 21)
    assert user.run("append", "many").code == 0
    (user.folder / "many" / "bad.json").write_text("{")
    (user.folder / "many" / "new.json").write_text(json.dumps(RESULTS | {"model_name": "new"}))
    bad, known = (line for line in user.run("append", "many", "--keep-going").err.splitlines() if "jinbang: " in line)
    assert bad.startswith("jinbang: many/bad.json: statement: found text that is not JSON")
    assert re.fullmatch(
        r"jinbang: 21 files: on record already, such as many/0000\.json \(statement .{16}: already in the ledger as entry 2\)",
        known,
    )
    again: Any = user.run("append", "many", "--keep-going", "--json").json
    assert len(again["refused"]) == 23


def test_a_dry_run_names_what_would_be_refused(user: User, runs: Path) -> None:
    (runs / "bad.json").write_text(json.dumps(RESULTS | {"date": "today"}), encoding="utf-8")
    answer = user.run("append", "runs", "--keep-going", "--dry-run", "--json")
    assert answer.code == 2
    assert len(answer.json["would_append"]) == 3  # type: ignore[arg-type]
    assert [one["file"] for one in answer.json["refused"]] == ["runs/bad.json"]  # type: ignore[attr-defined]
    assert user.run("status", "--json").json["size"] == 2


def test_an_empty_folder_is_nothing_to_judge(user: User) -> None:
    (user.folder / "empty").mkdir()
    answer = user.run("append", "empty")
    assert answer.code == 3
    assert "empty: a folder without files to read" in answer.err


def test_hundreds_of_files_go_in_at_once_and_memory_is_that_of_their_entries(user: User) -> None:
    folder = user.folder / "many"
    folder.mkdir()
    padding = "x" * 1_000_000
    for number in range(200):
        (folder / f"{number:04}.json").write_text(
            json.dumps(RESULTS | {"model_name": f"m{number}", "ignored": padding if number else ""}), encoding="utf-8"
        )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JINBANG_")}
    kept |= {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT)}
    script = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'registry', 'append', 'many', '--json'], capture_output=True)\n"
        "assert done.returncode == 0, done.stderr\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=user.folder, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 150, "MiB; the files are 190"
    assert user.run("status", "--json").json["size"] == 202


def _many(user: User, count: int) -> None:
    (user.folder / "many").mkdir()
    for number in range(count):
        (user.folder / "many" / f"{number:04}.json").write_text(json.dumps(RESULTS | {"model_name": f"m{number}"}))


def _in_a_terminal(user: User, *words: str) -> tuple[int, bytes, str]:
    """Return how a command ended, what it answered into a pipe, and what its terminal showed beside that."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JINBANG_")}
    kept |= {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT)}
    own, theirs = pty.openpty()
    shown = bytearray()
    command = [sys.executable, "-m", "registry", *words]
    with (user.folder / "answer").open("w+b") as answer:
        process = subprocess.Popen(command, cwd=user.folder, env=kept, stdout=answer, stderr=theirs)
        os.close(theirs)
        # When nobody has the terminal open any more, reading from it ends, or fails on Linux.
        with contextlib.suppress(OSError):
            while read := os.read(own, 4096):
                shown += read
        os.close(own)
        code = process.wait()
        answer.seek(0)
        return code, answer.read(), shown.decode()


def test_a_terminal_sees_how_many_files_were_read_and_the_answer_stays_clean(user: User) -> None:
    _many(user, 300)
    code, answer, shown = _in_a_terminal(user, "append", "many", "--json")
    steps = [int(done) for done in re.findall(r"\rReading \[#* *\] ([0-9]+) of 300", shown)]

    assert code == 0, shown
    assert steps == list(range(1, 301))
    assert f"Reading [{'#' * 30}] 300 of 300" in shown
    assert [one["index"] for one in json.loads(answer)["entries"]] == list(range(2, 302))
    assert "302 entries, 4 checkpoints" in user.run("audit").out


def test_nobody_sees_progress_who_has_no_terminal_or_names_one_file(user: User) -> None:
    _many(user, 3)
    assert user.run("append", "many", "--dry-run").err == "Nothing was written.\n"
    code, _, shown = _in_a_terminal(user, "append", "many/0000.json")
    assert (code, shown) == (0, "")


def test_files_of_tools_are_signed_without_appending_and_supersede(user: User) -> None:
    user.write("r.json", RESULTS)
    signed = user.run("sign", "r.json", "--as", "evals.example.org", "-o", "outbox", "--json")
    assert signed.code == 0, signed.err
    (entry,) = json.loads(signed.out)["entries"]
    assert user.run("append", entry["file"]).code == 0
    assert _models(user, 2) == ["a/b"]

    user.write("c.json", RESULTS | {"model_name": "a/c"})
    answer = user.run("supersede", "2", "c.json", "--because", "Another model was run.")
    assert answer.code == 0, answer.err
    assert user.run("show", "2", "--json").json["verdict"] == "disputed"
    shown = user.run("show", "3", "--json").json["statement"]
    assert isinstance(shown, dict)
    assert shown["placements"][0]["model"]["name"] == "a/c"


def test_two_publishers_sign_one_evaluation_on_two_machines_and_it_is_appended_once(user: User, tmp_path: Path) -> None:
    other = User(tmp_path / "another user")
    other.folder.mkdir()
    assert other.run("key", "new", "lab.example.net").code == 0
    enrolled = other.run(
        "enrol",
        "lab.example.net",
        "--class",
        "vendor",
        "--ledger",
        str(user.folder / "ledger.git"),
        "-o",
        "out",
        "--json",
    )
    assert enrolled.code == 0, enrolled.err
    (note,) = (other.folder / "out").iterdir()
    assert user.run("append", str(note)).code == 0

    joint = {key: value for key, value in RANKING.items() if key != "publisher"}
    joint |= {"publishers": ["evals.example.org", "lab.example.net"], "published": "2026-11-02"}
    first = user.run("sign", user.write("joint.json", joint), "-o", "ours", "--json")
    assert first.code == 0, first.err
    half = user.folder / first.json["entries"][0]["file"]  # type: ignore[index]
    assert user.run("append", str(half)).code == 1
    shutil.copy(half, other.folder / "half.note")
    second = other.run("sign", "half.note", "-o", "both", "--json")
    assert second.code == 0, second.err
    whole = other.folder / second.json["entries"][0]["file"]  # type: ignore[index]
    assert user.run("append", str(whole)).code == 0
    assert user.run("show", "3", "--json").json["signers"] == ["evals.example.org", "lab.example.net"]
