"""Menus over a screen: what to copy, in which format to export, which address to open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from registry import cells
from tui import keymap, words
from tui.keymap import Scope
from tui.words import Words

if TYPE_CHECKING:
    from tui.app import JinbangApp

_KEY_CELLS = 6


class Menu(ModalScreen[str]):
    """Keys with what they do; one of them or esc closes it. It answers with the id of what was chosen, empty for none."""

    SCOPE = Scope.COPY

    def compose(self) -> Iterable[Widget]:
        jinbang = cast("JinbangApp", self.app)
        title = Content.styled(keymap.TITLES[self.SCOPE].said(jinbang.language), "bold")
        keys = [
            Content(f"{cells.pad(key.shown, _KEY_CELLS)}{key.does.said(jinbang.language)}")
            for key in jinbang.keys
            if key.scope is self.SCOPE
        ]
        yield Static(Content("\n").join([title, *keys]), classes="menu")

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss("")


class CopyMenu(Menu):
    """What to copy."""

    BINDINGS = keymap.bindings(Scope.COPY)

    def action_citation(self) -> None:
        self.dismiss("citation")

    def action_row(self) -> None:
        self.dismiss("row")

    def action_json(self) -> None:
        self.dismiss("json")

    def action_url(self) -> None:
        self.dismiss("url")

    def action_text(self) -> None:
        self.dismiss("text")


class ExportMenu(Menu):
    """In which format to export."""

    SCOPE = Scope.EXPORT
    BINDINGS = keymap.bindings(Scope.EXPORT)

    def action_csv(self) -> None:
        self.dismiss("csv")

    def action_jsonl(self) -> None:
        self.dismiss("jsonl")

    def action_md(self) -> None:
        self.dismiss("md")


class AddressMenu(ModalScreen[str]):
    """Addresses in full, one of which is chosen; it answers with it, or with nothing."""

    def __init__(self, title: Words, addresses: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._addresses = addresses

    def compose(self) -> Iterable[Widget]:
        language = cast("JinbangApp", self.app).language
        yield Static(Content(f"{self._title.said(language)}\n{words.CHOOSE.said(language)}"), classes="menu title")
        yield OptionList(*map(Content, self._addresses), classes="menu", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the chosen one."""
        self.dismiss(self._addresses[event.option_index])

    def key_escape(self) -> None:
        """Close it."""
        self.dismiss("")
