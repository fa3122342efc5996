"""What follows from a statement alone, worked out once while it is at hand: many rules, and many rankings beside it, ask again."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from registry.statements import Statement

S = TypeVar("S", bound=Statement)
T = TypeVar("T")


def once_each(work: Callable[[S], T]) -> Callable[[S], T]:
    """Return a function of a statement that is worked out once for each, and forgotten when the statement is.

    By which object it is: a statement is frozen, and to compare two large ones costs more than most work.
    """
    known: dict[int, tuple[weakref.ref[S], T]] = {}

    @wraps(work)
    def remembered(statement: S) -> T:
        key = id(statement)
        found = known.get(key)
        if found is None:
            value = work(statement)
            # An id is used again only after its object is gone, and then nothing is known under it.
            known[key] = found = weakref.ref(statement, lambda _: known.pop(key, None)), value
        return found[1]

    return remembered
