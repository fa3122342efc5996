"""How the process takes memory from the system, and how it looks for what it need not keep."""

from __future__ import annotations

import gc

_ARENA_MAX = -8
"""M_ARENA_MAX of the GNU C library."""
_NEVER = 1_000_000
_MOST = 100
"""Looks through the middle-aged, each after some 7,000 objects more than before."""


def share() -> None:
    """Let threads take memory where others do. Each in a place of its own would keep what it let go of: of a million lines much.

    Threads that have begun keep their own. Other C libraries than GNU's do without.
    """
    import ctypes  # deferred: nothing that is drawn waits for it

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)


def settle() -> None:
    """Have cycles looked for only among what is made from now on: what was loaded stays, and to look through it holds up a key.

    All of what was made since is looked through by `Rest` alone. In a process that did not begin so, which may end many apps, all
    stays as it is.
    """
    if gc.get_freeze_count():
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)


class Rest:
    """Looks through all that was made, when nothing is being made: in the middle of a key that takes 4 to 7 ms."""

    def __init__(self) -> None:
        self._seen = (0, 0)
        """How often the young and the middle-aged were looked through, as it was the last time."""

    def look(self) -> None:
        """Look through all, if nothing came since the last time or much has; called again and again."""
        if gc.get_threshold()[2] != _NEVER:
            return
        counts = gc.get_count()[1:]
        if counts != (0, 0) and (counts == self._seen or counts[1] >= _MOST):
            gc.collect()
        self._seen = gc.get_count()[1:]
