"""The app: which screen is in front, in which language it speaks, and how it looks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input

from tui import keymap, saved
from tui.asking import AskingScreen
from tui.keymap import Scope
from tui.screens.rankings import RankingsScreen
from tui.session import Session
from tui.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from registry.filter import Term


class JinbangApp(App[None]):
    """The terminal interface on one ledger."""

    TITLE = "jinbang"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = keymap.bindings(Scope.EVERYWHERE)
    # Beside a pane the table has three fifths: from here on that is room for every column.
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (132, "-wide")]  # noqa: RUF012 - as Textual types it

    def __init__(
        self,
        session: Session,
        filter_text: str = "",
        settings: Settings = DEFAULTS,
    ) -> None:
        super().__init__()
        self.session = session
        self.language = settings.language
        self.glyphs = settings.glyphs
        self.read_only = settings.read_only
        self.keys = keymap.with_user(settings.keys)
        """Every behaviour, with the keys that call it here."""
        self.filters = dict(settings.filters)
        """Those that have a name."""
        self._own_keys = settings.keys
        self.unfinished = False
        """Whether it was left while a thread still worked."""
        self._filter_text = filter_text
        self._left = False
        if settings.theme:
            self.theme = settings.theme
        if is_colourless(os.environ):
            self.theme = "ansi-dark"
            self.add_class("-colourless")
        self.add_class(settings.glyphs.border)

    def on_load(self) -> None:
        """Take the user's keys."""
        self.set_keymap(self._own_keys)

    def filter_tree(self, text: str) -> Term:
        """Return the tree of a filter, which may call saved ones by name; raises FilterError with the place."""
        return saved.parse(text, self.filters, self.session.tree)

    def get_default_screen(self) -> Screen[None]:
        return RankingsScreen(self._filter_text)

    @property
    def _rankings(self) -> RankingsScreen:
        bottom = self.screen_stack[0]
        assert isinstance(bottom, RankingsScreen), "it is the first screen and never closed"
        return bottom

    def open_entry(self, index: int, placement: str) -> None:
        """Show an entry in full."""
        from tui.screens.entry import EntryScreen

        if not self._left:
            self.push_screen(EntryScreen(index, placement))

    def verify(self, text: str) -> None:
        """Show what a text comes to."""
        from tui.screens.verify import VerifyScreen

        front = self.screen
        if isinstance(front, VerifyScreen):
            if text:
                front.judge(text)
            else:
                front.focus_text()
        elif self.session.origin and not self._left:
            self.push_screen(VerifyScreen(text))

    def on_paste(self, event: Paste) -> None:
        """Verify what is pasted anywhere outside of a box."""
        self.verify(event.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual calls it so
        """Say whether an action may be done: a box takes every key that is a letter, and who has left opens nothing."""
        return not self._left and not (action == "filter" and isinstance(self.focused, Input))

    def action_filter(self) -> None:
        self.action_rankings()
        self._rankings.focus_filter()

    def action_rankings(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_verify(self) -> None:
        self.verify("")

    def action_language(self) -> None:
        self.language = self.language.next
        for screen in self.screen_stack:
            if isinstance(screen, AskingScreen):
                screen.retell()

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_leave(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
            return
        self._left = True
        self.unfinished = any(worker.is_running for worker in self.workers)
        self.exit()


def is_colourless(environ: Mapping[str, str]) -> bool:
    """Say whether the terminal is to have no colours."""
    return bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
