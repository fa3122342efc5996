"""How lines that are told are drawn: as they are, never as markup, and cut where they have no room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from ledger.text import plain
from tui.telling import Told

_GAP = re.compile("^ +|  +")
"""What stands between columns."""
_SPACES = re.compile(r"\s*")
_STEP = 2
"""Cells by which a line with a mark is set in where it has no column near its start."""


class Row(NamedTuple):
    """What one row shows of a line."""

    shown: Content
    at: int
    """Letters of the line in front of it."""
    indent: int = 0
    """Spaces that stand in front of it."""


class Hanging(Visual):
    """Lines in as many rows as a width asks for; a line goes on below the last of its columns."""

    def __init__(self, lines: Iterable[Told] = ()) -> None:
        self.lines = tuple(lines)
        self._width, self._drawn = 0, content(self.lines)

    def drawn(self, width: int) -> Content:
        """Return what is drawn at a width."""
        if width != self._width:
            self._width, self._drawn = width, content(self.lines, width)
        return self._drawn

    def start(self, number: int, width: int) -> int:
        """Return the row at which a line begins."""
        return sum(len(_rows(line, width)) for line in self.lines[:number])

    def selected(self, selection: Selection, width: int) -> str:
        """Return what is selected at a width: of each line what was told, however it is cut."""
        text, rows = content(self.lines).plain, [*self._places(width)]
        first = 0 if selection.start is None else _letter(rows, selection.start)
        return text[first : len(text) if selection.end is None else _letter(rows, selection.end)]

    def _places(self, width: int) -> Iterator[tuple[int, int]]:
        """Yield of each row how many letters are in front of it, and by how many spaces it is set in."""
        before = 0
        for line in self.lines:
            yield from ((before + row.at, row.indent) for row in _rows(line, width))
            before += len(_whole(line).plain) + 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self.drawn(width).render_strips(width, height, style, options)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.drawn(width).get_height(rules, width)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return content(self.lines).get_optimal_width(rules, container_width)


def _letter(rows: Sequence[tuple[int, int]], place: Offset) -> int:
    at, indent = rows[min(place.y, len(rows) - 1)] if rows else (0, 0)
    return at + max(0, place.x - indent)


def content(lines: Iterable[Told], width: int = 0) -> Content:
    """Return lines as they are drawn at a width; without one each is as long as it is."""
    return Content("\n").join([Content(" " * row.indent) + row.shown for line in lines for row in _rows(line, width)])


def _rows(line: Told, width: int) -> list[Row]:
    """Return a line, cut where it has no room."""
    whole = _whole(line)
    if not width or whole.cell_length <= width:
        return [Row(whole, 0)]
    # However long a line is, its first row is in here.
    first = whole[: 8 * width].wrap(width)[0]
    rows, indent = [Row(first, 0)], _indent(line, width)
    at = _after(whole, len(first.plain))
    for row in whole[at:].wrap(width - indent) if at < len(whole.plain) else ():
        rows.append(Row(row, at, indent))
        at = _after(whole, at + len(row.plain))
    return rows


def _after(whole: Content, at: int) -> int:
    """Return where the next word begins."""
    gap = _SPACES.match(whole.plain, at)
    return gap.end() if gap is not None else at


def _indent(line: Told, width: int) -> int:
    """Return the cells in front of the last column that begins in the first third of a line."""
    mark = f"{plain(line.mark)} " if line.mark and line.text else ""
    start = (mark + plain(line.text[:width]))[:width]
    ends = [len(mark), *(gap.end() for gap in _GAP.finditer(start))]
    fitting = [_STEP * bool(mark), *(Content(start[:end]).cell_length for end in ends if end <= len(start))]
    return max((one for one in fitting if one <= width // 3), default=0)


def _whole(line: Told) -> Content:
    mark, text = plain(line.mark), plain(line.text)
    return Content.assemble((mark, line.tone or "bold"), " " if mark and text else "", (text, line.text_tone))
