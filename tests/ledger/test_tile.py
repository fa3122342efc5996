"""Tiles and bundles: their one spelling, and that growing a log by them gives the tree's hashes."""

from __future__ import annotations

import base64
import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import merkle, tile
from ledger.errors import FormatError
from ledger.tile import Edge, Tile, TileHashes
from tests import foreign
from tests.ledger.test_merkle import Tree, tree_of

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (0, 1, 255, 256, 257, 511, 512, 65_536, 70_000)
MALFORMED = (
    "",
    "tile",
    "tile/0/000.p/",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/999",
    "tile/0/000\n",
    "tile/0/0000",
    "tile/0/00",
    "tile/0/1/000",
    "tile/0/x00/000",
    "tile/0/x000",
    "tile/0/x000/000",
    "tile/0/x000/x001/000",
    "tile/0/\u0660\u0660\u0660",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/entries/000",
    "/tile/0/000",
    "tile/0/000.P/1",
)


@cache
def the_tree() -> Tree:
    return tree_of(max(SIZES))


@cache
def tiles_at(size: int) -> dict[Tile, bytes]:
    """Return every tile of the log of `size` leaves, grown in one step."""
    edge = Edge.empty()
    return dict(edge.append(the_tree().leaves[:size]) + edge.partials())


def state(edge: Edge) -> tuple[int, list[tuple[Tile, bytes]], bytes]:
    return edge.size, edge.partials(), edge.root()


def path_facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(foreign.vectors("misc", "tile-paths.json").read_text())
    return facts


def test_tile_paths_are_those_of_the_specification() -> None:
    for level, number, width, path in path_facts()["tile_path"]:
        coordinates = Tile(level, number, width or tile.TILE_WIDTH)
        assert coordinates.path == path
        assert Tile.parse(path) == coordinates
        assert coordinates.is_full is (width is None)


def test_numbers_are_spelt_as_in_the_specification() -> None:
    for number, path in path_facts()["index_path"]:
        assert Tile(0, number, tile.TILE_WIDTH).path == f"tile/0/{path}"
        assert tile.bundle_path(number, tile.TILE_WIDTH) == f"tile/entries/{path}"


def test_bundle_paths_are_those_of_the_specification() -> None:
    facts = path_facts()

    for number, width, path in facts["bundle_path"]:
        assert tile.bundle_path(number, width or tile.TILE_WIDTH) == path
    for index, size, path in facts["bundle_for_entry"]:
        assert tile.bundle_for_entry(index, size) == path


def test_malformed_paths_of_others_are_refused() -> None:
    for path in path_facts()["malformed"]:
        with pytest.raises(FormatError):
            Tile.parse(path)


def test_tiles_of_a_size_are_those_of_the_specification() -> None:
    facts = path_facts()["tiles_of_size"]
    del facts["_"]

    for size, levels in facts.items():
        tiles = list(tile.tiles_of(int(size)))
        for level, (full, width) in levels.items():
            on_level = [one for one in tiles if one.level == int(level)]
            assert [one for one in on_level if one.is_full] == [Tile(int(level), n, 256) for n in range(full)]
            assert [one.width for one in on_level if not one.is_full] == ([width] if width else [])
        assert {one.level for one in tiles} == {int(level) for level in levels}


@pytest.mark.parametrize("path", MALFORMED)
def test_a_path_has_one_spelling(path: str) -> None:
    with pytest.raises(FormatError, match="tile path"):
        Tile.parse(path)


@settings(deadline=None)
@given(level=st.integers(0, 63), number=st.integers(0, 10**18 - 1), width=st.integers(1, 256))
def test_a_path_reads_back(level: int, number: int, width: int) -> None:
    coordinates = Tile(level, number, width)

    assert Tile.parse(coordinates.path) == coordinates


@settings(deadline=None)
@given(path=st.from_regex(r"\Atile/[0-9]{1,2}/(x[0-9]{3}/){0,2}[0-9]{3}(\.p/[0-9]{1,3})?\Z"))
def test_a_path_that_reads_is_written_the_same(path: str) -> None:
    try:
        coordinates = Tile.parse(path)
    except FormatError:
        return
    assert coordinates.path == path


@pytest.mark.parametrize(("number", "width"), [(-1, 256), (0, 0), (0, 257)])
def test_no_path_is_made_for_a_tile_that_cannot_be(number: int, width: int) -> None:
    with pytest.raises(ValueError, match="needed 0 or more and 1 to 256"):
        tile.bundle_path(number, width)


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5)])
def test_an_entry_outside_the_log_has_no_bundle(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="needed one of the 5"):
        tile.bundle_for_entry(index, size)


def test_a_log_of_70000_has_three_levels() -> None:
    tiles = list(tile.tiles_of(70_000))

    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert tile.partials_of(70_000) == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert [one for one in tiles if not one.is_full] == tile.partials_of(70_000)


@settings(deadline=None)
@given(size=st.integers(0, 1 << 17))
def test_level_zero_has_a_place_for_each_leaf(size: int) -> None:
    level_zero = [one for one in tile.tiles_of(size) if one.level == 0]

    assert sum(one.width for one in level_zero) == size
    assert [one.number for one in level_zero] == list(range(len(level_zero)))


@settings(deadline=None)
@given(entries=st.lists(st.binary(max_size=40), min_size=1, max_size=tile.TILE_WIDTH))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert tile.parse_bundle(tile.format_bundle(entries), len(entries)) == entries


def test_a_bundle_is_lengths_and_bytes() -> None:
    assert tile.format_bundle([b"ab", b"", b"c"]) == b"\x00\x02ab\x00\x00\x00\x01c"


def test_the_longest_entry_is_65535_bytes() -> None:
    longest = bytes(65_535)

    assert tile.parse_bundle(tile.format_bundle([longest]), 1) == [longest]
    with pytest.raises(ValueError, match="at most 65,535"):
        tile.format_bundle([longest + b"\0"])


@pytest.mark.parametrize("count", [0, 257])
def test_a_bundle_is_neither_empty_nor_wider_than_a_tile(count: int) -> None:
    with pytest.raises(ValueError, match="needed 1 to 256"):
        tile.format_bundle([b""] * count)


@settings(deadline=None)
@given(data=st.data(), entries=st.lists(st.binary(max_size=10), min_size=1, max_size=20))
def test_a_bundle_cut_anywhere_is_refused(data: st.DataObject, entries: list[bytes]) -> None:
    raw = tile.format_bundle(entries)
    end = data.draw(st.integers(0, len(raw) - 1))

    with pytest.raises(FormatError, match="entry bundle"):
        tile.parse_bundle(raw[:end], len(entries))


@settings(deadline=None)
@given(entries=st.lists(st.binary(max_size=10), min_size=1, max_size=20), more=st.binary(min_size=1))
def test_a_bundle_with_more_behind_it_is_refused(entries: list[bytes], more: bytes) -> None:
    with pytest.raises(FormatError, match=f"needed .* for {len(entries)} entries"):
        tile.parse_bundle(tile.format_bundle(entries) + more, len(entries))


@pytest.mark.parametrize("size", SIZES)
def test_an_edge_grows_to_the_same_in_any_steps(size: int) -> None:
    leaves = the_tree().leaves[:size]
    at_once, in_steps = Edge.empty(), Edge.empty()
    random = Random(size)

    filled_at_once = at_once.append(iter(leaves))
    filled_in_steps = []
    while in_steps.size < size:
        filled_in_steps += in_steps.append(leaves[in_steps.size : in_steps.size + random.randint(1, 700)])

    assert filled_in_steps == filled_at_once
    assert state(in_steps) == state(at_once)


@pytest.mark.parametrize("size", SIZES)
def test_an_edge_loaded_from_tiles_is_the_one_that_wrote_them(size: int) -> None:
    grown = Edge.empty()
    grown.append(the_tree().leaves[:size])

    loaded = Edge.load(size, tiles_at(size).__getitem__)

    assert state(loaded) == state(grown)
    more = the_tree().leaves[:600]
    assert loaded.append(more) == grown.append(more)
    assert state(loaded) == state(grown)


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    expected = the_tree().root(size)

    assert Edge.load(size, tiles_at(size).__getitem__).root() == expected
    assert merkle.root(size, TileHashes(size, tiles_at(size).__getitem__)) == expected


@pytest.mark.parametrize("size", SIZES)
def test_a_log_has_the_tiles_of_its_size_and_no_others(size: int) -> None:
    assert set(tiles_at(size)) == set(tile.tiles_of(size))


@pytest.mark.parametrize("size", SIZES)
def test_each_hash_of_a_tile_is_over_a_complete_subtree(size: int) -> None:
    for one, raw in tiles_at(size).items():
        first = one.number * tile.TILE_WIDTH
        hashes = [the_tree().read(one.level * tile.TILE_HEIGHT, first + i) for i in range(one.width)]
        assert raw == b"".join(hashes)


def test_a_partial_tile_counts_for_nothing_on_the_level_above() -> None:
    edge = Edge.empty()
    edge.append(the_tree().leaves[:256])
    level_one = edge.partials()

    filled = edge.append(the_tree().leaves[256:511])

    assert filled == []
    assert edge.partials()[1:] == level_one == [(Tile(1, 0, 1), the_tree().mth(0, 256))]


def test_tiles_fill_from_the_leaves_up() -> None:
    edge = Edge.empty()
    edge.append(the_tree().leaves[:65_535])

    filled = edge.append(the_tree().leaves[65_535:65_536])

    assert [one for one, _ in filled] == [Tile(0, 255, 256), Tile(1, 0, 256)]
    assert edge.partials() == [(Tile(2, 0, 1), edge.root())]


def test_a_copy_grows_apart() -> None:
    edge = Edge.empty()
    edge.append(the_tree().leaves[:300])
    before = state(edge)

    copy = edge.copy()
    copy.append(the_tree().leaves[300:600])

    assert state(edge) == before
    assert copy.root() == the_tree().root(600)


def test_an_edge_takes_only_hashes() -> None:
    with pytest.raises(ValueError, match="needed 2 of 32 bytes"):
        Edge.empty().append([bytes(32), bytes(31)])


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(8192)])
def test_a_tile_of_the_wrong_length_is_refused(wrong: bytes) -> None:
    with pytest.raises(FormatError, match=r"tile/0/000\.p/5: .* needed 5 hashes"):
        Edge.load(5, lambda _: wrong)
    with pytest.raises(FormatError, match=r"tile/0/000\.p/5: .* needed 5 hashes"):
        TileHashes(5, lambda _: wrong).read(0, 4)


@settings(deadline=None)
@given(data=st.data(), size=st.sampled_from(SIZES[1:]))
def test_tiles_give_every_hash_of_the_tree(data: st.DataObject, size: int) -> None:
    level = data.draw(st.integers(0, size.bit_length() - 1))
    index = data.draw(st.integers(0, (size >> level) - 1))

    assert TileHashes(size, tiles_at(size).__getitem__).read(level, index) == the_tree().read(level, index)


@settings(deadline=None)
@given(data=st.data(), size=st.sampled_from(SIZES[1:]))
def test_tiles_prove_every_leaf_and_every_older_size(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = TileHashes(size, tiles_at(size).__getitem__)
    tree = the_tree()

    inclusion = merkle.prove_inclusion(index, size, hashes)
    consistency = merkle.prove_consistency(index, size, hashes)

    merkle.check_inclusion(index, size, tree.leaves[index], inclusion, tree.root(size))
    merkle.check_consistency(index, tree.root(index), size, tree.root(size), consistency)


@pytest.mark.parametrize(("level", "index"), [(0, 5), (0, -1), (-1, 0), (1, 2), (3, 0), (64, 0)])
def test_tiles_give_no_hash_over_leaves_that_are_not_there(level: int, index: int) -> None:
    with pytest.raises(ValueError, match="needed one that is complete at size 5"):
        TileHashes(5, tiles_at(5).__getitem__).read(level, index)


def test_a_tile_is_read_once_until_too_many_are_held() -> None:
    read: list[Tile] = []

    def read_tile(one: Tile) -> bytes:
        read.append(one)
        return tiles_at(70_000)[one]

    hashes = TileHashes(70_000, read_tile)
    held = range(tile.MAX_CACHED_TILES)
    for number in [*held, *held, 0, tile.MAX_CACHED_TILES, 0]:
        hashes.read(0, number * tile.TILE_WIDTH)
    assert [one.number for one in read] == [*held, tile.MAX_CACHED_TILES]

    hashes.read(0, tile.TILE_WIDTH)
    assert read[-1].number == 1


def real_log() -> tuple[Path, list[bytes]]:
    folder = foreign.vectors("tessera", "testdata", "log")
    return folder, tile.parse_bundle((folder / tile.bundle_path(0, 15)).read_bytes(), 15)


@pytest.mark.parametrize("size", range(16))
def test_a_real_log_recomputes_from_its_entries(size: int) -> None:
    folder, entries = real_log()
    size_line, root_line = (folder / f"checkpoint.{size}").read_text().split("\n")[1:3]
    edge = Edge.empty()

    filled = edge.append(map(merkle.leaf_hash, entries[:size]))

    assert (int(size_line), base64.b64decode(root_line)) == (size, edge.root())
    assert filled == []
    assert [one for one, _ in edge.partials()] == list(tile.tiles_of(size))
    for one, raw in edge.partials():
        assert (folder / one.path).read_bytes() == raw
    if size:
        assert (folder / tile.bundle_for_entry(0, size)).read_bytes() == tile.format_bundle(entries[:size])
