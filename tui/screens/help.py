"""What every key does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.widget import Widget

from registry import cells
from tui import keymap, words
from tui.asking import AskingScreen
from tui.keymap import Scope
from tui.keynames import written
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

_KEYS_CELLS = 18


class HelpScreen(AskingScreen):
    """Made from the keymap, so that it cannot be out of date."""

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.KEYS)
        yield Pane("keys")
        yield KeyLine(Scope.TEXT)

    def on_mount(self) -> None:
        """Show them."""
        self.retell()
        self.query_one(Pane).focus()

    def retell(self) -> None:
        session = self.jinbang.session
        self.query_one(TopBar).tell(session.origin, session.size, self.language)
        self.query_one(KeyLine).tell(self.language)
        self.query_one(Pane).tell(self._lines(), from_start=False)

    def _lines(self) -> Iterator[Told]:
        for scope in Scope:
            yield Told(keymap.TITLES[scope].said(self.language), "", "bold underline")
            for key in (key for key in self.jinbang.keys if key.scope is scope):
                keys = " ".join(map(written, key.keys.split(",")))
                yield Told("", f"  {cells.pad(keys, _KEYS_CELLS)} {key.does.said(self.language)}")
            yield Told("", "")

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss()
