"""One entry, with every proof checked again: verdict, checks, findings with their cures, what refers to it, the statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui import telling, words
from tui.handing import Subject
from tui.keymap import Scope
from tui.screens.judged import JudgedScreen
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.session import Opened


class EntryScreen(JudgedScreen):
    """It is asked for when the screen opens."""

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
        self.retell()
        self.query_one(Pane).focus()
        self.action_again()

    def action_again(self) -> None:
        session = self.jinbang.session
        self.query_one(Pane).tell([Told("", words.JUDGING.said(self.language))])
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

    def proven(self) -> tuple[str, int]:
        return "", self._index

    def arguments(self) -> tuple[object, ...] | None:
        return (self._index, self._placement)

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()
