"""Parts of a field that the record itself can tell apart: a size, a printed section, a value of a model's field.

A scope in other words is no category: nothing here reads "Chinese open models" and decides who is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from registry.names import developer_names, folded
from registry.rules.base import Words
from registry.statements import Evaluation
from registry.statements.evaluation import Placement

_SIZE = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?) ?(?P<unit>[mbt亿])")
_SIZE_SCOPE = re.compile(r"(?P<op><=?|≤) ?" + _SIZE.pattern)
_UNITS = {"m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12), "亿": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Category:
    """A part of the field."""

    field: str
    """Of a placement, that tells who is in it: `model.parameters`."""
    words: Words
    """As it stands in a sentence: "among models below 10B"."""
    holds: Callable[[Placement], bool | None]
    """Whether a placement is in it; None when its field is empty or not understood."""

    @property
    def label(self) -> str:
        """The field's last word."""
        return self.field.rpartition(".")[2]


def category(scope: str, evaluation: Evaluation) -> Category | None:
    """Return the part of the field that a scope names whole, or None when the record has no such category."""
    wanted = folded(scope)
    size = _SIZE_SCOPE.fullmatch(wanted)
    if size is not None:
        return _of_size(size)
    readers: dict[str, Callable[[Placement], tuple[str, ...]]] = {
        "printed.section": lambda one: (one.printed.section,),
        "model.availability": lambda one: (one.model.availability,),
        "model.developer": lambda one: developer_names(one.model),
        "model.domains": lambda one: one.model.domains,
        "model.languages": lambda one: one.model.languages,
    }
    for field, values in readers.items():
        if any(wanted in map(folded, values(one)) for one in evaluation.placements):
            return Category(field, Words(f"in {scope}", f"“{scope}”"), _holder(wanted, values))
    return None


def _holder(wanted: str, values: Callable[[Placement], tuple[str, ...]]) -> Callable[[Placement], bool | None]:
    return lambda one: wanted in map(folded, values(one)) if any(values(one)) else None


def _of_size(scope: re.Match[str]) -> Category:
    limit, inclusive = _count(scope), scope["op"] != "<"
    shown = f"{scope['number']}{scope['unit'].upper()}"

    def holds(placement: Placement) -> bool | None:
        size = size_of(placement.model.parameters)
        if size is None:
            return None
        return size < limit or (inclusive and size == limit)

    en, zh = ("up to", "及以下") if inclusive else ("below", "以下")
    return Category("model.parameters", Words(f"among models {en} {shown}", f"{shown} {zh}的模型"), holds)


def size_of(parameters: str) -> Decimal | None:
    """Return a size as stated, `7B`, as a count of parameters; None when it is not understood."""
    size = _SIZE.fullmatch(folded(parameters))
    return _count(size) if size is not None else None


def _count(size: re.Match[str]) -> Decimal:
    return Decimal(size["number"]) * _UNITS[size["unit"]]
