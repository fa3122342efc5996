"""The command palette: every behaviour of the screen, saved filters, themes, and the names on record, found by parts of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.theme import BUILTIN_THEMES

from ledger.text import plain
from registry import cells
from tui import words
from tui.keymap import Scope

if TYPE_CHECKING:
    from tui.app import JinbangApp

_SAVE = "save "
_KINDS = (("model", words.MODEL), ("leaderboard", words.LEADERBOARD))
_FIELDS = {"model": "model", "leaderboard": "board"}
_NAMES = 100
"""Names of a kind that are looked at."""
_CELLS = 60
# Keys that only move about are no commands.
_MOVES = (Scope.LIST, Scope.BOX, Scope.TEXT)


class Command(NamedTuple):
    """What can be chosen."""

    said: str
    beside: str
    """The key that does the same, or what kind of thing it is."""
    run: Callable[[], object]


class Commands(Provider):
    """What the palette offers."""

    @property
    def _jinbang(self) -> JinbangApp:
        return cast("JinbangApp", self.app)

    async def discover(self) -> Hits:
        """Offer what the screen's keys do."""
        for one in self._behaviours():
            yield DiscoveryHit(_shown(one), one.run, one.said)

    async def search(self, query: str) -> Hits:
        """Offer what a text could mean, the likeliest first."""
        if query.startswith(_SAVE) and query.strip() != _SAVE.strip():
            name = query.removeprefix(_SAVE).strip()
            one = Command(
                f"{words.SAVE.said(self._jinbang.language)} @{plain(name)}",
                "",
                partial(self._jinbang.save_filter, name),
            )
            yield Hit(1.0, _shown(one), one.run, one.said)
        matcher = self.matcher(query)
        for one in (*self._behaviours(), *self._filters(), *self._themes(), *await self._names(query)):
            score = matcher.match(one.said)
            if score > 0:
                yield Hit(score, _shown(one, matcher), one.run, one.said)

    def _behaviours(self) -> Iterator[Command]:
        active = {one.binding.id: one.node for one in self.screen.active_bindings.values()}
        for key in self._jinbang.keys:
            node = active.get(key.name)
            if node is not None and key.scope not in _MOVES and key.id != "palette":
                said = f"{key.does.en} {key.does.zh}"
                yield Command(said, key.shown, partial(self._run, key.id, node))

    def _run(self, action: str, node: object) -> Awaitable[bool]:
        from textual.dom import DOMNode

        assert isinstance(node, DOMNode), "bindings belong to nodes"
        return self.app.run_action(action, default_namespace=node)

    def _filters(self) -> Iterator[Command]:
        for name, text in sorted(self._jinbang.filters.items()):
            yield Command(f"@{name}", text, partial(self._jinbang.show_filter, f"@{name}"))

    def _themes(self) -> Iterator[Command]:
        said = words.THEME.said(self._jinbang.language)
        for name in BUILTIN_THEMES:
            yield Command(f"{said} {name}", "", partial(self._jinbang.take_theme, name))

    async def _names(self, query: str) -> list[Command]:
        from registry.filter.tree import quoted

        session, language = self._jinbang.session, self._jinbang.language
        found = []
        for kind, said in _KINDS if session.origin else ():
            for name in await asyncio.to_thread(session.names, kind, query, _NAMES):
                filter_text = f"{_FIELDS[kind]}:{quoted(name)}"
                found.append(Command(plain(name), said.said(language), partial(self._jinbang.show_filter, filter_text)))
        return found


def _shown(one: Command, matcher: Matcher | None = None) -> Content:
    """Return a command as a line, with what matched marked. Text from a ledger is no markup here."""
    said = cells.cut(one.said[: 8 * _CELLS], _CELLS)
    content = Content(said)
    _, offsets = matcher.fuzzy_search.match(matcher.query, one.said) if matcher is not None else (0, ())
    for at in offsets:
        if at < len(said):
            content = content.stylize("bold underline", at, at + 1)
    beside = cells.cut(plain(one.beside[: 8 * _CELLS]), _CELLS)
    return Content.assemble(content, "  ", (beside, "dim")) if beside else content
