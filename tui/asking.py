"""A screen that asks the session in threads: the thread posts a message, and the screen changes its widgets when that comes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from textual.actions import SkipAction
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from ledger.errors import LedgerError
from registry.errors import RegistryError
from tui import telling
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.app import JinbangApp
    from tui.handing import Subject
    from tui.words import Language

T = TypeVar("T")
Wanted = Callable[[], bool]
"""Whether an answer is still wanted: no newer question has taken the place of the one that is asked."""


class Arrived(Message):
    """An answer is there, or the error that came instead."""

    def __init__(self, worker: Worker[None], then: Callable[[], None]) -> None:
        super().__init__()
        self.worker = worker
        self.then = then


@runtime_checkable
class Filtered(Protocol):
    """A screen with a filter of its own."""

    def focus_filter(self) -> None:
        """Write in its box."""


@runtime_checkable
class Narrowed(Filtered, Protocol):
    """One whose filter is written in the language of filters."""

    @property
    def filter_text(self) -> str:
        """What is written in its box."""


class AskingScreen(Screen[None]):
    """A screen whose questions are answered later; a newer one of the same group takes the place of the older."""

    @property
    def jinbang(self) -> JinbangApp:
        """The app, as what it is."""
        return cast("JinbangApp", self.app)

    @property
    def language(self) -> Language:
        """In which it speaks."""
        return self.jinbang.language

    def arguments(self) -> tuple[object, ...] | None:
        """Return what its class makes this screen of again, or None for a screen that is not gone back to."""
        return None

    def subject(self) -> Subject | None:
        """Return what the cursor is on, or None when that is no entry."""
        return None

    def action_open(self) -> None:
        """Show the entry that the cursor is on in full."""
        subject = self.subject()
        if subject is not None:
            self.jinbang.open_entry(subject.entry_index, subject.placement)

    def on_mount(self) -> None:
        """Take the form that fits the width before anything is set out: Textual does so behind it, and then sets all out again."""
        breakpoints = self.app.HORIZONTAL_BREAKPOINTS or []
        self.add_class(*self._get_breakpoint_classes(self.app.size.width, breakpoints), update=False)

    def action_copy_text(self) -> None:
        """Copy what is selected with the mouse, if anything is."""
        from tui import handing_keys

        text = self.get_selected_text()
        if not text:
            raise SkipAction
        handing_keys.copy_text(self.jinbang, self, text)

    def on_screen_resume(self) -> None:
        """Remember that it came to the front."""
        self.jinbang.visited()

    def retell(self) -> None:
        """Say everything again: the language is another one. What stands above and below every screen is said here."""
        session = self.jinbang.session
        self.query_one(TopBar).tell(session.origin, session.size, session.acceptance, self.language)
        self.query_one(KeyLine).tell(self.language)

    def failed(self, error: Exception) -> None:
        """Show an error in the pane that asked: in the first, where a screen does not know better."""
        self.query_one(Pane).tell(telling.failure(error))

    def caught_up(self) -> None:
        """Show what the log has grown by, without losing the place."""
        self.retell()

    def ask(
        self,
        group: str,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something in a thread, and `then` something with its answer; an error goes to `failed`, by default the screen's."""
        self.ask_for_parts(group, lambda _: (work() for _ in range(1)), then, failed)

    def ask_for_parts(
        self,
        group: str,
        work: Callable[[Wanted], Generator[T, None, None]],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something in a thread whose answer comes in parts, and `then` something with each, while it is still wanted."""

        def run() -> None:
            worker = get_current_worker()
            try:
                with closing(work(lambda: not worker.is_cancelled)) as parts:
                    for part in parts:
                        self.post_message(Arrived(worker, partial(then, part)))
                        if worker.is_cancelled:
                            break
            except (LedgerError, RegistryError, OSError) as error:
                self.post_message(Arrived(worker, partial(failed or self.failed, error)))

        self.run_worker(run, group=group, exclusive=True, thread=True)

    def on_arrived(self, message: Arrived) -> None:
        """Take an answer, unless a newer question was asked meanwhile."""
        message.stop()
        if not message.worker.is_cancelled:
            message.then()
