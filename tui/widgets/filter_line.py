"""The line in which a filter is written: the box, how much it finds, and below what is wrong with it or could stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ledger.text import plain
from tui.widgets.bars import say
from tui.widgets.filter_box import Complete, FilterBox

if TYPE_CHECKING:
    from registry.filter.complete import Candidate

_PROMPT = "/ "
_OFFERED = 8
"""Candidates of a completion that are shown."""


class FilterLine(Vertical):
    """The line, and what stands below it only while there is something to say."""

    def __init__(self, complete: Complete, past: list[str], text: str = "") -> None:
        super().__init__(id="narrowing")
        self._complete = complete
        self._past = past
        self._text = text
        self._refused: Exception | None = None
        """What is wrong with what is written."""

    def compose(self) -> Iterable[Widget]:
        with Horizontal(id="asking"):
            yield Static(_PROMPT, markup=False, id="prompt")
            yield FilterBox(self._complete, self._past, self._text, "filter")
            yield Static(markup=False, id="count")
        yield Static(markup=False, id="hint")

    def on_mount(self) -> None:
        """Keep the caret under its place when the box scrolls."""
        self.watch(self.box, "scroll_x", self._point, init=False)

    @property
    def box(self) -> FilterBox:
        """Where it is written."""
        return self.query_one(FilterBox)

    @property
    def text(self) -> str:
        """What is written."""
        return self.box.value

    def count(self, said: str) -> None:
        """Show how much it finds."""
        say(self.query_one("#count", Static), Content(said))

    def say(self, said: str) -> None:
        """Show something below it, or nothing."""
        self._refused = None
        self._hint(Content(said))

    def refuse(self, error: Exception) -> None:
        """Show a caret under the place of a filter that cannot be read, and what was expected there."""
        self._refused = error
        self._point()

    def _point(self) -> None:
        if self._refused is not None:
            self._hint(_caret(self._refused, self.box.scroll_offset.x, self.box.content_size.width))

    def write(self) -> None:
        """Go on writing."""
        # Beside a pane that is alone it could not be seen.
        self.screen.minimize()
        # At once: the letters that follow may have arrived with the key.
        self.screen.set_focus(self.box)
        self.box.cursor_position = len(self.box.value)

    def _hint(self, text: Content) -> None:
        hint = self.query_one("#hint", Static)
        if text.plain or hint.display:
            hint.update(text)
            hint.display = bool(text.plain)

    def offer(self, candidates: Sequence[Candidate], chosen: int) -> None:
        """Show what could stand at the cursor, with what stands there now marked."""
        start = max(0, chosen - _OFFERED + 1)
        parts = [
            Content.styled(f"[{plain(one.text)}]", "bold") if at == chosen else Content(plain(one.text))
            for at, one in enumerate(candidates[start : start + _OFFERED], start)
        ]
        help_ = Content(plain(candidates[chosen].help if candidates else ""))
        said = Content("\n").join([Content("  ").join(parts), help_]) if parts else Content("")
        # After the screen has taken what is written now, which it may have something to say of.
        self.screen.call_later(self._hint, said)


def _caret(error: Exception, scrolled: int, room: int) -> Content:
    """Return a caret under the place of an error, if the box has that in sight, and what was expected there."""
    from registry.filter import FilterError

    assert isinstance(error, FilterError), "only filters have a place"
    indent = " " * cell_len(_PROMPT)
    at = cell_len(plain(error.text[: error.start])) - scrolled
    if not 0 <= at <= room:
        return Content(indent + plain(error.why))
    carets = "^" * min(max(1, cell_len(plain(error.text[error.start : error.stop]))), max(1, room - at))
    return Content(f"{indent}{' ' * at}{carets}\n{indent}{plain(error.why)}")
