"""Logs of inspect_ai, held against the files themselves."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.text import plain
from registry import importers
from registry.errors import RegistryError
from registry.importers.content import Content
from registry.importers.place import ImportRefusedError
from registry.statements import Evaluation, format, parse
from tests.foreign import data
from tests.registry.importers.reading import check_damaged, damaged, exact, imported
from tests.registry.importers.zips import deflated, zstandard

LOGS = ("data_arc_sonnet.json", "data_with_llm_scoring.json", "0.3.285-toy-zh-exam.json")
OLD_ZIP = "2025-02-11_popularity_0.3.58dev.eval"
NEW_ZIP = "0.3.285-toy-arith-epochs2.eval"


def evaluation(raw: bytes) -> Evaluation:
    (one,) = imported(raw)
    return one


@pytest.mark.parametrize("name", LOGS)
def test_score_error_items_model_and_dataset_are_those_of_the_log(name: str) -> None:
    raw = data("inspect", name).read_bytes()
    file = exact(raw)
    one = evaluation(raw)
    (line,), (score,) = one.placements, one.placements[0].scores
    (foreign,) = file["results"]["scores"]

    assert score.criterion == f"{foreign['name']}/accuracy"
    assert score.value == foreign["metrics"]["accuracy"]["value"]
    assert score.stderr == foreign["metrics"]["stderr"]["value"]
    assert str(score.n) == foreign["scored_samples"]
    assert line.model.name == file["eval"]["model"]
    assert one.leaderboard.name == file["eval"]["task"]
    assert (one.datasets[0].name, str(one.datasets[0].items)) == (
        file["eval"]["dataset"]["name"],
        file["eval"]["dataset"]["samples"],
    )
    assert line.cost.tokens == file["stats"]["model_usage"][file["eval"]["model"]]["total_tokens"]
    assert [raw_file.rows for raw_file in line.raw] == ([len(file["samples"])] if file.get("samples") else [])
    assert one.imported.file_sha256 == hashlib.sha256(raw).hexdigest()


def test_a_program_is_pinned_by_its_package_and_the_commit_of_the_task() -> None:
    one = evaluation(data("inspect", "data_arc_sonnet.json").read_bytes())
    (grader,) = one.graders

    assert (grader.name, grader.kind, grader.version, grader.revision) == (
        "choice",
        "program",
        "inspect_ai 0.3.138.dev45+g23fb0e7e",
        "36190055",
    )
    assert one.evaluated == "2025-10-20T22:40:45Z"
    assert one.placements[0].settings.limit == 5
    assert one.methodology.criteria[0].basis == "measured"


def test_a_judging_model_is_the_grader_with_the_hash_of_its_template() -> None:
    raw = data("inspect", "data_with_llm_scoring.json").read_bytes()
    template = json.loads(raw)["results"]["scores"][0]["params"]["grader_template"]
    one = evaluation(raw)
    (grader,) = one.graders

    assert (grader.name, grader.kind) == ("google/gemini-2.0-flash-001", "model")
    assert grader.prompt_sha256 == hashlib.sha256(template.encode()).hexdigest()
    assert one.methodology.criteria[0].basis == "judged-by-model"
    assert one.imported.version == "", "this log leaves its version out"


def test_a_log_in_a_zip_file_with_zstandard_members_is_read() -> None:
    one = evaluation(data("inspect", NEW_ZIP).read_bytes())
    (line,) = one.placements

    assert (line.scores[0].value, line.scores[0].stderr, line.scores[0].n) == ("0.875", "0.125", 8)
    assert (line.settings.runs, line.raw[0].rows) == (2, 16)
    assert one.evidence[0].media_type == "application/zip"


def test_a_log_without_scores_says_what_is_not_reported() -> None:
    path = data("inspect", OLD_ZIP)
    with zipfile.ZipFile(path) as foreign:
        header = json.loads(foreign.read("header.json"))
    one = evaluation(path.read_bytes())
    (score,) = one.placements[0].scores

    assert header["results"]["scores"] == []
    assert (score.criterion, score.value, score.missing) == ("match/accuracy", "", "not-reported")
    assert one.evaluated == "2025-02-11T20:17:00Z"
    assert one.graders[0].revision == header["eval"]["revision"]["commit"]


def log(*scores: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return a small log."""
    run = {"task": "t", "model": "m", "created": "2026-01-01T00:00:00Z", "dataset": {"name": "d", "samples": 9}}
    run |= {"config": {"epochs": 1}, "packages": {"inspect_ai": "1"}}
    results = {"completed_samples": 9, "scores": list(scores or [score()])}
    return {"version": 2, "status": "success", "eval": run | changed, "results": results}


def score(**changed: Any) -> dict[str, Any]:
    """Return the scores of one scorer."""
    return {"name": "s", "scorer": "s", "metrics": {"accuracy": {"value": 0.5}}} | changed


def read(value: dict[str, Any]) -> Evaluation:
    """Return a log as a statement."""
    return evaluation(json.dumps(value).encode())


def test_the_same_log_is_the_same_statement_in_each_of_its_wrappings() -> None:
    raw = json.dumps(log()).encode()
    plain_log, *zipped = map(evaluation, (raw, zstandard("header.json", raw), deflated(header__json=raw)))

    for one in zipped:
        assert one.placements == plain_log.placements
        assert one.graders == plain_log.graders


def test_an_error_belongs_to_means_alone_and_is_never_lost() -> None:
    metrics = {"accuracy": {"value": 0.5}, "f1": {"value": 0.4}, "stderr": {"value": 0.1}}
    scores = {one.criterion: one.stderr for one in read(log(score(metrics=metrics))).placements[0].scores}
    assert scores == {"s/accuracy": "0.1", "s/f1": ""}

    metrics = {"f1": {"value": 0.4}, "stderr": {"value": 0.1}}
    assert {one.criterion: one.value for one in read(log(score(metrics=metrics))).placements[0].scores} == {
        "s/f1": "0.4",
        "s/stderr": "0.1",
    }


def test_another_reducer_than_the_mean_is_told_and_is_no_run() -> None:
    one = read(
        log(
            score(reducer="mean"),
            score(reducer="pass_at_2"),
            config={"epochs": 2, "epochs_reducer": ["mean", "pass_at_2"]},
        )
    )

    assert [criterion.name for criterion in one.methodology.criteria] == ["s/accuracy", "s/accuracy (pass_at_2)"]
    assert one.placements[0].settings.runs is None
    assert [entry.n for entry in one.placements[0].scores] == [None, None], "completed_samples counts every epoch"


def test_two_prompts_of_one_judge_pin_neither() -> None:
    first, second = (
        score(name=name, scorer="model_graded_qa", params={"model": "j", "template": name}) for name in "ab"
    )
    (grader,) = read(log(first, second)).graders

    assert (grader.name, grader.prompt_sha256) == ("j", "")


def test_a_judge_is_found_in_its_role_and_not_made_up() -> None:
    judged = score(scorer="model_graded_fact", params={})

    assert read(log(judged, model_roles={"grader": {"model": "j"}})).graders[0].name == "j"
    (grader,) = read(log(judged)).graders
    assert (grader.name, grader.kind) == ("model_graded_fact", "model")


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (
            log(score(metrics={"accuracy": {"value": "high"}})),
            '$.results.scores[0].metrics.accuracy.value: found "high"',
        ),
        (log(score(metrics={"accuracy": {}})), "$.results.scores[0].metrics.accuracy.value: found nothing"),
        (log(score(), score()), '$.results.scores: found a list, expected each score once, not "s/accuracy" twice'),
        (log() | {"results": None}, "results.scores: found no score and no scorer"),
        (log(created="2026-01-01T00:00:00"), "$.eval.created: found"),
        (log(model=""), '$.eval.model: found "", expected the name of the model'),
        (log(config={"limit": 0.5}), "$.eval.config.limit: found 0.5, expected a whole number"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(value: dict[str, Any], where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read(value)
    assert str(refused.value).startswith(where)


def test_a_place_in_a_zip_file_names_the_member() -> None:
    with pytest.raises(ImportRefusedError, match=r"header\.json\.eval\.model: found"):
        evaluation(zstandard("header.json", json.dumps(log(model="")).encode()))


def test_another_zip_file_is_no_log() -> None:
    assert importers.choose(Content(deflated(a__txt=b"x"))) is None


@pytest.mark.parametrize("name", LOGS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(drawn=st.data())
def test_a_damaged_log_is_refused_or_read_as_it_stands(name: str, drawn: st.DataObject) -> None:
    whole = json.loads(data("inspect", name).read_bytes())
    # What a sample holds is not read; without them the damage falls where it can matter.
    raw = json.dumps({key: value for key, value in whole.items() if key != "samples"}).encode()
    check_damaged(drawn.draw(damaged(raw)), "inspect")


@pytest.mark.parametrize("name", [OLD_ZIP, NEW_ZIP])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(drawn=st.data())
def test_a_damaged_zip_file_is_refused_or_says_what_it_said(name: str, drawn: st.DataObject) -> None:
    raw = data("inspect", name).read_bytes()
    at = drawn.draw(st.integers(0, len(raw) - 1) | st.integers(len(raw) - 3000, len(raw) - 1))
    changed = raw[:at] + drawn.draw(st.binary(max_size=2)) + raw[at + 1 :]

    try:
        (one,) = imported(changed, name="inspect")
    except RegistryError as error:
        assert plain(str(error)) == str(error)
    else:
        assert parse(format(one)) == one
        assert one.placements[0].scores == evaluation(raw).placements[0].scores


def test_what_a_log_calls_things_does_not_reach_a_terminal_as_it_is() -> None:
    strange = score(name="s\u202etxt")
    with pytest.raises(ImportRefusedError) as refused:
        read(log(strange, strange))
    assert plain(str(refused.value)) == str(refused.value)
