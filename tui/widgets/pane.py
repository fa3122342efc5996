"""Text that is scrolled with the keys of a pager."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.widgets import Static

from tui import keymap
from tui.keymap import Scope
from tui.telling import Told, content


class Pane(VerticalScroll, can_focus=True):
    """Lines that are told, as many as there are."""

    BINDINGS = keymap.bindings(Scope.TEXT)
    ALLOW_MAXIMIZE = True

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._text = Static(markup=False)
        self._lines: list[Told] = []

    def compose(self) -> Iterable[Static]:
        return [self._text]

    @property
    def text(self) -> str:
        """All lines, as they are read."""
        return content(self._lines).plain

    def to_finding(self, by: int) -> None:
        """Go to the next finding, or with -1 to the one before."""
        width, top = self._text.size.width, round(self.scroll_y)
        starts = [self._start(number, width) for number, line in enumerate(self._lines) if line.is_finding]
        ahead = [y for y in starts if y > top] if by > 0 else [y for y in reversed(starts) if y < top]
        if ahead:
            self.scroll_to(y=ahead[0], animate=False, immediate=True)

    def _start(self, number: int, width: int) -> int:
        """Return the row at which a line begins."""
        return content(self._lines[:number]).get_height({}, width) if number else 0

    def tell(self, lines: Iterable[Told], *, from_start: bool = True) -> None:
        """Show other lines."""
        self._lines = list(lines)
        self._text.update(content(self._lines))
        if from_start:
            self.scroll_home(animate=False, immediate=True)
