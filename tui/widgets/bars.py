"""The line above every screen, and the line of keys below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.widgets import Input, Static

from registry import cells
from tui import words
from tui.glyphs import UNICODE, Glyphs
from tui.keymap import KEYS, Key, Scope
from tui.widgets.filter_box import FilterBox
from tui.words import Language, Words

if TYPE_CHECKING:
    from tui.asked.acceptance import Acceptance

_TABS: tuple[tuple[str, Words], ...] = (
    ("1", words.RANKINGS),
    ("2", words.COMPARE),
    ("3", words.AUDIT),
    ("4", words.VERIFY),
)


LEAST = Size(20, 4)
"""The smallest terminal in which a line of a list is read: with what is asked, the heads, and the keys."""
_BETWEEN = "  "
"""Stands between two keys."""
_LEAST = 10
"""Cells of the ledger's name below which it says nothing."""
_WORTH = ("filter", "help", "leave", "flag", "", "copy", "language")
"""What can be done everywhere, the most useful first; the empty one stands for what the screen has."""


def say(line: Static, text: Content) -> None:
    """Show a text in one line; what costs is to set the screen out anew, and only a text of another length asks for that."""
    line.update(text, layout=text.cell_length != cells.width(str(line.content)))


class TopBar(Horizontal):
    """The screens, with the one in front marked, and which ledger this is."""

    def __init__(self, front: Words) -> None:
        super().__init__()
        self._front = front
        self._tabs = Static(markup=False, classes="tabs")
        self._ledger = Static(markup=False, classes="ledger")
        self._told = ("", "", Language.BOTH)

    def compose(self) -> list[Static]:
        return [self._tabs, self._ledger]

    def tell(self, origin: str, size: int, acceptance: Acceptance | None, language: Language) -> None:
        """Show the names of the screens, the ledger's origin, how many entries it has and how many witnesses cosigned them."""
        self._told = origin, f" {size:,}{_cosigned(acceptance)}", language
        self._draw()

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._draw()

    def _draw(self) -> None:
        origin, size, language = self._told
        room = self.size.width or self.app.size.width
        tabs = self._titles(language)
        if language is Language.BOTH and tabs.cell_length > room:
            tabs = self._titles(Language.EN)
        if tabs.cell_length > room:
            tabs = self._titles(language, others=False)
        left = room - tabs.cell_length - 1
        say(self._tabs, tabs)
        say(self._ledger, Content(_ledger_name(origin, size, left, _glyphs_of(self.app)) if origin else ""))

    def _titles(self, language: Language, *, others: bool = True) -> Content:
        """Return the names of the screens; where there is no room for the others, their keys."""
        own = {default.keys: key.shown for default, key in zip(KEYS, _keys_of(self.app), strict=True)}
        titles = [
            (f"{own[key]} {title.said(language)}" if others or title is self._front else own[key], title is self._front)
            for key, title in _TABS
        ]
        if all(title is not self._front for _, title in _TABS):
            titles.append((self._front.said(language), True))
        return Content(" ").join(
            Content.styled(f"[{text}]", "bold") if here else Content(f" {text} ") for text, here in titles
        )


def _cosigned(acceptance: Acceptance | None) -> str:
    """Return how many witnesses of the policy cosigned, and whether that is enough; nothing where it asks for none."""
    if acceptance is None or not (acceptance.witnesses or acceptance.trouble):
        return ""
    return f"  {acceptance.cosigned}/{acceptance.witnesses} {'FAIL' if acceptance.trouble else 'ok'}"


def _ledger_name(origin: str, size: str, room: int, glyphs: Glyphs) -> str:
    """Return a ledger's name, its size and who cosigned it in so many cells: these are whole, or nothing is there."""
    left = room - len(size)
    name = glyphs.short(origin, max(left, 0))
    return name + size if cells.width(name) >= min(_LEAST, len(origin)) else ""


_ON_AN_ENTRY = frozenset({Scope.RANKINGS, Scope.ENTRY})
"""Where something can be flagged."""


class KeyLine(Static):
    """What keys do here."""

    def __init__(self, *scopes: Scope) -> None:
        super().__init__(markup=False)
        self._scopes = frozenset(scopes)
        self._language = Language.BOTH
        self._shown: list[tuple[Key, str]] = []
        """The keys that are shown, each with its text."""

    def tell(self, language: Language) -> None:
        """Show them in a language."""
        self._language = language
        self._draw()

    def on_resize(self) -> None:
        """Show what there is room for."""
        self._draw()

    def _draw(self) -> None:
        there = self.app.size
        if there.width < LEAST.width or there.height < LEAST.height:
            self.update(Content(f"{words.TOO_SMALL.said(self._language)}\n{LEAST.width}x{LEAST.height}"))
            return
        room = self.size.width or there.width
        keys = [key for key in _keys_of(self.app) if key.in_footer and self._is_heard(key)]
        # What belongs to this screen stands first, but the filter before all: people look for it.
        keys.sort(key=lambda key: (key.id != "filter", key.scope is Scope.EVERYWHERE))
        both = self._language is Language.BOTH and cells.width(_line(keys, Language.BOTH)) > room
        language = Language.EN if both else self._language
        self._shown = [(key, _said(key, language)) for key in _fitting(keys, language, room)]
        self.update(Content(_BETWEEN.join(text for _, text in self._shown)))

    def on_click(self, event: Click) -> None:
        """Press the key that is clicked. A box would take a letter as text, so it is left first."""
        at = 0
        for key, text in self._shown:
            if at <= event.x < at + cells.width(text):
                box = self.screen.focused
                if isinstance(box, FilterBox):
                    box.action_keep()
                elif isinstance(box, Input) and not key.at_once:
                    self.screen.set_focus(None)
                self.app.simulate_key(key.keys.partition(",")[0])
                return
            at += cells.width(text + _BETWEEN)

    def _is_heard(self, key: Key) -> bool:
        """Say whether a key does something on this screen."""
        if key.scope is not Scope.EVERYWHERE:
            return key.scope in self._scopes
        if Scope.FLAG in self._scopes:
            # Its boxes take letters; help is there for who goes on to the text below.
            return key.id == "help"
        if key.id == "flag":
            return bool(self._scopes & _ON_AN_ENTRY) and not getattr(self.app, "read_only", False)
        return True


def _fitting(keys: Sequence[Key], language: Language, room: int) -> list[Key]:
    """Return the keys that there is room for, each whole, the most useful before all."""
    kept: set[str] = set()
    for key in sorted(keys, key=_worth):
        wanted = kept | {key.name}
        if cells.width(_line([one for one in keys if one.name in wanted], language)) <= room:
            kept = wanted
    return [key for key in keys if key.name in kept]


def _worth(key: Key) -> int:
    """Return the smaller the more useful."""
    return _WORTH.index(key.id if key.scope is Scope.EVERYWHERE else "")


def _keys_of(app: App[object]) -> tuple[Key, ...]:
    """Return the behaviours with the keys that call them in an app."""
    return getattr(app, "keys", KEYS)


def _glyphs_of(app: App[object]) -> Glyphs:
    """Return the marks with which an app cuts."""
    return getattr(app, "glyphs", UNICODE)


def _line(keys: Sequence[Key], language: Language) -> str:
    return _BETWEEN.join(_said(key, language) for key in keys)


def _said(key: Key, language: Language) -> str:
    return f"{key.shown} {key.does.said(language)}"
