"""A real Chromium without a screen, driven through its DevTools protocol; it can reach no host but this machine."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

_FOUND = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def needed() -> str:
    """Return where Chromium is, or skip; with JINBANG_TEST_CHROMIUM=needed its absence is a failure."""
    if _FOUND is None:
        if os.environ.get("JINBANG_TEST_CHROMIUM") == "needed":
            pytest.fail("no Chromium is installed, and JINBANG_TEST_CHROMIUM says that it is needed")
        pytest.skip("no Chromium is installed (Debian: chromium)")
    return _FOUND


class Page:
    """One page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._reader = asyncio.create_task(self._read())
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._told = asyncio.Event()
        self.asked: list[str] = []
        """Every address that the page asked for, also in vain."""
        self.shown: list[str] = []
        """What came through its sockets, as text."""

    async def _read(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told.get("result", {}))
                continue
            if told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.asked.append(told["params"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                self.shown.append(_text(told["params"]["response"]))
            self._told.set()

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask the browser for something."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        result: dict[str, Any] = await answer
        return result

    async def open(self, address: str) -> None:
        """Go to an address."""
        for domain in ("Page", "Network", "Runtime"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=address)

    async def until(self, is_so: Callable[[str], bool]) -> str:
        """Return all that the terminal of the page was sent, once it is so."""
        async with asyncio.timeout(60):
            while not is_so(sent := "".join(self.shown)):
                self._told.clear()
                await self._told.wait()
        return sent

    async def until_it_says(self, words: str) -> None:
        """Wait until the page's own text has some words."""
        async with asyncio.timeout(60):
            self._told.clear()
            while words not in await self.text():
                await self._told.wait()
                self._told.clear()

    async def press(self, text: str) -> None:
        """Type into the page's terminal."""
        await self.call("Runtime.evaluate", expression="document.querySelector('textarea').focus()")
        for letter in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def text(self) -> str:
        """Return the page's own words."""
        found = await self.call("Runtime.evaluate", expression="document.body.innerText", returnByValue=True)
        return str(found["result"].get("value", ""))

    async def picture(self) -> bytes:
        """Return it as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


def _text(frame: dict[str, Any]) -> str:
    data = str(frame["payloadData"])
    return data if frame["opcode"] == 1 else base64.b64decode(data).decode(errors="replace")


@asynccontextmanager
async def browser() -> AsyncIterator[Page]:
    """Start a browser with a profile of nobody's."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            needed(),
            "--headless=new",
            # Root may not make the sandbox's namespaces; nothing but our own page is opened.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-port=0",
            "--window-size=1200,800",
            f"--user-data-dir={profile}",
            "about:blank",
            stderr=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            async with aiohttp.ClientSession() as http:
                async with http.get(f"http://127.0.0.1:{await _port(Path(profile))}/json/list") as answer:
                    pages = [one for one in await answer.json() if one["type"] == "page"]
                async with http.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            process.terminate()
            await process.wait()


async def _port(profile: Path) -> str:
    """Return the port that the browser chose; it writes the file once it listens."""
    async with asyncio.timeout(60):
        while True:
            file = profile / "DevToolsActivePort"
            if file.exists() and "\n" in (text := file.read_text()):
                return text.partition("\n")[0]
            await asyncio.sleep(0.05)
