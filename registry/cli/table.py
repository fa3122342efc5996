"""Tables on a terminal and in a pipe, and as CSV: the one printer of lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.text import plain
from registry import cells, output
from registry.exporters import csv

_GAP = "  "
_LEAST = 4
"""Cells below which a column is not cut; one of numbers never is, since a part of a number is another number."""


class Column(NamedTuple):
    """A column of a table."""

    head: str
    right: bool = False
    """Whether it is set to the right, as numbers are."""


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads: as wide as the terminal at most, and whole when it is none."""
    texts = [[column.head for column in columns], *([_text(value) for value in row] for row in rows)]
    widths = [max(map(cells.width, column)) for column in zip(*texts, strict=True)]
    if output.to_terminal():
        widths = _fitting(columns, widths, shutil.get_terminal_size().columns)
    output.lines(_line(row, columns, widths) for row in texts)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows without heads, whole and below each other; a column in which nothing stands is left out."""
    texts = [[plain(cell) for cell in row] for row in rows]
    filled = [column for column in zip(*texts, strict=True) if any(column)]
    columns, widths = [Column("")] * len(filled), [max(map(cells.width, column)) for column in filled]
    yield from (_line(row, columns, widths) for row in zip(*filled, strict=True))


def _text(value: object) -> str:
    """Return a value for a cell. What could move the cells beside it is replaced here, before it is measured."""
    return "-" if value in (None, "") else plain(str(value))


def _line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    set_ = (
        cells.pad(cells.cut(text, width), width, right=column.right)
        for text, column, width in zip(row, columns, widths, strict=True)
    )
    return _GAP.join(set_).rstrip()


def _fitting(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """Return the widths with the widest texts made narrower, until all fit or none can give more."""
    fitting = list(widths)
    texts = [at for at, column in enumerate(columns) if not column.right]
    too_wide = sum(fitting) + len(_GAP) * (len(fitting) - 1) - room
    for _ in range(too_wide):
        widest = max(texts, key=lambda at: fitting[at])
        if fitting[widest] <= _LEAST:
            break
        fitting[widest] -= 1
    return fitting


def print_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV (RFC 4180), with `heads` above them; what a spreadsheet would run is made text."""
    output.lines(_csv(heads, rows))


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield ",".join(heads)
    for row in rows:
        yield ",".join(map(csv.cell, row))
