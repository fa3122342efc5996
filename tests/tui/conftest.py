"""The demo's ledger with its index, made once; and an app on it that is driven by keys."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import pytest
from textual._compositor import LayoutUpdate
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, Static

from registry import cells
from registry.demo.run import build
from tui.app import JinbangApp
from tui.glyphs import UNICODE, Glyphs
from tui.session import Session
from tui.settings import Settings
from tui.widgets.pane import Pane
from tui.widgets.placements import Placements
from tui.words import Language

T = TypeVar("T")
PATIENCE = 600
"""Looks, a twentieth of a second apart."""
_TEXT = re.compile(r'(<text class="[^"]*") x="([0-9.]+)" (y="[0-9.]+") textLength="([0-9.]+)"([^>]*>)([^<]*)</text>')
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of nobody's, and a terminal without colours."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(folder))
        # The terminal's own colours; with NO_COLOR a picture would be black on black.
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "dumb")
        patch.delenv("COLORFGBG", raising=False)
        yield folder


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's."""
    return build(tmp_path_factory.mktemp("demo"), lambda: datetime(2026, 11, 24, 6, tzinfo=UTC)).path


@dataclass(frozen=True)
class Screen:
    """An app in a test, and who presses its keys."""

    app: JinbangApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all that they ask for is answered."""
        for key in keys:
            self.app.post_message(_pressed(key))
            await self.settle()

    async def type(self, text: str) -> None:
        """Write in the box that has the focus."""
        await self.press(*({" ": "space"}.get(one, one) for one in text))

    async def settle(self) -> None:
        """Wait until no thread works, no message waits and all is drawn. An answer may ask the next question.

        It is twice that nothing is to be done: what is handled meanwhile is in no queue. It never takes a time for it.
        """
        quiet = 0
        while quiet < 2:
            waiting = (worker.wait() for worker in list(self.app.workers))
            # A question that was asked again was cancelled.
            await asyncio.gather(*waiting, return_exceptions=True)
            await self.app.animator.wait_until_complete()
            await self.pilot.pause(0)
            quiet = 0 if self._is_busy() else quiet + 1

    def _is_busy(self) -> bool:
        """Say whether a thread works, or a message or a new size waits for any part of the app."""
        works = any(worker.is_running for worker in self.app.workers) or self.app._resize_event is not None
        return works or any(one.message_queue_size for one in (self.app, *self.app._registry))

    @property
    def table(self) -> Placements:
        return self.app.screen.query_one(Placements)

    def text(self, selector: str) -> str:
        """Return the text of a pane or a line."""
        found = self.app.screen.query_one(selector)
        if isinstance(found, Pane):
            return found.text
        assert isinstance(found, Static)
        return str(found.content)

    def row(self, y: int) -> str:
        """Return a line of the table as it is drawn."""
        return self.table.render_line(y).text

    async def resize(self, size: tuple[int, int]) -> None:
        """Make the terminal as large."""
        await self.pilot.resize_terminal(*size)
        # The app takes it when it is idle, at the latest some time after it was told, and its screen after that.
        await until(self, lambda: self.app.size == self.app.screen.size == size)
        await self.settle()

    async def steady(self) -> None:
        """Show the cursor of a box without end, as whether it shows would depend on the time."""
        for box in self.app.screen.query(Input):
            box.cursor_blink = False
            box._restart_blink()
        await self.settle()

    def lines(self) -> list[Strip]:
        """Return what the terminal is told to show, a strip a line, with whatever lies over the screen."""
        compositor, behind = self.app.screen._compositor, self.app._background_screens
        update = compositor.render_update(full=True, screen_stack=behind, simplify=True)
        assert isinstance(update, LayoutUpdate), "all of it was asked for"
        return [strip for line in update.strips for strip in line]

    def picture(self) -> str:
        """Return the screen as SVG. Fonts that it would load from another host are left out: the reader's own are as good."""
        return _TEXT.sub(_in_cells, _FONT_FACES.sub("", self.app.export_screenshot(simplify=True)))


def _pressed(key: str) -> Key:
    """Return what a terminal says of a key."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return Key(name, character)


def _in_cells(text: re.Match[str]) -> str:
    """Return a text as texts that are each as long as their cells: Rich counts letters, and a Chinese one is two cells wide."""
    start, left, y, length, end, shown = text.groups()
    letters = unescape(shown)
    cell, x, parts = float(length) / len(letters), float(left), []
    for _, run in groupby(letters, cells.width):
        part = "".join(run)
        width = cell * cells.width(part)
        parts.append(f'{start} x="{x:.1f}" {y} textLength="{width:.1f}"{end}{escape(part)}</text>')
        x += width
    return "".join(parts)


async def until(screen: Screen, fits: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if fits():
            return
        await screen.pilot.pause(0.05)
    raise AssertionError("it was never shown")


def drive(
    session: Session,
    steps: Callable[[Screen], Awaitable[T]],
    *,
    size: tuple[int, int] = (80, 24),
    text: str = "",
    language: Language = Language.EN,
    glyphs: Glyphs = UNICODE,
    read_only: bool = False,
    settings: Settings | None = None,
) -> T:
    """Run an app on a session, and return what the steps return."""

    async def run() -> T:
        app = JinbangApp(session, text, settings or Settings(language, glyphs, read_only=read_only))
        async with app.run_test(size=size) as pilot:
            screen = Screen(app, pilot)
            await screen.settle()
            return await steps(screen)

    try:
        return asyncio.run(run())
    finally:
        session.close()
