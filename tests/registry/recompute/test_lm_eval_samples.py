"""Scores of lm-evaluation-harness from the samples that it logged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry import recompute
from registry.statements import Evaluation
from tests.foreign import data
from tests.registry.importers.reading import imported

RESULTS = data("lm-eval", "dummy-0.4.13", "results_2026-11-23T21-33-57.804323.json")
SAMPLES = data("lm-eval", "dummy-0.4.13", "samples_toy_zh_geography_2026-11-23T21-33-57.804323.jsonl")

METRICS = ("acc", "acc_norm")
ON_RECORD = "0.16666666666666666 from 12 samples is what is on record; its standard error is too"


def evaluation(change: Callable[[Any], None] | None = None) -> Evaluation:
    value = json.loads(RESULTS.read_bytes())
    if change is not None:
        change(value)
    (one,) = imported(json.dumps(value).encode())
    return one


def told(path: Path, of: Evaluation) -> list[tuple[str, str]]:
    return [(str(one.state), one.detail) for one in recompute.check(path, of)]


def changed(folder: Path, change: Callable[[Any], None], at: int | None = None) -> Path:
    """Return a copy of the samples with one line changed, or all."""
    lines = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(lines):
        if at in (None, number):
            change(line)
    path = folder / "samples.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_metric_of_the_task_is_what_is_on_record_whatever_the_file_is_called(tmp_path: Path) -> None:
    copy = tmp_path / "x"
    copy.write_bytes(SAMPLES.read_bytes())
    for path in (SAMPLES, copy):
        assert told(path, evaluation()) == [("ok", f"toy_zh_geography/{metric} {ON_RECORD}") for metric in METRICS]


def test_a_score_that_the_samples_do_not_give_fails_with_both_numbers(tmp_path: Path) -> None:
    wrong, right = told(changed(tmp_path, lambda line: line.update(acc=1.0), 0), evaluation())
    assert wrong == ("fail", "toy_zh_geography/acc: 12 samples give 0.25; needed 0.16666666666666666, as on record")
    assert right[0] == "ok"


def test_a_standard_error_that_they_do_not_give_fails_too() -> None:
    def other(value: Any) -> None:
        value["results"]["toy_zh_geography"]["acc_stderr,none"] = 0.11236

    def wrong(value: Any) -> None:
        value["results"]["toy_zh_geography"]["acc_stderr,none"] = 0.1124

    def none(value: Any) -> None:
        value["results"]["toy_zh_geography"]["acc_stderr,none"] = "N/A"

    # Rounded to the digits that were printed, it is 0.11237.
    assert told(SAMPLES, evaluation(other))[0][0] == "fail"
    assert told(SAMPLES, evaluation(wrong))[0][0] == "ok"
    assert told(SAMPLES, evaluation(none))[0] == (
        "ok",
        "toy_zh_geography/acc 0.16666666666666666 from 12 samples is what is on record",
    )


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (0.17, "ok"),
        (0.167, "ok"),
        (0.1667, "ok"),
        (0.166, "fail"),
        (0.1666, "fail"),
        (0.2, "ok"),
        (0, "ok"),
        (1, "fail"),
    ],
)
def test_a_score_is_held_within_the_rounding_of_its_digits(value: float, state: str) -> None:
    def rounded(results: Any) -> None:
        results["results"]["toy_zh_geography"]["acc,none"] = value
        del results["results"]["toy_zh_geography"]["acc_stderr,none"]

    assert told(SAMPLES, evaluation(rounded))[0][0] == state


def test_samples_of_other_questions_are_of_no_task_on_record(tmp_path: Path) -> None:
    no_task = "samples.jsonl: no task on record has these documents, prompts and targets (task_hashes)"
    other = changed(tmp_path, lambda line: line.update(doc_hash="0" * 64), 3)
    assert told(other, evaluation()) == [("skipped", no_task)]
    assert told(changed(tmp_path, lambda line: None), evaluation(lambda value: value.pop("task_hashes"))) == [
        ("skipped", no_task)
    ]


def test_a_file_that_was_cut_decides_nothing() -> None:
    results = data("lm-eval", "results_2026-01-21T03-44-18.458309.json")
    (one,) = imported(results.read_bytes())
    ((state, _),) = told(data("lm-eval", "samples_math_perturbed_full_2026-01-21T03-44-18.458309.jsonl"), one)
    assert state == "skipped"


def test_a_metric_that_is_no_mean_is_not_worked_out() -> None:
    def other(value: Any) -> None:
        value["configs"]["toy_zh_geography"]["metric_list"][0]["aggregation"] = "perplexity"

    why = "toy_zh_geography/acc: how items become this score is not on record as their mean"
    assert told(SAMPLES, evaluation(other))[0] == ("skipped", why)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300, "1", None, [1], True])
def test_what_is_not_a_number_to_be_added_is_told_with_its_line(tmp_path: Path, value: object) -> None:
    path = changed(tmp_path, lambda line: line.update(acc=value), 4)
    assert told(path, evaluation())[0] == ("skipped", "toy_zh_geography/acc: line 5.acc is not a number")


def test_another_count_than_on_record_is_not_compared() -> None:
    def fewer(value: Any) -> None:
        value["n-samples"]["toy_zh_geography"]["effective"] = 11

    assert "12 samples are here, and the score on record is over 11" in told(SAMPLES, evaluation(fewer))[0][1]


def test_filters_are_worked_out_each_by_its_name(tmp_path: Path) -> None:
    """Of two filters over the same answers, the lines stand one after the other."""
    lines = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    both = [{**line, "filter": name, "acc": float(name == "strict")} for name in ("strict", "loose") for line in lines]
    path = tmp_path / "both.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in both), encoding="utf-8")
    joined = "".join(line[key] for line in both for key in ("doc_hash", "prompt_hash", "target_hash"))

    def two(value: Any) -> None:
        value["task_hashes"]["toy_zh_geography"] = hashlib.sha256(joined.encode()).hexdigest()
        results = value["results"]["toy_zh_geography"]
        results |= {"acc,strict": 1.0, "acc,loose": 0.5}

    found = told(path, evaluation(two))
    assert ("ok", "toy_zh_geography/acc (strict) 1.0 from 12 samples is what is on record") in found
    assert ("fail", "toy_zh_geography/acc (loose): 12 samples give 0.0; needed 0.5, as on record") in found


@pytest.mark.parametrize("content", [b"", b"{", b"[]\n", b'{"doc_id": 1}\n', b"\xff\n", b"text"])
def test_a_file_that_is_no_log_is_none_of_this(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert told(tmp_path / "file", evaluation()) == []


def test_a_damaged_line_is_one_line_that_says_where(tmp_path: Path) -> None:
    first, *_ = SAMPLES.read_bytes().splitlines()
    (tmp_path / "file").write_bytes(first + b"\n{\n")
    ((state, detail),) = told(tmp_path / "file", evaluation())
    assert (state, "not JSON" in detail) == ("skipped", True)
