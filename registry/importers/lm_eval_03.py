"""lm-evaluation-harness 0.3: `results`, `versions` and `config` in one file, for one run of one model.

T is a task, M a metric; `results.T.M` is one score.

| in the file | in the statement |
|---|---|
| `config.model_args` (`pretrained=`, `model=`), else `config.model` | `placements[0].model.name` |
| `results.T.M`: the digits; NaN is `missing: not-reported` | `placements[0].scores[].value` |
| `results.T.M_stderr` | `placements[0].scores[].stderr` |
| T and M as `T/M` | `methodology.criteria[].name` |
| `config.num_fewshot` | `placements[0].settings.shots` |
| `config.limit` (a number of items) | `placements[0].settings.limit` |
| `versions`, and the rest of `config` | `extra.lm-eval-0.3` |

Not in the format, so left empty: date, version of the harness, items, direction and unit of a metric, dataset, prompt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Origin, Said, Value, at_most, filled, kept, scored
from registry.importers.content import Content
from registry.importers.lm_eval import argument, limit
from registry.importers.place import At, ImportRefusedError
from registry.statements.common import MAX_NAME

_HARNESS = "lm-evaluation-harness"
_ERROR = "_stderr"


class LmEval03:
    """Reads the results of version 0.3."""

    name = "lm-eval-0.3"
    title = "lm-evaluation-harness 0.3 results"

    def detects(self, content: Content) -> bool:
        """Say whether the file has results, versions and the configuration of a run, and no configuration of tasks."""
        file = content.as_object
        if "configs" in file.names() or not all(file[key].is_object for key in ("results", "versions", "config")):
            return False
        return "num_fewshot" in file["config"].names()

    def read(self, content: Content) -> Sequence[Said]:
        """Return the run as one evaluation with one placement."""
        file = content.json()
        scores = at_most(_scores(file), "$.results")
        if not scores:
            raise ImportRefusedError("$.results: found no score, expected one or more")
        criteria = [{"name": score["criterion"], "basis": "measured", "grader": _HARNESS} for score in scores]
        value = {
            "methodology": {"criteria": criteria},
            "graders": [{"name": _HARNESS, "kind": "program"}],
            "placements": [_placement(file, scores)],
            "extra": {
                self.name: filled({"versions": kept(file["versions"].value), "config": kept(file["config"].value)})
            },
        }
        origin = Origin(content, self.name, "0.3", f"{self.title} file")
        called = ", ".join(sorted(file["results"].names()))
        return [Said(filled(value | origin.fields()), called if len(called) <= MAX_NAME else "")]


def _scores(file: At) -> Iterator[Value]:
    for task, results in file["results"].items():
        for metric, at in results.items():
            if not metric.endswith(_ERROR):
                value = at.decimal()
                error = results[metric + _ERROR].decimal() if value else ""
                yield scored(f"{task}/{metric}", value, stderr=error)


def _placement(file: At, scores: list[Value]) -> Value:
    config = file["config"]
    arguments = config["model_args"]
    name = argument(arguments, "pretrained") or argument(arguments, "model") or config["model"].line()
    settings = filled({"shots": config["num_fewshot"].count(), "limit": limit(config["limit"])})
    return filled(
        {
            "printed": {"name": name},
            "model": {"name": name or config["model"].refuse("the name of the model")},
            "scores": scores,
            "settings": settings,
            "evidence": [0],
        }
    )


IMPORTER = LmEval03()
