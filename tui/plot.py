"""Ranks over time, drawn with letters: rank 1 above, days from left to right, marks below for rankings and checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tui.glyphs import Glyphs

if TYPE_CHECKING:
    from registry.over_time import Series

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEVERAL = "*"
SIGNED = "^"
_LINES = 10
"""Most lines of ranks."""
_LEAST = 20
"""Cells of the days, at the least."""


class _Dot(NamedTuple):
    day: int
    rank: int
    letter: str


def plot(
    series: Sequence[Series], days: Iterable[str], width: int, glyphs: Glyphs, signed: Iterable[str] = ()
) -> Iterator[str]:
    """Yield the lines of a picture; none when no rank has a day. `signed` are days of checkpoints: those in sight are marked."""
    dots = list(_dots(series))
    ticks = [day for day in map(_ordinal, days) if day is not None]
    if not dots:
        return
    first, last = min(dot.day for dot in dots), max(dot.day for dot in dots)
    first, last = min([first, *ticks]), max([last, *ticks])
    best, worst = min(dot.rank for dot in dots), max(dot.rank for dot in dots)
    label = len(f"{worst:,}")
    wide, high = max(_LEAST, width - label - 2), min(_LINES, worst - best + 1)
    rows = _grid(dots, (first, last), (best, worst), wide, high)
    for at, row in enumerate(rows):
        rank = best + _scaled(at, high - 1, worst - best)
        yield f"{rank:>{label},} {glyphs.upright}{''.join(row).rstrip()}"
    yield " " * (label + 1) + glyphs.corner + _marked(ticks, (first, last), [glyphs.across] * wide, glyphs.tick)
    marks = [day for day in map(_ordinal, signed) if day is not None and first <= day <= last]
    if marks:
        yield " " * (label + 2) + _marked(marks, (first, last), [" "] * wide, SIGNED).rstrip()
    start, end = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    yield " " * (label + 2) + (start if start == end else start + end.rjust(wide - len(start)))


def _dots(series: Sequence[Series]) -> Iterator[_Dot]:
    for letter, one in zip(LETTERS, series, strict=False):
        for point in one.points:
            day = _ordinal(point.day)
            if day is not None:
                yield _Dot(day, point.rank, letter)


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        # Not known, or written by somebody else than the index: it has no place on the line of days.
        return None


def _grid(dots: Iterable[_Dot], days: tuple[int, int], ranks: tuple[int, int], wide: int, high: int) -> list[list[str]]:
    rows = [[" "] * wide for _ in range(high)]
    for dot in dots:
        row = rows[_scaled(dot.rank - ranks[0], ranks[1] - ranks[0], high - 1)]
        at = _scaled(dot.day - days[0], days[1] - days[0], wide - 1)
        row[at] = dot.letter if row[at] in (" ", dot.letter) else SEVERAL
    return rows


def _marked(marks: Iterable[int], days: tuple[int, int], line: list[str], mark: str) -> str:
    """Return a line of cells with a mark at each of some days."""
    for day in marks:
        line[_scaled(day - days[0], days[1] - days[0], len(line) - 1)] = mark
    return "".join(line)


def _scaled(part: int, whole: int, room: int) -> int:
    """Return where a part of a whole lies in a room, to the nearest place."""
    return (2 * part * room + whole) // (2 * whole) if whole else 0
