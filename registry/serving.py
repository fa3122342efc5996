"""The log over HTTP, as any C2SP tlog-tiles client reads it (v0.1.0): checkpoint, hash tiles, entry bundles. Read-only.

What is sent is what the store holds: a client checks it against the signed checkpoint, as the protocol has it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web

from ledger.errors import LedgerError, StoreError
from ledger.log import Head, Ledger
from ledger.text import plain
from ledger.tile import TILE_HEIGHT, TILE_WIDTH, Tile, format_bundle

T = TypeVar("T")

HOST = "127.0.0.1"
"""Only this machine; who serves the world puts a web server in front."""
_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of tiles and bundles: one of a given width never changes."""
_NEVER = {"Cache-Control": "no-cache"}


class LogSite:
    """One ledger's checkpoint, tiles and bundles."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        # One git process answers all reads, one after the other.
        self._reading = threading.Lock()

    def add_to(self, app: web.Application) -> None:
        """Have an application answer for the log."""
        app.router.add_get("/checkpoint", self._checkpoint)
        app.router.add_get("/tile/entries/{position:.+}", self._bundle)
        app.router.add_get("/tile/{position:.+}", self._tile)

    async def _checkpoint(self, _: web.Request) -> web.Response:
        head = await self._ask(self._ledger.head)
        return web.Response(body=head.signed.raw, headers={"Content-Type": _TEXT, **_NEVER})

    async def _tile(self, request: web.Request) -> web.Response:
        tile = _parsed(f"tile/{request.match_info['position']}")
        return web.Response(body=await self._ask(lambda: self._hashes(tile)), headers=_FOR_EVER, content_type=_BYTES)

    async def _bundle(self, request: web.Request) -> web.Response:
        # A bundle stands where the tile of its leaves does, under `entries` for the level.
        tile = _parsed(f"tile/0/{request.match_info['position']}")
        return web.Response(body=await self._ask(lambda: self._entries(tile)), headers=_FOR_EVER, content_type=_BYTES)

    def _hashes(self, tile: Tile) -> bytes:
        head = self._head_with(tile)
        return self._ledger.tile(tile, head)

    def _entries(self, tile: Tile) -> bytes:
        head, start = self._head_with(tile), tile.number * TILE_WIDTH
        return format_bundle(list(self._ledger.entries(start, start + tile.width, head)))

    def _head_with(self, tile: Tile) -> Head:
        """Return the head, if its tree has all of a tile."""
        head = self._ledger.head()
        if tile.number * TILE_WIDTH + tile.width > head.size >> tile.level * TILE_HEIGHT:
            raise web.HTTPNotFound(text=f"{tile.path}: the log has {head.size} entries\n")
        return head

    async def _ask(self, question: Callable[[], T]) -> T:
        """Ask the ledger in a thread; what it cannot answer is a 500 with one line, and that line on stderr."""

        def asked() -> T:
            with self._reading:
                return question()

        try:
            return await asyncio.to_thread(asked)
        except (LedgerError, OSError) as error:
            sys.stderr.write(f"jinbang: {plain(str(error))}\n")
            raise web.HTTPInternalServerError(text="the ledger cannot be read\n") from error


def _parsed(path: str) -> Tile:
    try:
        return Tile.parse(path)
    except LedgerError as error:
        raise web.HTTPNotFound(text=f"{plain(str(error))}\n") from error


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; port 0 is any that is free. Raises StoreError."""
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        raise StoreError(f"port {port}: {getattr(error, 'strerror', None) or error}") from error


def run(app: web.Application | Awaitable[web.Application], listening: socket.socket) -> None:
    """Answer until interrupted or ended."""
    web.run_app(app, sock=listening, print=None, access_log=None)
