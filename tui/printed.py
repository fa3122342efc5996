"""The table of the rankings as text, for who has no terminal to draw on: `jinbang tui --print`."""

from __future__ import annotations

import shutil
import sys
from array import array
from collections.abc import Iterator

from registry import output
from registry.errors import NothingToJudge
from tui import saved
from tui.session import Session
from tui.settings import Settings
from tui.widgets import columns

WIDTH = 120
"""Cells of a line where stdout has no width of its own."""
_AT_A_TIME = 500


def print_table(session: Session, filter_text: str, settings: Settings) -> None:
    """Write the lines that a filter finds to stdout, as the screen has them; raises NothingToJudge when there are none."""
    from registry.reads.sorting import NEWEST

    tree = saved.parse(filter_text, settings.filters, session.tree)
    session.open(output.progress)
    ids = session.ids(tree, NEWEST)
    if not ids:
        raise NothingToJudge("filter: nothing on record matches")
    width = shutil.get_terminal_size((WIDTH, 0)).columns
    sys.stdout.write(columns.head(width, str(NEWEST), settings.language, settings.glyphs).rstrip() + "\n")
    for text in _lines(session, ids, width, settings):
        sys.stdout.write(text.rstrip() + "\n")


def _lines(session: Session, ids: array[int], width: int, settings: Settings) -> Iterator[str]:
    for start in range(0, len(ids), _AT_A_TIME):
        for line in session.lines(ids[start : start + _AT_A_TIME]):
            yield "".join(columns.cells_of(line, width, settings.language, settings.glyphs))
