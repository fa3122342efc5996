"""How the process takes memory from the system, and how it looks for what it need not keep."""

from __future__ import annotations

import gc

_ARENA_MAX = -8
"""M_ARENA_MAX of the GNU C library."""


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

    In a process that did not begin so, which may end many apps, all stays as it is.
    """
    if gc.get_freeze_count():
        gc.freeze()
