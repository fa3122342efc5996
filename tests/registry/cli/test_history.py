"""A leaderboard's own past, from the git history of the file in which it keeps its table."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from tests.registry.cli.conftest import User
from tests.registry.importers.gits import Past, cmmlu

BASE = """type: jinbang/evaluation/v1
transcribed: true
leaderboard:
  name: CMMLU zero-shot
  organiser:
    name: CMMLU
datasets:
- name: CMMLU
  items: 11582
"""
WORDS = ("append", "--history", "board", "--path", "README.md", "--base", "base.yaml")
FIRST = "| 模型 | 平均分 |\n|---|---|\n| 甲 | 70.95 |\n| 乙 | 60.10 |\n| 丙 | 50.20 |\n| 丁 | 40.30 |\n| 戊 | 30.40 |\n"
MOVED = FIRST.replace("70.95", "75.43")
RULES = ("silent-edit", "vanished-row", "shifting-identity")


def _findings(user: User) -> list[str]:
    found = user.run("flags", "--json", "--limit", "0").json["findings"]
    assert isinstance(found, list)
    return [one["message"] for one in found if one["rule"] in RULES]


@pytest.fixture
def board(user: User) -> Past:
    (user.folder / "base.yaml").write_text(BASE, encoding="utf-8")
    return Past(user.folder / "board")


def test_the_past_of_cmmlu_comes_out_with_its_edits_renamings_and_the_row_that_vanished(user: User) -> None:
    cmmlu(user.folder / "board")
    (user.folder / "base.yaml").write_text(BASE, encoding="utf-8")
    answer = user.run(*WORDS, "--table", "2")

    assert answer.code == 0, answer.err
    assert answer.err == (
        "README.md: 39 commits on the main line, 37 versions of the file; 33 new entries, 0 states on record, "
        "4 versions with the table unchanged, 0 refused.\n"
    )
    blue, long, vivo = "BlueLM-7B", "vivo蓝心大模型-7B（BlueLM）", "vivoLM-7B"
    edited = "平均分 was 71.66 in entry 16 and is 76.14 here, with no other version and no amendment that says why"
    same = "the old name is gone, and scores to the digit and rank are the same (71.66)."
    expected = [
        (
            f"{vivo}: stood in entry 25 of 2023-12-19 as 4 and is gone; nothing was retracted. The line was called {blue} in entry 13 "
            f"of 2023-09-05 and {long} in entry 14 of 2023-09-13, and kept its scores when the name changed. {blue} is listed here "
            "for the first time since as 4 with 75.40."
        ),
        f"{vivo}: {edited}; 20 other lines kept theirs.",
        f"{vivo}: called {long} in entry 14 of 2023-09-13; {same}",
        f"{long}: called {blue} in entry 13 of 2023-09-05; {same}",
    ]
    assert [one for one in _findings(user) if "vivo" in one] == expected
    assert user.run("show", "17", "--json").json["statement"]["published"][:10] == "2023-09-18"  # type: ignore[index]


def test_a_state_says_its_commit_its_time_and_the_hash_of_the_file(user: User, board: Past) -> None:
    commit = board.commit({"README.md": FIRST}, "2023-09-18T08:28:31+04:00")
    assert user.run(*WORDS).code == 0
    shown = user.run("show", "2", "--json").json["statement"]

    assert isinstance(shown, dict)
    digest = hashlib.sha256(FIRST.encode()).hexdigest()
    assert shown["published"] == "2023-09-18T04:28:31Z"
    assert shown["leaderboard"]["release"] == commit[:12]
    assert shown["leaderboard"]["snapshot"] == {"sha256": digest, "taken": "2023-09-18T04:28:31Z"}
    assert shown["evidence"] == [
        {"title": f"README.md at commit {commit}", "sha256": digest, "media_type": "text/markdown"}
    ]
    assert shown["import"]["file_sha256"] == digest
    assert shown["scope"] == {"entrants": 5}
    assert shown["extra"]["history"] == {"commit": commit, "path": "README.md"}


def test_what_did_not_change_the_table_is_counted_and_a_second_run_appends_only_what_is_new(
    user: User, board: Past
) -> None:
    board.commit({"README.md": FIRST}, "2023-06-01T00:00:00Z")
    board.commit({"README.md": "# Read me\n\n" + FIRST}, "2023-06-02T00:00:00Z")
    board.commit({"other": "x"}, "2023-06-03T00:00:00Z")
    first = user.run(*WORDS, "--json")
    assert "3 commits on the main line, 2 versions of the file; 1 new entries" in first.err
    assert "1 versions with the table unchanged" in first.err

    board.commit({"README.md": MOVED}, "2023-06-04T00:00:00Z")
    again = user.run(*WORDS, "--json")
    assert again.code == 0, again.err
    assert [one["index"] for one in again.json["entries"]] == [3]  # type: ignore[attr-defined]
    assert "1 new entries, 1 states on record" in again.err
    last = user.run(*WORDS, "--json")
    assert (last.code, last.json["entries"], last.json["size"]) == (0, [], 4)


def test_a_dry_run_tells_what_each_state_would_get_after_those_before_it(user: User, board: Past) -> None:
    board.commit({"README.md": FIRST}, "2023-06-01T00:00:00Z")
    board.commit({"README.md": MOVED.replace("| 丁 | 40.30 |\n", "")}, "2023-06-02T00:00:00Z")
    would = user.run(*WORDS, "--dry-run", "--json").json["would_append"]

    assert isinstance(would, list)
    first, second = ({hit["rule"] for hit in one["findings"]} for one in would)
    assert not first & set(RULES)
    assert {"silent-edit", "vanished-row"} <= second
    assert user.run("status", "--json").json["size"] == 2
    assert user.run(*WORDS).code == 0
    shown = user.run("show", "3", "--json").json["findings"]
    assert isinstance(shown, list)
    assert {hit["rule"] for hit in shown} & set(RULES) == second & set(RULES)


def test_a_version_that_cannot_be_read_stops_all_or_is_passed_over(user: User, board: Past) -> None:
    board.commit({"README.md": FIRST}, "2023-06-01T00:00:00Z")
    bad = board.commit({"README.md": FIRST.replace("| 40.30 |", "| 40.30 | 1 |")}, "2023-06-02T00:00:00Z")
    board.commit({"README.md": MOVED}, "2023-06-03T00:00:00Z")

    stopped = user.run(*WORDS, "--table", "1", "--json")
    assert stopped.code == 2
    assert f"README.md at commit {bad[:12]}: line 6: found 3 cells, expected 2 as in the heads" in stopped.err
    assert user.run("status", "--json").json["size"] == 2
    went = user.run(*WORDS, "--table", "1", "--keep-going", "--json")
    assert went.code == 2
    assert [one["index"] for one in went.json["entries"]] == [2, 3]  # type: ignore[attr-defined]
    assert [one["file"] for one in went.json["refused"]] == [f"README.md at commit {bad[:12]}"]  # type: ignore[attr-defined]


def test_the_judge_of_a_board_is_read_from_the_name_that_its_file_has_in_the_repository(
    user: User, board: Past
) -> None:
    name = "leaderboards/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv"
    heads = ",win_rate,standard_error,n_wins,n_wins_base,n_draws,n_total,mode\n"
    board.commit({name: f"{heads}A,50.5,1.5,400,405,0,805,minimal\n"}, "2024-01-01T00:00:00Z")
    assert user.run("append", "--history", "board", "--path", name).code == 0
    shown = user.run("show", "2", "--json").json["statement"]

    assert isinstance(shown, dict)
    assert shown["graders"] == [{"name": "weighted_alpaca_eval_gpt4_turbo", "kind": "model", "developer": "OpenAI"}]
    assert shown["extra"]["alpaca-eval"] == {"judge_told_by": f"file {name.rpartition('/')[2]}"}


def test_a_model_beside_a_result_is_read_from_no_folder_when_the_result_is_from_a_repository(
    user: User, board: Past
) -> None:
    result = {"task_name": "T", "mteb_version": "1", "dataset_revision": "r", "scores": {"test": [{"main_score": 0.5}]}}
    board.commit({"T.json": json.dumps(result)}, "2024-01-01T00:00:00Z")
    (user.folder / "model_meta.json").write_text(json.dumps({"name": "of another folder"}), encoding="utf-8")
    answer = user.run("append", "--history", "board", "--path", "T.json")

    assert answer.code == 2
    assert "placements[0].model: the file does not name one" in answer.err


def test_a_state_on_record_is_not_said_again_with_another_base(user: User, board: Past) -> None:
    board.commit({"README.md": FIRST}, "2023-06-01T00:00:00Z")
    assert user.run(*WORDS).code == 0
    (user.folder / "base.yaml").write_text(BASE.replace("11582", "11583"), encoding="utf-8")
    answer = user.run(*WORDS)

    assert answer.code == 2
    assert "is on record as entry 2, with another base; correct that with `supersede`" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--history", "board"), 2, "--history: name one file"),
        (("--path", "README.md", "ranking.json"), 2, "--path: is a file of the repository"),
        ((), 2, "FILE: name one or more"),
        (("--history", "board", "--path", "../x"), 2, "--path: found '../x'"),
        (("--history", "board", "--path", "absent.md"), 3, "'absent.md': in none of 1 commits"),
        (("--history", "nowhere", "--path", "a"), 4, "nowhere: no such repository"),
        (("--history", "home", "--path", "a"), 4, "home: not a git repository"),
        (("--history", "board", "--path", "README.md", "--table", "3"), 2, "found 1 tables in Markdown, expected 3"),
        (("--history", "board", "--path", "README.md", "--from", "eee", "--table", "1"), 2, "--table: eee is no table"),
    ],
)
def test_a_misuse_is_one_line_and_nothing_is_written(
    user: User, board: Past, words: tuple[str, ...], code: int, said: str
) -> None:
    board.commit({"README.md": FIRST})
    answer = user.run("append", *words)

    assert answer.code == code
    assert said in answer.err
    assert user.run("status", "--json").json["size"] == 2


def test_nothing_that_the_repository_names_is_run(user: User, board: Past, tmp_path: Path) -> None:
    board.commit({"README.md": FIRST, ".gitattributes": "*.md diff=evil filter=evil\n"}, "2023-06-01T00:00:00Z")
    mark = tmp_path / "was run"
    evil = f"touch '{mark}'; cat"
    for name in ("diff.evil.textconv", "filter.evil.smudge", "filter.evil.clean", "core.fsmonitor", "core.pager"):
        board.git("config", name, evil)
    board.git("config", "alias.cat-file", f"!{evil}")
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc"):
        path = board.folder / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{evil}\n")
        path.chmod(0o755)

    assert user.run(*WORDS).code == 0
    assert not mark.exists()
    subprocess.run(["git", "status"], cwd=board.folder, capture_output=True)
    assert mark.exists(), "the trap would have sprung"
