"""Hugging Face model card: `model-index` in the front matter of a README, results of one model a member.

X is `model-index[]`, R is X`.results[]`, M is R`.metrics[]`.

| in the file | in the statement |
|---|---|
| X`.name` | `placements[0].model.name`, `placements[0].printed.name` |
| R`.dataset.name`, `.config`, `.split`, and M`.name`, else M`.type` | `methodology.criteria[].name` |
| R`.dataset.name` with `.config` and `.split` | `datasets[].name` |
| R`.dataset.split`, `.revision` | `datasets[].split`; `datasets[].revision` |
| M`.value`: the digits; of a text such as `20.0 ± 1.2` the number before the sign | `placements[0].scores[].value` |
| R`.task`, R`.dataset.type`, R`.source`, M`.type`, M`.verified` | `extra.model-index.results` |

What follows `±` is not taken: the format does not say what it is. Not in the format, so left empty: who ran the model, grader,
shots, items, standard error, date, unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from registry.importers.base import Origin, Said, Value, filled, joined, kept
from registry.importers.content import Content
from registry.importers.lines import text_of
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.importers.yaml_value import checked, read_yaml

_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(rb"^model-index:", re.MULTILINE)
_VALUE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:\s*±\s*[0-9.]+)?")


class ModelIndex:
    """Reads the results on a model card."""

    name = "model-index"
    title = "Hugging Face model card"

    def detects(self, content: Content) -> bool:
        """Say whether the file begins with front matter that holds results."""
        return content.raw.removeprefix(b"\xef\xbb\xbf").startswith(b"---") and _KEY.search(content.raw) is not None

    def read(self, content: Content) -> Sequence[Said]:
        """Return an evaluation for each model of the card."""
        front = _FRONT.match(checked(content))
        if front is None:
            raise ImportRefusedError("line 1: found no front matter between two lines of ---")
        # The first line is put back as a comment, so that lines are those of the file.
        index = read_yaml(text_of(b"#\n" + front[1]))["model-index"]
        models = list(index.list())
        if not models:
            index.refuse("a list of one model or more")
        origin = Origin(content, self.name, "", self.title, "text/markdown").fields()
        return [Said(filled(_evaluation(one) | origin), "model card") for one in models]


def _evaluation(model: At) -> Value:
    name = model["name"].line() or model["name"].refuse("the name of a model")
    metrics = list(_metrics(model))
    if not metrics:
        model["results"].refuse("one result with a metric, or more")
    return {
        "methodology": {"criteria": [_criterion(one, result) for one, result, _ in metrics]},
        "datasets": joined(_dataset(result) for _, result, _ in metrics if _dataset_name(result)),
        "placements": [
            {
                "printed": {"name": name},
                "model": {"name": name},
                "scores": [_score(one, metric) for one, _, metric in metrics],
                "evidence": [0],
            }
        ],
        "extra": {"model-index": {"results": [_kept(result, metric) for _, result, metric in metrics]}},
    }


def _metrics(model: At) -> Iterator[tuple[str, At, At]]:
    """Yield each metric under a name of its own, with its result."""
    seen: set[str] = set()
    for result in model["results"].list():
        for metric in result["metrics"].list():
            measured = metric["name"].line() or metric["type"].line() or metric["type"].refuse("a metric")
            name = At(f"{_dataset_name(result)} {measured}".strip(), metric.path).line()
            if name in seen:
                metric["type"].refuse("a metric that its dataset does not have already")
            seen.add(name)
            yield name, result, metric


def _criterion(name: str, result: At) -> Value:
    return filled({"name": name, "dataset": _dataset_name(result)})


def _dataset_name(result: At) -> str:
    dataset = result["dataset"]
    words = (dataset["name"].line(), dataset["config"].line(), dataset["split"].line())
    return At(" ".join(filter(None, words)), dataset.path).line()


def _dataset(result: At) -> Value:
    dataset = result["dataset"]
    fields = {"split": dataset["split"].line(), "revision": dataset["revision"].spelled()}
    return filled({"name": _dataset_name(result), **fields})


def _score(name: str, metric: At) -> Value:
    at = metric["value"]
    if not at:
        at.refuse("a number")
    if isinstance(at.value, str) and not isinstance(at.value, Number):
        found = _VALUE.fullmatch(at.value.strip())
        at = At(Number(found[1]), at.path) if found is not None else at.refuse("a number")
    return {"criterion": name, "value": at.decimal()}


def _kept(result: At, metric: At) -> Value:
    told = {"task": kept(result["task"].value), "dataset_type": kept(result["dataset"]["type"].value)}
    measured = {"metric_type": kept(metric["type"].value), "verified": kept(metric["verified"].value)}
    return filled(told | measured | {"source": kept(result["source"].value)})


IMPORTER = ModelIndex()
