"""The table of a comparison: a line a list, a column a model, of which as many are drawn as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from tui import keymap
from tui.glyphs import UNICODE, Glyphs
from tui.keymap import Scope
from tui.widgets import places
from tui.widgets.lines import Lines
from tui.widgets.placements import TONES
from tui.words import Language

if TYPE_CHECKING:
    from registry.across import Column, Row, Spread
    from registry.compare import ListKey

_MARK = 2
"""Cells in front of a line, for the cursor and for its mark."""


class Crossing(Lines):
    """The table."""

    BINDINGS = keymap.bindings(Scope.CROSSING)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"head", "line", "cursor", "good", "doubt", "bad", "plain", "out", "foot"}
    FEET = 1

    class Moved(Message):
        """The cursor stands on another list."""

    def __init__(self, glyphs: Glyphs = UNICODE, name: str = "crossing") -> None:
        super().__init__(id=name)
        self._glyphs = glyphs
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[Row] = ()
        self._with_doubted = False
        self._longest = 0
        """Cells of the longest name of a list."""
        self.chosen = 0
        """The model that is spoken of."""
        self._marks: set[ListKey] = set()
        self.language = Language.BOTH
        self.order = ""

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> Sequence[Row]:
        """The lists, in their order."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The list under the cursor."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def marked(self) -> frozenset[ListKey]:
        """The lists that are marked, of those that are here."""
        return frozenset(row.table.list for row in self._rows if row.table.list in self._marks)

    def action_mark(self) -> None:
        """Mark the list under the cursor, or take its mark away: while lists are marked, these alone count in the spread."""
        if self.row is not None:
            self._marks ^= {self.row.table.list}
            self.refresh()
            self.moved()

    def moved(self) -> None:
        self.post_message(self.Moved())

    def show(self, columns: Sequence[Column], rows: Sequence[Row], *, with_doubted: bool) -> None:
        """Show other lines; the cursor stays on the list that it is on."""
        before = self.row
        self._columns, self._rows = columns, rows
        self._with_doubted = with_doubted
        shortened = (self._glyphs.short(places.list_name(row.table), places.LIST_MOST) for row in rows)
        self._longest = max(map(cell_len, shortened), default=0)
        self.chosen = min(self.chosen, max(0, len(columns) - 1))
        lists = [row.table.list for row in rows]
        self._cursor = lists.index(before.table.list) if before is not None and before.table.list in lists else 0
        self.styles.height = len(rows) + self.HEADS + self.FEET
        self.measure()
        self.refresh()
        self.move(self._cursor)
        if not rows:
            self.moved()

    @property
    def sight(self) -> range:
        """Which of the models are drawn, the chosen one among them."""
        shown = self._layout.shown
        start = min(max(0, self.chosen - shown + 1), max(0, len(self._columns) - shown))
        return range(start, min(len(self._columns), start + shown))

    @property
    def _layout(self) -> places.Layout:
        width = self.scrollable_content_region.width - _MARK
        return places.layout(width, max(1, len(self._columns)), self.language, self._longest)

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight."""
        width, room, sight = self.scrollable_content_region.width, self._layout, self.sight
        if y == 0:
            labels = [self._columns[at].label for at in sight]
            text = places.head(labels, self.chosen - sight.start, room, self.order, self.language, self._glyphs)
            return self.strip([(" " * _MARK + text, ("head",))], width)
        row = self.scroll_offset.y + y - 1
        if self._rows and y == min(len(self._rows) + 1, self.scrollable_content_region.height - 1):
            spreads = [self._spread(at) for at in sight]
            text = places.foot(spreads, room, self.language, self._glyphs, of_marked=bool(self.marked))
            return self.strip([(" " * _MARK + text, ("foot",))], width)
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return self._row(row, room, width)

    def on_click(self, event: Click) -> None:
        """Go to a list."""
        row = self.scroll_offset.y + event.y - self.HEADS
        if event.y >= self.HEADS and row < len(self._rows) and event.y < self.HEADS + self._room:
            self.move(row)

    def _row(self, number: int, room: places.Layout, width: int) -> Strip:
        from registry.across import is_doubted

        row, is_here = self._rows[number], number == self._cursor
        name = self._glyphs.fit(places.list_name(row.table), room.list)
        front = (">" if is_here else " ") + ("*" if row.table.list in self._marks else " ")
        parts: list[tuple[str, tuple[str, ...]]] = [(front + name, ("line",))]
        for at in self.sight:
            place = row.places[at]
            is_out = place is not None and not self._with_doubted and is_doubted(place)
            rank, verdict, bar = places.place_texts(place, room, self._glyphs, is_out=is_out)
            tone = TONES.get("" if place is None else place.line.verdict, "plain")
            dim = ("out",) * is_out
            parts += [(rank, ("line", *dim)), (verdict, (tone, *dim)), (bar, ("line", *dim))]
        return self.strip(parts, width, is_here=is_here)

    def _spread(self, at: int) -> Spread:
        """Return how far apart a model stands across the lists that count: those that are marked, else all."""
        from registry.across import spread

        marked = self.marked
        counted = (row.places[at] for row in self._rows if not marked or row.table.list in marked)
        return spread(counted, with_doubted=self._with_doubted)

    def choose(self, step: int) -> None:
        """Speak of another model, so many further, from the next `show` on."""
        self.chosen = min(max(0, self.chosen + step), max(0, len(self._columns) - 1))
