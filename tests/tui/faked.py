"""A terminal that a test plays: it reads what is drawn, types, answers, and goes away when the test says so."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
_CHUNK = 1 << 16
_SEQUENCE = re.compile(r"\x1b(?:\[[^@-~]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]])")


def letters(drawn: str) -> str:
    """Return what was written without escapes."""
    return _SEQUENCE.sub("", drawn)


class Faked:
    """The terminal of one process."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int, its: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._its = its
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self.drawn = ""
        """All that was written on it, with every escape."""
        self.answer: Callable[[Faked, str], None] = lambda _terminal, _text: None
        """Called with what has just been written."""

    def type(self, text: str) -> None:
        """Send what a keyboard or a terminal sends; what UTF-8 cannot say stands for the byte, as in names of files."""
        os.write(self._descriptor, text.encode(errors="surrogateescape"))

    def take(self, seconds: float) -> str:
        """Read for so long, and return what was written."""
        start, end = len(self.drawn), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._descriptor], [], [], left)[0]:
                text = self._decode(os.read(self._descriptor, _CHUNK))
                self.drawn += text
                self.answer(self, text)
        return self.drawn[start:]

    def until(self, fits: Callable[[str], bool]) -> str:
        """Read until all that was written fits, and return it."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if fits(self.drawn):
                return self.drawn
            self.take(0.02)
        raise AssertionError(self.drawn[-4_000:])

    def shows(self, text: str) -> str:
        return self.until(lambda drawn: text in drawn)

    def anew(self, fits: Callable[[str], bool], size: tuple[int, int]) -> str:
        """Have all be drawn anew by taking another size, until it fits, and return its letters."""
        start = len(self.drawn)
        self.resize(*size)
        return letters(self.until(lambda drawn: fits(letters(drawn[start:])))[start:])

    def settings(self) -> list[object]:
        """Return how the terminal treats what is typed."""
        return termios.tcgetattr(self._its)

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def go_away(self) -> None:
        """Be no more, as a window that is closed."""
        os.close(self._its)
        os.close(self._descriptor)
        self._its = self._descriptor = -1

    def ends(self, within_s: float = PATIENCE_S) -> int:
        """Return the exit code of the process, which is read until it ends where there still is a terminal."""
        end = time.monotonic() + within_s
        while self.process.poll() is None:
            assert time.monotonic() < end, "it is still there"
            if self._descriptor >= 0:
                self.take(0.02)
            else:
                time.sleep(0.02)
        return self.process.returncode

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self._descriptor >= 0:
            self.go_away()


@contextmanager
def interface(
    ledger: Path,
    *words: str,
    size: tuple[int, int] = (80, 24),
    script: str = "",
    environ: Mapping[str, str] | None = None,
) -> Iterator[Faked]:
    """Start the interface on a ledger; a script may change it first."""
    command = ["-c", f"{script}\nfrom tui.__main__ import main; main()"] if script else ["-m", "tui"]
    with started([sys.executable, *command, "--language", "en", "--ledger", str(ledger), *words], size, environ) as one:
        yield one


@contextmanager
def started(
    command: Sequence[str], size: tuple[int, int] = (80, 24), environ: Mapping[str, str] | None = None
) -> Iterator[Faked]:
    """Start a process whose terminal this is, and end it with it."""
    ours, its = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", **(environ or {})}

    def own_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment,
        start_new_session=True,
        preexec_fn=own_terminal,  # noqa: PLW1509 - nothing else does it, and no thread runs beside
    )
    terminal = Faked(process, ours, its)
    try:
        yield terminal
    finally:
        terminal.close()
