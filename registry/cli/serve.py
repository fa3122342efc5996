"""`jinbang serve`: the log over HTTP, and the terminal interface in a browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from registry.cli import context
from registry.cli.options import LedgerOption, PolicyOption, answering
from registry.errors import RegistryError

PORT = 8327


def serve(
    *,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Where to listen; 0: any free port.")
    ] = PORT,
    tui: Annotated[
        bool,
        typer.Option("--tui", help="Also show the terminal interface, to the one browser that is given its address."),
    ] = False,
    ledger: LedgerOption = None,
    policy: PolicyOption = None,
) -> None:
    """Serve the log to other people's tools, on this machine only, until it is interrupted.

    Example: jinbang serve --port 8327
    """
    with answering(as_json=False):
        check_installed()
        if tui:
            from registry.cli.tui import become

            become("tui.web", ledger, policy, ["--port", str(port)])
        from aiohttp import web

        from registry import serving

        opened, listening, app = context.open_ledger(ledger), serving.listen(port), web.Application()
        serving.LogSite(opened).add_to(app)
        sys.stderr.write(
            f"{opened.identity.origin}: http://{serving.HOST}:{listening.getsockname()[1]}/checkpoint; ^C ends it\n"
        )
        serving.run(app, listening)


def check_installed() -> None:
    """Raise RegistryError when the web server is not installed: most who read rankings need none."""
    from importlib.util import find_spec

    if find_spec("textual_serve") is None:
        raise RegistryError("serve: the web server is not installed", "pip install 'jinbang[serve]' brings it.")
