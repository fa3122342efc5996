"""The web server of the interface: textual-serve's, behind the guard, with a page that asks nothing of another host."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from registry.serving import HOST, LogSite
from tui.web.guard import Guard

_TEMPLATES = Path(__file__).with_name("templates")


class WebServer(Server):
    """Each page that is opened gets a process of the interface of its own, which ends with it."""

    def __init__(self, command: Sequence[str], port: int, site: LogSite) -> None:
        # textual-serve hands its command to a shell.
        super().__init__(shlex.join(command), HOST, port, "jinbang", templates_path=_TEMPLATES)
        self._site = site
        self._guard = Guard(HOST, port)

    @property
    def address(self) -> str:
        """Where to look, once."""
        return f"{self.public_url}/?token={self._guard.token}"

    async def application(self) -> web.Application:
        """Return what answers requests."""
        app = await self._make_app()
        app.middlewares.append(self._guard.middleware())
        app.on_response_prepare.append(self._guard.finish)
        self._site.add_to(app)
        return app

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 - textual-serve calls it so
        """Say where it is."""
        sys.stderr.write(f"Open {self.address} (once; ^C ends it)\n")
