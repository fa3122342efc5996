"""How far two orders of the same models agree: Kendall's tau-b.

Of all pairs of models, those that both leaderboards put in the same order less those that they put in opposite orders, over the
number of pairs that each of them orders at all. 1 is the same order, -1 the opposite, 0 no relation. Sharing a rank is no order.
Source: M. G. Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945); computed as by W. R. Knight, JASA 61 (1966).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import isqrt
from typing import NamedTuple

_BLOCK = 512
"""Values that are sorted by putting each in its place: moving so few is cheaper than merging."""


class Agreement(NamedTuple):
    """How far two orders agree."""

    shared: int
    """Models that both have."""
    tau: Decimal | None
    """Tau-b to two decimals; None when one of them orders no pair, so that there is nothing to agree on."""


def agreement(ranks: Sequence[tuple[int, int]]) -> Agreement:
    """Return the agreement of two orders, given the two ranks of each model that both have.

    Cost: n log n for n models.
    """
    pairs = _pairs(len(ranks))
    tied_first = _tied([first for first, _ in ranks])
    tied_second = _tied([second for _, second in ranks])
    tied_both = _tied(ranks)
    opposite = _inversions([second for _, second in sorted(ranks)])[0]
    concordant = pairs - tied_first - tied_second + tied_both - opposite
    ordered = (pairs - tied_first) * (pairs - tied_second)
    if not ordered:
        return Agreement(len(ranks), None)
    return Agreement(len(ranks), _rounded(concordant - opposite, ordered))


def _rounded(difference: int, ordered: int) -> Decimal:
    """Return difference / sqrt(ordered) to two decimals, away from zero at a half, without a float in between."""
    # |d| / sqrt(o) * 100 + 1/2, rounded down: floor((200 |d| / sqrt(o) + 1) / 2).
    scaled = (isqrt((200 * difference) ** 2 // ordered) + 1) // 2
    return Decimal(scaled if difference >= 0 else -scaled).scaleb(-2)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _tied(values: Sequence[object]) -> int:
    """Return how many pairs have the same value."""
    if len(set(values)) == len(values):
        return 0
    return sum(_pairs(count) for count in Counter(values).values())


def _inversions(values: Sequence[int]) -> tuple[int, list[int]]:
    """Return how many pairs stand in falling order, and the values sorted: a merge sort that counts."""
    if len(values) <= _BLOCK:
        return _inserted(values)
    middle = len(values) // 2
    count_left, left = _inversions(values[:middle])
    count_right, right = _inversions(values[middle:])
    count, merged, at = count_left + count_right, [], 0
    for value in right:
        while at < len(left) and left[at] <= value:
            merged.append(left[at])
            at += 1
        count += len(left) - at
        merged.append(value)
    return count, merged + left[at:]


def _inserted(values: Sequence[int]) -> tuple[int, list[int]]:
    """Do the same with each value put in its place."""
    count, placed = 0, list[int]()
    for value in values:
        at = bisect_right(placed, value)
        count += len(placed) - at
        placed.insert(at, value)
    return count, placed
