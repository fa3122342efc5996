"""Lines under heads with a cursor, of which only those in sight are drawn: what moves the cursor, whatever the lines are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keymap
from tui.keymap import Scope


class Lines(ScrollView, can_focus=True):
    """What a list has in common with every other."""

    BINDINGS = keymap.bindings(Scope.LIST)
    HEADS = 1
    """Lines above those that the cursor goes through."""
    FEET = 0
    """Lines below them."""

    _cursor = 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def moved(self) -> None:
        """Tell that the cursor stands on another line."""
        raise NotImplementedError

    @property
    def position(self) -> int:
        """Where the cursor is, from 0."""
        return self._cursor

    def measure(self) -> None:
        """Take note of how many lines there are."""
        # Nothing is scrolled sideways, so the width does not count; that it did would set the screen out anew with each other width.
        self.virtual_size = Size(0, self.count + self.HEADS + self.FEET)

    def on_resize(self, _: Resize) -> None:
        """Keep the cursor in sight."""
        self._scroll()

    def move(self, to: int) -> None:
        """Set the cursor on a line, or on the nearest one that there is."""
        if not self.count:
            return
        self._cursor = min(max(to, 0), self.count - 1)
        self._scroll()
        self.refresh()
        self.moved()

    def strip(self, parts: Sequence[tuple[str, Sequence[str]]], width: int, *, is_here: bool = False) -> Strip:
        """Return one line of texts, each with the component classes that style it; the one with the cursor looks so throughout."""
        base = self.rich_style
        cursor = self.get_component_rich_style("cursor") if is_here else None
        segments = []
        for text, names in parts:
            style = base
            for name in names:
                style += self.get_component_rich_style(name, partial=True)
            segments.append(Segment(text, style + cursor if cursor is not None else style))
        return Strip(segments).adjust_cell_length(width, base + cursor if cursor is not None else base)

    def _scroll(self) -> None:
        top, room = self.scroll_offset.y, self._room
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True)
        elif self._cursor >= top + room:
            self.scroll_to(y=self._cursor - room + 1, animate=False, immediate=True)

    @property
    def _room(self) -> int:
        """Lines in sight between heads and feet."""
        return max(1, self.scrollable_content_region.height - self.HEADS - self.FEET)

    def action_down(self) -> None:
        self.move(self._cursor + 1)

    def action_up(self) -> None:
        self.move(self._cursor - 1)

    def action_page_down(self) -> None:
        self.move(self._cursor + self._room)

    def action_page_up(self) -> None:
        self.move(self._cursor - self._room)

    def action_first(self) -> None:
        self.move(0)

    def action_last(self) -> None:
        self.move(self.count - 1)
