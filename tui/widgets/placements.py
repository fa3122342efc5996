"""A table of placements that draws only the lines in sight: a million of them cost four bytes each.

It holds the numbers of all lines in order, and asks for those in sight by page.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from ledger.errors import LedgerError
from registry.errors import RegistryError
from tui import keymap
from tui.glyphs import UNICODE, Glyphs
from tui.keymap import Scope
from tui.widgets import columns
from tui.widgets.lines import Lines
from tui.words import Language

if TYPE_CHECKING:
    from registry.reads.pages import Line, Part

_PAGE = 100
_PAGES_KEPT = 16
_MARK = 2
"""Cells in front of a line, for the cursor and for the mark of its model."""
_NEAR = 5
"""Lines on each side that are near."""
TONES = {"verified": "good", "flagged": "doubt", "invalid": "bad", "contradicted": "bad", "disputed": "bad"}

Ask = Callable[[Sequence[int]], "list[Line]"]


class Placements(Lines):
    """The table."""

    BINDINGS = keymap.bindings(Scope.PLACEMENTS)
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

    class Failed(Message):
        """Lines could not be read; they are drawn as `-`."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class Boarded(Message):
        """The leaderboard of the line under the cursor is asked for."""

    def __init__(self, lines: Ask, glyphs: Glyphs = UNICODE, name: str = "list") -> None:
        super().__init__(id=name)
        self._lines = lines
        self._glyphs = glyphs
        self._ids: array[int] = array("I")
        self._is_whole = False
        self._to_last = False
        """Whether the last line is waited for, to set the cursor on it."""
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self.marked: dict[str, str] = {}
        """Names of the models that are marked, by their keys."""
        self.language = Language.BOTH
        self.order = ""
        self.is_unchecked = False
        """Whether the ledger cannot be read: then nothing that was judged of it is said."""

    def show(self, part: Part, *, keep: bool = False) -> None:
        """Show other lines, of which more may follow; with `keep` the cursor stays on its own, wherever that is now."""
        here = self._ids[self._cursor] if self._cursor < len(self._ids) else None
        self._ids, self._is_whole = part.ids, part.is_last
        # A line was not there when its page was asked for.
        self._pages.clear()
        if len(part.lines) >= min(_PAGE, len(part.ids)):
            self._pages[0] = {line.placement_id: line for line in part.lines[:_PAGE]}
        if keep:
            self._stay(here)
        else:
            self._to_last = False
            self._cursor = 0
            self.scroll_to(y=0, animate=False, immediate=True)
        self.measure()
        self.refresh()
        self.moved()

    def follow(self, part: Part) -> None:
        """Put more lines behind those that are shown; the cursor stays."""
        self._ids.extend(part.ids)
        self._is_whole = part.is_last
        # The last page may have grown.
        self._pages.pop(part.start // _PAGE, None)
        self.measure()
        self.refresh()
        if self._to_last and self._is_whole:
            self.action_last()

    def _stay(self, here: int | None) -> None:
        """Set the cursor on a line; what is in sight stays, unless that is the top, where lines come in."""
        try:
            at = self._ids.index(here) if here is not None else 0
        except ValueError:
            at = max(0, min(self._cursor, len(self._ids) - 1))
        by, self._cursor = at - self._cursor, at
        self.measure()
        if self.scroll_offset.y:
            self.scroll_to(y=self.scroll_offset.y + by, animate=False, immediate=True)
        self._scroll()

    @property
    def ids(self) -> array[int]:
        """The numbers of all lines, in order."""
        return self._ids

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._at(self._cursor) if self._cursor < len(self._ids) else None

    @property
    def count(self) -> int:
        return len(self._ids)

    @property
    def is_whole(self) -> bool:
        """Whether all lines are here."""
        return self._is_whole

    def move(self, to: int) -> None:
        """Set the cursor on a line; whoever does no longer waits for the last one."""
        self._to_last = False
        super().move(to)

    def action_last(self) -> None:
        """Go to the last line: now to that which is known, and later to that which is the last."""
        super().action_last()
        self._to_last = not self._is_whole

    def moved(self) -> None:
        self.post_message(self.Moved(self.line))

    def near(self) -> list[Line]:
        """Return the line under the cursor, then those near it, the nearest first."""
        places = (self._cursor + step for far in range(1, _NEAR + 1) for step in (-far, far))
        found = [self._at(row) for row in (self._cursor, *places) if 0 <= row < len(self._ids)]
        return [line for line in found if line is not None]

    def action_board(self) -> None:
        """Ask for the leaderboard of the line under the cursor."""
        self.post_message(self.Boarded())

    def action_mark(self) -> None:
        """Mark the model under the cursor on every line that it has, or take the mark away."""
        line = self.line
        if line is None:
            return
        if self.marked.pop(line.model_key, None) is None:
            self.marked[line.model_key] = line.model
        self.refresh()

    def _at(self, row: int) -> Line | None:
        number = row // _PAGE
        page = self._pages.get(number)
        if page is None:
            found = self._asked(self._ids[number * _PAGE : (number + 1) * _PAGE])
            page = self._pages[number] = {line.placement_id: line for line in found}
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        line = page.get(self._ids[row])
        return replace(line, verdict="unchecked", worst="") if line is not None and self.is_unchecked else line

    def _asked(self, ids: Sequence[int]) -> list[Line]:
        """Return lines by their numbers; none when they cannot be read, which is told: there may be nobody here to raise it to."""
        try:
            return self._lines(ids)
        except (LedgerError, RegistryError, OSError) as error:
            self.post_message(self.Failed(error))
            return []

    def render_line(self, y: int) -> Strip:
        """Return one line of what is in sight."""
        width = self.scrollable_content_region.width
        if y == 0:
            text = columns.head(width - _MARK, self.order, self.language, self._glyphs)
            return self.strip([(" " * _MARK + text, ("head",))], width)
        row = self.scroll_offset.y + y - 1
        if row >= len(self._ids):
            return Strip.blank(width, self.rich_style)
        return self._row(row, width)

    def _row(self, row: int, width: int) -> Strip:
        line, is_here = self._at(row), row == self._cursor
        is_marked = line is not None and line.model_key in self.marked
        mark = (">" if is_here else " ") + ("*" if is_marked else " ")
        if line is None:
            return self.strip([(f"{mark}-", ("plain",))], width)
        *cells, verdict = columns.cells_of(line, width - _MARK, self.language, self._glyphs)
        tone = TONES.get(line.verdict, "plain")
        return self.strip([(mark + "".join(cells), ("line",)), (verdict, (tone,))], width, is_here=is_here)

    def on_click(self, event: Click) -> None:
        """Sort by a head; go to a line, or choose the one that the cursor is on."""
        if event.y == 0:
            self.post_message(self.Headed(columns.at(event.x - _MARK, self.scrollable_content_region.width - _MARK)))
            return
        row = self.scroll_offset.y + event.y - 1
        if row == self._cursor:
            self.post_message(self.Chosen())
        elif row < len(self._ids):
            self.move(row)
