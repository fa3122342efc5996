"""Which criterion decides the ranks, and what each line scored in it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from registry.statements import Evaluation
from registry.statements.evaluation import Criterion, Dataset, Placement, Score

MEASURING = frozenset({"measured", "judged-by-model", "judged-by-people"})
OPINION = frozenset({"survey", "usage", "editorial"})


class Deciding(Struct, frozen=True):
    """The criterion that the ranks rest on."""

    at: int
    """Position in `methodology.criteria`."""
    criterion: Criterion
    higher_is_better: bool | None
    """None when neither the criterion nor the ranks say."""


def deciding(evaluation: Evaluation) -> Deciding | None:
    """Return the only criterion, or the first of several whose scores the ranks follow; None when the record does not tell."""
    criteria = evaluation.methodology.criteria
    if len(criteria) == 1:
        way = criteria[0].higher_is_better
        return Deciding(0, criteria[0], _way(evaluation, criteria[0]) if way is None else way)
    for at, criterion in enumerate(criteria):
        way = followed(evaluation, criterion)
        if way is not None:
            return Deciding(at, criterion, way)
    return None


def followed(evaluation: Evaluation, criterion: Criterion) -> bool | None:
    """Return whether higher is better where the ranks follow a criterion's scores; None where they do not.

    Placements that share a rank may differ in score.
    """
    pairs = []
    for placement in evaluation.placements:
        if placement.rank is not None:
            score = score_in(placement, criterion.name)
            if score is None:
                return None
            pairs.append((placement.rank, Decimal(score.value)))
    ways = (True, False) if criterion.higher_is_better is None else (criterion.higher_is_better,)
    return next((way for way in ways if pairs and _follows(pairs, higher_is_better=way)), None)


def _way(evaluation: Evaluation, criterion: Criterion) -> bool | None:
    """Return which way is better as the ranks have it; None unless two of them differ in score."""
    values = {score.value for one in evaluation.placements if one.rank and (score := score_in(one, criterion.name))}
    return followed(evaluation, criterion) if len(values) > 1 else None


def _follows(pairs: Sequence[tuple[int, Decimal]], *, higher_is_better: bool) -> bool:
    """Say whether no better rank has a worse score."""
    by_score = sorted(pairs, key=lambda pair: pair[1], reverse=higher_is_better)
    ranked = [score for _, score in sorted(by_score, key=lambda pair: pair[0])]
    return ranked == sorted(ranked, reverse=higher_is_better)


def score_in(placement: Placement, criterion: str) -> Score | None:
    """Return a line's score in a criterion, if it has a value."""
    for score in placement.scores:
        if score.criterion == criterion:
            return score if score.value else None
    return None


def dataset_of(evaluation: Evaluation, criterion: Criterion) -> Dataset | None:
    """Return the dataset that a criterion names; one that names none is measured on the only one there is."""
    datasets = evaluation.datasets
    if not criterion.dataset and len(datasets) == len(evaluation.methodology.criteria) == 1:
        return datasets[0]
    return next((dataset for dataset in datasets if dataset.name == criterion.dataset), None)


def items_of(evaluation: Evaluation, criterion: Criterion) -> int | None:
    """Return how many items a criterion is measured on; None when that is not on record, or is none."""
    dataset = dataset_of(evaluation, criterion)
    return (dataset.items or None) if dataset is not None else None


def score_path(placement: Placement, at: int, criterion: str) -> str:
    """Return the path of a line's score in a criterion."""
    number = next(number for number, score in enumerate(placement.scores) if score.criterion == criterion)
    return f"placements[{at}].scores[{number}]"
