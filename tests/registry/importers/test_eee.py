"""Records of Every Eval Ever, held against the files themselves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.importers.place import ImportRefusedError
from registry.statements import Evaluation
from tests.foreign import data
from tests.registry.importers.reading import check_damaged, damaged, exact, imported

OLD = "mmlu-pro_yi-1.5-34b-chat_0.2.2.json"


def path(version: str) -> Path:
    return data("eee", OLD) if version == "0.2.2" else next(data("eee", "math_perturbed_full").rglob("*.json"))


def evaluation(raw: bytes) -> Evaluation:
    (one,) = imported(raw)
    return one


@pytest.mark.parametrize("version", ["0.2.2", "0.3.0"])
def test_every_result_is_a_score_with_its_digits(version: str) -> None:
    raw = path(version).read_bytes()
    file = exact(raw)
    one = evaluation(raw)
    (line,) = one.placements

    assert (one.imported.format, one.imported.version) == ("eee", version)
    assert one.imported.file_sha256 == hashlib.sha256(raw).hexdigest()
    assert [score.value for score in line.scores] == [
        result["score_details"]["score"] for result in file["evaluation_results"]
    ]
    assert len(line.scores) == {"0.2.2": 15, "0.3.0": 1}[version]
    for criterion, result in zip(one.methodology.criteria, file["evaluation_results"], strict=True):
        assert criterion.name.startswith(result["evaluation_name"])
        assert criterion.higher_is_better is not result["metric_config"]["lower_is_better"]
        assert (criterion.unit, criterion.min, criterion.max) == ("proportion", "0.0", "1.0")


def test_a_leaderboards_record_names_the_leaderboard_and_who_makes_it() -> None:
    one = evaluation(path("0.2.2").read_bytes())

    assert one.leaderboard.name == "MMLU-Pro Leaderboard"
    assert (one.leaderboard.organiser.name, one.submission) == ("TIGER-Lab", "third-party")
    assert one.placements[0].model.name == "Yi-1.5-34B-Chat"
    assert one.placements[0].model.aliases == ("01-ai/yi-1.5-34b-chat",)
    assert one.placements[0].model.developer == "01-ai"
    assert one.graders[0].version == "", "the file says unknown"
    assert one.evaluated == ""
    assert "5-shot with chain-of-thought" in one.methodology.summary


def test_a_run_goes_by_its_evaluation_and_pins_its_samples() -> None:
    one = evaluation(path("0.3.0").read_bytes())
    (line,) = one.placements
    samples = next(data("eee", "math_perturbed_full").rglob("*.jsonl")).read_bytes()

    assert one.leaderboard.name == "math_perturbed_full"
    assert one.evaluated == "2026-01-21T02:59:43Z"
    assert (line.scores[0].stderr, line.scores[0].n) == ("0.0", 5000)
    assert (line.settings.shots, line.settings.temperature) == (0, "0.0")
    assert line.model.version == "82047f5e5d5245c1b3a4cd75ad98aa441d6487cd"
    assert line.raw[0].rows == 10
    assert line.raw[0].sha256 == hashlib.sha256(samples).hexdigest()


def result(**changed: Any) -> dict[str, Any]:
    """Return one result."""
    return {
        "evaluation_name": "e",
        "source_data": {"dataset_name": "d", "source_type": "other"},
        "metric_config": {"lower_is_better": False, "metric_name": "m"},
        "score_details": {"score": 0.5},
    } | changed


def record(*results: dict[str, Any], **changed: Any) -> bytes:
    """Return a record of some results."""
    whole = {
        "schema_version": "0.3.0",
        "evaluation_id": "e/m/1",
        "source_metadata": {"source_type": "evaluation_run", "source_organization_name": "o"},
        "eval_library": {"name": "lib", "version": "1"},
        "model_info": {"name": "m", "id": "m"},
        "evaluation_results": list(results or [result()]),
    }
    return json.dumps(whole | changed).encode()


def test_a_judging_model_is_the_grader_with_the_hash_of_its_prompt() -> None:
    judges = [{"model_info": {"name": "J", "id": "org/J", "developer": "Org"}}]
    scoring = {"judges": judges, "input_prompt": "Is it right?"}
    one = evaluation(record(result(metric_config={"lower_is_better": False, "llm_scoring": scoring})))
    (criterion,) = one.methodology.criteria
    grader = next(grader for grader in one.graders if grader.name == criterion.grader)

    assert (criterion.basis, grader.kind, grader.name, grader.developer) == ("judged-by-model", "model", "org/J", "Org")
    assert grader.prompt_sha256 == hashlib.sha256(b"Is it right?").hexdigest()


@pytest.mark.parametrize(("level", "interval"), [(0.95, ("0.4", "0.6")), (0.9, None), (None, None)])
def test_only_an_interval_of_95_percent_is_one(level: float | None, interval: tuple[str, str] | None) -> None:
    between = {"lower": 0.4, "upper": 0.6} | ({"confidence_level": level} if level else {})
    details = {"score": 0.5, "uncertainty": {"confidence_interval": between}}

    assert evaluation(record(result(score_details=details))).placements[0].scores[0].ci == interval


def test_the_level_that_stands_for_unknown_is_no_score() -> None:
    levels = {"lower_is_better": False, "has_unknown_level": True}
    one = evaluation(record(result(metric_config=levels, score_details={"score": -1})))

    assert (one.placements[0].scores[0].value, one.placements[0].scores[0].missing) == ("", "not-reported")
    assert evaluation(record(result(score_details={"score": -1}))).placements[0].scores[0].value == "-1"


def test_an_unbounded_metric_has_no_bounds_and_a_vote_is_not_measured() -> None:
    elo = {"lower_is_better": False, "metric_kind": "elo", "min_score": "-Infinity", "max_score": None}
    (criterion,) = evaluation(record(result(metric_config=elo))).methodology.criteria

    assert (criterion.basis, criterion.min, criterion.max) == ("", "", "")


def test_results_of_one_name_are_told_apart_by_their_ids() -> None:
    one = evaluation(record(result(evaluation_result_id="a"), result(evaluation_result_id="b")))

    assert [criterion.name for criterion in one.methodology.criteria] == ["e/m (a)", "e/m (b)"]


@pytest.mark.parametrize(
    ("changed", "written"),
    [
        ("2026-01-02", "2026-01-02"),
        ("1700000000", "2023-11-14T22:13:20Z"),
        ("2026-01-02T00:00:00+08:00", "2026-01-01T16:00:00Z"),
    ],
)
def test_a_time_is_read_in_each_of_its_spellings(changed: str, written: str) -> None:
    assert evaluation(record(evaluation_timestamp=changed)).evaluated == written


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (
            record(result(), result()),
            "$.evaluation_results[1].evaluation_result_id: found nothing, expected what tells",
        ),
        (record(result(score_details={})), "$.evaluation_results[0].score_details.score: found nothing"),
        (record(result(score_details={"score": "0.5"})), '$.evaluation_results[0].score_details.score: found "0.5"'),
        (record(result(evaluation_name="")), "$.evaluation_results[0].evaluation_name: found"),
        (record(evaluation_results=[]), "$.evaluation_results: found no result"),
        (record(model_info={"id": "x"}), "$.model_info.name: found nothing, expected the name of the model"),
        (record(evaluation_timestamp="2026-02-30"), "$.evaluation_timestamp: found"),
        (record(evaluation_timestamp="last week"), '$.evaluation_timestamp: found "last week"'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: bytes, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(raw)
    assert str(refused.value).startswith(where)


@pytest.mark.parametrize("version", ["0.2.2", "0.3.0"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(drawn=st.data())
def test_a_damaged_record_is_refused_or_read_as_it_stands(version: str, drawn: st.DataObject) -> None:
    check_damaged(drawn.draw(damaged(path(version).read_bytes())), "eee")
