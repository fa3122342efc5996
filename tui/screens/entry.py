"""One entry, with every proof checked again: verdict, checks, findings with their cures, what refers to it, the statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui import keymap, telling, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.keymap import Scope
from tui.screens.proof import ProofScreen
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.session import Opened


class EntryScreen(AskingScreen):
    """It is asked for when the screen opens."""

    BINDINGS = keymap.bindings(Scope.ENTRY)

    def __init__(self, index: int, placement: str) -> None:
        super().__init__()
        self._index = index
        self._placement = placement
        self._opened: Opened | None = None

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.ENTRY)
        yield Pane("entry")
        yield KeyLine(Scope.ENTRY, Scope.TEXT)

    def on_mount(self) -> None:
        """Judge the entry."""
        session, pane = self.jinbang.session, self.query_one(Pane)
        self.retell()
        pane.tell([Told("", words.JUDGING.said(self.language))])
        pane.focus()
        self.ask("entry", lambda: session.entry(self._index, self._placement), self._show)

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        own_word = self.jinbang.session.takes_own_word
        self.query_one(Pane).tell(telling.entry(opened, self.language, own_word=own_word))

    def retell(self) -> None:
        super().retell()
        if self._opened is not None:
            self._show(self._opened)

    def subject(self) -> Subject | None:
        return Subject(self._index, self._placement)

    def action_path(self) -> None:
        """Draw how it is in the tree."""
        self.jinbang.push_screen(ProofScreen(lambda session: session.auditing.inclusion(self._index)))

    def arguments(self) -> tuple[object, ...] | None:
        return (self._index, self._placement)

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()
