"""How the process takes memory from the system."""

from __future__ import annotations

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
