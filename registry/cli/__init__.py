"""The command line: one file a command group. Commands parse and print; the library decides. The contract is `docs/cli.md`."""

from __future__ import annotations

import gc
import sys

_ALLOCATIONS = 200_000
"""Objects that are made before the collector of cycles looks among them: more than any command needs to start."""


def main() -> None:
    """Run a command line and end the process with the code of its answer: options 2, interrupt 130, closed pipe 141, SIGTERM 143."""
    # What a command imports stays to its end, so looking through it for cycles is in vain: at first, often, and once more at the end.
    gc.set_threshold(_ALLOCATIONS)
    if sys.argv[1:2] == ["tui"] and "--help" not in sys.argv:
        # It reads its options itself: what reads them for all other commands is 70 ms before the first picture.
        from registry.cli.becoming import become

        become("tui", sys.argv[2:])
    from registry import ending
    from registry.cli.app import app

    ending.when_told()
    try:
        app(prog_name="jinbang")
    finally:
        gc.freeze()
        _send_out()


def _send_out() -> None:
    """Send out what was printed and waits still."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        from registry import output

        output.end_unread()
