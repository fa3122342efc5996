"""Start the interface: `python -m tui [--ledger PATH] [--policy FILE] [--language both|zh|en] [--ascii] [--print] [FILTER]`."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ledger.text import plain

_PATIENCE_S = 5
"""Within so many seconds it has ended once it was told to."""

if TYPE_CHECKING:
    from tui.app import JinbangApp
    from tui.session import Session
    from tui.settings import Settings


def main() -> NoReturn:
    """Run until it is left, and end the process."""
    from ledger.errors import LedgerError
    from registry import ending, output
    from registry.errors import RegistryError
    from registry.exit_codes import Exit

    gc.disable()
    given = _arguments()
    try:
        settings = _settings(given)
        if given.print:
            _print(given, settings)
    except (LedgerError, RegistryError, OSError) as error:
        output.failure(error, as_json=False)
    if not (_is_in_browser() or (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty())):
        sys.stderr.write(
            "jinbang: tui: standard input and output are no terminal\n  `jinbang tui --print` answers without one.\n"
        )
        raise SystemExit(int(Exit.MALFORMED))
    from tui.app import JinbangApp

    if not _is_in_browser():
        # The terminal knows its size; what a shell once exported would be believed for good.
        os.environ.pop("COLUMNS", None)
        os.environ.pop("LINES", None)
    session = _session(given)
    app = JinbangApp(session, " ".join(given.filter), settings)
    ending.when_told(lambda code: _end(app, code))
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: _end(app, int(Exit.INTERRUPTED)))
    # What was loaded stays to the end: looking through it for cycles is in vain.
    gc.freeze()
    gc.enable()
    _run(app)
    session.close()
    raise SystemExit(app.return_code or 0)


def _run(app: JinbangApp) -> None:
    """Run until it is left; ends the process when threads still work."""
    import asyncio

    from tui.threads import Threads

    threads, runner = Threads(), asyncio.Runner()
    runner.get_loop().set_default_executor(threads)
    runner.run(app.run_async())
    if threads.are_at_work:
        from ledger import git_objects

        # Work that can be cut off at any time must not keep the shell waiting.
        git_objects.close_all()
        sys.stdout.flush()
        os._exit(app.return_code or 0)
    runner.close()


def _end(app: JinbangApp, code: int) -> None:
    """Have the app put the terminal back as it was, and end."""
    import asyncio

    from registry import ending

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        # It has not begun, or is done.
        ending.leave(code)
    else:
        signal.signal(signal.SIGALRM, lambda *_: _cut_off(app, code))
        signal.alarm(_PATIENCE_S)
        loop.call_soon_threadsafe(app.end, code)


def _cut_off(app: JinbangApp, code: int) -> None:
    """End at once: the app waits for a terminal that takes nothing. While another program has it, that one is waited for."""
    if app.gives_up_terminal():
        os._exit(code)
    signal.alarm(_PATIENCE_S)


def _is_in_browser() -> bool:
    """Say whether a web server draws what is written here, and so there is no terminal."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _print(given: argparse.Namespace, settings: Settings) -> NoReturn:
    """Print the table, and end the process."""
    from registry import output
    from registry.exit_codes import Exit
    from tui.printed import print_table

    # Who reads no further, such as `head`, ends it without a word.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    print_table(_session(given), " ".join(given.filter), settings)
    output.end(Exit.TRUE)


def _session(given: argparse.Namespace) -> Session:
    from tui.session import Session

    return Session(given.ledger, given.policy)


def _settings(given: argparse.Namespace) -> Settings:
    from registry.places import Places
    from tui import config
    from tui.glyphs import ASCII

    places = Places.of()
    glyphs = ASCII if given.ascii or "utf" not in sys.stdout.encoding.lower() else None
    found = config.read([Path(config.NAME), places.config], places.filters)
    return found.settings(given.language, glyphs, read_only=given.read_only)


class _Parser(argparse.ArgumentParser):
    """Options that are wrong are one line, as everywhere."""

    def error(self, message: str) -> NoReturn:
        from registry.exit_codes import Exit

        sys.stderr.write(f"jinbang: tui: {plain(message)}\n")
        raise SystemExit(int(Exit.MALFORMED))


def _arguments() -> argparse.Namespace:
    parser = _Parser(prog="jinbang tui", description="Can I believe this ranking? On a screen.", allow_abbrev=False)
    parser.add_argument("filter", nargs="*", metavar="FILTER")
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--language", choices=("both", "zh", "en"))
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--read-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
