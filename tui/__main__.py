"""Start the interface: `python -m tui [--ledger PATH] [--policy FILE] [--language both|zh|en] [--ascii] [FILTER]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Run until it is left, and end the process."""
    from registry.exit_codes import Exit

    given = _arguments()
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        sys.stderr.write(
            "jinbang: tui: standard input and output are no terminal\n  `jinbang query` answers without one.\n"
        )
        raise SystemExit(int(Exit.MALFORMED))
    from tui.app import JinbangApp
    from tui.glyphs import ASCII, UNICODE
    from tui.session import Session
    from tui.words import Language

    session = Session(given.ledger, given.policy)
    glyphs = ASCII if given.ascii or "utf" not in sys.stdout.encoding.lower() else UNICODE
    app = JinbangApp(session, " ".join(given.filter), Language(given.language), glyphs)
    app.run()
    code = app.return_code or 0
    if app.unfinished:
        # Work that can be cut off at any time must not keep the shell waiting.
        sys.stdout.flush()
        os._exit(code)
    session.close()
    raise SystemExit(code)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jinbang tui", description="Can I believe this ranking? On a screen.")
    parser.add_argument("filter", nargs="*", metavar="FILTER")
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--language", choices=("both", "zh", "en"), default="both")
    parser.add_argument("--ascii", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
