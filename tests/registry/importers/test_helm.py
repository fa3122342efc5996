"""A run of HELM in a zip file, held against the files in it."""

from __future__ import annotations

import io
import zipfile

import pytest

from registry.importers.place import ImportRefusedError
from tests.foreign import data
from tests.registry.importers.reading import exact, imported

FOLDER = "mmlu-subject=philosophy,method=multiple_choice_joint,model=openai_gpt2"
MEMBERS = ("run_spec.json", "scenario.json", "stats.json")


def member(name: str) -> bytes:
    return data("helm", FOLDER, name).read_bytes()


def zipped(**changed: bytes) -> bytes:
    """Return the run as a zip file, with some members exchanged."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in MEMBERS:
            archive.writestr(f"{FOLDER}/{name}", changed.get(name.partition(".")[0], member(name)))
    return held.getvalue()


def test_every_metric_that_the_run_asked_for_is_there_with_its_items() -> None:
    spec, stats = exact(member("run_spec.json")), exact(member("stats.json"))
    (one,) = imported(zipped())
    asked = spec["metric_specs"][0]["args"]["names"]
    plain = [stat for stat in stats if "perturbation" not in stat["name"]]
    items = {stat["name"]["split"]: stat["mean"] for stat in plain if stat["name"]["name"] == "num_instances"}

    assert one.imported.format == "helm"
    assert {score.criterion: (score.value, score.n) for score in one.placements[0].scores} == {
        f"MMLUScenario subject=philosophy {stat['name']['split']} {stat['name']['name']}": (
            stat["mean"],
            int(float(items[stat["name"]["split"]])),
        )
        for stat in plain
        if stat["name"]["name"] in asked
    }
    assert one.placements[0].model.name == "openai/gpt2"
    assert (one.placements[0].settings.shots, one.placements[0].settings.temperature) == (5, "0.0")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"stats": b"[]"}, "stats.json: found none of the metrics that run_spec.json asks for"),
        ({"stats": b"["}, "stats.json: line 1 column 2: not JSON"),
        ({"run_spec": b"{}"}, "stats.json: found none of the metrics"),
        ({"run_spec": b"[]"}, "run_spec.json: found"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changed: dict[str, bytes], where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(zipped(**changed))
    assert str(refused.value).startswith(where)
