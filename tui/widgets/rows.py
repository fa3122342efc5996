"""A short list: heads, and rows that are all at hand, with a cursor and marks. The last column takes the room that is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from ledger.text import plain
from tui.glyphs import UNICODE, Glyphs
from tui.widgets.lines import Lines

_FRONT = 2
"""Cells in front of a row, for the cursor and its mark."""


class Column(NamedTuple):
    """A head, and the cells below it."""

    head: str
    cells: int
    right: bool = False


class Row(NamedTuple):
    """One line."""

    key: str
    """What it is known by when other rows come."""
    texts: Sequence[str]
    tone: str = "line"


class Rows(Lines):
    """The list."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head", "line", "cursor", "good", "doubt", "bad", "dim"}
    ALLOW_MAXIMIZE = True

    class Moved(Message):
        """The cursor stands on another row."""

    class Chosen(Message):
        """A row was clicked that the cursor was on."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, glyphs: Glyphs = UNICODE, name: str = "rows") -> None:
        super().__init__(id=name)
        self._glyphs = glyphs
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[Row] = ()
        self.marked: list[str] = []
        """Keys of rows, in the order in which they were marked."""

    def show(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on its own, wherever that is now."""
        here = self.key
        self._columns, self._rows = columns, rows
        known = {row.key: at for at, row in enumerate(rows)}
        self.marked = [key for key in self.marked if key in known]
        self.measure()
        self.move(known.get(here, self._cursor))
        self.refresh()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def key(self) -> str:
        """Of the row under the cursor; empty when there is none."""
        return self._rows[self._cursor].key if self._cursor < len(self._rows) else ""

    def mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if not self.key:
            return
        if self.key in self.marked:
            self.marked.remove(self.key)
        else:
            self.marked.append(self.key)
        self.refresh()

    def moved(self) -> None:
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight."""
        width = self.scrollable_content_region.width
        at = self.scroll_offset.y + y - self.HEADS
        if y == 0:
            return self._strip(" " * _FRONT + self._line([one.head for one in self._columns], width), width, "head")
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row, is_here = self._rows[at], at == self._cursor
        front = (">" if is_here else " ") + ("*" if row.key in self.marked else " ")
        return self._strip(front + self._line(row.texts, width), width, row.tone, is_here=is_here)

    def _line(self, texts: Sequence[str], width: int) -> str:
        last, left, parts = len(texts) - 1, width - _FRONT, []
        for at, (column, text) in enumerate(zip(self._columns, texts, strict=False)):
            own = max(0, left) if at == last else column.cells
            parts.append(self._glyphs.fit(plain(text[: 8 * own]), own, right=column.right and at != last))
            left -= own + 1
        return " ".join(parts)

    def _strip(self, text: str, width: int, tone: str, *, is_here: bool = False) -> Strip:
        style = self.rich_style + self.get_component_rich_style(tone, partial=True)
        if is_here:
            style += self.get_component_rich_style("cursor")
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def on_click(self, event: Click) -> None:
        """Go to a row, or choose the one that the cursor is on."""
        at = self.scroll_offset.y + event.y - self.HEADS
        if event.y == 0 or at >= len(self._rows):
            return
        if at == self._cursor:
            self.post_message(self.Chosen(self))
        else:
            self.move(at)
