"""Worker processes for one bringing up to date: started when there is much to do, and kept, with what they know, for what follows."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from ledger.workers import Workers

MANY = 1_024
"""Entries for which starting processes costs less than it gives."""


class Pool:
    """No process, or one a core."""

    def __init__(self) -> None:
        self.size = os.cpu_count() or 1
        """Processes, once they are there."""
        self._workers: Workers | None = None

    def of(self, entries: int) -> Workers | None:
        """Return the processes for so many entries, or None when these are too few."""
        if entries < MANY:
            return None
        if self._workers is None:
            self._workers = Workers(self.size)
        return self._workers

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._workers is not None:
            self._workers.__exit__(kind, error, trace)
