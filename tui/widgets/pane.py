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

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._text = Static(markup=False)

    def compose(self) -> Iterable[Static]:
        return [self._text]

    def tell(self, lines: Iterable[Told], *, from_start: bool = True) -> None:
        """Show other lines."""
        self._text.update(content(lines))
        if from_start:
            self.scroll_home(animate=False, immediate=True)
