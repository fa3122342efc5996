"""The log over HTTP is the one that `export tiles` writes, byte for byte."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from ledger.errors import StoreError
from ledger.git_store import GitStore
from ledger.log import Ledger
from registry.exporters.tiles import export_tiles
from registry.serving import LogSite, listen
from tests.ledger.build import enrolments, entries, in_git

Answer = tuple[int, bytes, str]


def answers(path: Path, asked: Sequence[str]) -> list[Answer]:
    """Return status, bytes and caching of what a served ledger answers."""

    async def steps() -> list[Answer]:
        app = web.Application()
        with closing(GitStore(path)) as store:
            LogSite(Ledger.open(store)).add_to(app)
            async with TestClient(TestServer(app)) as client:
                found = [await client.get(one) for one in asked]
                return [(one.status, await one.read(), one.headers.get("Cache-Control", "")) for one in found]

    return asyncio.run(steps())


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two appends, with a full tile and partial ones on two levels."""
    folder = tmp_path_factory.mktemp("served")
    enrolled = enrolments()
    return in_git(folder, [[*enrolled, *entries(0, 300)], entries(300, 520 - len(enrolled))])


def test_every_file_of_the_static_site_is_served_with_the_same_bytes(grown: Path, tmp_path: Path) -> None:
    with closing(GitStore(grown)) as store:
        export_tiles(Ledger.open(store), tmp_path)
    files = sorted(one for one in tmp_path.rglob("*") if one.is_file())
    found = answers(grown, [f"/{one.relative_to(tmp_path)}" for one in files])
    assert len(files) == 8
    assert [(status, body) for status, body, _ in found] == [(200, one.read_bytes()) for one in files]


def test_a_tile_is_kept_for_ever_and_a_checkpoint_is_not(grown: Path) -> None:
    checkpoint, tile, bundle = answers(grown, ["/checkpoint", "/tile/0/000", "/tile/entries/001"])
    assert checkpoint[2] == "no-cache"
    assert "immutable" in tile[2]
    assert "immutable" in bundle[2]


def test_a_narrower_tile_of_an_older_checkpoint_is_still_served(grown: Path) -> None:
    (_, narrow, _), (_, wide, _) = answers(grown, ["/tile/0/001.p/44", "/tile/0/001"])
    assert narrow == wide[: 44 * 32]


@pytest.mark.parametrize(
    "path",
    ["/tile/0/009", "/tile/0/000.p/256", "/tile/7/000", "/tile/0/../checkpoint", "/tile/entries/003.p/9", "/entry/1"],
)
def test_what_the_log_does_not_have_is_not_found(grown: Path, path: str) -> None:
    ((status, _, _),) = answers(grown, [path])
    assert status == 404


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StoreError, match=r"^port \d+: "):
        listen(taken.getsockname()[1])
