"""A table of placements that draws only the lines in sight: a million of them cost eight bytes each.

It holds the numbers of all lines in order, and asks for those in sight by page.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keymap
from tui.glyphs import UNICODE, Glyphs
from tui.keymap import Scope
from tui.widgets import columns
from tui.words import Language

if TYPE_CHECKING:
    from registry.reads.pages import Line

_PAGE = 100
_PAGES_KEPT = 16
_MARK = 2
"""Cells in front of a line, for the mark of the cursor."""
_TONES = {"verified": "good", "flagged": "doubt", "invalid": "bad", "contradicted": "bad", "disputed": "bad"}

Lines = Callable[[Sequence[int]], "list[Line]"]


class Placements(ScrollView, can_focus=True):
    """The table."""

    BINDINGS = keymap.bindings(Scope.LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"head", "line", "cursor", "good", "doubt", "bad", "plain"}

    class Moved(Message):
        """The cursor stands on another line, or on none."""

        def __init__(self, line: Line | None) -> None:
            super().__init__()
            self.line = line

    class Headed(Message):
        """A head was clicked."""

        def __init__(self, by: str) -> None:
            super().__init__()
            self.by = by

    class Chosen(Message):
        """A line was clicked that the cursor was on."""

    def __init__(self, lines: Lines, glyphs: Glyphs = UNICODE, name: str = "list") -> None:
        super().__init__(id=name)
        self._lines = lines
        self._glyphs = glyphs
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._cursor = 0
        self.language = Language.BOTH
        self.order = ""

    def show(self, ids: array[int], *, keep: bool = False) -> None:
        """Show other lines; with `keep` the cursor stays where it is, as the same lines are known further."""
        self._ids = ids
        if not keep:
            self._pages.clear()
            self._cursor = 0
            self.scroll_to(y=0, animate=False, immediate=True)
        # A line was not there when its page was asked for.
        self._pages.clear()
        self._measure()
        self.refresh()
        self.post_message(self.Moved(self.line))

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._at(self._cursor) if self._cursor < len(self._ids) else None

    @property
    def position(self) -> int:
        """Where the cursor is, from 0."""
        return self._cursor

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._ids) + 1)

    def on_resize(self, _: Resize) -> None:
        """Keep the cursor in sight."""
        self._measure()
        self._scroll()

    def _at(self, row: int) -> Line | None:
        number = row // _PAGE
        page = self._pages.get(number)
        if page is None:
            found = self._lines(self._ids[number * _PAGE : (number + 1) * _PAGE])
            page = self._pages[number] = {line.placement_id: line for line in found}
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return page.get(self._ids[row])

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight."""
        width = self.scrollable_content_region.width
        if y == 0:
            text = columns.head(width - _MARK, self.order, self.language, self._glyphs)
            return self._strip([(" " * _MARK + text, "head")], width)
        row = self.scroll_offset.y + y - 1
        if row >= len(self._ids):
            return Strip.blank(width, self.rich_style)
        return self._row(row, width)

    def _row(self, row: int, width: int) -> Strip:
        line, is_here = self._at(row), row == self._cursor
        mark = "> " if is_here else "  "
        if line is None:
            return self._strip([(f"{mark}-", "plain")], width)
        *cells, verdict = columns.cells_of(line, width - _MARK, self.language, self._glyphs)
        tone = _TONES.get(line.verdict, "plain")
        return self._strip([(mark + "".join(cells), "line"), (verdict, tone)], width, is_here=is_here)

    def _strip(self, texts: Sequence[tuple[str, str]], width: int, *, is_here: bool = False) -> Strip:
        base = self.rich_style
        cursor = self.get_component_rich_style("cursor") if is_here else None
        segments = []
        for text, name in texts:
            style = base + self.get_component_rich_style(name, partial=True)
            segments.append(Segment(text, style + cursor if cursor is not None else style))
        return Strip(segments).adjust_cell_length(width, base + cursor if cursor is not None else base)

    def _move(self, to: int) -> None:
        if not self._ids:
            return
        self._cursor = min(max(to, 0), len(self._ids) - 1)
        self._scroll()
        self.refresh()
        self.post_message(self.Moved(self.line))

    def _scroll(self) -> None:
        top, room = self.scroll_offset.y, self._room
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True)
        elif self._cursor >= top + room:
            self.scroll_to(y=self._cursor - room + 1, animate=False, immediate=True)

    @property
    def _room(self) -> int:
        """Lines in sight below the heads."""
        return max(1, self.scrollable_content_region.height - 1)

    def action_down(self) -> None:
        self._move(self._cursor + 1)

    def action_up(self) -> None:
        self._move(self._cursor - 1)

    def action_page_down(self) -> None:
        self._move(self._cursor + self._room)

    def action_page_up(self) -> None:
        self._move(self._cursor - self._room)

    def action_first(self) -> None:
        self._move(0)

    def action_last(self) -> None:
        self._move(len(self._ids) - 1)

    def on_click(self, event: Click) -> None:
        """Sort by a head; go to a line, or choose the one that the cursor is on."""
        if event.y == 0:
            self.post_message(self.Headed(columns.at(event.x - _MARK, self.scrollable_content_region.width - _MARK)))
            return
        row = self.scroll_offset.y + event.y - 1
        if row == self._cursor:
            self.post_message(self.Chosen())
        elif row < len(self._ids):
            self._move(row)
