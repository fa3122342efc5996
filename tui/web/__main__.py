"""Serve the interface to a browser: `python -m tui.web [--ledger PATH] [--policy FILE] [--port N]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ledger.errors import LedgerError
from registry import output, serving
from registry.cli import context
from registry.errors import RegistryError
from tui.web.server import WebServer


def main() -> None:
    """Serve until it is interrupted."""
    given = _arguments()
    try:
        ledger = context.open_ledger(given.ledger)
        listening = serving.listen(given.port)
    except (LedgerError, RegistryError, OSError) as error:
        output.failure(error, as_json=False)
    server = WebServer(_command(given), listening.getsockname()[1], serving.LogSite(ledger))
    serving.run(server.application(), listening)


def _command(given: argparse.Namespace) -> list[str]:
    """Return what shows one page: it signs nothing, and starts nothing."""
    paths = (("--ledger", given.ledger), ("--policy", given.policy))
    named = [word for name, path in paths if path is not None for word in (name, str(path.absolute()))]
    return [sys.executable, "-P", "-m", "tui", "--read-only", *named]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jinbang serve --tui", description="The interface in a browser.")
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
