"""The collector of cycles, which would look through all that is being read again and again: statements and rows hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.workers import ALLOCATIONS


@contextmanager
def seldom() -> Iterator[None]:
    """Have it look seldom while much is read: a fifth of the time of judging went there."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
