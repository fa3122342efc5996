"""inspect_ai: an evaluation log, `.json` or `.eval` (a zip file, of which `header.json` is read).

S is `results.scores[]`, M a metric in it; R is `eval.revision`.

| in the file | in the statement |
|---|---|
| `eval.task` where neither file nor base names a list | `leaderboard.name` |
| `eval.created` | `evaluated` |
| `eval.model` | `placements[0].model.name` |
| S`.name` and M as `S/M`, with S`.reducer` unless it is the mean | `methodology.criteria[].name` |
| S`.params.grader_model` or `.model`, or a scorer `model_graded…`: judged-by-model, else measured | `methodology.criteria[].basis` |
| S`.metrics.M.value`: the digits; NaN is `missing: not-reported` | `placements[0].scores[].value` |
| S`.metrics.stderr.value`, for the metrics accuracy and mean | `placements[0].scores[].stderr` |
| S`.scored_samples`; else `results.completed_samples` of a single epoch | `placements[0].scores[].n` |
| `eval.scorers[].metrics[]` where there are no scores: `missing: not-reported` | `placements[0].scores[].missing` |
| `eval.dataset.name`, else `.location`, else `eval.task` | `datasets[0].name` |
| `eval.dataset.samples`; `.location` if it is a web address | `datasets[0].items`; `datasets[0].url` |
| S`.scorer`; for judges the model in S`.params.grader_model` or `.model`, else in `eval.model_roles.grader` | `graders[].name` |
| `eval.packages.inspect_ai`, as `inspect_ai V`, of programs | `graders[].version` |
| R`.commit` and R`.dirty`: of the task's code, of programs | `graders[].revision`; `graders[].dirty` |
| the hash of S`.params.grader_template`, else `.template`, of judges | `graders[].prompt_sha256` |
| `eval.model_generate_config.temperature`, `.seed`, else `plan.config` | `placements[0].settings` |
| `eval.config.epochs` where its reducer is the mean | `placements[0].settings.runs` |
| `eval.config.limit` (a number of samples) | `placements[0].settings.limit` |
| `stats.model_usage` of the model: total_tokens | `placements[0].cost.tokens` |
| the file itself, with its number of samples, where it holds any | `placements[0].raw` |
| the file itself, which holds the plan | `methodology.document.sha256` |
| `status`, `invalidated`, `eval.config`, packages, revision, metadata, later edits | `extra.inspect` |

Not in the format, so left empty: developer and version of the model, revision or digest of the dataset, direction and unit of a metric, shots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from registry.importers.archive import Archive
from registry.importers.base import Origin, Said, Value, at_most, filled, joined, kept, scored
from registry.importers.content import Content, read_json
from registry.importers.place import At, ImportRefusedError

_ZIP = b"PK\x03\x04"
_HEADER = "header.json"
ERROR = "stderr"
MEANS = frozenset({"accuracy", "mean"})
"""Metrics whose standard error is what the metric `stderr` gives."""
_OF_EVAL = (
    "task_version",
    "task_registry_name",
    "task_args",
    "run_id",
    "eval_id",
    "config",
    "packages",
    "revision",
    "metadata",
)
_OF_LOG = ("status", "invalidated", "log_updates", "tags")


class InspectAi:
    """Reads a log of either kind."""

    name = "inspect"
    title = "inspect_ai evaluation log"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a zip file with a header, or JSON with what every log has."""
        if is_zip(content):
            return _HEADER.encode() in content.raw
        log = content.as_object
        return "status" in log.names() and log["eval"].is_object and {"task", "model"} <= set(log["eval"].names())

    def read(self, content: Content) -> Sequence[Said]:
        """Return the run as one evaluation with one placement."""
        log, rows = opened(content)
        found = at_most(_scores(log), "results.scores") or at_most(_announced(log), "eval.scorers")
        scores = _told_apart(found)
        media_type = "application/zip" if is_zip(content) else "application/json"
        origin = Origin(content, self.name, log["version"].spelled(), self.title, media_type)
        task = log["eval"]["task"].line()
        value = {
            "evaluated": log["eval"]["created"].iso_time(),
            "methodology": {"document": {"sha256": content.sha256}, "criteria": [one.criterion() for one in scores]},
            "datasets": [_dataset(log)],
            "graders": joined(one.grader() for one in scores),
            "placements": [_placement(log, scores, content.sha256, rows)],
            "extra": {self.name: _kept(log)},
        }
        return [Said(filled(value | origin.fields()), task or log["eval"]["task"].refuse("the name of the task"))]


def is_zip(content: Content) -> bool:
    """Say whether a log is a zip file, as `.eval` is."""
    return content.raw.startswith(_ZIP)


def opened(content: Content) -> tuple[At, int]:
    """Return the log without its samples, and how many of those the file holds."""
    if not is_zip(content):
        log = content.json()
        return log, sum(1 for _ in log["samples"].list())
    archive = Archive(content.raw)
    rows = sum(member.filename.startswith("samples/") for member in archive.members)
    return At(read_json(archive.read(_HEADER)).value, _HEADER), rows


@dataclass(frozen=True, slots=True)
class _Score:
    """One number, or the place of one that the log announces and does not give."""

    log: At
    name: str
    scorer: str
    params: At
    value: At | None = None
    error: At | None = None
    n: int | None = None

    @property
    def is_judged(self) -> bool:
        """Whether a model judges."""
        return bool(self._judge()) or self.scorer.rpartition("/")[2].startswith("model_graded")

    @property
    def grader_name(self) -> str:
        """The judging model, or the program."""
        return self._judge() or self.scorer

    def criterion(self) -> Value:
        """Return what was measured."""
        basis = "judged-by-model" if self.is_judged else "measured"
        return {"name": self.name, "basis": basis, "dataset": _dataset_name(self.log), "grader": self.grader_name}

    def grader(self) -> Value:
        """Return what scored it: a model by its prompt, a program by the code it is in."""
        if self.is_judged:
            prompt = (self.params["grader_template"] or self.params["template"]).text()
            digest = hashlib.sha256(prompt.encode()).hexdigest() if prompt else ""
            return filled({"name": self.grader_name, "kind": "model", "prompt_sha256": digest})
        revision = self.log["eval"]["revision"]
        version = self.log["eval"]["packages"]["inspect_ai"].line()
        return filled(
            {
                "name": self.grader_name,
                "kind": "program",
                "version": f"inspect_ai {version}" if version else "",
                "revision": revision["commit"].line(),
                "dirty": revision["dirty"].truth(),
            }
        )

    def number(self) -> Value:
        """Return the score itself."""
        value = self.value.decimal() if self.value is not None else ""
        error = self.error.decimal() if self.error is not None and value else ""
        return scored(self.name, value, stderr=error, n=self.n)

    def _judge(self) -> str:
        asked = self.params["grader_model"] or self.params["model"]
        named = asked if isinstance(asked.value, str) else asked["model"]
        if named or not self.scorer.rpartition("/")[2].startswith("model_graded"):
            return named.line()
        return self.log["eval"]["model_roles"]["grader"]["model"].line()


def _scores(log: At) -> Iterator[_Score]:
    """Yield the scores of a log; the metric `stderr` is the error of the others where one of them is a mean."""
    for at in log["results"]["scores"].list():
        metrics = dict(at["metrics"].items())
        has_mean = not MEANS.isdisjoint(metrics)
        of = _Score(log, "", at["scorer"].line() or at["name"].line(), at["params"], n=_items(log, at))
        for metric, one in metrics.items():
            if metric == ERROR and has_mean:
                continue
            error = metrics[ERROR]["value"] if metric in MEANS and ERROR in metrics else None
            value = one["value"] or one["value"].refuse("a number")
            yield replace(of, name=criterion_name(at, metric), value=value, error=error)


def criterion_name(at: At, metric: str) -> str:
    """Return what a metric of a score is called in a statement."""
    reducer = at["reducer"].line()
    name = at["name"].line() or at["name"].refuse("the name of the score")
    return f"{name}/{metric}" + ("" if reducer in ("", "mean") else f" ({reducer})")


def _items(log: At, score: At) -> int | None:
    """Return how many samples a score is over; the samples of several epochs are counted once in `scored_samples` only."""
    scored = score["scored_samples"].count()
    once = log["eval"]["config"]["epochs"].count() in (None, 1)
    return scored if scored is not None or not once else log["results"]["completed_samples"].count()


def _announced(log: At) -> Iterator[_Score]:
    """Yield what the run was to measure, for a log without scores."""
    for scorer in log["eval"]["scorers"].list():
        name = scorer["name"].line() or scorer["name"].refuse("the name of the scorer")
        for metric in scorer["metrics"].list():
            short = metric["name"].line().rpartition("/")[2]
            if short and short != ERROR:
                yield _Score(log, f"{name}/{short}", name, scorer["options"])


def _told_apart(scores: Sequence[_Score]) -> Sequence[_Score]:
    """Return the scores if there are any and each has another name."""
    if not scores:
        raise ImportRefusedError("results.scores: found no score and no scorer, expected one or more")
    names = [one.name for one in scores]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        scores[0].log["results"]["scores"].refuse(f'each score once, not "{twice}" twice')
    return scores


def _dataset_name(log: At) -> str:
    dataset = log["eval"]["dataset"]
    return dataset["name"].line() or dataset["location"].line() or log["eval"]["task"].line()


def _dataset(log: At) -> Value:
    dataset = log["eval"]["dataset"]
    location = dataset["location"].line()
    url = dataset["location"].address() if location.startswith(("https://", "http://")) else ""
    return filled({"name": _dataset_name(log), "url": url, "items": dataset["samples"].count()})


def _placement(log: At, scores: Sequence[_Score], file_sha256: str, rows: int) -> Value:
    name = log["eval"]["model"].line()
    used = log["stats"]["model_usage"][name]["total_tokens"].count()
    return filled(
        {
            "printed": {"name": name},
            "model": {"name": name or log["eval"]["model"].refuse("the name of the model")},
            "scores": [one.number() for one in scores],
            "settings": _settings(log),
            "raw": [{"sha256": file_sha256, "rows": rows}] if rows else [],
            "cost": {} if used is None else {"tokens": str(used)},
            "evidence": [0],
        }
    )


def _settings(log: At) -> Value:
    config, own, plan = log["eval"]["config"], log["eval"]["model_generate_config"], log["plan"]["config"]
    seed = (own["seed"] or plan["seed"]).count()
    reducers = {at.line() for at in config["epochs_reducer"].list()}
    # A range of samples is no number of them; how many there were is in n.
    is_number = not isinstance(config["limit"].value, list)
    return filled(
        {
            "temperature": (own["temperature"] or plan["temperature"]).decimal(),
            "runs": (config["epochs"].count() or None) if reducers <= {"mean"} else None,
            "limit": config["limit"].count() if is_number else None,
            "seeds": [] if seed is None else [seed],
        }
    )


def _kept(log: At) -> Value:
    run = filled({key: kept(log["eval"][key].value) for key in _OF_EVAL})
    return filled({key: kept(log[key].value) for key in _OF_LOG} | {"eval": run})


IMPORTER = InspectAi()
