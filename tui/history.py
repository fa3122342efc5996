"""Where one was: screens and filters, to go back to and forward again."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 100


class History(Generic[T]):
    """Places in the order in which they were visited, and which of them is in front."""

    def __init__(self) -> None:
        self._places: list[T] = []
        self._at = -1

    def visit(self, place: T) -> None:
        """Take notice of what is in front. Where one comes from is gone back to; what lay ahead of anything else is forgotten."""
        if self._at >= 0 and place == self._places[self._at]:
            return
        if self._at >= 1 and place == self._places[self._at - 1]:
            self._at -= 1
            return
        self._places = [*self._places[: self._at + 1], place][-MOST:]
        self._at = len(self._places) - 1

    def back(self) -> T | None:
        """Return the place before, which is in front now, or None."""
        return self._go(-1)

    def forward(self) -> T | None:
        """Return the place after, which is in front now, or None."""
        return self._go(1)

    def _go(self, by: int) -> T | None:
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]
