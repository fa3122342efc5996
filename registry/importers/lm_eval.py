"""lm-evaluation-harness 0.4: `results_*.json`, one run of one model on one or more tasks.

T is a task, M a metric, F a filter; `results.T["M,F"]` is one score.

| in the file | in the statement |
|---|---|
| `model_name`; `config.model_args` (`pretrained=`, `model=`) where that is empty | `placements[0].model.name` |
| `config.model_sha`, else `config.model_revision` | `placements[0].model.version` |
| `config.model_num_parameters` | `placements[0].model.parameters` |
| `results.T["M,F"]`, `groups.T["M,F"]`: the digits; NaN is `missing: not-reported`; `bypass` is no metric | `placements[0].scores[].value` |
| `results.T["M_stderr,F"]`; "N/A" and NaN are none | `placements[0].scores[].stderr` |
| `n-samples.T.effective` | `placements[0].scores[].n` |
| T, M and F as `T/M` or `T/M (F)` | `methodology.criteria[].name` |
| `higher_is_better.T.M` | `methodology.criteria[].higher_is_better` |
| `configs.T.metric_list[]`: aggregation `mean` | `methodology.criteria[].aggregate`: micro |
| `acc`, `acc_norm`, `exact_match` with that, computed by the harness itself | `methodology.criteria[].unit`: proportion |
| `configs.T.dataset_path`, `.dataset_name`; T where the path only names a loader of local files | `datasets[].name` |
| `configs.T.test_split`, else `.validation_split` | `datasets[].split` |
| `configs.T.dataset_kwargs.revision` | `datasets[].revision` |
| `n-samples.T.original` | `datasets[].items` |
| `lm_eval_version` | `graders[0].version` |
| `git_hash` (of the folder the harness ran in) | `graders[0].revision` |
| `n-shot.T` where all tasks agree | `placements[0].settings.shots` |
| `chat_template_sha` | `placements[0].settings.prompt_sha256` |
| `configs.T.generation_kwargs.temperature` where all tasks agree | `placements[0].settings.temperature` |
| `config.limit` (a number of items) | `placements[0].settings.limit` |
| `config.random_seed`, `.numpy_seed`, `.torch_seed`, `.fewshot_seed` | `placements[0].settings.seeds` |
| `total_evaluation_time_seconds` | `placements[0].cost.seconds` |
| `date` | `evaluated` |
| `samples_T_DATE.jsonl` beside `results_DATE.json`: the hash and the lines, where each filter has a line an item | `placements[0].raw` |
| the file itself, which holds the prompts of each task | `methodology.document.sha256` |
| `versions`, `task_hashes`, `n-shot`, and what else pins the run | `extra.lm-eval` |

Not in the format, so left empty: who ran it, the developer of the model, digests of datasets, languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from registry.importers.base import MAX_LISTED, Origin, Said, Value, agreed, at_most, filled, joined, kept, scored
from registry.importers.beside import hash_and_lines, samples_of
from registry.importers.content import Content
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.statements.common import MAX_NAME

_SHARES = frozenset({"acc", "acc_norm", "exact_match"})
"""Metrics of the harness that are right or wrong for each item."""
_LOADERS = frozenset(
    {"json", "csv", "text", "parquet", "arrow", "pandas", "xml", "webdataset", "imagefolder", "audiofolder"}
)
"""Values of `dataset_path` that name no dataset but how local files are read."""
_SEEDS = ("random_seed", "numpy_seed", "torch_seed", "fewshot_seed")
_PINS = (
    "model_source",
    "transformers_version",
    "system_instruction_sha",
    "fewshot_as_multiturn",
    "upper_git_hash",
    "versions",
    "task_hashes",
    "n-shot",
)
"""What pins a run and has no field of its own."""
_HARNESS = "lm-evaluation-harness"
_BYPASS = "bypass"
"""Stands with the number 999 where answers were collected and nothing was scored (`--predict_only`)."""


class LmEval:
    """Reads the results of version 0.4."""

    name = "lm-eval"
    title = "lm-evaluation-harness 0.4 results"

    def detects(self, content: Content) -> bool:
        """Say whether the file has what every results file of 0.4 has, and 0.3 has not."""
        file = content.as_object
        return all(file[key].is_object for key in ("results", "configs", "config"))

    def read(self, content: Content) -> Sequence[Said]:
        """Return the run as one evaluation with one placement."""
        file = content.json()
        scores = at_most(_scores(file), "$.results")
        if not scores:
            raise ImportRefusedError("$.results: found no score, expected one or more")
        origin = Origin(content, self.name, "0.4", f"{self.title} file")
        value = {
            "evaluated": file["date"].unix_time(),
            "methodology": {
                "document": {"sha256": content.sha256},
                "criteria": [score.criterion() for score in scores],
            },
            "datasets": joined(at_most(_datasets(file), "$.configs")),
            "graders": [_grader(file)],
            "placements": [_placement(file, scores, content.path)],
            "extra": {self.name: _kept(file)},
        }
        return [Said(filled(value | origin.fields()), _called(file))]


@dataclass(frozen=True, slots=True)
class _Score:
    """One number of a task, and where it stands."""

    file: At
    task: str
    metric: str
    filter: str
    at: At

    @property
    def name(self) -> str:
        """What the criterion is called."""
        suffix = "" if self.filter == "none" else f" ({self.filter})"
        return f"{self.task}/{self.metric}{suffix}"

    def criterion(self) -> Value:
        """Return what was measured."""
        return filled(
            {
                "name": self.name,
                "basis": "measured",
                "higher_is_better": self.file["higher_is_better"][self.task][self.metric].truth(),
                "unit": "proportion" if self._is_share() else "",
                "aggregate": "micro" if self._is_mean() else "",
                "dataset": _dataset_name(self.file, self.task),
                "grader": _HARNESS,
            }
        )

    def number(self) -> Value:
        """Return the score itself."""
        value = self.at.decimal()
        error = self._error()
        return scored(
            self.name,
            value,
            stderr="" if error.value == "N/A" or not value else error.decimal(),
            n=self.file["n-samples"][self.task]["effective"].count(),
        )

    def _error(self) -> At:
        among = self.file["results"][self.task] or self.file["groups"][self.task]
        return among[f"{self.metric}_stderr,{self.filter}"]

    def _is_mean(self) -> bool:
        listed = self.file["configs"][self.task]["metric_list"].list()
        return any(one["metric"].value == self.metric and one["aggregation"].value == "mean" for one in listed)

    def _is_share(self) -> bool:
        # A task with code of its own may mean anything by these names.
        return self.metric in _SHARES and self._is_mean() and not self.file["configs"][self.task]["process_results"]


def _scores(file: At) -> Iterator[_Score]:
    """Yield the scores of tasks, then those of groups that are no tasks as well."""
    tasks = set(file["results"].names())
    groups = ((name, at) for name, at in file["groups"].items() if name not in tasks)
    for task, results in chain(file["results"].items(), groups):
        for key, at in results.items():
            metric, comma, name = key.partition(",")
            if comma and not metric.endswith("_stderr") and metric != _BYPASS:
                yield _Score(file, task, metric, name, at)


def _dataset_name(file: At, task: str) -> str:
    """Return the name of what a task was run on, empty when the file does not say."""
    config = file["configs"][task]
    path, part = config["dataset_path"].line(), config["dataset_name"].line()
    if path in _LOADERS and config["dataset_kwargs"]["data_files"]:
        return task
    return f"{path} {part}".strip() if path else ""


def _datasets(file: At) -> Iterator[Value]:
    for task in file["configs"].names():
        name = _dataset_name(file, task)
        if name:
            yield _dataset(file, task, name)


def _dataset(file: At, task: str, name: str) -> Value:
    config = file["configs"][task]
    return filled(
        {
            "name": name,
            "split": config["test_split"].line() or config["validation_split"].line(),
            "revision": config["dataset_kwargs"]["revision"].line(),
            "items": file["n-samples"][task]["original"].count(),
        }
    )


def _grader(file: At) -> Value:
    version, revision = file["lm_eval_version"].line(), file["git_hash"].line()
    return filled({"name": _HARNESS, "kind": "program", "version": version, "revision": revision})


def _placement(file: At, scores: Sequence[_Score], path: Path | None) -> Value:
    name = model_name(file)
    return filled(
        {
            "printed": {"name": name},
            "model": filled(
                {
                    "name": name,
                    "version": file["config"]["model_sha"].line() or file["config"]["model_revision"].line(),
                    "parameters": file["config"]["model_num_parameters"].spelled(),
                }
            ),
            "scores": [score.number() for score in scores],
            "settings": _settings(file),
            "raw": list(_raw(file, scores, path)),
            "cost": filled({"seconds": _seconds(file["total_evaluation_time_seconds"])}),
            "evidence": [0],
        }
    )


def _raw(file: At, scores: Sequence[_Score], path: Path | None) -> Iterator[Value]:
    """Yield the samples of each task that lie beside the results and are whole: a line an item, for each filter."""
    for task in file["results"].names():
        samples = samples_of(path, task)
        filters = {score.filter for score in scores if score.task == task}
        items = file["n-samples"][task]["effective"].count()
        if samples is not None and items:
            sha256, rows = hash_and_lines(samples)
            if rows == items * len(filters):
                yield {"sha256": sha256, "rows": rows}


def model_name(file: At) -> str:
    """Return the model's name, or that in the arguments it was loaded with; raises ImportRefusedError when there is none."""
    name = file["model_name"].line()
    arguments = file["config"]["model_args"]
    for key in ("pretrained", "model"):
        name = name or argument(arguments, key)
    return name or file["model_name"].refuse("the name of the model")


def argument(arguments: At, key: str) -> str:
    """Return one of the arguments that a model was loaded with: `key=value,…`, or an object. Empty when it is not there."""
    if isinstance(arguments.value, str):
        pairs = (pair.partition("=") for pair in arguments.text().split(","))
        return next((At(value.strip(), arguments.path).line() for name, _, value in pairs if name.strip() == key), "")
    return arguments[key].line()


def _settings(file: At) -> Value:
    tasks = file["configs"].names()
    shots = [file["n-shot"][task].count() for task in tasks]
    warmth = [file["configs"][task]["generation_kwargs"]["temperature"].decimal() for task in tasks]
    return filled(
        {
            "shots": agreed(shots),
            "prompt_sha256": file["chat_template_sha"].line(),
            "temperature": agreed(warmth),
            "limit": limit(file["config"]["limit"]),
            "seeds": [seed for key in _SEEDS if (seed := file["config"][key].count()) is not None],
        }
    )


def limit(at: At) -> int | None:
    """Return after how many items each task was cut off; a limit below 1 is a share, and shows in n."""
    written = at.decimal()
    return None if not written or written.startswith("0.") else at.count()


def _seconds(at: At) -> str:
    """Return the seconds, which the harness writes as a text."""
    return At(Number(at.line()), at.path).decimal() if isinstance(at.value, str) else at.decimal()


def _kept(file: At) -> Value:
    pinned = {key: kept(file[key].value) for key in _PINS}
    config = {
        key: kept(file["config"][key].value) for key in ("model", "model_args", "model_dtype", "gen_kwargs", "limit")
    }
    return filled(pinned | {"config": filled(config)})


def _called(file: At) -> str:
    """Return the tasks that were asked for: those that are part of no group. Empty when they fill more than a name."""
    tasks = {*file["results"].names(), *file["groups"].names()}
    listed = (part.text() for _, group in file["group_subtasks"].items() for part in group.list())
    parts = set(at_most(listed, "$.group_subtasks", 50 * MAX_LISTED))
    name = ", ".join(sorted(tasks - parts))
    return name if len(name) <= MAX_NAME else ""


IMPORTER = LmEval()
