"""Records of Every Eval Ever: what its own schema accepts, with every field of a real record that jinbang knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace

from registry import statements
from registry.demo.facts import demo_statements
from registry.exporters.eee import NoRecord, Told, record
from registry.exporters.exact_json import written
from registry.statements import Evaluation
from registry.statements.evaluation import Import
from tests.foreign import data
from tests.registry.exporters.rows import HOSTILE
from tests.registry.importers.fuzz import Sample, samples
from tests.registry.importers.reading import exact, imported
from tests.registry.rules.made import exemplary, placed
from tests.registry.rules.test_extremes import rankings

TOLD = Told("9f8a3c01d2e4b567-0", "1795517235", {"jinbang_rank": "1"})
OLD = data("eee", "mmlu-pro_yi-1.5-34b-chat_0.2.2.json")
NEW = next(data("eee", "math_perturbed_full").rglob("*.json"))
UNKNOWN_HERE = (
    # Details of a tool's own, and what no statement has a field for.
    *(f"evaluation_results[].{part}.additional_details." for part in ("metric_config", "source_data")),
    *(
        f"evaluation_results[].generation_config.{name}"
        for name in ("additional_details.until", "additional_details.do_")
    ),
    "evaluation_results[].generation_config.generation_args.max_tokens",
    "evaluation_results[].evaluation_timestamp",
    "evaluation_results[].score_details.uncertainty.standard_error.method",
    *(f"model_info.additional_details.{name}" for name in ("leaderboard_data_source", "raw_model_name", "size_bill")),
    *(f"model_info.additional_details.{name}" for name in ("dtype", "model_args", "revision")),
)
"""Beginnings of the fields of the real records that a statement does not hold."""


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    return Draft7Validator(json.loads(data("eee", "eval.schema.json").read_text(encoding="utf-8")))


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield what stands in a JSON value, with its place; all items of a list have one place, in their order."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, f"{path}[]")
    else:
        yield path, value


def by_place(value: object) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for path, item in leaves(value):
        found.setdefault(path, []).append(item)
    return found


def made(raw: bytes) -> str:
    (one,) = imported(raw)
    return written(record(one, one.placements[0], TOLD))


def check(schema: Draft7Validator, evaluation: statements.Statement) -> list[dict[str, Any]]:
    """Return the records of all lines that have one, each accepted by the schema."""
    assert isinstance(evaluation, Evaluation)
    found = []
    for line in evaluation.placements:
        try:
            text = written(record(evaluation, line, TOLD))
        except NoRecord as error:
            assert error.field
            continue
        value = json.loads(text)
        assert [one.message for one in schema.iter_errors(value)] == []
        assert all(one.isprintable() for one in text.split("\n"))
        found.append(value)
    return found


@pytest.mark.parametrize("path", [OLD, NEW], ids=["0.2.2", "0.3.0"])
def test_a_real_record_comes_back_with_every_field_that_both_know(path: Path, schema: Draft7Validator) -> None:
    raw = path.read_bytes()
    before, after = by_place(exact(raw)), by_place(exact(made(raw).encode()))
    assert [one.message for one in schema.iter_errors(json.loads(made(raw)))] == []
    lost = {path for path in before if before[path] != after.get(path)} - {"schema_version"}
    # The metric's own name as its description says nothing that its name does not.
    lost -= {"evaluation_results[].metric_config.evaluation_description"} if path == NEW else set()
    assert [one for one in sorted(lost) if not one.startswith(UNKNOWN_HERE)] == []
    assert len(before.keys() - lost) >= {OLD: 24, NEW: 34}[path]
    added = after.keys() - before.keys()
    assert all("additional_details" in one for one in added)


@pytest.mark.parametrize("sample", samples(), ids=lambda one: one.name)
def test_of_a_real_file_of_any_format_every_record_is_accepted_and_says_its_numbers(
    sample: Sample, schema: Draft7Validator
) -> None:
    for evaluation in imported(sample.raw, sample.base, sample.name):
        told = {(line.model.name, score.value) for line in evaluation.placements for score in line.scores}
        for value in check(schema, evaluation):
            scores = [
                one["score_details"]["score"]
                for one in value["evaluation_results"]
                # What the schema writes as -1 is no number.
                if not one["metric_config"].get("has_unknown_level")
            ]
            numbers = {Decimal(number) for name, number in told if name == value["model_info"]["name"] and number}
            assert {Decimal(repr(one)) for one in scores} <= {Decimal(repr(float(one))) for one in numbers} | numbers


@pytest.mark.parametrize("path", [OLD, NEW], ids=["0.2.2", "0.3.0"])
def test_what_is_imported_again_is_the_same_statement(path: Path) -> None:
    (first,) = imported(path.read_bytes())
    (again,) = imported(made(path.read_bytes()).encode())

    def bare(one: Evaluation) -> Evaluation:
        return replace(one, imported=Import(), evidence=(), extra={})

    assert bare(again) == bare(first)
    source = again.extra["eee"].pop("source_metadata")["additional_details"]
    first.extra["eee"].pop("source_metadata")
    assert source["jinbang_rank"] == "1"
    assert again.extra == first.extra


def test_an_exemplary_ranking_loses_no_digit(schema: Draft7Validator) -> None:
    lines = [placed(1, "A", "80.10", scores=[{"criterion": "accuracy", "value": "80.10", "ci": ["79.0", "81.20"]}])]
    evaluation = exemplary(placements=lines)
    check(schema, evaluation)
    assert isinstance(evaluation, Evaluation)
    text = written(record(evaluation, evaluation.placements[0], TOLD))
    for said in (
        '"score": 80.10',
        '"upper": 81.20',
        '"lower_is_better": false',
        '"num_fewshot": "5"',
        '"max_score": 100',
    ):
        assert said in text
    value = json.loads(text)
    assert value["model_info"]["id"] == "A Research/A"
    assert value["source_metadata"]["evaluator_relationship"] == "other"
    assert value["evaluation_id"] == "Example Board/A Research/A/1795517235-9f8a3c01d2e4b567-0"
    assert value["evaluation_results"][0]["source_data"]["additional_details"]["seal"] == "cd" * 32


def test_what_is_on_the_hub_is_a_repository_there(schema: Draft7Validator) -> None:
    for url, kind in (
        ("https://huggingface.co/datasets/org/name", "hf_dataset"),
        ("https://huggingface.co/datasets/org/name/../../x", "url"),
        ("https://example.org/x", "url"),
        ("", "other"),
    ):
        sets = [{"name": "Example test", "split": "test", "items": 10, **({"url": url} if url else {})}]
        source = check(schema, exemplary(datasets=sets))[0]["evaluation_results"][0]["source_data"]
        assert source["source_type"] == kind
        assert source.get("hf_repo") == ("org/name" if kind == "hf_dataset" else None)


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        ({"name": "accuracy", "dataset": "Example test"}, "methodology.criteria[].higher_is_better"),
        ({"name": "accuracy", "higher_is_better": True}, "methodology.criteria[].dataset"),
    ],
)
def test_what_the_schema_demands_and_nobody_recorded_is_not_made_up(criterion: dict[str, Any], field: str) -> None:
    evaluation = exemplary(methodology={"criteria": [criterion]}, placements=[placed(1, "A", "80.0")])
    assert isinstance(evaluation, Evaluation)
    with pytest.raises(NoRecord) as caught:
        record(evaluation, evaluation.placements[0], TOLD)
    assert caught.value.field == field


def test_a_line_without_a_number_has_no_record() -> None:
    for score in (
        {"criterion": "accuracy", "missing": "not-run"},
        {"criterion": "accuracy", "missing": "not-reported"},
    ):
        evaluation = exemplary(placements=[placed(1, "A", "1", scores=[score])])
        assert isinstance(evaluation, Evaluation)
        with pytest.raises(NoRecord):
            record(evaluation, evaluation.placements[0], TOLD)


def test_every_ranking_of_the_demo_is_accepted_by_the_schema(schema: Draft7Validator) -> None:
    evaluations = [one for _, one in demo_statements() if isinstance(one, Evaluation)]
    assert sum(len(check(schema, one)) for one in evaluations) == 74


@settings(deadline=None, max_examples=80)
@given(fields=rankings())
def test_whatever_the_numbers_the_schema_accepts_it(fields: dict[str, Any], schema: Draft7Validator) -> None:
    check(schema, exemplary(**fields))


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.text("aé/\u202e.", max_size=4) | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=2),
    max_leaves=6,
)
_NAMES = [
    "results",
    "source_metadata",
    "evaluation_id",
    "retrieved_timestamp",
    "inference_engine",
    "inference_platform",
]
_NAMES += ["source_type", "evaluator_relationship", "additional_details", "file_path", "detailed_evaluation_results"]
_NAMES += ["metric_kind", "score_type", "evaluation_name", "dataset_name"]


@settings(deadline=None, max_examples=150)
@given(kept=st.dictionaries(st.sampled_from(_NAMES), _ANYTHING | st.dictionaries(st.sampled_from(_NAMES), _ANYTHING)))
def test_whatever_was_written_into_what_is_kept_the_schema_accepts_it(
    kept: dict[str, Any], schema: Draft7Validator
) -> None:
    one = exemplary(**{"import": {"format": "eee"}, "extra": {"eee": {**kept, "results": [kept]}}})
    assert len(check(schema, one)) == 2
    assert len(check(schema, exemplary(**{"import": {"format": "eee"}, "extra": {"eee": kept}}))) == 2


@pytest.mark.parametrize(
    "words", [one for one in HOSTILE if len(one) < 200 and one.isprintable() and one == one.strip()]
)
def test_hostile_words_come_back_exactly(words: str, schema: Draft7Validator) -> None:
    (value,) = check(schema, exemplary(placements=[placed(1, words, "1")]))
    assert value["model_info"]["name"] == words
