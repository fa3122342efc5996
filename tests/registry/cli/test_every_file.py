"""Every real file at hand goes into a ledger by the command line, and comes out with the numbers that it holds.

The numbers are read a second time by `foreign_numbers`, which knows nothing of the importers. A file for which there is neither a
way in nor a reason against it fails the walk.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from ledger.git_store import GitStore
from ledger.log import Ledger
from tests.foreign import data
from tests.registry.cli import foreign_numbers as foreign
from tests.registry.cli.conftest import User
from tests.registry.cli.foreign_numbers import Reader, Table
from tests.registry.importers.gits import cmmlu

ROOT = data()
BOARD = "leaderboard: {name: Board}\n"
MODEL = "placements:\n- model: {name: org/model}\n"
RUN = "helm/mmlu-subject=philosophy,method=multiple_choice_joint,model=openai_gpt2"
LOGGED = "lm-eval/dummy-0.4.13"
RECORD = "eee/math_perturbed_full/RylanSchaeffer/mem_Qwen3-93M_minerva_math_rep_0_sbst_1.0000_epch_1_ot_1"
ID = "c502c199-1fbf-4dea-b5b4-f51564c65f21"


class Way(NamedTuple):
    """How a file goes in."""

    reader: Reader
    base: str = ""
    """What `--base` holds."""
    tables: int = 0
    """How many tables it has, each appended with `--table N`; 0: it is one thing."""


WAYS = {
    "aider/polyglot_leaderboard.yml": Way(foreign.aider),
    "alpacaeval/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv": Way(foreign.alpaca_eval),
    "ceval/README-leaderboard-2023-10-26.md": Way(foreign.readme, BOARD, 4),
    "cmmlu/README-leaderboard-2023-09-18a.md": Way(foreign.readme, BOARD, 2),
    "cmmlu/README-leaderboard-2023-11-13.md": Way(foreign.readme, BOARD, 2),
    "cmmlu/README_EN-leaderboard-2023-11-08.md": Way(foreign.readme, BOARD, 2),
    f"{RECORD}/{ID}.json": Way(foreign.record),
    "eee/mmlu-pro_yi-1.5-34b-chat_0.2.2.json": Way(foreign.record),
    "evalplus/results.json": Way(foreign.evalplus),
    RUN: Way(foreign.helm),
    "hf/eval_results-doc-example.yaml": Way(foreign.eval_results, MODEL),
    "hf/model-index-simple.md": Way(foreign.model_card),
    "inspect/0.3.285-toy-arith-epochs2.eval": Way(foreign.inspect_log),
    "inspect/0.3.285-toy-zh-exam.json": Way(foreign.inspect_log),
    "inspect/2025-02-11_popularity_0.3.58dev.eval": Way(foreign.inspect_log),
    "inspect/data_arc_sonnet.json": Way(foreign.inspect_log),
    "inspect/data_with_llm_scoring.json": Way(foreign.inspect_log),
    f"{LOGGED}/results_2026-11-23T21-33-57.804323.json": Way(foreign.lm_eval),
    "lm-eval/results_2024-08-25T21-59-12.123082.json": Way(foreign.lm_eval),
    "lm-eval/results_2025-03-18T02-36-49.068653.json": Way(foreign.lm_eval),
    "lm-eval/results_2026-01-21T03-44-18.458309.json": Way(foreign.lm_eval),
    "lm-eval/v0.3-llama-13B_gsm8k_8-shot.json": Way(foreign.lm_eval_03),
    "mteb/bge-large-zh-v1.5__AmazonCounterfactualClassification.json": Way(
        foreign.mteb, MODEL.replace("org/model", "BAAI/bge-large-zh-v1.5")
    ),
    "mteb/bge-large-zh-v1.5__FinanceBenchRetrieval.json": Way(
        foreign.mteb, MODEL.replace("org/model", "BAAI/bge-large-zh-v1.5")
    ),
    "opencompass/docs-ceval-contamination-annotated.txt": Way(foreign.opencompass, BOARD),
    "opencompass/docs-contamination-table.txt": Way(foreign.opencompass, BOARD),
    "opencompass/docs-quickstart-summary.csv": Way(foreign.opencompass, BOARD),
    "opencompass/docs-quickstart-table.txt": Way(foreign.opencompass, BOARD),
    "opencompass/docs-summarizer-table.txt": Way(foreign.opencompass, BOARD),
    "pwc/cmrc.json": Way(foreign.papers_with_code),
    "swebench/leaderboards-2025-10-06.json": Way(foreign.swebench),
}
"""Files, and a folder that is one run, which become rankings."""

OTHERWISE = {
    "cmmlu/history-2023-06_2024-12.csv": "the states of two tables: see the test of a past below",
    f"{RECORD}/{ID}_samples.jsonl": "the answers behind a record, which has their hash: see the test of samples below",
    f"{LOGGED}/samples_toy_arithmetic_2026-11-23T21-33-57.804323.jsonl": "goes in by its hash, with the results beside it",
    f"{LOGGED}/samples_toy_zh_geography_2026-11-23T21-33-57.804323.jsonl": "goes in by its hash, with the results beside it",
    "lm-eval/samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl": "10 of 5000 answers, not the whole: not taken along",
    "mteb/bge-large-zh-v1.5__model_meta.json": "the model of the results beside it: see the test of a folder of MTEB below",
    "ceval/submission_example.json": "answers without a score: see the test of a submission below",
}
"""Files that go in along with others, each by a test of its own."""

NOT_RESULTS = {
    "SOURCES.md": "prose: what each file is",
    "hundred-model-war.md": "prose: facts for the demo, which are checked in tests/registry/test_demo_facts.py",
    "eee/eval.schema.json": "a schema, by which exports are checked",
    "eee/instance_level_eval.schema.json": "a schema",
    "hf/eval_results-spec.yaml": "a specification with placeholders: no number in it is one",
}


def test_every_file_goes_in_or_has_a_reason_why_not() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()}
    known = {*WAYS, *OTHERWISE, *NOT_RESULTS}
    inside = {name for name in files if any(name.startswith(f"{way}/") for way in WAYS)}

    assert files - inside - known == set(), "neither a way in nor a reason against it"
    assert {name for name in known if not (ROOT / name).exists()} == set()


def _appended(user: User, *words: str) -> list[dict[str, Any]]:
    """Append, and return the statements that are on record for it, each with the lines of all its parts."""
    answer = user.run("append", *words, "--json")
    assert answer.code == 0, answer.err
    entries: Any = answer.json["entries"]
    store = GitStore(user.folder / "ledger.git")
    ledger = Ledger.open(store)
    said: list[dict[str, Any]] = []
    for one in entries:
        statement: Any = json.loads(ledger.entry(one["index"]).statement.text)
        if statement.get("part", {}).get("number", 1) > 1:
            said[-1]["placements"] += statement["placements"]
        else:
            said.append(statement)
    store.close()
    return said


def _table(statement: dict[str, Any]) -> Table:
    return [
        (line["model"]["name"], [Decimal(score["value"]) for score in line.get("scores", []) if score.get("value")])
        for line in statement["placements"]
    ]


@pytest.mark.parametrize("name", WAYS)
def test_a_file_comes_out_with_the_numbers_that_it_holds(user: User, name: str) -> None:
    way, words = WAYS[name], [str(ROOT / name)]
    if way.base:
        (user.folder / "base.yaml").write_text(way.base, encoding="utf-8")
        words += ["--base", "base.yaml"]
    if way.tables:
        said = [one for at in range(1, way.tables + 1) for one in _appended(user, *words, "--table", str(at))]
    else:
        said = _appended(user, *words)

    tables = way.reader(ROOT / name)
    assert sum(len(numbers) for table in tables for _, numbers in table) or "popularity" in name
    assert [_table(one) for one in said] == tables


def test_the_judge_of_alpaca_eval_is_the_one_in_the_name_of_its_file(user: User) -> None:
    (one,) = _appended(user, str(ROOT / "alpacaeval/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv"))
    assert one["graders"] == [
        {"name": "weighted_alpaca_eval_gpt4_turbo", "kind": "model", "developer": "OpenAI"},
    ]


def test_the_past_of_a_board_comes_out_with_every_number_of_every_state(user: User) -> None:
    states: dict[tuple[str, str], Table] = {}
    with (ROOT / "cmmlu/history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            states.setdefault((row["shots"], row["commit"]), []).append((row["model"], [Decimal(row["average"])]))
    cmmlu(user.folder / "board")

    for number, shots in ((1, "5"), (2, "0")):
        (user.folder / "base.yaml").write_text(f"leaderboard: {{name: CMMLU {shots}-shot}}\n", encoding="utf-8")
        past = ("--history", "board", "--path", "README.md", "--base", "base.yaml", "--table", str(number))
        said = [_table(one) for one in _appended(user, *past)]
        told = [table for (of, _), table in states.items() if of == shots]
        # A commit that changed the other table, or the links of this one, is no state of this one's numbers.
        assert said == [table for at, table in enumerate(told) if not at or table != told[at - 1]]


def test_samples_go_in_by_their_hash_with_the_results_that_they_belong_to(user: User) -> None:
    for folder, samples in ((LOGGED, "samples_*.jsonl"), (RECORD, f"{ID}_samples.jsonl")):
        (one,) = _appended(user, str(ROOT / folder))
        files = sorted((ROOT / folder).glob(samples))
        raw = [(hashlib.sha256(path.read_bytes()).hexdigest(), path.read_text().count("\n")) for path in files]

        assert raw
        assert sorted((file["sha256"], file["rows"]) for file in one["placements"][0]["raw"]) == sorted(raw)
        for path in files:
            refused = user.run("append", str(path))
            assert refused.code == 2
            assert "the answers to each item: append the re" in refused.err


def test_samples_that_are_not_all_of_the_run_are_not_taken_for_it(user: User) -> None:
    (one,) = _appended(user, str(ROOT / "lm-eval/results_2026-01-21T03-44-18.458309.json"))
    cut = ROOT / "lm-eval/samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"

    assert cut.read_text().count("\n") == 10
    assert {score["n"] for score in one["placements"][0]["scores"]} == {5000}
    assert "raw" not in one["placements"][0]


def test_a_folder_of_mteb_names_its_model_by_what_lies_beside_the_results(user: User) -> None:
    folder = user.folder / "results" / "BAAI__bge-large-zh-v1.5" / "79e7739b6ab944e86d6171e44d24c997fc1e0116"
    folder.mkdir(parents=True)
    for path in (ROOT / "mteb").iterdir():
        shutil.copy(path, folder / path.name.partition("__")[2])
    meta = json.loads((folder / "model_meta.json").read_text())
    said = _appended(user, "results")

    assert len(said) == 2
    for one in said:
        model = one["placements"][0]["model"]
        assert (model["name"], model["version"], model["released"]) == (
            meta["name"],
            meta["revision"],
            meta["release_date"],
        )
        assert (model["parameters"], model["availability"]) == (str(meta["n_parameters"]), "open weights")
        assert model["training_datasets"] == list(meta["training_datasets"])
        digest = hashlib.sha256((folder / "model_meta.json").read_bytes()).hexdigest()
        assert [one["evidence"][at]["sha256"] for at in one["placements"][0]["evidence"]][1:] == [digest]
    alone = user.run("append", str(folder / "model_meta.json"))
    assert (alone.code, "what MTEB knows of a model, and no result of it" in alone.err) == (2, True)


def test_a_submission_to_c_eval_is_evidence_for_a_ranking_and_none_itself(user: User) -> None:
    path = ROOT / "ceval/submission_example.json"
    refused = user.run("append", str(path))
    assert refused.code == 2
    assert "answers to C-Eval by subject and number, as they are sent in, without a score or a model" in refused.err

    digest = user.run("digest", str(path)).out.split()[0]
    answers = sum(map(len, json.loads(path.read_text()).values()))
    raw = [{"sha256": digest, "rows": answers}]
    line = {"model": {"name": "Example"}, "scores": [{"criterion": "accuracy", "value": "50.0"}], "raw": raw}
    ranking = {"type": "jinbang/evaluation/v1", "publisher": "evals.example.org", "leaderboard": {"name": "C-Eval"}}
    (one,) = _appended(user, user.write("own.json", ranking | {"placements": [line]}))
    assert one["placements"][0]["raw"] == [{"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "rows": answers}]
    checks: Any = user.run("verify", "2", "--evidence", str(path), "--json").json["checks"]
    assert {check["name"]: check["state"] for check in checks}["evidence"] == "ok"


def test_a_run_of_helm_is_held_against_its_folder_and_no_file_of_it_stands_alone(user: User) -> None:
    shutil.copytree(ROOT / RUN, user.folder / "runs" / "one")
    (one,) = _appended(user, "runs")
    digest = user.run("digest", "runs/one").out.split()[0]

    assert one["import"] == {"format": "helm", "file_sha256": digest}
    checks: Any = user.run("verify", "2", "--evidence", "runs/one", "--json").json["checks"]
    assert {check["name"]: check["state"] for check in checks}["evidence"] == "ok"
    for path in sorted((user.folder / "runs" / "one").iterdir()):
        refused = user.run("append", str(path))
        assert (refused.code, "one file of a HELM run: append its folder" in refused.err) == (2, True)
    spec = user.folder / "runs" / "one" / "run_spec.json"
    spec.write_text(spec.read_text(encoding="utf-8").replace("openai/gpt2", "openai/gpt2-large"), encoding="utf-8")
    corrected = user.run("supersede", "2", "runs/one", "--because", "Another model was run.")
    assert corrected.code == 0, corrected.err
    assert user.run("show", "2", "--json").json["verdict"] == "disputed"
    for words, why in (
        (("supersede", "3", "runs", "--because", "x"), "runs: a folder, but no run of HELM"),
        (("append", "runs", "--table", "1"), "--table: a folder is no table"),
    ):
        misused = user.run(*words)
        assert (misused.code, why in misused.err) == (2, True)
    (user.folder / "runs" / "one" / "stats.json").write_text("[]")
    assert user.run("verify", "2", "--evidence", "runs/one").code == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("eee/eval.schema.json", "a JSON Schema, which says what records look like, and holds no result"),
        ("eee/instance_level_eval.schema.json", "a JSON Schema"),
        ("hf/eval_results-spec.yaml", "$[0].dataset.task_id: found an object, expected a text"),
        ("hundred-model-war.md", "found 4 tables in Markdown; say which one is meant with --table N"),
        ("SOURCES.md", "of no known format"),
        ("ceval/README-leaderboard-2023-10-26.md", "found 4 tables in Markdown; say which one is meant with --table N"),
    ],
)
def test_what_is_no_result_is_refused_with_what_it_is(user: User, name: str, said: str) -> None:
    refused = user.run("append", str(ROOT / name))
    assert refused.code == 2
    assert said in refused.err
    assert user.run("status", "--json").json["size"] == 2
