"""What every key does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.widget import Widget
from textual.widgets import Input

from registry import cells
from tui import keymap, words
from tui.asking import AskingScreen
from tui.keymap import Key, Scope
from tui.keynames import written
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

_KEYS_CELLS = 18


class HelpScreen(AskingScreen):
    """Made from the keymap, so that it cannot be out of date. What is written in its box narrows it."""

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.HELP)
        yield Input(placeholder=" ", compact=True, id="wanted")
        yield Pane("keys")
        yield KeyLine(Scope.TEXT)

    def on_mount(self) -> None:
        """Show them."""
        self.query_one("#wanted").display = False
        self.retell()
        self.query_one(Pane).focus()

    def retell(self) -> None:
        super().retell()
        self.query_one(Pane).tell(self._lines(), from_start=False)

    def _lines(self) -> Iterator[Told]:
        wanted = self.query_one("#wanted", Input).value.casefold()
        for scope in Scope:
            fitting = [key for key in self.jinbang.keys if key.scope is scope and wanted in _searched(key)]
            if fitting:
                yield Told(keymap.TITLES[scope].said(self.language), "", "bold underline")
                for key in fitting:
                    yield Told("", f"  {cells.pad(_keys(key), _KEYS_CELLS)} {key.does.said(self.language)}")
                yield Told("", "")

    def focus_filter(self) -> None:
        """Write what is looked for."""
        box = self.query_one("#wanted", Input)
        box.display = True
        self.set_focus(box)

    def on_input_changed(self, _: Input.Changed) -> None:
        """Narrow as it is written."""
        self.retell()

    def on_input_submitted(self, _: Input.Submitted) -> None:
        """Go on to what was found."""
        self.query_one(Pane).focus()

    def key_escape(self) -> None:
        """From the box go to the keys; from there show all again, then close it."""
        box = self.query_one("#wanted", Input)
        if box.has_focus:
            self.query_one(Pane).focus()
        elif box.display:
            box.value, box.display = "", False
        else:
            self.dismiss()


def _keys(key: Key) -> str:
    return " ".join(map(written, key.keys.split(",")))


def _searched(key: Key) -> str:
    """Return the text in which a key is looked for."""
    return " ".join((_keys(key), key.does.en, key.does.zh, key.name)).casefold()
