"""EvalPlus: `results.json` of its leaderboard, one object with a model a key.

X is a model, D one of humaneval, humaneval+, mbpp and mbpp+.

| in the file | in the statement |
|---|---|
| X | `placements[].model.name`, `placements[].printed.name` |
| X`.size`, which is in billions | `placements[].model.parameters` |
| X`["pass@1"].D`: the digits; null is `missing: not-reported` | `placements[].scores[].value` |
| D, as `pass@1 D`; a percentage that is better when it is higher | `methodology.criteria[]` |
| D | `datasets[].name` |
| pass@1: one answer for each item | `placements[].settings.attempts` |
| X`.prompted`, X`["open-data"]` | `extra.lines[]` |

Not in the format, so left empty: date, release, versions of the datasets and of EvalPlus, items, rank, developer.
"""

from __future__ import annotations

from collections.abc import Sequence

from registry.importers.base import Origin, Said, Value, at_most, filled, kept, scored
from registry.importers.content import Content
from registry.importers.grid import MAX_ROWS
from registry.importers.place import At
from registry.statements.evaluation import LINES

_DATASETS = ("humaneval", "humaneval+", "mbpp", "mbpp+")
_METRIC = "pass@1"
_KEPT = ("prompted", "open-data")


class EvalPlus:
    """Reads the results of all models."""

    name = "evalplus"
    title = "EvalPlus leaderboard results"

    def detects(self, content: Content) -> bool:
        """Say whether every member is a model with its pass@1."""
        models = content.as_object.items()
        first = next(models, None)
        return first is not None and _is_model(first[1]) and all(_is_model(at) for _, at in models)

    def read(self, content: Content) -> Sequence[Said]:
        """Return the leaderboard as one evaluation, its models in the order of the file."""
        file = content.json()
        if not at_most(file.names(), "$", MAX_ROWS):
            file.refuse("an object of one model or more")
        value = {
            "leaderboard": {"name": "EvalPlus"},
            "methodology": {"criteria": [_criterion(name) for name in _DATASETS]},
            "datasets": [{"name": name} for name in _DATASETS],
            "placements": [_placement(name, at) for name, at in file.items()],
            "extra": {LINES: [filled({key: kept(at[key].value) for key in _KEPT}) for _, at in file.items()]},
        }
        return [Said(value | Origin(content, self.name, "", self.title).fields())]


def _is_model(at: At) -> bool:
    return at.is_object and at[_METRIC].is_object and "link" in at.names()


def _criterion(name: str) -> Value:
    return {
        "name": f"{_METRIC} {name}",
        "basis": "measured",
        "higher_is_better": True,
        "unit": "percent",
        "dataset": name,
    }


def _placement(name: str, at: At) -> Value:
    model = At(name, at.path).line() or At(name, at.path).refuse("the name of a model")
    size = at["size"].decimal()
    return {
        "printed": {"name": model},
        "model": filled({"name": model, "parameters": f"{size}B" if size else ""}),
        "scores": [_score(dataset, at[_METRIC][dataset]) for dataset in _DATASETS],
        "settings": {"attempts": 1},
        "evidence": [0],
    }


def _score(dataset: str, at: At) -> Value:
    value = at.decimal()
    return scored(f"{_METRIC} {dataset}", value)


IMPORTER = EvalPlus()
