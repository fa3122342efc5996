"""Text that is scrolled with the keys of a pager."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.selection import Selection
from textual.widget import Widget

from tui import keymap
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.hanging import Hanging, content


class Text(Widget):
    """Lines, of which what has no room goes on below the column in which it began."""

    DEFAULT_CSS = "Text { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.told = Hanging()

    def render(self) -> Hanging:
        return self.told

    def tell(self, lines: Iterable[Told]) -> None:
        """Show other lines."""
        self.told = Hanging(lines)
        self.refresh(layout=True)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """Return lines as they were told, not as they are cut."""
        return self.told.selected(selection, self.size.width), "\n"


class Pane(VerticalScroll, can_focus=True):
    """Lines that are told, as many as there are."""

    BINDINGS = keymap.bindings(Scope.TEXT)
    ALLOW_MAXIMIZE = True

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._text = Text()

    def compose(self) -> Iterable[Text]:
        return [self._text]

    @property
    def text(self) -> str:
        """All lines, as they are read."""
        return content(self._text.told.lines).plain

    def to_finding(self, by: int) -> None:
        """Go to the next finding, or with -1 to the one before."""
        told, width, top = self._text.told, self._text.size.width, round(self.scroll_y)
        starts = [told.start(number, width) for number, line in enumerate(told.lines) if line.is_finding]
        ahead = [y for y in starts if y > top] if by > 0 else [y for y in reversed(starts) if y < top]
        if ahead:
            self.scroll_to(y=ahead[0], animate=False, immediate=True)

    def tell(self, lines: Iterable[Told], *, from_start: bool = True) -> None:
        """Show other lines."""
        self._text.tell(lines)
        if from_start:
            self.scroll_home(animate=False, immediate=True)
