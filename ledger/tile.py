"""Hash tiles and entry bundles: coordinates, paths, bytes, and growing a log by them. Source: C2SP tlog-tiles v0.1.0.

    tile/0/x001/x234/067         256 leaf hashes from leaf 1234067 * 256 on, 32 bytes each
    tile/1/000.p/17              the first 17 hashes over 256 leaves each: the log has no more full tiles
    tile/entries/x001/x234/067   the entries of the first tile above, each behind its length in two bytes

Hash i of tile (level, number) is over the leaves [(number * 256 + i) * 256^level, (number * 256 + i + 1) * 256^level),
all of which exist: a partial tile counts for nothing on the level above until it is full.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Self

from ledger import merkle
from ledger import text as strict
from ledger.errors import FormatError
from ledger.merkle import HASH_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TILE_HEIGHT = 8
"""Levels of the tree that one level of tiles spans."""
TILE_WIDTH = 1 << TILE_HEIGHT
"""Hashes in a full tile, entries in a full bundle."""
MAX_LEVEL = 63
MAX_CACHED_TILES = 256
"""Tiles that one `TileHashes` holds, 2 MiB when all are full."""
_LENGTH_BYTES = 2
_MAX_LENGTH = (1 << 8 * _LENGTH_BYTES) - 1
_PATH = re.compile(
    r"tile/(?P<level>0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a hash tile stands."""

    level: int
    """0 to 63; level 0 holds leaf hashes."""
    number: int
    """Tiles to the left of it on its level."""
    width: int
    """Hashes in it, 1 to 256."""

    @classmethod
    def parse(cls, path: str) -> Self:
        """Read a path that `path` gives back; every other spelling raises FormatError."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise FormatError("tile path", f"not tile/<level>/<number>[.p/<width>]: {strict.shown(path)}")
        number = int(match["number"].replace("x", "").replace("/", ""))
        tile = cls(int(match["level"]), number, int(match["width"] or TILE_WIDTH))
        # The pattern lets through level 64, width 256 written out, and a number with an empty first group (x000/000).
        if tile.level > MAX_LEVEL or tile.width > TILE_WIDTH or tile.path != path:
            raise FormatError("tile path", f"not in its one spelling: {strict.shown(path)}")
        return tile

    @property
    def path(self) -> str:
        """Path under the log's prefix."""
        return f"tile/{self.level}/{_position(self.number, self.width)}"

    @property
    def is_full(self) -> bool:
        """Whether no hash can be added: a full tile never changes."""
        return self.width == TILE_WIDTH


ReadTile = Callable[[Tile], bytes]
"""Returns the bytes of a tile of just that width, cut from a wider one if need be; they are hostile until checked."""


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield the tiles of a log of `size` leaves by level: the full ones from the left, then the partial one."""
    for level, hashes in _levels(size):
        for number in range(hashes >> TILE_HEIGHT):
            yield Tile(level, number, TILE_WIDTH)
        if hashes % TILE_WIDTH:
            yield Tile(level, hashes >> TILE_HEIGHT, hashes % TILE_WIDTH)


def partials_of(size: int) -> list[Tile]:
    """Return the partial tiles of a log of `size` leaves, at most one a level, from level 0 up."""
    return [
        Tile(level, hashes >> TILE_HEIGHT, hashes % TILE_WIDTH)
        for level, hashes in _levels(size)
        if hashes % TILE_WIDTH
    ]


def bundle_path(number: int, width: int) -> str:
    """Return the path of the bundle of the `width` entries from `number` * 256 on."""
    return f"tile/entries/{_position(number, width)}"


def bundle_for_entry(index: int, size: int) -> str:
    """Return the path of the bundle that holds the entry at `index` in a log of `size` entries."""
    if not 0 <= index < size:
        raise ValueError(f"entry {index}, needed one of the {size} in the log")
    number = index >> TILE_HEIGHT
    return bundle_path(number, min(TILE_WIDTH, size - number * TILE_WIDTH))


def format_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle of 1 to 256 entries, each of 0 to 65,535 bytes; other input is a ValueError."""
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise ValueError(f"bundle of {len(entries)} entries, needed 1 to {TILE_WIDTH}")
    longest = max(map(len, entries))
    if longest > _MAX_LENGTH:
        raise ValueError(f"entry of {longest:,} bytes, at most {_MAX_LENGTH:,}")
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def parse_bundle(raw: bytes, width: int) -> list[bytes]:
    """Return the `width` entries that a bundle holds; FormatError when it is cut short or goes on after them."""
    entries = []
    position = 0
    for index in range(width):
        start = position + _LENGTH_BYTES
        position = start + int.from_bytes(raw[position:start], "big")
        if max(start, position) > len(raw):
            raise FormatError("entry bundle", f"ends inside entry {index} of {width}, after {len(raw)} bytes")
        entries.append(raw[start:position])
    if position != len(raw):
        raise FormatError("entry bundle", f"{len(raw)} bytes, needed {position} for {width} entries")
    return entries


class TileHashes:
    """The hashes of a log of `size` leaves, out of its tiles: a `merkle.HashReader`.

    They are as good as the tiles: whoever does not trust these compares `merkle.root` with a signed root.
    """

    __slots__ = ("_cache", "_read_tile", "size")

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self.size = size
        self._read_tile = read_tile
        self._cache: dict[Tile, bytes] = {}

    def read(self, level: int, index: int) -> bytes:
        """Return the hash over the leaves [index << level, (index + 1) << level).

        Raises: ValueError when the log has not all of them; FormatError when a tile has the wrong length;
        what `read_tile` raises.
        """
        if not (level >= 0 and 0 <= index < self.size >> level):
            raise ValueError(f"subtree ({level}, {index}), needed one that is complete at size {self.size}")
        tile_level, height = divmod(level, TILE_HEIGHT)
        number, first = divmod(index << height, TILE_WIDTH)
        on_level = self.size >> (tile_level * TILE_HEIGHT)
        raw = self._tile(Tile(tile_level, number, min(TILE_WIDTH, on_level - number * TILE_WIDTH)))
        return _fold(raw[first * HASH_BYTES : (first + (1 << height)) * HASH_BYTES])

    def _tile(self, tile: Tile) -> bytes:
        raw = self._cache.pop(tile, None)
        if raw is None:
            raw = _read_whole(tile, self._read_tile)
        if len(self._cache) == MAX_CACHED_TILES:
            del self._cache[next(iter(self._cache))]
        self._cache[tile] = raw  # last in order: the first is the one that was not used for longest
        return raw


class Edge:
    """The right edge of a log's tiles: what an append and the root need, and nothing else of the log."""

    __slots__ = ("_partials", "size")

    def __init__(self, size: int, partials: list[bytearray]) -> None:
        self.size = size
        """Leaves."""
        self._partials = partials
        """The hashes of the partial tile of each level, empty where there is none."""

    @classmethod
    def empty(cls) -> Self:
        """Return the edge of a log of no leaves."""
        return cls(0, [])

    @classmethod
    def load(cls, size: int, read_tile: ReadTile) -> Self:
        """Return the edge of a log of `size` leaves; FormatError when a tile has the wrong length.

        Whoever does not trust the tiles compares `root` with a signed root.
        """
        partials = [bytearray() for _ in _levels(size)]
        for tile in partials_of(size):
            partials[tile.level] += _read_whole(tile, read_tile)
        return cls(size, partials)

    def append(self, leaf_hashes: Iterable[bytes]) -> list[tuple[Tile, bytes]]:
        """Add leaves at the right; return the tiles that this fills, with their bytes, in the order they fill.

        Raises: ValueError when a hash is not 32 bytes; what `leaf_hashes` raises. The leaves before it are added.
        """
        filled = []
        hashes = iter(leaf_hashes)
        while batch := list(islice(hashes, TILE_WIDTH - self.size % TILE_WIDTH)):
            raw = b"".join(batch)
            if len(raw) != len(batch) * HASH_BYTES:
                raise ValueError(f"{len(raw)} bytes of leaf hashes, needed {len(batch)} of {HASH_BYTES} bytes")
            self.size += len(batch)
            filled += self._add(0, raw)
        return filled

    def partials(self) -> list[tuple[Tile, bytes]]:
        """Return the partial tiles with their bytes, at most one a level, from level 0 up."""
        return [(tile, bytes(self._partials[tile.level])) for tile in partials_of(self.size)]

    def root(self) -> bytes:
        """Return the root of the tree."""
        hashes = TileHashes(self.size, lambda tile: bytes(self._partials[tile.level]))
        return merkle.root(self.size, hashes)

    def copy(self) -> Self:
        """Return an edge that grows apart from this one."""
        return type(self)(self.size, [bytearray(partial) for partial in self._partials])

    def _add(self, level: int, raw: bytes) -> list[tuple[Tile, bytes]]:
        """Add hashes, no more than the level's partial tile has room for; return the tiles that this fills."""
        if level == len(self._partials):
            self._partials.append(bytearray())
        partial = self._partials[level]
        partial += raw
        if len(partial) < TILE_WIDTH * HASH_BYTES:
            return []
        full = bytes(partial)
        partial.clear()
        number = (self.size >> (level + 1) * TILE_HEIGHT) - 1
        return [(Tile(level, number, TILE_WIDTH), full), *self._add(level + 1, _fold(full))]


def _levels(size: int) -> Iterator[tuple[int, int]]:
    """Yield each level of tiles that is not empty with the number of its hashes."""
    level = 0
    while size > 0:
        yield level, size
        level, size = level + 1, size >> TILE_HEIGHT


def _position(number: int, width: int) -> str:
    """Return the end of a path: the number in groups of three digits, all but the last after an x; then the width."""
    if number < 0 or not 1 <= width <= TILE_WIDTH:
        raise ValueError(f"number {number} and width {width}, needed 0 or more and 1 to {TILE_WIDTH}")
    groups = f"{number % 1000:03}"
    while number := number // 1000:
        groups = f"x{number % 1000:03}/{groups}"
    return groups if width == TILE_WIDTH else f"{groups}.p/{width}"


def _read_whole(tile: Tile, read_tile: ReadTile) -> bytes:
    raw = read_tile(tile)
    if len(raw) != tile.width * HASH_BYTES:
        raise FormatError(tile.path, f"{len(raw)} bytes, needed {tile.width} hashes of {HASH_BYTES}")
    return raw


def _fold(hashes: bytes) -> bytes:
    """Return the hash over a power of two of hashes that stand one after the other."""
    pair = 2 * HASH_BYTES
    sha = sha256  # a local name: this line runs once for each leaf of a log
    while len(hashes) > HASH_BYTES:
        hashes = b"".join([sha(b"\x01" + hashes[at : at + pair]).digest() for at in range(0, len(hashes), pair)])
    return hashes
