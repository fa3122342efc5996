"""A process that is told to end cleans up first, as after ^C. Python's own answer to these signals is to be gone at once."""

from __future__ import annotations

import signal
from collections.abc import Callable

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
_BY_SIGNAL = 128
"""What a shell adds to a signal's number to make an exit code of it."""


def leave(code: int) -> None:
    """End the process from where it is, through every `finally`."""
    raise SystemExit(code)


def when_told(end: Callable[[int], None] = leave) -> None:
    """Call a function with the exit code, 128 and the signal's number, once the process is told to end or its terminal is gone.

    Whoever has this process ignore a signal, as `nohup` does, is obeyed.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, _: end(_BY_SIGNAL + number))
