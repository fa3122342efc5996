"""One result of a record of Every Eval Ever: a score, how it is measured, and on what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from registry.exporters.eee_kept import Kept, Texts, texts
from registry.exporters.exact_json import Digits
from registry.importers.base import Value, filled
from registry.statements import Evaluation
from registry.statements.evaluation import Criterion, Dataset, Grader, Placement, Score

_KINDS = frozenset({"accuracy", "f1", "auroc", "rmse", "mae", "pass_rate", "elo"})
"""Families of metrics that the schema names."""
_HUB = re.compile(r"https://huggingface\.co/datasets/([\w.-]+/[\w.-]+)", re.ASCII)


def lacking_for(evaluation: Evaluation, criterion: Criterion | None, score: Score) -> str:
    """Return the field for want of which a score has no place; empty when it has one."""
    if criterion is None:
        return "methodology.criteria"
    if not score.value and score.missing != "not-reported":
        return "placements[].scores[].value"
    if criterion.higher_is_better is None:
        return "methodology.criteria[].higher_is_better"
    return "" if _dataset(evaluation, criterion) is not None else "methodology.criteria[].dataset"


def _dataset(evaluation: Evaluation, criterion: Criterion) -> Dataset | None:
    return next((one for one in evaluation.datasets if one.name == criterion.dataset), None)


@dataclass(frozen=True, slots=True)
class Result:
    """One score of a line, with how it came about."""

    evaluation: Evaluation
    placement: Placement
    criterion: Criterion
    score: Score
    own: Kept

    def value(self) -> Value:
        """Return the result."""
        return filled(
            {
                "evaluation_result_id": self.own.text("evaluation_result_id"),
                "evaluation_name": self.own.text("evaluation_name") or self.evaluation.leaderboard.name,
                "source_data": self._source(),
                "metric_config": self._metric(),
                "score_details": self._score(),
                "generation_config": self._settings(),
            }
        )

    def _metric(self) -> Value:
        one = self.criterion
        kind = self.own.text("metric_kind") or (one.name if one.name in _KINDS else "")
        bounded = bool(one.min and one.max)
        return filled(
            {
                "evaluation_description": self._description(),
                "metric_id": self.own.text("metric_id"),
                "metric_name": self.own.text("metric_name") or ("" if self.own.value else one.name),
                "metric_kind": kind,
                "metric_unit": one.unit,
                "lower_is_better": not one.higher_is_better,
                "score_type": self.own.text("score_type", ("binary",)) or ("continuous" if bounded else ""),
                "min_score": _digits(one.min),
                "max_score": _digits(one.max),
                "has_unknown_level": None if self.score.value else True,
                "additional_details": self._grading(),
            }
        )

    def _description(self) -> str:
        """Return how this result came about: its own words where the summary has words for each, else the summary."""
        summary = self.evaluation.methodology.summary
        if not self.own.value:
            return summary
        starts = tuple(f"{one.name}: " for one in self.evaluation.methodology.criteria)
        words, is_own = list[str](), False
        for line in summary.split("\n"):
            if line.startswith(starts):
                is_own = line.startswith(f"{self.criterion.name}: ")
                line = line[len(self.criterion.name) + 2 :]  # noqa: PLW2901 - the rest of it
            words += [line] if is_own else []
        return "\n".join(words)

    def _grading(self) -> Texts:
        grader = next((one for one in self.evaluation.graders if one.name == self.criterion.grader), Grader("unknown"))
        is_judged = self.criterion.basis.startswith("judged-by")
        told = {
            "basis": self.criterion.basis,
            "weight": self.criterion.weight,
            "grader": grader.name if is_judged and self.criterion.grader else "",
            "grader_version": grader.version if is_judged else "",
            "grader_prompt_sha256": grader.prompt_sha256 if is_judged else "",
        }
        return texts(told)

    def _source(self) -> Value:
        data = _dataset(self.evaluation, self.criterion)
        assert data is not None, "a score without dataset has no place"
        on_hub = _HUB.fullmatch(data.url)
        kind = self.own.text("source_type", ("url", "hf_dataset", "other"))
        details = {"version": data.version, "revision": data.revision, "sha256": data.sha256, "seal": data.seal}
        name = self.own.text("dataset_name") or data.name
        if kind == "hf_dataset" or (not kind and on_hub):
            own = "" if name == data.name else data.name
            return filled(
                {
                    "dataset_name": name,
                    "source_type": "hf_dataset",
                    "hf_repo": on_hub[1] if on_hub else own,
                    "hf_split": data.split,
                    "samples_number": data.items,
                    "additional_details": texts(details),
                }
            )
        told = texts(details | {"split": data.split, "items": "" if data.items is None else str(data.items)})
        place: Value = {"source_type": "url", "url": [data.url]} if data.url else {"source_type": "other"}
        return filled({"dataset_name": name, **place, "additional_details": told})

    def _score(self) -> Value:
        one = self.score
        interval = {} if one.ci is None else {"lower": Digits(one.ci[0]), "upper": Digits(one.ci[1])}
        doubt = filled(
            {
                "standard_error": {"value": Digits(one.stderr)} if one.stderr else {},
                "confidence_interval": interval | {"confidence_level": Digits("0.95")} if interval else {},
                "num_samples": one.n,
            }
        )
        # A score of -1 is an unknown one, where the metric says that it has such a level.
        return filled({"score": Digits(one.value or "-1"), "uncertainty": doubt})

    def _settings(self) -> Value:
        asked = self.placement.settings
        return filled(
            {
                "generation_args": filled({"temperature": _digits(asked.temperature)}),
                "additional_details": {} if asked.shots is None else {"num_fewshot": str(asked.shots)},
            }
        )


def _digits(value: str) -> Digits | None:
    return Digits(value) if value else None
