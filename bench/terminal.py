"""A process in a terminal of its own: keys that are pressed in it, and when its screen shows what comes of them.

What is drawn is put together only when nothing more comes, so that this costs nothing while the clock runs. Of a terminal's
language it knows what the interface draws with: going to a cell, and text.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from registry import cells

LINES, CELLS = 50, 160
_LONGEST_S = 600.0
_CHUNK = 1 << 16
_QUIET_S = 0.3
"""When so long nothing was drawn, nothing more comes of a key, unless it is waited for."""
_PARTS = re.compile(r"\x1b\[(?P<y>[0-9]+);(?P<x>[0-9]+)H|\x1b\[[^@-~]*[@-~]|\x1b[^\[]|(?P<text>[^\x1b]+)")
_CUT_OFF = re.compile(r"\x1b(?:\[[^@-~]*)?\Z")
"""A sequence of which the rest is yet to be read."""


class Area(NamedTuple):
    """A part of the screen."""

    lines: slice
    cells: slice


class Shown(NamedTuple):
    """What came of a key."""

    area_s: float | None
    """Seconds until an area looked as it does now; None when the key changed nothing there."""
    all_s: float
    """Seconds until the last that was drawn."""


class Terminal:
    """A screen of LINES by CELLS, and who draws on it."""

    def __init__(self, process: int, descriptor: int) -> None:
        self.process = process
        """Its number."""
        self._descriptor = descriptor
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._lines = [[" "] * CELLS for _ in range(LINES)]
        self._y = self._x = 0
        self._cut_off = ""

    def until(self, wanted: re.Pattern[str]) -> None:
        """Read until something was drawn; raises TimeoutError."""
        seen, ends = "", time.perf_counter() + _LONGEST_S
        while wanted.search(seen) is None:
            if not self._has_more(max(0.0, ends - time.perf_counter())):
                raise TimeoutError(f"nothing like {wanted.pattern!r} was drawn in {_LONGEST_S:g} s")
            seen += self._read()
        self._draw(seen)

    def press_for(self, keys: bytes, seconds: float) -> None:
        """Press keys, and take what is drawn for so long."""
        ends = time.perf_counter() + seconds
        os.write(self._descriptor, keys)
        while self._has_more(max(0.0, ends - time.perf_counter())):
            self._draw(self._read())

    def press(self, keys: bytes, area: Area, is_done: Callable[[Terminal], bool] = lambda _: True) -> Shown:
        """Press keys, and return when what comes of them was shown; raises TimeoutError."""
        started, area_s, all_s, before = time.perf_counter(), None, 0.0, self.text(area)
        os.write(self._descriptor, keys)
        while True:
            read: list[tuple[float, str]] = []
            while self._has_more(_QUIET_S):
                text = self._read()
                read.append((time.perf_counter() - started, text))
            for all_s, text in read:
                self._draw(text)
                now = self.text(area)
                if now != before:
                    area_s, before = all_s, now
            if is_done(self):
                return Shown(area_s, all_s)
            if time.perf_counter() - started > _LONGEST_S:
                raise TimeoutError(f"what comes of {keys!r} was not all drawn in {_LONGEST_S:g} s")

    def text(self, area: Area) -> list[str]:
        """Return what stands in an area, line by line."""
        return ["".join(line[area.cells]) for line in self._lines[area.lines]]

    def _draw(self, text: str) -> None:
        text = self._cut_off + text
        cut_off = _CUT_OFF.search(text)
        self._cut_off = cut_off[0] if cut_off else ""
        for part in _PARTS.finditer(text.removesuffix(self._cut_off)):
            if part["y"]:
                self._y, self._x = int(part["y"]) - 1, int(part["x"]) - 1
            for letter in part["text"] or "":
                self._put(letter)

    def _put(self, letter: str) -> None:
        width = cells.width(letter)
        if letter >= " " and self._y < LINES and self._x + width <= CELLS:
            # The second cell of a wide letter has nothing of its own.
            self._lines[self._y][self._x : self._x + width] = [letter, *[""] * (width - 1)]
            self._x += width

    def _has_more(self, seconds: float) -> bool:
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def _read(self) -> str:
        return self._decode(os.read(self._descriptor, _CHUNK))


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Start a process in a terminal of its own, and kill it in the end."""
    ours, its = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, CELLS, 0, 0))
    named = {**environment, "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=named, start_new_session=True)
    os.close(its)
    try:
        yield Terminal(process.pid, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
