"""The audit of a whole ledger, against nothing but the signature checks of the same messages, on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from nacl.bindings import crypto_sign_open

from bench import made
from bench.measure import Metered, Row, Target, in_turns, peak_mib, rounds_for
from ledger import note
from ledger.audit import audit
from ledger.git_store import GitStore

SIZES = (10_000,)
_TARGET = Target(0.65, at_most=False)
_RANGE = 1024


def run(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Return four rows a size: as `jinbang audit` does it and with threads alone, each by the clock and by the cores."""
    return [row for size in sizes for row in _at(folder, size)]


def audit_path(path: Path, executor: Executor | None = None) -> None:
    """Audit a ledger from its files; a failure would make the figure worthless."""
    store = GitStore(path)
    try:
        report = audit(store, executor=executor)
    finally:
        store.close()
    assert report.ok, f"a ledger of ours has no failures: {report.failures}"


def open_all(messages: Sequence[bytes]) -> None:
    """Check signatures on all cores and do nothing else."""
    ranges = [messages[at : at + _RANGE] for at in range(0, len(messages), _RANGE)]
    with ThreadPoolExecutor(made.CORES) as pool:
        for _ in pool.map(_open_range, ranges):
            continue


def _open_range(messages: Sequence[bytes]) -> None:
    key = made.PUBLISHER_KEY.key.public_key
    for message in messages:
        crypto_sign_open(message, key)


def _message(raw: bytes) -> bytes:
    parsed = note.parse(raw)
    return parsed.signatures[0].signature + parsed.text


def _at(folder: Path, size: int) -> list[Row]:
    entries = made.Packed(folder / f"{size}.entries", size - 1)
    name = f"{size}.git"
    path = folder / name
    with made.filled_ledger(folder, entries, name):
        memory = peak_mib(audit_path, path)
    messages = [_message(raw) for raw in entries]
    rounds = rounds_for(size)
    with ThreadPoolExecutor(made.CORES) as pool:
        actions = (lambda: audit_path(path), lambda: audit_path(path, pool), lambda: open_all(messages))
        metered = [Metered(action) for action in actions]
        default, threads, raw = in_turns(*metered, rounds=rounds)
    costs = [one.core_seconds / size * 1e6 for one in metered]

    def row(what: str, seconds: float, target: Target | None, note: str = "") -> Row:
        return Row(
            what, size, "crypto_sign_open", size / seconds, size / raw, raw / seconds, "/s", target, rounds, note
        )

    def core_time(what: str, ours: float, target: Target | None, note: str) -> Row:
        """Return what was taken of cores by all processes: others on the machine do not give or take a share of it."""
        theirs = costs[2]
        return Row(what, size, "crypto_sign_open", ours, theirs, theirs / ours, "core-us", target, rounds, note)

    return [
        row("audit", default, _TARGET, f"peak memory {memory:,.0f} MiB, without the workers"),
        core_time("audit, core time an entry", costs[0], _TARGET, ""),
        row("audit, threads", threads, None, "for comparison"),
        core_time("audit, threads, core time an entry", costs[1], None, "for comparison"),
    ]
