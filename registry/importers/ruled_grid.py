"""A table in plain text with a line of dashes below its heads, as `tabulate` prints it: cells are two blanks or more apart.

What a page left out of a table it shows as `...`: as a line of its own, or as the last column. Neither is read as a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from registry.importers.grid import Grid, Row
from registry.importers.place import ImportRefusedError

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
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    start = next((at for at, line in enumerate(lines) if at and _RULE.fullmatch(line.rstrip())), None)
    if start is None:
        return None
    width = len(_BETWEEN.split(lines[start].strip()))
    heads = _cells(lines, start - 1, width)
    kept = width - (heads[-1] == _CUT)
    rows: list[Row] = []
    is_cut = False
    for at in range(start + 1, len(lines)):
        line = lines[at].strip()
        if line == _CUT:
            is_cut = True
        elif _BETWEEN.search(line):
            rows.append(Row(at + 1, _cells(lines, at, width)[:kept]))
        else:
            break
    if not rows:
        raise ImportRefusedError(f"line {start + 1}: found a table without rows, expected one or more")
    cut = (*(["columns"] if kept < width else []), *(["rows"] if is_cut else []))
    return Ruled(Grid(heads[:kept], tuple(rows), "text/plain"), cut)


def _cells(lines: Sequence[str], at: int, columns: int) -> tuple[str, ...]:
    if "\ufffd" in lines[at]:
        raise ImportRefusedError(f"line {at + 1}: not UTF-8")
    cells = tuple(_BETWEEN.split(lines[at].strip()))
    if len(cells) != columns:
        raise ImportRefusedError(
            f"line {at + 1}: found {len(cells)} cells, expected {columns} as in the line of dashes"
        )
    return cells
