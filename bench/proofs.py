"""Proofs out of the tiles of a large log, against a Merkle tree in SQLite (pymerkle, extra `bench`).

The log has its tiles and its signed checkpoint but no entries: a proof reads none.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench import made
from bench.measure import Row, Target, in_turns
from ledger import checkpoint, founding, merkle
from ledger.checkpoint import Checkpoint
from ledger.founding import Identity
from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.store import CHECKPOINT, Draft
from ledger.tile import Edge, Tile, TileHashes

SIZES = (1_000_000,)
_ROUNDS = 5
_PROOFS = 100
"""A round makes this many and is divided by it."""
_PEER_PROOFS = 3
_LIMIT_MS = 2.0
_FASTER = Target(20, at_most=False)
_NOT_THERE = "pymerkle is not installed (extra `bench`)"
Prove = Callable[[int], object]


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return rows for inclusion and consistency, out of memory and out of git, and against the peer."""
    return [row for size in sizes for row in _at(folder, size)]


def entry(index: int) -> bytes:
    """Return a stand-in for an entry: only its hash matters here."""
    return b"%d" % index


def tiles_of(size: int) -> tuple[Edge, dict[Tile, bytes]]:
    """Return a log's edge and all its tiles."""
    edge = Edge.empty()
    tiles = dict(edge.append(merkle.leaf_hash(entry(index)) for index in range(size)))
    tiles.update(edge.partials())
    return edge, tiles


@contextmanager
def ledger_of(folder: Path, edge: Edge, tiles: dict[Tile, bytes]) -> Iterator[Ledger]:
    """Give a ledger in git whose head has these tiles and their checkpoint."""
    identity = Identity(made.OPERATOR_KEY.key)
    signed = checkpoint.sign(Checkpoint(identity.origin, edge.size, edge.root()), made.OPERATOR_KEY)
    files: dict[str, bytes | None] = {**founding.files(identity), CHECKPOINT: signed.raw}
    files.update((tile.path, content) for tile, content in tiles.items())
    draft = Draft(0, (), files, "Tiles\n", datetime.fromtimestamp(0, UTC))
    with closing(GitStore.create(folder / f"{edge.size}.git")) as store:
        store.publish(None, store.prepare(None, draft, made.OPERATOR_KEY))
        ledger = Ledger.open(store)
        yield ledger
        ledger.scan.close()


def _at(folder: Path, size: int) -> list[Row]:
    edge, tiles = tiles_of(size)
    with ledger_of(folder, edge, tiles) as ledger, _peers(folder, size) as peers:
        middle = size // 2
        leaf = merkle.leaf_hash(entry(middle))
        merkle.check_inclusion(middle, size, leaf, ledger.prove_inclusion(middle), ledger.head().root)
        ours: dict[str, list[Prove]] = {
            "inclusion proof": [
                ledger.prove_inclusion,
                lambda index: merkle.prove_inclusion(index, size, TileHashes(size, tiles.__getitem__)),
            ],
            "consistency proof": [
                lambda index: ledger.prove_consistency(index + 1),
                lambda index: merkle.prove_consistency(index + 1, size, TileHashes(size, tiles.__getitem__)),
            ],
        }
        return [row for what in ours for row in _rows(what, size, ours[what], peers.get(what, {}))]


def _rows(what: str, size: int, ours: list[Prove], peers: dict[str, Prove]) -> list[Row]:
    """Measure one kind of proof out of git and out of memory, and the peers' in turn when they are there."""
    own = [_made(prove, what, size, _PROOFS) for prove in ours]
    others = [_made(prove, f"{what}, {name}", size, _PEER_PROOFS) for name, prove in peers.items()]
    seconds = in_turns(*own, *others, rounds=_ROUNDS)
    in_git, in_memory = (1000 * one / _PROOFS for one in seconds[:2])
    limit = Target(1, at_most=True)
    rows = [
        Row(f"{what}, git", size, "the limit", in_git, _LIMIT_MS, in_git / _LIMIT_MS, "ms", limit, _ROUNDS),
        Row(f"{what}, memory", size, "the limit", in_memory, _LIMIT_MS, in_memory / _LIMIT_MS, "ms", limit, _ROUNDS),
    ]
    for name, one in zip(peers, seconds[2:], strict=True):
        theirs = 1000 * one / _PEER_PROOFS
        rows.append(Row(f"{what}, times faster", size, name, in_git, theirs, theirs / in_git, "ms", _FASTER, _ROUNDS))
    if not peers:
        rows.append(Row(f"{what}, times faster", size, "pymerkle", in_git, unit="ms", target=_FASTER, note=_NOT_THERE))
    return rows


def _made(prove: Prove, seed: str, size: int, count: int) -> Callable[[], object]:
    """Return an action that proves `count` entries all over the log, others each time and for each seed."""
    numbers = random.Random(seed)
    return lambda: [prove(numbers.randrange(size - 1)) for _ in range(count)]


@contextmanager
def _peers(folder: Path, size: int) -> Iterator[dict[str, dict[str, Prove]]]:
    """Give the peer's proofs over the same entries by kind and name, or nothing when it is not installed.

    It keeps the hashes of subtrees that it has computed in memory, and nowhere else: so it is measured with and without.
    """
    if find_spec("pymerkle") is None:
        yield {}
        return
    pymerkle: Any = import_module("pymerkle")
    path = str(folder / f"{size}.pymerkle")
    with pymerkle.SqliteTree(path) as warm, pymerkle.SqliteTree(path, disable_cache=True) as cold:
        warm.append_entries(entry(index) for index in range(size))
        assert warm.get_leaf(1) == merkle.leaf_hash(entry(0)), "the peer hashes leaves as RFC 6962 does"
        names = {"pymerkle in SQLite, its cache warming": warm, "the same, no cache": cold}
        yield {
            "inclusion proof": {name: _inclusion(tree) for name, tree in names.items()},
            "consistency proof": {name: _consistency(tree) for name, tree in names.items()},
        }


def _inclusion(tree: Any) -> Prove:
    return lambda index: tree.prove_inclusion(index + 1)


def _consistency(tree: Any) -> Prove:
    return lambda index: tree.prove_consistency(index + 1)
