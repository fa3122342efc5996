"""The demo's ledger with its index, made once; and an app on it that is driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from registry.demo.run import build
from tui.app import JinbangApp
from tui.glyphs import UNICODE, Glyphs
from tui.session import Session
from tui.settings import Settings
from tui.widgets.pane import Pane
from tui.widgets.placements import Placements
from tui.words import Language

T = TypeVar("T")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of nobody's, and a terminal without colours."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(folder))
        # The terminal's own colours; with NO_COLOR a picture would be black on black.
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "dumb")
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
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Write in the box that has the focus."""
        await self.press(*({" ": "space"}.get(one, one) for one in text))

    async def settle(self) -> None:
        """Wait until no thread works and no message waits. An answer may ask the next question."""
        while True:
            waiting = (worker.wait() for worker in list(self.app.workers))
            # A question that was asked again was cancelled.
            await asyncio.gather(*waiting, return_exceptions=True)
            await self.pilot.pause()
            if not any(worker.is_running for worker in self.app.workers):
                break
        await self.pilot.pause()

    @property
    def table(self) -> Placements:
        return self.app.screen.query_one(Placements)

    def text(self, selector: str) -> str:
        """Return the text of a pane or a line."""
        found = self.app.screen.query_one(selector)
        shown = found.query_one(Static) if isinstance(found, Pane) else found
        assert isinstance(shown, Static)
        return str(shown.content)

    def row(self, y: int) -> str:
        """Return a line of the table as it is drawn."""
        return self.table.render_line(y).text

    def picture(self) -> str:
        return self.app.export_screenshot(simplify=True)


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
