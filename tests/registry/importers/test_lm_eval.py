"""Results of lm-evaluation-harness, held against the files themselves."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import importers
from registry.importers.content import Content
from registry.importers.place import ImportRefusedError
from registry.judge import conclude
from registry.rules import Context
from registry.statements import Evaluation
from tests.foreign import data
from tests.registry.importers.reading import check_damaged, damaged, exact, imported, written

FILES = {
    "dummy": "dummy-0.4.13/results_2026-11-23T21-33-57.804323.json",
    "gsm8k": "results_2024-08-25T21-59-12.123082.json",
    "groups": "results_2025-03-18T02-36-49.068653.json",
    "math": "results_2026-01-21T03-44-18.458309.json",
}
OLD = "v0.3-llama-13B_gsm8k_8-shot.json"


def path(name: str) -> Path:
    return data("lm-eval", FILES.get(name, OLD))


def evaluation(raw: bytes) -> Evaluation:
    (one,) = imported(raw)
    return one


@pytest.mark.parametrize("name", FILES)
def test_every_score_of_the_file_is_there_with_its_digits_error_and_items(name: str) -> None:
    raw = path(name).read_bytes()
    file = exact(raw)
    one = evaluation(raw)

    expected = {}
    for task, results in {**file.get("groups", {}), **file["results"]}.items():
        for key in results:
            if "," in key and "_stderr," not in key:
                metric, filter_ = key.split(",")
                called = f"{task}/{metric}" + ("" if filter_ == "none" else f" ({filter_})")
                error = results.get(f"{metric}_stderr,{filter_}", "N/A")
                items = file["n-samples"].get(task, {}).get("effective")
                expected[called] = (written(results[key]), "" if error == "N/A" else written(error), items)

    (line,) = one.placements
    found = {score.criterion: (score.value, score.stderr, score.n and str(score.n)) for score in line.scores}
    assert found == expected
    assert len(found) == {"dummy": 3, "gsm8k": 2, "math": 2}.get(name, len(expected))


@pytest.mark.parametrize("name", FILES)
def test_who_ran_what_and_when_is_what_the_file_says(name: str) -> None:
    raw = path(name).read_bytes()
    file: Any = json.loads(raw)
    one = evaluation(raw)
    (line,), (grader,) = one.placements, one.graders

    assert one.imported.format == "lm-eval"
    assert {one.imported.file_sha256, one.evidence[0].sha256} == {hashlib.sha256(raw).hexdigest()}
    assert line.model.name == file["model_name"]
    assert line.model.version == file["config"].get("model_sha", "")
    assert grader.version == file.get("lm_eval_version", "")
    assert grader.revision == (file["git_hash"] or "")
    assert one.evaluated == datetime.fromtimestamp(int(file["date"]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert line.settings.shots == next(iter(file["n-shot"].values()))
    assert line.settings.seeds == (0, 1234, 1234, 1234)
    assert line.rank is None
    kept: Any = one.extra["lm-eval"]
    assert kept.get("task_hashes", {}) == file["task_hashes"]


def test_a_group_is_a_criterion_without_items_and_names_the_list_in_place_of_its_parts() -> None:
    one = evaluation(path("groups").read_bytes())
    criteria = {criterion.name: criterion for criterion in one.methodology.criteria}

    assert "xcopa/acc" in criteria
    assert criteria["xcopa/acc"].dataset == ""
    assert criteria["xcopa_et/acc"].dataset == "xcopa et"
    assert criteria["lambada_openai_mt_de/perplexity"].higher_is_better is False
    assert "xcopa" in one.leaderboard.name.split(", ")
    assert "xcopa_et" not in one.leaderboard.name.split(", ")


def test_the_commit_of_a_folder_does_not_pin_the_harness() -> None:
    """`git_hash` is that of the folder the harness ran in; a version says what the harness was."""
    without = conclude(evaluation(path("gsm8k").read_bytes()), Context(_nobody), ())
    pinned = conclude(evaluation(path("math").read_bytes()), Context(_nobody), ())

    assert without.findings is not None
    assert pinned.findings is not None
    assert "grader-unpinned" in {hit.rule.id for hit in without.findings.found}
    assert "grader-unpinned" not in {hit.rule.id for hit in pinned.findings.found}


def _nobody(_: str) -> None:
    return None


def test_local_files_have_the_name_of_their_task_not_of_their_loader() -> None:
    assert {dataset.name for dataset in evaluation(path("dummy").read_bytes()).datasets} == {
        "toy_arithmetic",
        "toy_zh_geography",
    }


def test_a_file_of_version_0_3_has_no_date_no_items_and_no_version() -> None:
    raw = path("old").read_bytes()
    file = exact(raw)
    one = evaluation(raw)
    (score,) = one.placements[0].scores

    assert one.imported.format == "lm-eval-0.3"
    assert (score.value, score.stderr) == (file["results"]["gsm8k"]["acc"], file["results"]["gsm8k"]["acc_stderr"])
    assert one.placements[0].model.name == "/gaueko1/hizkuntza-ereduak/LLaMA/lm/huggingface/13B"
    assert one.placements[0].settings.shots == 8
    assert (one.evaluated, one.graders[0].version, score.n) == ("", "", None)


def small(**changed: object) -> bytes:
    """Return a small results file."""
    whole = {
        "results": {"t": {"alias": "t", "acc,none": 0.5, "acc_stderr,none": "N/A"}},
        "configs": {"t": {"dataset_path": "org/t", "metric_list": [{"metric": "acc", "aggregation": "mean"}]}},
        "config": {"model_args": "pretrained=a/b,dtype=auto", "limit": None},
        "model_name": "",
    }
    return json.dumps(whole | changed).encode()


def test_what_is_not_a_number_is_told_as_not_reported() -> None:
    (score,) = evaluation(small(results={"t": {"acc,none": float("nan"), "acc_stderr,none": 0.1}})).placements[0].scores

    assert (score.value, score.stderr, score.missing) == ("", "", "not-reported")


def test_a_run_that_scored_nothing_is_refused() -> None:
    """With `--predict_only` the harness writes 999 for a metric of its own that it calls bypass."""
    with pytest.raises(ImportRefusedError, match=r"\$\.results: found no score"):
        imported(small(results={"t": {"bypass,none": 999, "bypass_stderr,none": "N/A"}}))


def test_a_model_without_a_name_goes_by_what_was_loaded() -> None:
    assert evaluation(small()).placements[0].model.name == "a/b"
    assert evaluation(small(config={"model_args": {"pretrained": "c/d"}})).placements[0].model.name == "c/d"


def test_shots_that_differ_are_no_setting_of_the_line() -> None:
    two = {"t": {"dataset_path": "a"}, "u": {"dataset_path": "a"}}
    one = evaluation(small(configs=two, **{"n-shot": {"t": 0, "u": 5}}))

    assert one.placements[0].settings.shots is None
    assert one.extra["lm-eval"]["n-shot"] == {"t": "0", "u": "5"}


def test_datasets_that_differ_under_one_name_keep_what_they_share() -> None:
    two = {"t": {"dataset_path": "a", "test_split": "x"}, "u": {"dataset_path": "a", "test_split": "y"}}
    (dataset,) = evaluation(small(configs=two)).datasets

    assert (dataset.name, dataset.split) == ("a", "")


def test_a_metric_of_a_task_with_code_of_its_own_has_no_unit() -> None:
    listed = [{"metric": "acc", "aggregation": "mean"}]
    own = {"t": {"metric_list": listed, "process_results": "def process_results(doc, results): ..."}}

    assert evaluation(small()).methodology.criteria[0].unit == "proportion"
    assert evaluation(small(configs=own)).methodology.criteria[0].unit == ""


@pytest.mark.parametrize(
    ("limit", "kept"), [(None, None), (10, 10), (10.0, 10), (0.5, None)], ids=["none", "items", "float", "share"]
)
def test_a_limit_is_a_number_of_items(limit: object, kept: int | None) -> None:
    assert evaluation(small(config={"model_args": "model=m", "limit": limit})).placements[0].settings.limit == kept


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"results": {"t": {"acc,none": "high"}}}, '$.results.t["acc,none"]: found "high", expected a number'),
        ({"results": {"t": 3}}, "$.results.t: found 3, expected an object"),
        ({"results": {}}, "$.results: found no score"),
        ({"date": "yesterday"}, '$.date: found "yesterday"'),
        ({"date": -5}, "$.date: found -5, expected seconds since 1970"),
        ({"date": 1e20}, "$.date: found 1e+20, expected seconds"),
        ({"config": {}}, '$.model_name: found "", expected the name of the model'),
        ({"n-samples": {"t": {"effective": 1.5}}}, '$["n-samples"].t.effective: found 1.5'),
        ({"higher_is_better": {"t": {"acc": "yes"}}}, "$.higher_is_better.t.acc: found"),
        ({"group_subtasks": {"t": "u"}}, "$.group_subtasks.t: found"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changed: dict[str, Any], where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(small(**changed))
    assert str(refused.value).startswith(where)


def test_a_statement_is_a_statement_whatever_else_is_in_it() -> None:
    assert importers.choose(Content(small())) is not None
    assert importers.choose(Content(small(type="jinbang/evaluation/v1"))) is None


def test_other_json_is_no_results_file() -> None:
    for other in (b'{"results": {}, "config": {}}', b"[]", b"{", b'{"type": "jinbang/evaluation/v1"}', b"\xff", b""):
        assert importers.choose(Content(other)) is None


@pytest.mark.parametrize("name", [*FILES, "old"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(drawn=st.data())
def test_a_damaged_file_is_refused_or_read_as_it_stands(name: str, drawn: st.DataObject) -> None:
    check_damaged(drawn.draw(damaged(path(name).read_bytes())), "lm-eval-0.3" if name == "old" else "lm-eval")
