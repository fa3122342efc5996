"""Listing what is on record, with the ledger of the demo: the commands as processes."""

from __future__ import annotations

import csv
import io
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.cli import app
from registry.demo.run import build
from tests.registry.cli.conftest import ROOT, User

LISTS = ("query", "leaderboards", "models", "publishers", "datasets", "graders")
PLACEMENT = {
    "citation", "leaderboard", "release", "published", "model", "developer", "version", "rank", "tied", "entrants", "score",
    "criterion", "publisher", "verdict", "worst",
}  # fmt: skip


@pytest.fixture(scope="session")
def war(tmp_path_factory: pytest.TempPathFactory) -> User:
    """Somebody with the ledger of the demo and its index, not to be changed."""
    folder = tmp_path_factory.mktemp("the war")
    build(folder)
    return User(folder)


def answers(user: User, *words: str) -> list[dict[str, object]]:
    said = user.run(*words, "--json")
    assert said.code == 0, said.err
    (name,) = set(said.json) - {"version", "total"}
    found: list[dict[str, object]] = said.json[name]  # type: ignore[assignment]
    return found


def test_placements_come_in_the_shape_of_the_contract_and_their_citations_hold(war: User) -> None:
    said = war.run("query", "board:cmmlu first", "--sort", "published", "--json")
    assert said.code == 0, said.err
    assert said.json.keys() == {"version", "total", "placements"}
    placements: list[dict[str, object]] = said.json["placements"]  # type: ignore[assignment]
    assert said.json["total"] == len(placements) == 9
    assert all(placement.keys() == PLACEMENT for placement in placements)
    last = placements[-1]
    assert (last["model"], last["rank"], last["score"], last["published"]) == ("MindGPT", 1, "82.08", "2023-11-30")
    assert war.run("verify", str(last["citation"])).code == 0


@pytest.mark.parametrize(
    ("words", "models"),
    [
        (["model=vivoLM-7B", "rank:1"], {"vivoLM-7B"}),
        (["讯飞星火", "rank:1"], {"讯飞星火"}),
        (["score>1000"], {"讯飞星火", "文心一言"}),
        (
            ["--", "-board:cmmlu", "-board:superclue", "first", "-score>1000"],
            {"GPT-4", "a model that the article does not name"},
        ),
    ],
)
def test_filters_find_what_they_mean(war: User, words: list[str], models: set[str]) -> None:
    said = war.run("query", "--json", *words)
    assert said.code == 0, said.err
    assert {placement["model"] for placement in said.json["placements"]} == models  # type: ignore[attr-defined]


def test_every_order_lists_the_same_placements(war: User) -> None:
    listed = [
        sorted(str(one["citation"]) for one in answers(war, "query", f"--sort={sign}{by}", "--limit", "0"))
        for by in ("rank", "score", "published", "model", "leaderboard", "entrants", "verdict")
        for sign in ("", "-")
    ]

    assert all(one == listed[0] for one in listed)


@pytest.mark.parametrize("command", [*LISTS, "flags"])
def test_the_example_of_its_help_answers(war: User, command: str) -> None:
    said = war.run(command, "--help")
    (example,) = re.findall(r"Example: jinbang (.*)", said.out)
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m registry {example}'],
        cwd=war.folder,
        env=os.environ | {"JINBANG_HOME": str(war.folder / "home"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout


@pytest.mark.parametrize("command", LISTS)
def test_text_json_and_csv_have_the_same_lines(war: User, command: str) -> None:
    listed = answers(war, command, "--limit", "0")
    text = war.run(command, "--limit", "0").out.splitlines()
    table = list(csv.DictReader(io.StringIO(war.run(command, "--csv").out)))

    assert len(listed) == len(text) - 1 == len(table) > 0
    for one, row in zip(listed, table, strict=True):
        assert one.keys() == row.keys()
        assert [_cell(value) for value in one.values()] == [text.removeprefix("'") for text in row.values()]


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_what_is_not_shown_is_told_aside(war: User) -> None:
    said = war.run("query", "--limit", "2")
    assert len(said.out.splitlines()) == 3
    assert re.fullmatch(r"2 of [0-9]+; --limit 0 shows all.\n", said.err)
    assert war.run("query", "--limit", "2", "--json").json["total"] > 2  # type: ignore[operator]


def test_columns_are_aligned_by_the_cells_that_chinese_takes(war: User) -> None:
    from registry import cells

    head, *lines = war.run("query", "board:superclue", "--limit", "0").out.splitlines()
    at = head.index("leaderboard")
    assert lines
    for line in lines:
        assert cells.width(line[: line.index("SuperCLUE")]) == at


@pytest.mark.parametrize("command", [*LISTS, "flags"])
def test_nothing_on_record_is_3_and_said(war: User, command: str) -> None:
    said = war.run(command, "nobody-has-this-name")
    assert (said.code, said.out) == (3, "")
    assert said.err == "jinbang: filter: nothing on record matches\n"
    as_json = war.run(command, "nobody-has-this-name", "--json")
    assert as_json.code == 3
    assert as_json.json["total"] in (0, {"findings": 0, "flags": 0})


def test_a_malformed_filter_is_2_and_pointed_at(war: User) -> None:
    said = war.run("query", "通义 rank<=x")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        'jinbang: filter: found "x", expected a number',
        "  通义 rank<=x",
        "             ^",
    ]


@pytest.mark.parametrize(
    "words",
    [("query", "--sort", "beauty"), ("query", "--json", "--csv"), ("query", "--limit", "-1"), ("publishers", "rank:1")],
)
def test_a_malformed_question_is_2(war: User, words: tuple[str, ...]) -> None:
    said = war.run(*words)
    assert (said.code, said.out) == (2, "")


def test_findings_come_in_the_shape_of_the_contract(war: User) -> None:
    said = war.run("flags", "severity:critical", "--json")
    assert said.json.keys() == {"version", "total", "findings", "flags"}
    for one in said.json["findings"]:  # type: ignore[attr-defined]
        assert one.keys() == {
            "rule",
            "group",
            "severity",
            "index",
            "placement",
            "fields",
            "seen",
            "message",
            "message_zh",
        }
        assert one["severity"] == "critical"
    assert said.json["flags"] == []


def test_people_s_flags_are_listed_beside_findings(user: User) -> None:
    raised = user.run("flag", "1", "other", "--because", "The list is =made up.", "--as", "evals.example.org")
    assert raised.code == 0, raised.err
    flag: dict[str, object] = user.run("flags", "--json").json["flags"][0]  # type: ignore[index]
    assert (flag["index"], flag["on"], flag["reason"], flag["open"]) == (2, 1, "other", True)
    assert (
        user.run("flags", "flag:open").out
        == "flag 2  open  on entry 1, other, by evals.example.org: The list is =made up.\n"
    )
    assert user.run("flags", "flag:closed").code == 3


def test_a_new_entry_is_found_at_once(user: User) -> None:
    assert user.run("query", "新模型").code == 3
    new = {
        "type": "jinbang/evaluation/v1",
        "publisher": "evals.example.org",
        "leaderboard": {"name": '=Board, "2"'},
        "placements": [
            {
                "rank": 1,
                "model": {"name": "新模型", "aliases": ["Новая"]},
                "scores": [{"criterion": "x", "value": "-1.5"}],
            }
        ],
    }
    assert user.run("append", user.write("new.json", new)).code == 0
    assert user.run("query", "新").code == 0
    assert user.run("query", "model:НОВАЯ").code == 0
    (_, line) = user.run("query", "新模型", "--csv").out.splitlines()
    assert line.split(",", 1)[1].startswith('"\'=Board, ""2""",')
    assert ",-1.5," in line


def test_a_terminal_gets_lines_that_fit_and_a_pipe_whole_ones(war: User) -> None:
    from registry import cells

    assert any(cells.width(line) > 60 for line in war.run("query").out.splitlines())
    shown = _on_a_terminal(war, ["query", "--limit", "5"], width=60)
    assert len(shown) >= 6
    assert all(cells.width(line) <= 60 for line in shown if not line.startswith("5 of"))


def _on_a_terminal(user: User, words: list[str], width: int) -> list[str]:
    master, slave = pty.openpty()
    environ = os.environ | {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT), "COLUMNS": str(width)}
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", *words], cwd=user.folder, env=environ, stdout=slave, stderr=slave
    )
    os.close(slave)
    said = b"".join(_read(master))
    os.close(master)
    assert process.wait() == 0
    return said.decode().replace("\r\n", "\n").splitlines()


def _read(master: int) -> Iterator[bytes]:
    while select.select([master], [], [], 60)[0]:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            # Linux: nobody has the other end open any more.
            return
        if not chunk:
            return
        yield chunk


# Completion


def completed(user: User, line: str, word: int) -> list[str]:
    said = user.run(_JINBANG_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(word))
    assert (said.code, said.err) == (0, "")
    return said.out.split("\n")[:-1]


def test_a_shell_completes_filters_models_and_entries(war: User) -> None:
    assert war.run("query").code == 0
    assert completed(war, "jinbang query boa", 2) == ["board:"]
    assert completed(war, "jinbang query board:CM", 2) == ["board:CMMLU"]
    # What was typed stays: a filter is blind to case.
    assert completed(war, "jinbang query board:cm", 2) == ["board:cmMLU"]
    # Bash takes a colon for the end of a word.
    assert completed(war, "jinbang query board : CM", 4) == ["CMMLU"]
    assert "verdict:flagged" in completed(war, "jinbang flags 结 verdict:fl", 3)
    assert "vivoLM-7B" in completed(war, "jinbang compare viv", 2)
    assert completed(war, "jinbang verify 1", 2)[0] == "19"
    assert "score" in completed(war, "jinbang query --sort s", 3)


def test_a_shell_that_asks_where_nothing_is_gets_silence(tmp_path: Path, made: User) -> None:
    nobody = User(tmp_path)
    assert [line for line in completed(nobody, "jinbang query model:x", 2) if line] == []
    (tmp_path / "ledger.git").mkdir()
    assert [line for line in completed(nobody, "jinbang verify 1", 2) if line] == []


def test_every_list_is_a_command() -> None:
    assert {*LISTS, "flags"} <= app.HELP.keys()
