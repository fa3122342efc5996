"""Scores of inspect_ai from the samples in its logs."""

from __future__ import annotations

import copy
import json
import math
import statistics
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.text import plain
from registry import recompute
from registry.errors import RegistryError
from tests.foreign import data
from tests.registry.importers.reading import damaged, imported

LOG = json.loads(data("inspect", "0.3.285-toy-zh-exam.json").read_bytes())


def told(path: Path, of: Path | None = None) -> list[tuple[str, str]]:
    """Return what a file's samples give for what is on record of it, or of another file."""
    (evaluation,) = imported((of or path).read_bytes())
    return [(str(one.state), one.detail) for one in recompute.check(path, evaluation)]


def made(folder: Path, change: Callable[[Any], None], name: str = "log.json") -> Path:
    value = copy.deepcopy(LOG)
    change(value)
    (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return folder / name


def valued(*values: object, **fields: Any) -> Callable[[Any], None]:
    """Let the samples have these values, each a list of those of its epochs, and the score be what is on record."""

    def change(log: Any) -> None:
        sample, score = log["samples"][0], log["results"]["scores"][0]
        log["samples"] = [
            {**sample, "id": at, "epoch": epoch, "scores": {"choice": {"value": value}}}
            for at, each in enumerate(values)
            for epoch, value in enumerate(each if isinstance(each, list) else [each], 1)
        ]
        score["scored_samples"] = len(values)
        log["results"]["completed_samples"] = len(log["samples"])
        score["metrics"]["accuracy"]["value"] = fields["accuracy"]
        score["metrics"].pop("stderr", None)
        score["reducer"] = fields.get("reducer")

    return change


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("0.3.285-toy-zh-exam.json", "choice/accuracy 0.6666666666666666 from 6 samples"),
        ("0.3.285-toy-arith-epochs2.eval", "match/accuracy 0.875 from 8 samples"),
        ("data_arc_sonnet.json", "choice/accuracy 1.0 from 5 samples"),
    ],
)
def test_real_logs_give_what_they_say(name: str, detail: str) -> None:
    assert told(data("inspect", name)) == [("ok", f"{detail} is what is on record; its standard error is too")]


@pytest.mark.parametrize(
    ("name", "lacks"), [("data_with_llm_scoring.json", "samples"), ("2025-02-11_popularity_0.3.58dev.eval", "results")]
)
def test_a_log_without_samples_or_results_says_so(name: str, lacks: str) -> None:
    assert told(data("inspect", name)) == [("skipped", f"{name}: the log holds no {lacks}")]


def test_a_sample_that_was_changed_fails_with_both_numbers(tmp_path: Path) -> None:
    def other(log: Any) -> None:
        log["samples"][2]["scores"]["choice"]["value"] = "C"

    ((state, detail),) = told(made(tmp_path, other))
    assert state == "fail"
    assert detail == "choice/accuracy: 6 samples give 0.8333333333333334; needed 0.6666666666666666, as on record"


def test_a_standard_error_that_was_changed_fails(tmp_path: Path) -> None:
    def other(log: Any) -> None:
        log["results"]["scores"][0]["metrics"]["stderr"]["value"] = 0.25

    ((state, detail),) = told(made(tmp_path, other))
    assert state == "fail"
    assert "give a standard error of 0.2108185106778" in detail


def test_an_error_by_clusters_is_not_that_of_independent_samples(tmp_path: Path) -> None:
    def clustered(log: Any) -> None:
        log["results"]["scores"][0]["metrics"]["stderr"] |= {"value": 0.3, "params": {"cluster": "subject"}}

    ((state, detail),) = told(made(tmp_path, clustered))
    assert state == "ok"
    assert detail.endswith("its standard error was not worked out (it is not that of a mean of independent samples)")


@pytest.mark.parametrize(
    ("values", "accuracy"),
    [
        (("C", "I", "P", "N"), 0.375),
        ((1, 0.25, True, False), 0.5625),
        (("yes", "TRUE", "no", "False"), 0.5),
        (("1", "0.5", "-1", "0"), 0.125),
    ],
)
def test_values_are_the_numbers_that_are_documented(tmp_path: Path, values: Any, accuracy: float) -> None:
    ((state, detail),) = told(made(tmp_path, valued(*values, accuracy=accuracy)))
    assert state == "ok", detail


@pytest.mark.parametrize("value", ["A", "correct", "c", "1e3", "", [1], {"choice": [1]}, 1e300])
def test_a_value_without_a_documented_number_is_not_guessed(tmp_path: Path, value: object) -> None:
    def other(log: Any) -> None:
        log["samples"][0]["scores"]["choice"]["value"] = value

    ((state, detail),) = told(made(tmp_path, other))
    assert state == "skipped"
    assert "has no documented number" in detail


EPOCHS = (["C", "C", "I"], ["I", "I", "P"], ["P", "P", "C"])


@pytest.mark.parametrize(
    ("reducer", "numbers"),
    [
        (None, [2 / 3, 1 / 6, 2 / 3]),
        ("mean", [2 / 3, 1 / 6, 2 / 3]),
        ("median", [1, 0, 0.5]),
        ("mode", [1, 0, 0.5]),
        ("max", [1, 0.5, 1]),
    ],
)
def test_epochs_are_reduced_as_the_log_says(tmp_path: Path, reducer: str | None, numbers: list[float]) -> None:
    change = valued(*EPOCHS, accuracy=statistics.fmean(numbers), reducer=reducer)
    ((state, detail),) = told(made(tmp_path, change))
    assert state == "ok", detail


@pytest.mark.parametrize("reducer", ["pass_at_2", "at_least_1", "majority"])
def test_a_reducer_that_is_not_known_is_not_guessed_even_of_one_epoch(tmp_path: Path, reducer: str) -> None:
    for values in (EPOCHS, ("C", "P")):
        ((state, detail),) = told(made(tmp_path, valued(*values, accuracy=0.5, reducer=reducer)))
        assert (state, f"the reducer of epochs is {reducer}" in detail) == ("skipped", True)


def test_a_mode_that_is_several_is_none(tmp_path: Path) -> None:
    ((state, detail),) = told(made(tmp_path, valued(["C", "I"], accuracy=0.5, reducer="mode")))
    assert (state, "no value is that of most epochs" in detail) == ("skipped", True)


def test_samples_that_are_missing_or_stand_twice_decide_nothing(tmp_path: Path) -> None:
    def fewer(log: Any) -> None:
        del log["samples"][5]

    def twice(log: Any) -> None:
        log["samples"][5] = log["samples"][4]

    for change, why in (
        (fewer, "5 scored samples are in the file, and its results are over 6"),
        (twice, "stands twice"),
    ):
        ((state, detail),) = told(made(tmp_path, change))
        assert (state, why in detail) == ("skipped", True), detail


def test_samples_that_were_not_scored_count_where_the_log_does_not_count_them(tmp_path: Path) -> None:
    def unscored(log: Any) -> None:
        log["samples"][0]["scores"]["choice"]["value"] = float("nan")
        log["results"]["scores"][0] |= {"scored_samples": 5, "unscored_samples": 1}
        log["results"]["scores"][0]["metrics"]["accuracy"]["value"] = 0.6
        del log["results"]["scores"][0]["metrics"]["stderr"]

    assert told(made(tmp_path, unscored)) == [("ok", "choice/accuracy 0.6 from 5 samples is what is on record")]


@pytest.mark.parametrize(
    "change",
    [
        lambda log: log["results"]["scores"][0]["metrics"]["accuracy"].update(params={"to_float": "own"}),
        lambda log: log["eval"]["scorers"][0]["metrics"][0].update(name="mine/accuracy"),
        lambda log: log["eval"]["scorers"][0]["metrics"][0].update(options={"x": 1}),
        lambda log: log["eval"].pop("scorers"),
        lambda log: log["eval"]["scorers"][0].update(metrics={"*": []}),
    ],
)
def test_a_metric_that_may_be_something_else_is_not_worked_out(tmp_path: Path, change: Any) -> None:
    ((state, _),) = told(made(tmp_path, change))
    assert state == "skipped"


def test_a_log_of_another_model_or_score_is_not_compared(tmp_path: Path) -> None:
    base = data("inspect", "0.3.285-toy-zh-exam.json")
    other = made(tmp_path, lambda log: log["eval"].update(model="another/model"))
    assert told(other, of=base) == [("skipped", "choice/accuracy: 0 lines on record could be meant, needed one")]
    renamed = made(tmp_path, lambda log: log["results"]["scores"][0].update(name="other"))
    assert told(renamed, of=base) == [("skipped", "other/accuracy: no number on record goes by this name")]


def test_a_zip_file_gives_what_the_same_log_in_json_gives(tmp_path: Path) -> None:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, sample in enumerate(LOG["samples"]):
            archive.writestr(f"samples/{at}_epoch_1.json", json.dumps(sample))
        archive.writestr("header.json", json.dumps({key: value for key, value in LOG.items() if key != "samples"}))
    assert told(path) == told(data("inspect", "0.3.285-toy-zh-exam.json"))


@given(values=st.lists(st.floats(-100, 100).map(lambda one: round(one, 3)), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mean_and_its_error_are_those_of_pythons_own_statistics(tmp_path: Path, values: list[float]) -> None:
    def change(log: Any) -> None:
        valued(*values, accuracy=statistics.fmean(values))(log)
        error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
        log["results"]["scores"][0]["metrics"]["stderr"] = {"name": "stderr", "value": error, "params": {}}

    ((state, detail),) = told(made(tmp_path, change))
    assert (state, detail.endswith("its standard error is too")) == ("ok", True), detail


@given(raw=damaged(json.dumps(LOG).encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_damaged_log_is_refused_in_lines_and_no_other_way(tmp_path: Path, raw: bytes) -> None:
    (evaluation,) = imported(json.dumps(LOG).encode())
    (tmp_path / "damaged").write_bytes(raw)
    try:
        found = recompute.check(tmp_path / "damaged", evaluation)
    except RegistryError as error:
        assert plain(str(error)) == str(error)
        return
    assert all("\n" not in one.detail for one in found)
