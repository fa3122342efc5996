"""Whole processes of the command line, against a process that only imports what they cannot do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import made
from bench.measure import Row, Target, as_installed, in_turns
from ledger import proof
from ledger.policy import Policy

SIZES = (1_000,)
_ROUNDS = 15
_VERIFY = Target(1.3, at_most=True)
_LIGHT = Target(1.2, at_most=True)


def run(folder: Path, sizes: tuple[int, ...] = SIZES, rounds: int = _ROUNDS) -> list[Row]:
    """Return rows for `verify` of a proof bundle, `--help` and `--version`."""
    rows: list[Row] = []
    for size in sizes:
        bundle, policy = _bundle(folder, size)
        words = ["verify", str(bundle), "--policy", str(policy)]
        rows.append(_row("jinbang verify BUNDLE", folder, words, "import typer, nacl.signing", _VERIFY, size, rounds))
    for word in ("--help", "--version"):
        rows.append(_row(f"jinbang {word}", folder, [word], "import typer", _LIGHT, 0, rounds))
    return rows


def _bundle(folder: Path, size: int) -> tuple[Path, Path]:
    """Return a proof bundle out of a ledger of `size` entries, and the policy that trusts that ledger."""
    entries = made.Packed(folder / f"{size}.entries", size - 1)
    bundle, policy = folder / f"{size}.bundle", folder / f"{size}.policy"
    with made.filled_ledger(folder, entries, f"{size}.git") as (ledger, _):
        bundle.write_bytes(proof.bundle(ledger, size // 2).format())
        policy.write_text(Policy.of_log(ledger.identity.key).format(), encoding="utf-8")
    return bundle, policy


def _row(what: str, folder: Path, words: list[str], imports: str, target: Target, size: int, rounds: int) -> Row:
    ours, theirs = [sys.executable, "-m", "registry", *words], [sys.executable, "-c", imports]
    tried = _run(folder, ours)
    peer = f'python -c "{imports}"'
    if tried.returncode != 0:
        said = (tried.stderr.strip().splitlines() or ["nothing"])[-1]
        return Row(what, size, peer, target=target, note=f"ended with {tried.returncode}: {said.replace('|', '/')}")
    mine, their = in_turns(lambda: _run(folder, ours), lambda: _run(folder, theirs), rounds=rounds)
    return Row(what, size, peer, 1000 * mine, 1000 * their, mine / their, "ms", target, rounds)


def _run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a process to its end, from a folder that is not the checkout."""
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=as_installed(folder), check=False)
