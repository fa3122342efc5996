"""A table in plain text with a line of dashes below its heads, as `tabulate` prints it: cells are two blanks or more apart.

What a page left out of a table it shows as `...`: as a line of its own, or as the last column. Neither is read as a cell.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from registry.importers.base import MAX_LISTED
from registry.importers.grid import Grid, Row, Rows
from registry.importers.lines import MAX_ROW, check_length, lines_of
from registry.importers.place import ImportRefusedError, TooLargeError

_RULE = re.compile(r"-+( {2,}-+)+( +\.\.\.)?")
_BETWEEN = re.compile(r" {2,}")
_CUT = "..."


class Ruled(NamedTuple):
    """A table, and what of it the source left out."""

    grid: Grid
    cut: tuple[str, ...]
    """`columns`, `rows`, both or nothing."""


def read_ruled(raw: bytes) -> Ruled | None:
    """Return the first such table of a file, or None when it has none.

    Raises: ImportRefusedError with the line that has more cells than there are columns, or fewer.
    """
    width, kept = 0, 0
    heads: tuple[str, ...] = ()
    before = ""
    rows: list[Row] = []
    is_cut = False
    start = 0
    for number, line in enumerate(map(str.strip, lines_of(raw)), 1):
        if not start:
            if before and _RULE.fullmatch(line):
                start, width = number, len(_BETWEEN.split(line))
                heads = _cells(before, number - 1, width)
                kept = width - (heads[-1] == _CUT)
            before = line
        elif line == _CUT:
            is_cut = True
        elif _BETWEEN.search(line):
            rows.append(Row(number, _cells(line, number, width)[:kept]))
            if len(rows) > MAX_LISTED:
                raise TooLargeError(
                    f"line {number}: found more than {MAX_LISTED:,} rows, expected what an entry can hold"
                )
        else:
            break
    if not start:
        return None
    if not rows:
        raise ImportRefusedError(f"line {start}: found a table without rows, expected one or more")
    cut = (*(["columns"] if kept < width else []), *(["rows"] if is_cut else []))
    return Ruled(Grid(heads[:kept], Rows(rows.__iter__), len(rows), "text/plain"), cut)


def _cells(line: str, number: int, columns: int) -> tuple[str, ...]:
    check_length(len(line), MAX_ROW, number)
    cells = tuple(_BETWEEN.split(line))
    if len(cells) != columns:
        raise ImportRefusedError(
            f"line {number}: found {len(cells)} cells, expected {columns} as in the line of dashes"
        )
    return cells
