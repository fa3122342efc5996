"""Model cards and `.eval_results` of Hugging Face, held against the files themselves."""

from __future__ import annotations

import pytest
import yaml

from registry.importers.place import ImportRefusedError
from tests.foreign import data
from tests.registry.importers.reading import imported

BASE = {"placements": [{"model": {"name": "org/model"}}]}


def raw_card() -> bytes:
    return data("hf", "model-index-simple.md").read_bytes()


def raw_results() -> bytes:
    return data("hf", "eval_results-doc-example.yaml").read_bytes()


def test_every_metric_of_a_card_is_there_on_its_own_dataset() -> None:
    front = yaml.load(raw_card().decode().split("---\n")[1], Loader=yaml.BaseLoader)
    (model,) = front["model-index"]
    (one,) = imported(raw_card())

    assert (one.imported.format, one.placements[0].model.name) == ("model-index", model["name"])
    assert [score.value for score in one.placements[0].scores] == [
        metric["value"] for result in model["results"] for metric in result["metrics"]
    ]
    assert [criterion.name for criterion in one.methodology.criteria] == [
        "Beans accuracy",
        "Beans default test f1",
    ]
    assert [dataset.revision for dataset in one.datasets] == ["", model["results"][1]["dataset"]["revision"]]


@pytest.mark.parametrize(("value", "taken"), [('"20.0 ± 1.2"', "20.0"), ('"0.90"', "0.90"), ("1.50e-2", "0.0150")])
def test_a_value_in_words_is_read_up_to_its_sign(value: str, taken: str) -> None:
    (one,) = imported(raw_card().replace(b"value: 0.9", f"value: {value}".encode()))
    assert one.placements[0].scores[0].value == taken


def test_every_result_is_there_with_the_revision_of_its_dataset() -> None:
    rows = yaml.load(raw_results(), Loader=yaml.BaseLoader)
    (one,) = imported(raw_results(), BASE)

    assert one.imported.format == "eval-results"
    assert [score.value for score in one.placements[0].scores] == [row["value"] for row in rows]
    assert [(dataset.name, dataset.revision) for dataset in one.datasets] == [
        (row["dataset"]["id"], row["dataset"].get("revision", "")) for row in rows
    ]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (raw_card().replace(b"value: 0.9", b"value: good"), '$["model-index"][0].results[0].metrics[0].value: found'),
        (raw_card().replace(b"value: 0.9", b"value: *x"), "line 22: found an alias"),
        (raw_results().replace(b"0.412", b"none"), '$[1].value: found "none", expected a number'),
        (data("hf", "eval_results-spec.yaml").read_bytes(), "$[0].dataset.task_id: found an object, expected a text"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: bytes, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(raw, BASE)
    assert str(refused.value).startswith(where)
