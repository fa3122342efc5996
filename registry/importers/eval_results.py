"""Hugging Face evaluation results: a file of `.eval_results/` in a model's repository, a list with one score an item.

R is an item.

| in the file | in the statement |
|---|---|
| R`.dataset.id` and `.task_id`, with `.notes` where two would be the same | `methodology.criteria[].name` |
| R`.dataset.id` | `datasets[].name` |
| R`.dataset.revision`, where all of this dataset agree | `datasets[].revision` |
| R`.value`: the digits | `placements[0].scores[].value` |
| R`.date` where all agree | `evaluated` |
| R`.dataset.task_id`, R`.date`, R`.source`, R`.notes`, R`.verifyToken` | `extra.eval-results.results` |

The file does not name the model, whose repository it lies in; it comes from `--base`:

    placements:
      - model: {name: HuggingFaceTB/SmolLM3-3B}

Not in the format, so left empty: model, metric and its direction (the dataset's `eval.yaml` has them), grader, items, standard
error. A `verifyToken` is kept and not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Origin, Said, Value, agreed, at_most, filled, joined, kept
from registry.importers.content import Content
from registry.importers.lines import text_of
from registry.importers.place import At
from registry.importers.yaml_value import checked, read_yaml

_KEPT = ("date", "source", "notes", "verifyToken")


class EvalResults:
    """Reads a file of results."""

    name = "eval-results"
    title = "Hugging Face .eval_results"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a list in YAML whose items have a dataset, a task and a value."""
        raw = content.raw
        return content.first in (b"-", b"#") and all(key in raw for key in (b"dataset:", b"task_id:", b"value:"))

    def read(self, content: Content) -> Sequence[Said]:
        """Return the results as one evaluation, whose model base names."""
        file = read_yaml(text_of(checked(content)))
        results = at_most(_results(file), "$")
        if not results:
            file.refuse("a list of one result or more")
        scores = [{"criterion": name, "value": _value(at)} for name, at in results]
        value = {
            "evaluated": agreed([at["date"].time() for _, at in results]),
            "methodology": {"criteria": [{"name": name, "dataset": _dataset(at)["name"]} for name, at in results]},
            "datasets": joined(_dataset(at) for _, at in results),
            "placements": [{"scores": scores, "evidence": [0]}],
            "extra": {self.name: {"results": [_told(at) for _, at in results]}},
        }
        origin = Origin(content, self.name, "", self.title, "application/yaml")
        return [Said(filled(value | origin.fields()), "model card")]


def _results(file: At) -> Iterator[tuple[str, At]]:
    """Yield each result under a name that no other has."""
    seen: set[str] = set()
    for at in file.list():
        task = at["dataset"]["task_id"].line() or at["dataset"]["task_id"].refuse("the name of a task")
        name = At(f"{_dataset(at)['name']} {task}", at.path).line()
        if name in seen:
            name = At(f"{name} ({at['notes'].line()})", at.path).line()
        if name in seen:
            at["notes"].refuse("what tells this result from another one of its task")
        seen.add(name)
        yield name, at


def _dataset(at: At) -> Value:
    dataset = at["dataset"]
    name = dataset["id"].line() or dataset["id"].refuse("the id of a dataset")
    return filled({"name": name, "revision": dataset["revision"].spelled()})


def _value(at: At) -> str:
    return at["value"].decimal() or at["value"].refuse("a number")


def _told(at: At) -> Value:
    return filled({"task_id": kept(at["dataset"]["task_id"].value), **{key: kept(at[key].value) for key in _KEPT}})


IMPORTER = EvalResults()
