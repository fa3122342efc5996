"""The log as a static site that any C2SP tlog-tiles client reads (v0.1.0): checkpoint, tiles, entry bundles.

Tiles are computed from the entries and compared with the signed root; the checkpoint is written last, so that a half-written
site still serves its older one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ledger import tile
from ledger.errors import StoreError, VerificationError
from ledger.log import Head, Ledger
from ledger.merkle import leaf_hash
from registry.exporters.replacing import replacing


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote."""

    files: int
    size: int
    """Entries of the checkpoint."""


def export_tiles(ledger: Ledger, folder: Path) -> Written:
    """Write the site of a ledger's head; raises VerificationError before its checkpoint, StoreError on another log's site."""
    head = ledger.head()
    checkpoint = folder / "checkpoint"
    if checkpoint.exists() and _origin(checkpoint.read_bytes()) != _origin(head.signed.raw):
        raise StoreError(f"{folder}: holds another log's site")
    count = 0
    for path, content in _files(ledger, head):
        _write(folder / path, content)
        count += 1
    _write(checkpoint, head.signed.raw)
    return Written(count + 1, head.size)


def _files(ledger: Ledger, head: Head) -> Iterator[tuple[str, bytes]]:
    """Yield bundles and tiles; the root they give must be the signed one."""
    edge = tile.Edge.empty()
    for start in range(0, head.size, tile.TILE_WIDTH):
        entries = list(ledger.entries(start, start + tile.TILE_WIDTH, head))
        yield tile.bundle_path(start // tile.TILE_WIDTH, len(entries)), tile.format_bundle(entries)
        for one, content in edge.append(map(leaf_hash, entries)):
            yield one.path, content
    for one, content in edge.partials():
        yield one.path, content
    if edge.root() != head.root:
        raise VerificationError("entries: do not give the root of the checkpoint (see `jinbang audit`)")


def _origin(checkpoint: bytes) -> bytes:
    return checkpoint.partition(b"\n")[0]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as new:
        new.write_bytes(content)
