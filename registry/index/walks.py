"""How far the rankings of a leaderboard were looked through: what is answered by a place among them.

Whoever walks from one place towards older or newer rankings and stops has learnt only of those between: a ranking that comes to
stand there, or that ends, changes what was learnt, and any other does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from registry.index.keys import question
from registry.record import Logged, Place, place_of
from registry.statements import Evaluation

_BEFORE_ALL = ""
_AFTER_ALL = "~"


class Point(NamedTuple):
    """A place on a leaderboard, as the tables hold it."""

    board: int
    place: str


class _Walk(Struct):
    """From where somebody walked, and how far."""

    board: int
    start: Place
    last: Logged[Evaluation] | None
    older: bool
    ended: bool = False

    def span(self) -> Span:
        """Return what was walked over."""
        start = spelled(self.start)
        last = spelled(place_of(self.last)) if self.last is not None else start
        if self.older:
            return Span(self.board, _BEFORE_ALL if self.ended else last, start)
        return Span(self.board, start, _AFTER_ALL if self.ended else last)


class Span(Struct):
    """What was walked over of a leaderboard, both ends included."""

    board: int
    low: str
    high: str

    def covers(self, other: Span) -> bool:
        """Say whether two spans of a leaderboard have a place in common."""
        return self.board == other.board and self.low <= other.high and other.low <= self.high


def board_number(leaderboard_key: str) -> int:
    """Return a leaderboard as a number."""
    return question("board", leaderboard_key)


def spelled(place: Place) -> str:
    """Return a place as text, in the order of places: a date has no character before the one that ends it."""
    return f"{place.published}\x1f{place.entry_index:020d}"


class Walks:
    """Notes what is walked over."""

    def __init__(self) -> None:
        self._walks: list[_Walk] = []

    def down(self, board: int, start: Place, found: Iterable[Logged[Evaluation]]) -> Iterator[Logged[Evaluation]]:
        """Yield older and older rankings, and note how far it came."""
        return self._noted(_Walk(board, start, None, older=True), found)

    def up(self, board: int, start: Place, found: Iterable[Logged[Evaluation]]) -> Iterator[Logged[Evaluation]]:
        """Yield newer and newer rankings, and note how far it came."""
        return self._noted(_Walk(board, start, None, older=False), found)

    def _noted(self, walk: _Walk, found: Iterable[Logged[Evaluation]]) -> Iterator[Logged[Evaluation]]:
        self._walks.append(walk)
        for one in found:
            walk.last = one
            yield one
        walk.ended = True

    def spans(self) -> Iterator[Span]:
        """Yield what was walked over, each place once."""
        last: Span | None = None
        for span in sorted((one.span() for one in self._walks), key=lambda one: (one.board, one.low)):
            if last is not None and last.covers(span):
                last.high = max(last.high, span.high)
                continue
            if last is not None:
                yield last
            last = span
        if last is not None:
            yield last
