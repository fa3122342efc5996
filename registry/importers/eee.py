"""Every Eval Ever 0.2 and 0.3: one JSON record of one model in one evaluation, with one result or more.

R is `evaluation_results[]`, D its `source_data`, C its `metric_config`, S its `score_details`.

| in the file | in the statement |
|---|---|
| `source_metadata.source_name` where `source_type` is `documentation` | `leaderboard.name` |
| `source_metadata.source_organization_name`, `.source_organization_url` | `leaderboard.organiser` |
| `source_metadata.evaluator_relationship`: `first_party` is self-reported, `third_party` third-party | `submission` |
| `evaluation_timestamp`: Unix seconds, a day, or an ISO 8601 time with its zone | `evaluated` |
| `model_info.name`; `model_info.id` where it differs | `placements[0].model.name`; `placements[0].model.aliases` |
| `model_info.developer` | `placements[0].model.developer` |
| `model_info.additional_details.sha`, `.num_parameters` | `placements[0].model.version`; `placements[0].model.parameters` |
| `model_info.additional_details.model_availability`, unless `unknown` | `placements[0].model.availability` |
| R`.evaluation_name` and C`.metric_name`, with R`.evaluation_result_id` where two would be the same | `methodology.criteria[].name` |
| C`.llm_scoring` is judged-by-model; C`.metric_kind` accuracy, f1, pass_rate, auroc, rmse or mae is measured | `methodology.criteria[].basis` |
| C`.lower_is_better`, the other way round | `methodology.criteria[].higher_is_better` |
| C`.metric_unit`, `.min_score`, `.max_score` | `methodology.criteria[].unit`, `.min`, `.max` |
| C`.evaluation_description`, unless it is the metric's name | `methodology.summary` |
| D`.hf_repo`, else D`.dataset_name` | `datasets[].name` |
| D`.hf_split`, `.samples_number`, the first `.url` | `datasets[].split`; `datasets[].items`; `datasets[].url` |
| `eval_library.name`, `.version` unless `unknown` | `graders[].name`; `graders[].version` |
| C`.llm_scoring.judges[].model_info.id`, `.developer`; the hash of `.input_prompt` | `graders[].name`; `graders[].developer`; `graders[].prompt_sha256` |
| S`.score`: the digits; -1 where `has_unknown_level` is `missing: not-reported` | `placements[0].scores[].value` |
| S`.uncertainty.standard_error.value` | `placements[0].scores[].stderr` |
| S`.uncertainty.confidence_interval` where its level is 0.95 | `placements[0].scores[].ci` |
| S`.uncertainty.num_samples` | `placements[0].scores[].n` |
| R`.generation_config.generation_args.temperature`, `.additional_details.num_fewshot` where all agree | `placements[0].settings` |
| `detailed_evaluation_results.checksum` (SHA-256), `.total_rows` | `placements[0].raw` |
| `schema_version` | `import.version` |
| `evaluation_id`, `retrieved_timestamp`, `source_metadata`, platform and engine, `detailed_evaluation_results.file_path` | `extra.eee` |
| R`.evaluation_result_id`, `.evaluation_name`; C`.metric_id`, `.metric_name`, `.metric_kind`, `.score_type`; D`.dataset_name`, `.source_type` | `extra.eee.results` |

Not in the format, so left empty: rank, scope, revision or digest of a dataset, commit of the harness.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.importers.base import Origin, Said, Value, agreed, at_most, filled, joined, kept, scored
from registry.importers.content import Content
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.statements.common import MAX_NAME, MAX_TEXT

_MEASURED = frozenset({"accuracy", "f1", "pass_rate", "auroc", "rmse", "mae"})
"""Families of metrics of the schema that are worked out from answers; its other one, elo, is a matter of votes."""
_SUBMISSION = {"first_party": "self-reported", "third_party": "third-party"}
_AVAILABILITY = {"open_weights": "open weights", "closed_weights": "closed weights"}
_LEVEL = "0.95"
_UNKNOWN = -1
"""The score that stands for an unknown one, where the metric says that it has such a level."""


class EveryEvalEver:
    """Reads a record of the datastore."""

    name = "eee"
    title = "Every Eval Ever record"

    def detects(self, content: Content) -> bool:
        """Say whether the file has what every version of the schema requires."""
        file = content.as_object
        needed = {"schema_version", "evaluation_id", "source_metadata", "model_info"}
        return needed <= set(file.names()) and file["evaluation_results"].is_list

    def read(self, content: Content) -> Sequence[Said]:
        """Return the record as one evaluation with one placement."""
        file = content.json()
        results = _results(file)
        graders = [*_library(file), *joined(_judge(one) for one in results if one.judge)]
        source = file["source_metadata"]
        value = {
            "leaderboard": _leaderboard(source),
            "evaluated": file["evaluation_timestamp"].time(),
            "submission": _SUBMISSION.get(source["evaluator_relationship"].text(), ""),
            "methodology": filled(
                {"summary": _summary(results), "criteria": [one.criterion(file) for one in results]},
            ),
            "datasets": joined(_dataset(one) for one in results if one.dataset),
            "graders": graders,
            "placements": [_placement(file, results)],
            "extra": {self.name: _kept(file, results)},
        }
        origin = Origin(content, self.name, file["schema_version"].line(), self.title)
        return [Said(filled(value | origin.fields()), _called(results))]


@dataclass(frozen=True, slots=True)
class _Result:
    """One score of the record, under a name of its own."""

    name: str
    at: At

    @property
    def metric(self) -> At:
        """How it is measured."""
        return self.at["metric_config"]

    @property
    def dataset(self) -> str:
        """Name of what it is measured on."""
        source = self.at["source_data"]
        return source["hf_repo"].line() or source["dataset_name"].line()

    @property
    def judge(self) -> str:
        """Names of the models that judge; empty for none."""
        judges = [one["model_info"]["id"].line() for one in self.metric["llm_scoring"]["judges"].list()]
        return " + ".join(judges)

    def criterion(self, file: At) -> Value:
        """Return what was measured."""
        lower = self.metric["lower_is_better"].truth()
        return filled(
            {
                "name": self.name,
                "basis": self._basis(),
                "higher_is_better": None if lower is None else not lower,
                "unit": self.metric["metric_unit"].line(),
                "min": _bound(self.metric["min_score"]),
                "max": _bound(self.metric["max_score"]),
                "dataset": self.dataset,
                "grader": self.judge or file["eval_library"]["name"].line(),
            }
        )

    def score(self) -> Value:
        """Return the number itself."""
        details = self.at["score_details"]
        at, doubt = details["score"], details["uncertainty"]
        if not at:
            at.refuse("a number")
        value = at.decimal()
        if self.metric["has_unknown_level"].truth() and value and Decimal(value) == _UNKNOWN:
            value = ""
        error = doubt["standard_error"]["value"].decimal()
        return scored(
            self.name,
            value,
            stderr=error if value else "",
            ci=_interval(doubt["confidence_interval"]) if value else None,
            n=doubt["num_samples"].count(),
        )

    def _basis(self) -> str:
        if self.judge:
            return "judged-by-model"
        return "measured" if self.metric["metric_kind"].text() in _MEASURED else ""


def _results(file: At) -> list[_Result]:
    """Return the results, each under a name that no other has; raises ImportRefusedError when there are none."""
    plain = at_most(((_name(at), at) for at in file["evaluation_results"].list()), "$.evaluation_results")
    if not plain:
        raise ImportRefusedError("$.evaluation_results: found no result, expected one or more")
    names = [name for name, _ in plain]
    results: list[_Result] = []
    for name, at in plain:
        told_apart = name if names.count(name) == 1 else f"{name} ({at['evaluation_result_id'].line()})"
        if any(told_apart == before.name for before in results):
            at["evaluation_result_id"].refuse("what tells this result from another one of its name and metric")
        results.append(_Result(told_apart, at))
    return results


def _name(at: At) -> str:
    evaluation, metric = at["evaluation_name"].line(), at["metric_config"]["metric_name"].line()
    if not evaluation:
        at["evaluation_name"].refuse("the name of the evaluation")
    return evaluation if metric in ("", evaluation) else f"{evaluation}/{metric}"


def _bound(at: At) -> str:
    """Return the least or greatest score, empty where there is none: the schema writes infinities as texts."""
    return "" if at.value in ("Infinity", "-Infinity") else at.decimal()


def _interval(at: At) -> list[str] | None:
    # Statements hold intervals of 95 % alone; one of another level, or of none that is told, says something else.
    if not at or at["confidence_level"].decimal().rstrip("0") != _LEVEL:
        return None
    bounds = [at["lower"].decimal(), at["upper"].decimal()]
    return bounds if all(bounds) else None


def _leaderboard(source: At) -> Value:
    organiser = filled(
        {"name": source["source_organization_name"].line(), "url": source["source_organization_url"].address()}
    )
    name = source["source_name"].line() if source["source_type"].text() == "documentation" else ""
    return filled({"name": name, "organiser": organiser})


def _summary(results: Sequence[_Result]) -> str:
    """Return how each result came about, in the words of the record; empty when they are more than a statement holds."""
    told = []
    for one in results:
        words = one.metric["evaluation_description"].words()
        if words and words != one.metric["metric_name"].text():
            told.append(f"{one.name}: {words}")
    text = "\n".join(told)
    return text if len(text) <= MAX_TEXT else ""


def _dataset(result: _Result) -> Value:
    source = result.at["source_data"]
    urls = [at.address() for at in source["url"].list()]
    return filled(
        {
            "name": result.dataset,
            "split": source["hf_split"].line(),
            "url": urls[0] if urls else "",
            "items": source["samples_number"].count(),
        }
    )


def _library(file: At) -> Iterator[Value]:
    library = file["eval_library"]
    version = library["version"].line()
    if library["name"].line():
        yield filled({"name": library["name"].line(), "version": "" if version == "unknown" else version})


def _judge(result: _Result) -> Value:
    scoring = result.metric["llm_scoring"]
    prompt = scoring["input_prompt"].text()
    developers = [one["model_info"]["developer"].line() for one in scoring["judges"].list()]
    return filled(
        {
            "name": result.judge,
            "kind": "model",
            "developer": agreed(developers),
            "prompt_sha256": hashlib.sha256(prompt.encode()).hexdigest() if prompt else "",
        }
    )


def _placement(file: At, results: Sequence[_Result]) -> Value:
    model = file["model_info"]
    name, other = model["name"].line(), model["id"].line()
    details = model["additional_details"]
    return filled(
        {
            "printed": {"name": name},
            "model": filled(
                {
                    "name": name or model["name"].refuse("the name of the model"),
                    "version": details["sha"].line(),
                    "developer": model["developer"].line(),
                    "parameters": details["num_parameters"].line(),
                    "availability": _AVAILABILITY.get(details["model_availability"].text(), ""),
                    "aliases": [other] if other not in ("", name) else [],
                }
            ),
            "scores": [one.score() for one in results],
            "settings": _settings(results),
            "raw": list(_raw(file["detailed_evaluation_results"])),
            "evidence": [0],
        }
    )


def _settings(results: Sequence[_Result]) -> Value:
    configs = [one.at["generation_config"] for one in results]
    shots = [config["additional_details"]["num_fewshot"] for config in configs]
    warmth = [config["generation_args"]["temperature"].decimal() for config in configs]
    # All details of the schema are texts.
    counted = [At(Number(at.text()), at.path).count() if at else None for at in shots]
    return filled({"shots": agreed(counted), "temperature": agreed(warmth)})


def _raw(at: At) -> Iterator[Value]:
    checksum = at["checksum"].line()
    if checksum and at["hash_algorithm"].text() == "sha256":
        yield filled({"sha256": checksum, "rows": at["total_rows"].count()})


def _kept(file: At, results: Sequence[_Result]) -> Value:
    told = {key: kept(file[key].value) for key in ("evaluation_id", "retrieved_timestamp", "source_metadata")}
    model = {key: kept(file["model_info"][key].value) for key in ("inference_platform", "inference_engine")}
    samples = filled({"file_path": kept(file["detailed_evaluation_results"]["file_path"].value)})
    named = [_named(one) for one in results]
    return filled(told | filled(model) | filled({"detailed_evaluation_results": samples, "results": named}))


def _named(result: _Result) -> Value:
    """Return what the record calls a result, of which a statement has one name."""
    parts = (
        (result.at, ("evaluation_result_id", "evaluation_name")),
        (result.metric, ("metric_id", "metric_name", "metric_kind", "score_type")),
        (result.at["source_data"], ("dataset_name", "source_type")),
    )
    return filled({name: kept(at[name].value) for at, names in parts for name in names})


def _called(results: Sequence[_Result]) -> str:
    names = sorted({one.at["evaluation_name"].line() for one in results})
    name = ", ".join(names)
    return name if len(name) <= MAX_NAME else ""


IMPORTER = EveryEvalEver()
