"""How sure a score is: its standard error, from what is recorded beside it.

The unit comes from the criterion, never from the size of the number: 0.8 may be a percent.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from registry.statements.evaluation import Criterion, Score

Z = Decimal("1.96")
"""Standard errors on either side of a 95 % interval."""
WHOLES = {
    "percent": Decimal(100),
    "%": Decimal(100),
    "百分比": Decimal(100),
    "proportion": Decimal(1),
    "fraction": Decimal(1),
    "比例": Decimal(1),
}
_RIGHT_OR_WRONG = frozenset(
    {
        "accuracy",
        "acc",
        "exact",
        "em",
        "correct",
        "pass",
        "resolved",
        "solved",
        "正确率",
        "准确率",
        "通过率",
    }
)
"""Words of a criterion's name that tell that an item is either right or wrong."""
_PARTS = frozenset({"macro", "average", "avg", "mean", "平均"})
"""Words of a name that tell that it may be a mean of parts."""
_SEPARATED = str.maketrans(dict.fromkeys("@_-+/()（）,.:", " "))


def whole(criterion: Criterion) -> Decimal | None:
    """Return what all items right would score, in the criterion's unit; None for a unit that is no share."""
    return WHOLES.get(criterion.unit.casefold())


def is_right_or_wrong(criterion: Criterion) -> bool:
    """Say whether a criterion's items are each right or wrong, so that the score is a share of them."""
    if criterion.basis not in {"", "measured"} or whole(criterion) is None:
        return False
    words = _words(criterion)
    return not _RIGHT_OR_WRONG.isdisjoint(words) and "balanced" not in words and "weighted" not in words


def is_mean_of_items(criterion: Criterion) -> bool:
    """Say whether nothing speaks against a criterion being a plain mean of items: not of subjects, nor of other parts."""
    return criterion.aggregate == "micro" or (not criterion.aggregate and _PARTS.isdisjoint(_words(criterion)))


def _words(criterion: Criterion) -> list[str]:
    return criterion.name.casefold().translate(_SEPARATED).split()


class Spread:
    """How sure scores in one criterion are. What is known of the criterion is looked up once for all lines."""

    __slots__ = ("_full", "_items", "is_share")

    def __init__(self, criterion: Criterion, items: int | None) -> None:
        self._full = whole(criterion) or Decimal(0)
        self._items = items
        self.is_share = is_right_or_wrong(criterion)

    def variance(self, score: Score) -> Decimal | None:
        """Return the square of a score's standard error, in the criterion's unit; None when it is not known.

        It is the recorded one, else that of the recorded 95 % interval, else p(1 - p) / n for a share of right items.
        A recorded standard error of 0 on a score between none and all is no error at all, and is passed over.
        """
        if score.stderr and score.stderr.strip("0."):
            return Decimal(score.stderr) ** 2
        if score.ci is not None:
            low, high = map(Decimal, score.ci)
            return ((high - low) / 2 / Z) ** 2
        n = score.n or self._items
        right = Decimal(score.value)
        if not self.is_share or not n or not 0 <= right <= self._full:
            return None
        return right * (self._full - right) / n

    def most(self, score: Score) -> Decimal | None:
        """Return what the variance cannot exceed, without working it out; None when that takes as long."""
        n = score.n or self._items
        return None if score.stderr or score.ci is not None or not n or not self.is_share else _widest(self._full, n)


@lru_cache(1 << 10)
def _widest(full: Decimal, n: int) -> Decimal:
    """Return the variance of a share of n items of which half are right."""
    return full**2 / (4 * n)


def is_approximate(score: Score, criterion: Criterion) -> bool:
    """Say whether the error is an approximation: of a mean of parts, or of one that does not say what it is a mean of."""
    return not score.stderr.strip("0.") and score.ci is None and criterion.aggregate != "micro"
