"""The terminal that it is drawn in, as it is in life: it goes away, stops taking what is drawn, and sends what is no text."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.background import QUESTION, Answer, is_light, is_said_light

if TYPE_CHECKING:
    from io import TextIOWrapper

    from tui.app import JinbangApp

_CHUNK = 1 << 12
_TICK_S = 0.1
"""How often it is asked whether to stop reading, and an escape that nothing followed is taken for a key."""
_HUNG_UP = 128 + signal.SIGHUP


class TerminalDriver(LinuxDriver):
    """Draws on a terminal and reads its keys. What a signal asks for is done between two messages of the app.

    A handler may interrupt the app anywhere, also while it holds the lock of the queue that what is drawn goes through.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert sys.__stderr__ is not None, "it is a terminal"
        self._file = cast("TextIOWrapper", _Drawn(sys.__stderr__))
        self._loop = asyncio.get_running_loop()
        self._answer: Answer | None = None
        """That of the terminal on its background, once it was asked."""
        self.is_lent = False
        """Whether another program has the terminal."""

    def start_application_mode(self) -> None:
        first = self._answer is None and self._jinbang.follows_background
        if first:
            self._answer = Answer(self._told)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.is_lent = False
        if first:
            self._ask()

    @property
    def _jinbang(self) -> JinbangApp:
        return cast("JinbangApp", self._app)

    def _ask(self) -> None:
        """Ask for the background; until the answer is there it is as the environment says."""
        self._jinbang.take_background(is_light=is_said_light(os.environ))
        # The console of Linux would write on itself what it does not know.
        if os.environ.get("TERM") != "linux":
            self.write(QUESTION)

    def _told(self, colour: str) -> None:
        light = is_light(colour)
        if light is not None:
            self._app.call_later(self._jinbang.take_background, is_light=light)

    def suspend_application_mode(self) -> None:
        super().suspend_application_mode()
        self.is_lent = True

    def let_go(self) -> None:
        """Give the terminal back its settings without drawing, as it may take nothing."""
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def _sigtstp_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._gone_on)

    def _gone_on(self) -> None:
        """Take the terminal again after a stop. The system also says so when the terminal is gone; then nobody had stopped."""
        if not self._auto_restart or not os.isatty(self.fileno):
            return
        if not self.is_lent:
            # Stopped without a word before: what reads and writes is still there, and the terminal is as the shell left it.
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    def run_input_thread(self) -> None:
        """Read keys until it is told to stop. The app ends when there is no terminal any more."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            patience_s = self._answer.patience_s if self._answer is not None else None
            if select.select([self.fileno], [], [], patience_s or _TICK_S)[0]:
                raw = _read(self.fileno)
                if not raw:
                    self._loop.call_soon_threadsafe(self._jinbang.end, _HUNG_UP)
                    return
                text = decode(raw)
                typed = self._answer.typed(text) if self._answer is not None else text
            else:
                typed = self._answer.nothing_more() if self._answer is not None and patience_s else ""
            # To a parser the empty text is the end.
            for event in parser.feed(typed) if typed else ():
                self.process_message(event)
            for event in parser.tick():
                self.process_message(event)


def _read(descriptor: int) -> bytes:
    """Return what was typed, or nothing when the terminal is gone."""
    try:
        return os.read(descriptor, _CHUNK)
    except OSError:
        return b""


class _Drawn:
    """Where a terminal is drawn. What one that is gone does not take is dropped: who waits until it is taken waits for ever."""

    def __init__(self, file: TextIO) -> None:
        self._descriptor, self._encoding = file.fileno(), file.encoding

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> None:
        left = text.encode(self._encoding, "backslashreplace")
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                # Another program on the terminal had it not wait.
                select.select([], [self._descriptor], [])
            except OSError:
                return

    def flush(self) -> None:
        """Do nothing: it is written at once."""
