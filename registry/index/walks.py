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
        self._spans: list[Span] = []

    def down(self, board: int, start: Place, found: Iterable[Logged[Evaluation]]) -> Iterator[Logged[Evaluation]]:
        """Yield older and older rankings, and note how far it came."""
        span = self._from(board, start)
        for one in found:
            span.low = spelled(place_of(one))
            yield one
        span.low = _BEFORE_ALL

    def up(self, board: int, start: Place, found: Iterable[Logged[Evaluation]]) -> Iterator[Logged[Evaluation]]:
        """Yield newer and newer rankings, and note how far it came."""
        span = self._from(board, start)
        for one in found:
            span.high = spelled(place_of(one))
            yield one
        span.high = _AFTER_ALL

    def _from(self, board: int, start: Place) -> Span:
        at = spelled(start)
        span = Span(board, at, at)
        self._spans.append(span)
        return span

    def spans(self) -> Iterator[Span]:
        """Yield what was walked over, each place once."""
        last: Span | None = None
        for span in sorted(self._spans, key=lambda one: (one.board, one.low)):
            if last is not None and last.covers(span):
                last.high = max(last.high, span.high)
                continue
            if last is not None:
                yield last
            last = Span(span.board, span.low, span.high)
        if last is not None:
            yield last
