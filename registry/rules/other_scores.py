"""Other scores of the model that a claim cites: by others, on the same items, asked alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from registry.names import Kind, key
from registry.record import Placed
from registry.record.lines import are_like, is_same_number
from registry.rules.base import Hit, Seen, Severity, Words
from registry.rules.deciding import Deciding, dataset_of, deciding, items_of, score_in
from registry.rules.errors_of_scores import Spread, Z
from registry.statements.evaluation import Placement

if TYPE_CHECKING:
    from registry.claims.standing import Standing


def other_scores(standing: Standing, lines: Sequence[Placed]) -> Iterator[Hit]:
    """Yield other scores of the same model on the same items, asked alike, that differ by more than chance."""
    found = deciding(standing.recorded.statement)
    if found is None:
        return
    for placed in lines:
        hit = _score(standing, found, placed)
        if hit is not None:
            yield hit
            return


def _score(standing: Standing, own: Deciding, placed: Placed) -> Hit | None:
    here, there = standing.recorded.statement, placed.ranking.statement
    other = deciding(there)
    if (
        other is None
        or not set(here.signers).isdisjoint(there.signers)
        or not _is_one_exam(standing, own, placed, other)
    ):
        return None
    scores = (score_in(standing.placement, own.criterion.name), score_in(placed.placement, other.criterion.name))
    if scores[0] is None or scores[1] is None or is_same_number(scores[0].value, scores[1].value):
        return None
    spreads = (
        Spread(own.criterion, items_of(here, own.criterion)).variance(scores[0]),
        Spread(other.criterion, items_of(there, other.criterion)).variance(scores[1]),
    )
    if spreads[0] is None or spreads[1] is None:
        return None
    gap, noise = abs(Decimal(scores[0].value) - Decimal(scores[1].value)), Z * (spreads[0] + spreads[1]).sqrt()
    if gap <= noise:
        return None
    name, index = standing.placement.model.name, placed.ranking.index
    en = f"{scores[0].value} here and {scores[1].value} in entry {index}, on the same items"
    return Hit(
        Words(
            f"{name}: {en}; they differ by {gap}, and up to {noise:.2f} is noise.",
            f"{name}：同样的题目，这里得 {scores[0].value}，条目 {index} 中得 {scores[1].value}；相差 {gap}，而 {noise:.2f} 以内属误差。",
        ),
        (
            Seen(f"entry {standing.recorded.index} score", scores[0].value),
            Seen(f"entry {index} placements[{placed.at}] score", scores[1].value),
        ),
        # A model without a version may have changed between two runs.
        Severity.MAJOR if standing.placement.model.version else Severity.NOTE,
    )


def _is_one_exam(standing: Standing, own: Deciding, placed: Placed, other: Deciding) -> bool:
    """Say whether two scores are in one unit, of one split of one dataset, and of runs that were surely asked alike."""
    one = dataset_of(standing.recorded.statement, own.criterion)
    two = dataset_of(placed.ranking.statement, other.criterion)
    if one is None or two is None or own.criterion.unit != other.criterion.unit:
        return False
    return (
        key(Kind.DATASET, one.name) == key(Kind.DATASET, two.name)
        and (one.version, one.split, one.items) == (two.version, two.split, two.items)
        and _are_asked_alike(standing.placement, placed.placement)
    )


def _are_asked_alike(one: Placement, other: Placement) -> bool:
    return one.settings.shots == other.settings.shots is not None and are_like(one.settings, other.settings)
