"""Lines of a ranking: which model each is of, and whether two of them say the same."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from registry.names import Identity, bare, identities, model_names
from registry.statements.evaluation import Model, Placement, Settings

_EXACT = Context(prec=100)
"""Holds every decimal that a statement can: at most 40 characters."""


def identity(model: Model) -> Identity:
    """Return what makes a model the same on two lines, surely."""
    return identities(model)[0]


def called(model: Model) -> set[str]:
    """Return every name of a model by letters and digits alone, each with its version and without.

    Two models of which no name is alike are surely called differently; two that share one may still be two.
    """
    names = {bare(name) for name in model_names(model)}
    return {*names, *(name + bare(model.version) for name in names)} if model.version else names


def values(placement: Placement) -> dict[str, str]:
    """Return the scores of a line that have a value, by criterion."""
    return {score.criterion: score.value for score in placement.scores if score.value}


@lru_cache(1 << 14)
def is_same_number(one: str, other: str) -> bool:
    """Say whether two decimals are one number, printed with more digits or fewer."""
    if one == other:
        return True
    digits, others = (len(each.partition(".")[2]) for each in (one, other))
    if digits == others:
        return Decimal(one) == Decimal(other)
    digits = min(digits, others)
    return _rounded(one, digits) == _rounded(other, digits)


def _rounded(value: str, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits, _EXACT), ROUND_HALF_UP, _EXACT)


def are_like(one: Settings, other: Settings) -> bool:
    """Say whether two lines were asked alike, as far as both say."""
    if one == other:
        return True
    stated = (
        (one.shots, other.shots),
        (one.prompt_sha256 or None, other.prompt_sha256 or None),
        (one.temperature or None, other.temperature or None),
        (one.runs, other.runs),
        (one.attempts, other.attempts),
        (one.limit, other.limit),
    )
    return all(a is None or b is None or a == b for a, b in stated)


def listed(names: Iterable[str], comma: str = ", ", most: int = 5) -> str:
    """Return names as a list that a sentence can hold: the first few, and how many more."""
    every = list(names)
    more = len(every) - most
    return comma.join(every[:most]) + (f" (+{more})" if more > 0 else "")
