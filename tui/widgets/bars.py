"""The line above every screen, and the line of keys below it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ledger.text import plain
from registry import cells
from tui import words
from tui.keymap import KEYS, Key, Scope
from tui.words import Language, Words

_TABS: tuple[tuple[str, Words], ...] = (
    ("1", words.RANKINGS),
    ("2", words.COMPARE),
    ("3", words.AUDIT),
    ("4", words.VERIFY),
)


class TopBar(Horizontal):
    """The screens, with the one in front marked, and which ledger this is."""

    def __init__(self, front: Words) -> None:
        super().__init__()
        self._front = front
        self._tabs = Static(markup=False, classes="tabs")
        self._ledger = Static(markup=False, classes="ledger")

    def compose(self) -> list[Static]:
        return [self._tabs, self._ledger]

    def tell(self, origin: str, size: int, language: Language) -> None:
        """Show the names of the screens, the ledger's origin and how many entries it has."""
        own = {default.keys: key.shown for default, key in zip(KEYS, _keys_of(self.app), strict=True)}
        titles = [(f"{own[key]} {title.said(language)}", title is self._front) for key, title in _TABS]
        if all(title is not self._front for _, title in _TABS):
            titles.append((self._front.said(language), True))
        parts = [Content.styled(f"[{text}]", "bold") if here else Content(f" {text} ") for text, here in titles]
        self._tabs.update(Content(" ").join(parts))
        self._ledger.update(Content(plain(f"{origin} {size:,}") if origin else ""))


class KeyLine(Static):
    """What keys do here."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__(markup=False)
        self._scopes = (*scopes, Scope.EVERYWHERE)
        self._language = Language.BOTH

    def tell(self, language: Language) -> None:
        """Show them in a language."""
        self._language = language
        self._draw()

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._draw()

    def _draw(self) -> None:
        room = self.size.width
        keys = [key for key in _keys_of(self.app) if key.in_footer and key.scope in self._scopes]
        # What belongs to this screen stands first, but the filter before all: people look for it.
        keys.sort(key=lambda key: (key.id != "filter", key.scope is Scope.EVERYWHERE))
        text = _line(keys, self._language)
        if self._language is Language.BOTH and cells.width(text) > room > 0:
            text = _line(keys, Language.EN)
        self.update(Content(cells.cut(text, room) if room else text))


def _keys_of(app: App[object]) -> tuple[Key, ...]:
    """Return the behaviours with the keys that call them in an app."""
    return getattr(app, "keys", KEYS)


def _line(keys: Sequence[Key], language: Language) -> str:
    return "  ".join(f"{key.shown} {key.does.said(language)}" for key in keys)
