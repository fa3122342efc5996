"""Many publisher-signed entries in one append, against `git fast-import` of the same files: unsigned, unchecked, no tree."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench import made, peers
from bench.measure import Row, Target, in_turns, peak_mib, rounds_for

SIZES = (10_000,)
_TARGET = Target(0.6, at_most=False)


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return a row a size; the note tells the peak memory of our process, which reads the entries from a file."""
    return [_at(folder, size) for size in sizes]


def append_all(folder: Path, entries: Sequence[bytes]) -> None:
    """Append the entries to a new ledger on all cores, in place of the one that was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with made.filled_ledger(folder, entries):
        return


def _at(folder: Path, size: int) -> Row:
    packed = made.Packed(folder / f"{size}.entries", size)
    memory = peak_mib(append_all, folder / "ours", packed)
    entries = list(packed)
    peer = folder / "peer.git"

    def theirs() -> None:
        peers.fast_import(peer, entries, peers.bare(peer))

    rounds = rounds_for(size)
    mine, their = in_turns(lambda: append_all(folder / "ours", entries), theirs, rounds=rounds)
    note = f"peak memory {memory:,.0f} MiB"
    return Row(
        "append at once", size, "git fast-import", size / mine, size / their, their / mine, "/s", _TARGET, rounds, note
    )
