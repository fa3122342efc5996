"""One leaderboard over time: its rankings, who was first when, where models stood, and what was found about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui import boards, keymap, words
from tui.asking import AskingScreen
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from registry.over_time import Course

_EDGES = 4
"""Cells of a pane that no text stands in: its padding and the scroll bar."""


class BoardScreen(AskingScreen):
    """It opens with the key of a leaderboard, one of its rankings, and names of models to follow; without these the firsts."""

    BINDINGS = keymap.bindings(Scope.BOARD)

    def __init__(self, leaderboard_key: str, entry_index: int, names: Sequence[str]) -> None:
        super().__init__()
        self._key = leaderboard_key
        self._entry_index = entry_index
        self._names = tuple(names)
        self._found: Course | None = None

    def arguments(self) -> tuple[object, ...] | None:
        return self._key, self._entry_index, self._names

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.BOARD)
        yield Pane("course")
        yield KeyLine(Scope.BOARD, Scope.TEXT)

    def on_mount(self) -> None:
        """Look the leaderboard up."""
        self.retell()
        pane = self.query_one(Pane)
        pane.tell([Told("", words.LOOKING.said(self.language))])
        pane.focus()
        self._ask()

    def _ask(self) -> None:
        session, key, entry_index, names = self.jinbang.session, self._key, self._entry_index, self._names
        self.ask("board", lambda: session.course(key, entry_index, names), self._show)

    def _show(self, found: Course) -> None:
        self._found = found
        self._draw()

    def _draw(self) -> None:
        if self._found is not None:
            width = self.query_one(Pane).size.width - _EDGES
            self.query_one(Pane).tell(boards.course(self._found, width, self.language, self.jinbang.glyphs))

    def on_resize(self) -> None:
        """Draw the picture as wide as there is room."""
        self._draw()

    def retell(self) -> None:
        super().retell()
        self._draw()

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()

    def action_setting(self) -> None:
        """Look the leaderboard up under its next setting."""
        if self._found is not None and len(self._found.settings) > 1:
            self._entry_index = self._found.settings[1].entry_index
            self._ask()
