"""Every Eval Ever 0.3.0: a JSON record of one model's line in one ranking. The importer's table, the other way round.

What the schema demands and nobody recorded is not made up: a score whose criterion does not say which way is better, or on what dataset
it was measured, has no record, and the export says which field it lacks. Where the schema itself has a word for "unknown", that
word is written. A record that was imported gives back what of it jinbang knows; what it kept in `extra.eee` is used where
the schema can hold it.

Without a place in the format, so told in `source_metadata.additional_details`: rank, entrants, the citation, the verdict and as of
which size. A judging model stands in `metric_config.additional_details`, since `llm_scoring` demands the prompt and only its hash
is on record. Digits are as recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.exporters.eee_kept import NOTHING, Kept, Texts, kept, texts
from registry.exporters.eee_result import Result, lacking_for
from registry.importers.base import Value, filled
from registry.statements import Evaluation
from registry.statements.evaluation import Grader, Placement

SCHEMA_VERSION = "0.3.0"
_RELATIONSHIP = {"self-reported": "first_party", "third-party": "third_party"}
_RELATIONSHIPS = ("first_party", "third_party", "collaborative", "other")
_AVAILABILITY = {"open weights": "open_weights", "closed weights": "closed_weights"}
_UNKNOWN = "unknown"
_SAMPLES = re.compile(
    r"data(/[^/\s]+){3}/[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}_samples\.jsonl"
)
"""Where the schema lets a file of outputs be."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said beside a record, by whoever exports it."""

    key: str
    """What no other line has: its statement and place."""
    retrieved: str
    """Unix seconds, where the ranking does not keep when it was retrieved."""
    details: Texts
    """Citation, verdict and the like."""


class NoRecord(Exception):
    """No score of a line has a place in the format."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
        """What is lacking for the first of them."""


def record(evaluation: Evaluation, placement: Placement, told: Told) -> Value:
    """Return the record of a line; raises NoRecord."""
    own = kept(evaluation)
    model = _model(placement, own)
    retrieved = own.text("retrieved_timestamp") or told.retrieved
    named = f"{evaluation.leaderboard.name}/{model['id']}/{retrieved}-{told.key}"
    return filled(
        {
            "schema_version": SCHEMA_VERSION,
            "evaluation_id": own.text("evaluation_id") or named,
            "evaluation_timestamp": _time(evaluation.evaluated),
            "retrieved_timestamp": retrieved,
            "source_metadata": _source(evaluation, own.inner("source_metadata"), told),
            "eval_library": _library(evaluation),
            "model_info": model,
            "evaluation_results": _results(evaluation, placement, own),
            "detailed_evaluation_results": _samples(placement, own.inner("detailed_evaluation_results")),
        }
    )


def _results(evaluation: Evaluation, placement: Placement, own: Kept) -> list[Value]:
    """Return what the scores of a line come to; raises NoRecord when none of them that has a value has a place."""
    criteria = evaluation.methodology.criteria
    known = {one.name: (one, its) for one, its in zip(criteria, own.each("results", len(criteria)), strict=True)}
    found, lacking, has_value = list[Value](), "placements[].scores[].value", False
    for score in placement.scores:
        criterion, its = known.get(score.criterion, (None, NOTHING))
        lacks = lacking_for(evaluation, criterion, score)
        if lacks or criterion is None:
            lacking = lacks
            continue
        has_value = has_value or bool(score.value)
        found.append(Result(evaluation, placement, criterion, score, its).value())
    if not has_value:
        raise NoRecord(lacking)
    return found


def _source(evaluation: Evaluation, own: Kept, told: Told) -> Value:
    organiser = evaluation.leaderboard.organiser
    relationship = _RELATIONSHIP.get(evaluation.submission, "")
    return filled(
        {
            "source_name": own.text("source_name") or evaluation.leaderboard.name,
            "source_type": own.text("source_type", ("documentation", "evaluation_run")) or "documentation",
            "source_organization_name": organiser.name or ", ".join(evaluation.signers),
            "source_organization_url": organiser.url,
            "source_organization_logo_url": own.text("source_organization_logo_url"),
            "evaluator_relationship": relationship or own.text("evaluator_relationship", _RELATIONSHIPS) or "other",
            "additional_details": own.texts("additional_details") | told.details,
        }
    )


def _library(evaluation: Evaluation) -> Value:
    programs = (one for one in evaluation.graders if one.kind not in ("model", "people"))
    one = next(programs, Grader(_UNKNOWN))
    details = texts({"revision": one.revision, "sha256": one.sha256})
    return filled({"name": one.name, "version": one.version or _UNKNOWN, "additional_details": details})


def _model(placement: Placement, own: Kept) -> Value:
    model = placement.model
    is_commit = bool(own.value) or (len(model.version) == 40 and not model.version.strip("0123456789abcdef"))  # noqa: PLR2004 - of git
    details = {
        "sha" if is_commit else "version": model.version,
        "num_parameters": model.parameters,
        "weights_sha256": model.sha256,
        "deployment_type": _UNKNOWN,
        "model_availability": _AVAILABILITY.get(model.availability, _UNKNOWN),
    }
    return filled(
        {
            "name": model.name,
            "id": _model_id(placement, own),
            "developer": model.developer,
            "inference_platform": own.text("inference_platform"),
            "inference_engine": texts({name: own.inner("inference_engine").text(name) for name in ("name", "version")}),
            "additional_details": texts(details),
        }
    )


def _model_id(placement: Placement, own: Kept) -> str:
    """Return the model's id: of an imported record its own, else a name that has a maker's before it, or gets it."""
    model = placement.model
    if own.value:
        return model.aliases[0] if model.aliases else model.name
    known = next((name for name in (model.name, *model.aliases) if "/" in name), "")
    return known or (f"{model.developer}/{model.name}" if model.developer else model.name)


def _samples(placement: Placement, own: Kept) -> Value:
    """Return where the outputs are, item by item: only a record that was imported says it."""
    path = own.text("file_path")
    if _SAMPLES.fullmatch(path) is None or not placement.raw:
        return {}
    raw = placement.raw[0]
    return filled(
        {
            "format": "jsonl",
            "file_path": path,
            "hash_algorithm": "sha256",
            "checksum": raw.sha256,
            "total_rows": raw.rows,
        }
    )


def _time(day: str) -> str:
    """Return an instant in Unix seconds, as the format writes them; a day stays a day."""
    return str(int(datetime.fromisoformat(day).astimezone(UTC).timestamp())) if "T" in day else day
