"""One leaderboard over time: its rankings, who was first when, where models stood, and what was found about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui import boards, keymap, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane
from tui.widgets.rows import Rows

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
        self._signed: Sequence[str] = ()
        """Days of checkpoints."""

    def arguments(self) -> tuple[object, ...] | None:
        return self._key, self._entry_index, self._names

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.BOARD)
        yield Static(markup=False, id="chosen")
        yield Rows(self.jinbang.glyphs, "states")
        yield Pane("course")
        yield KeyLine(Scope.BOARD, Scope.LIST)

    def on_mount(self) -> None:
        """Look the leaderboard up."""
        self.retell()
        self.query_one(Pane).tell([Told("", words.LOOKING.said(self.language))])
        self.query_one(Rows).focus()
        self._ask()

    def _ask(self) -> None:
        session, key, entry_index, names = self.jinbang.session, self._key, self._entry_index, self._names
        self.ask(
            "board",
            lambda: (session.course(key, entry_index, names), session.auditing.signed_days()),
            lambda found: self._show(*found),
        )

    def _show(self, found: Course, signed: Sequence[str]) -> None:
        is_other = self._found is None or _list_of(self._found) != _list_of(found)
        self._found, self._signed = found, signed
        self._draw(from_start=is_other)

    def caught_up(self) -> None:
        """Look it up once more, and stay where one is."""
        self.retell()
        self._ask()

    def _draw(self, *, from_start: bool = False) -> None:
        found, language, glyphs = self._found, self.language, self.jinbang.glyphs
        if found is None:
            return
        self.query_one("#chosen", Static).update(Content(boards.title(found, language, glyphs)))
        rows = self.query_one(Rows)
        rows.styles.height = len(found.rankings) + rows.HEADS
        rows.show(boards.ranking_columns(language), boards.ranking_rows(found, language, glyphs))
        width = self.query_one(Pane).size.width - _EDGES
        self.query_one(Pane).tell(boards.course(found, self._signed, width, language, glyphs), from_start=from_start)

    def on_resize(self) -> None:
        """Draw the picture as wide as there is room."""
        self._draw()

    def retell(self) -> None:
        super().retell()
        self._draw()

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()

    def subject(self) -> Subject | None:
        key = self.query_one(Rows).key
        return Subject(int(key)) if key else None

    def on_rows_chosen(self, _: Rows.Chosen) -> None:
        """Open a ranking that is clicked twice."""
        self.action_open()

    def action_setting(self) -> None:
        """Look the leaderboard up under its next setting."""
        if self._found is not None and len(self._found.settings) > 1:
            self._entry_index = self._found.settings[1].entry_index
            self._ask()


def _list_of(found: Course) -> object:
    """Return what tells one setting from another."""
    return found.settings[0].list if found.settings else None
