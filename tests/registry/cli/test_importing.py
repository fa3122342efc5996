"""Files of evaluation tools at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.registry.cli.conftest import RANKING, User

RESULTS = {
    "results": {"t": {"alias": "t", "acc,none": 0.70, "acc_stderr,none": 0.02}},
    "configs": {"t": {"dataset_path": "org/t", "metric_list": [{"metric": "acc", "aggregation": "mean"}]}},
    "config": {"model_args": "pretrained=a/b", "limit": None},
    "n-samples": {"t": {"original": 500, "effective": 500}},
    "model_name": "a/b",
}


def test_a_results_file_is_appended_as_a_statement_by_the_only_publisher(user: User) -> None:
    answer = user.run("append", user.write("results.json", RESULTS), "--json")

    assert answer.code == 0, answer.err
    shown = user.run("show", "2", "--json").json["statement"]
    assert isinstance(shown, dict)
    assert shown["publisher"] == "evals.example.org"
    assert shown["import"]["format"] == "lm-eval"
    assert shown["placements"][0]["scores"] == [
        {"criterion": "t/acc", "n": 500, "stderr": "0.02", "value": "0.7"},
    ]


def test_the_name_of_the_file_does_not_matter_and_standard_input_does(user: User) -> None:
    raw = json.dumps(RESULTS).encode()
    (user.folder / "anything.yaml").write_bytes(raw)

    for words, given in ((("anything.yaml",), b""), (("-",), raw), (("-", "--from", "lm-eval"), raw)):
        answer = user.run("append", *words, "--dry-run", "--json", given=given)
        assert answer.code == 0, answer.err
        (would,) = json.loads(answer.out)["would_append"]
        assert would["statement"]["leaderboard"] == {"name": "t"}
    assert user.run("status", "--json").json["size"] == 2


def test_a_base_says_what_the_file_cannot(user: User) -> None:
    (user.folder / "about.toml").write_text(
        'published = "2026-11-01"\n[leaderboard]\nname = "My Board"\n', encoding="utf-8"
    )
    answer = user.run("append", user.write("r.json", RESULTS), "--base", "about.toml", "--dry-run", "--json")

    (would,) = json.loads(answer.out)["would_append"]
    assert would["statement"]["leaderboard"]["name"] == "My Board"
    assert would["statement"]["published"] == "2026-11-01"


@pytest.mark.parametrize(
    ("change", "words", "said"),
    [
        ({"date": "today"}, (), '$.date: found "today"'),
        ({}, ("--from", "lm-evil"), '--from: found lm-evil, expected "lm-eval"'),
        ({}, ("--base", "other.json"), '--base: placements[0].scores[0].value: found "0.8", and the file says "0.7"'),
        ({}, ("--as", "nobody.example"), "key of nobody.example: not on this machine"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    user: User, change: dict[str, object], words: tuple[str, ...], said: str
) -> None:
    scores = [{"criterion": "t/acc", "value": "0.8"}]
    user.write("other.json", {"placements": [{"model": {"name": "a/b"}, "scores": scores}]})
    answer = user.run("append", user.write("r.json", RESULTS | change), *words)

    assert answer.code == (4 if "--as" in words else 2)
    assert said in answer.err
    assert user.run("status", "--json").json["size"] == 2


def test_a_base_with_a_statement_is_refused(user: User) -> None:
    user.write("b.json", {})
    answer = user.run("append", user.write("new.json", {**RANKING, "published": "2026-11-04"}), "--base", "b.json")

    assert answer.code == 2
    assert "--base: the file is of no known format" in answer.err


def test_the_help_names_the_page_of_formats(made: User) -> None:
    assert "docs/importers.md" in " ".join(made.run("append", "--help").out.split())
    assert (Path(__file__).resolve().parents[3] / "docs" / "importers.md").is_file()


def test_a_table_is_appended_with_a_base_and_its_columns_are_shown(user: User) -> None:
    (user.folder / "table.md").write_text("| 模型 | 票数 |\n|---|---|\n| 甲 | 7.10 |\n", encoding="utf-8")
    user.write("about.json", {"leaderboard": {"name": "My Board"}})
    words = ("append", "table.md", "--base", "about.json")

    shown = user.run(*words, "--dry-run")
    assert shown.code == 0, shown.err
    assert '"票数": "score"' in shown.out
    assert user.run(*words, "--column", "票数=ignored").code == 2
    assert user.run(*words, "--column", "票数=score").code == 0
    assert user.run("status", "--json").json["size"] == 3
