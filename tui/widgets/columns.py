"""The columns of the table of placements, and how wide each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ledger.text import plain
from registry import cells
from tui import words
from tui.glyphs import Glyphs
from tui.telling import verdict_word
from tui.words import Language, Words

if TYPE_CHECKING:
    from registry.reads.pages import Line

_GAP = 1
_WIDE = 84
"""Cells of a table from which it has room for the day."""


class Column(NamedTuple):
    """One column."""

    by: str
    """What sorts by it, as `registry.reads.sorting.By` names it."""
    head: Words
    of: Callable[[Line, Language], str]
    cells: int
    """Its width; of a column that grows, its least."""
    grows: int = 0
    """Its share of the room that is left."""
    right: bool = False
    if_wide: bool = False


def _rank(line: Line, _: Language) -> str:
    if line.rank is None:
        return "-"
    return f"{line.rank}{'=' * line.tied}" + (f"/{line.entrants}" if line.entrants is not None else "")


def _model(line: Line, _: Language) -> str:
    return " ".join(filter(None, (line.model, line.version)))


def _board(line: Line, _: Language) -> str:
    return " ".join(filter(None, (line.leaderboard, line.release)))


def _verdict(line: Line, language: Language) -> str:
    return verdict_word(line.verdict, line.worst, language)


COLUMNS = (
    Column("rank", words.RANK, _rank, 9, right=True),
    Column("model", words.MODEL, _model, 12, grows=3),
    Column("leaderboard", words.LEADERBOARD, _board, 16, grows=3),
    Column("published", words.DATE, lambda line, _: line.published, 10, if_wide=True),
    Column("score", words.SCORE, lambda line, _: line.value, 8, right=True),
    Column("verdict", words.VERDICT, _verdict, 24, grows=1),
)


def widths(width: int) -> list[tuple[Column, int]]:
    """Return the columns that a width has room for, each with its own."""
    shown = [one for one in COLUMNS if width >= _WIDE or not one.if_wide]
    left = max(0, width - sum(one.cells for one in shown) - _GAP * len(shown))
    parts = sum(one.grows for one in shown)
    return [(one, one.cells + left * one.grows // parts) for one in shown]


def cells_of(line: Line, width: int, language: Language, glyphs: Glyphs) -> Iterator[str]:
    """Yield what stands in each column, cleaned and exactly as wide."""
    for column, own in widths(width):
        text = plain(column.of(line, language)[: 8 * own])
        yield glyphs.fit(text, own, right=column.right) + " " * _GAP


def head(width: int, sorted_by: str, language: Language, glyphs: Glyphs) -> str:
    """Return the line of heads; `sorted_by` is an order, such as `-score`."""
    texts = []
    for column, own in widths(width):
        mark = {column.by: " ^", f"-{column.by}": " v"}.get(sorted_by, "")
        text = column.head.said(language)
        fitting = text if cells.width(text + mark) <= own else column.head.en
        texts.append(glyphs.fit(fitting + mark, own, right=column.right) + " " * _GAP)
    return "".join(texts)


def at(x: int, width: int) -> str:
    """Return what the column at a cell sorts by."""
    for column, own in widths(width):
        x -= own + _GAP
        if x < 0:
            return column.by
    return COLUMNS[-1].by
