"""Results of MTEB, held against the files themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry import importers
from registry.errors import QuestionError
from registry.importers.content import Content
from registry.rules import dataset_uncommitted
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, exact, imported
from tests.registry.rules.recorded import Log

TASKS = ("AmazonCounterfactualClassification", "FinanceBenchRetrieval")
BASE = {"placements": [{"model": {"name": "BAAI/bge-large-zh-v1.5"}}]}


def raw_result(task: str) -> bytes:
    return data("mteb", f"bge-large-zh-v1.5__{task}.json").read_bytes()


@pytest.mark.parametrize("task", TASKS)
def test_every_main_score_is_there_with_the_revision_of_the_data_and_of_mteb(task: str) -> None:
    raw = raw_result(task)
    file = exact(raw)
    (one,) = imported(raw, BASE)

    assert (one.imported.format, one.leaderboard.name) == ("mteb", task)
    assert one.placements[0].model.name == "BAAI/bge-large-zh-v1.5"
    assert {score.criterion: score.value for score in one.placements[0].scores} == {
        f"{task} {split} {at['hf_subset']}": at["main_score"] for split, some in file["scores"].items() for at in some
    }
    assert {(dataset.split, dataset.revision) for dataset in one.datasets} == {
        (split, file["dataset_revision"]) for split in file["scores"]
    }
    assert [grader.version for grader in one.graders] == [file["mteb_version"]]
    assert one.placements[0].cost.seconds == file["evaluation_time"]
    assert Log(one).find(dataset_uncommitted.RULE).found == ()


def test_the_model_that_the_file_does_not_name_is_asked_for() -> None:
    with pytest.raises(QuestionError, match=r"placements\[0\]\.model: the file does not name one; say it with --base"):
        imported(raw_result(TASKS[0]))


@pytest.mark.parametrize(
    ("meta", "where"),
    [
        (b"{", "model_meta.json: line 1 column 2: not JSON"),
        (b"[]", "model_meta.json: found"),
        (b'{"name": ""}', 'model_meta.json.name: found "", expected the name of a model'),
        (b'{"name": "a", "n_parameters": "x"}', 'model_meta.json.n_parameters: found "x"'),
        (b'{"name": "a", "training_datasets": "all"}', "model_meta.json.training_datasets: found"),
    ],
)
def test_what_is_wrong_with_the_model_beside_it_is_told_with_its_place(meta: bytes, where: str, tmp_path: Path) -> None:
    (tmp_path / "model_meta.json").write_bytes(meta)
    content = Content(raw_result(TASKS[0]), path=tmp_path / "Task.json")
    with pytest.raises(QuestionError) as refused:
        list(importers.statements_of(importers.named("mteb"), content, {}, PUBLISHER))
    assert str(refused.value).startswith(where)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"scores": {"test": [{"main_score": "1"}]}}, '$.scores.test[0].main_score: found "1", expected a number'),
        ({"scores": {}}, "$.scores: found no score"),
        ({"task_name": 1}, "$.task_name: found 1, expected a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changed: dict[str, Any], where: str) -> None:
    with pytest.raises(QuestionError) as refused:
        imported(json.dumps(json.loads(raw_result(TASKS[0])) | changed).encode(), BASE)
    assert str(refused.value).startswith(where)
