"""The interface in a real browser."""

from __future__ import annotations

import asyncio

from tests.tui.web.chromium import browser
from tests.tui.web.conftest import Served


def test_a_browser_shows_the_rankings_takes_keys_and_asks_nothing_of_another_host(served: Served) -> None:
    async def steps() -> None:
        async with browser() as page:
            await page.open(served.address)
            await page.until(lambda sent: "Rankings" in sent and "hundred-model-war" in sent)
            await page.press("4")
            await page.until(lambda sent: "Paste" in sent)
            picture = await page.picture()
            assert picture.startswith(b"\x89PNG")
            assert page.asked
            assert [
                one for one in page.asked if not one.startswith((served.base, "ws" + served.base[4:], "data:"))
            ] == []
            await page.press("q")

    asyncio.run(steps())


def test_the_address_serves_one_browser_only(served: Served) -> None:
    async def steps() -> None:
        async with browser() as first:
            await first.open(served.address)
            await first.until(lambda sent: "Rankings" in sent)
            async with browser() as second:
                await second.open(served.address)
                await second.until_it_says("opened once already")
                assert second.shown == []

    asyncio.run(steps())
