"""Small true ledgers to try things on: signers from fixed seeds, key events, a fixed clock, a store of either kind."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ledger import entry, statement
from ledger.entry import Entry
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.note import Signer
from ledger.publishers import PUBLISHER, PUBLISHER_KEYS
from ledger.signer_state import SignerState
from ledger.store import MemoryStore, Store

ORIGIN = "example.org/rankings"
NOON = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)
"""What the clock of these tests always says."""


def signer(name: str, number: int) -> Signer:
    """Return key `number` of a name, the same each time."""
    return Signer.from_seed(name, number.to_bytes(32, "big"))


LOG = signer(ORIGIN, 1)
ANNA, ANNA_NEXT, ANNA_RECOVERY = (signer("a.example", number) for number in (2, 3, 4))
BEN, BEN_NEXT, BEN_RECOVERY = (signer("b.example", number) for number in (5, 6, 7))


def operator(folder: Path, *, registrars: Sequence[str] = (), timeout_s: float = 30.0) -> Operator:
    """Return the operator whose signer state is kept in a folder."""
    state = SignerState(folder / "signer.state")
    return Operator(LOG, state, frozenset(registrars), now=lambda: NOON, timeout_s=timeout_s)


def signed(value: Mapping[str, object], *signers: Signer) -> Entry:
    """Return the entry of a JSON value."""
    return entry.sign(statement.spell(value), list(signers))


def says(number: int, *signers: Signer, note: str = "") -> Entry:
    """Return an entry that says a number, by one publisher or jointly by several."""
    names = sorted({one.name for one in signers})
    who = {"publisher": names[0]} if len(names) == 1 else {"publishers": names}
    return signed({"type": "jinbang/evaluation/v1", **who, "number": number, "note": note}, *signers)


def enrol(keys: Sequence[Signer], recovery: Signer, *also: Signer) -> Entry:
    """Return the enrolment of a publisher, signed by its keys and by whoever else is named."""
    named = {"keys": [one.key.format() for one in keys], "recovery": recovery.key.format()}
    return signed({"type": PUBLISHER, "publisher": recovery.name, **named}, *keys, *also)


def change(previous: Entry, reason: object, keys: Sequence[Signer], signers: Sequence[Signer], **more: object) -> Entry:
    """Return a change of keys that follows a publisher's last key event."""
    value: dict[str, object] = {"type": PUBLISHER_KEYS, "publisher": previous.statement.publishers[0]}
    value |= {"previous": previous.statement.id, "reason": reason, "keys": [one.key.format() for one in keys]}
    return signed({**value, **more}, *signers)


def enrolments() -> list[bytes]:
    """Return what every ledger here begins with: Anna and Ben enrol."""
    return [enrol([ANNA], ANNA_RECOVERY).raw, enrol([BEN], BEN_RECOVERY).raw]


def entries(start: int, stop: int, *signers: Signer) -> list[bytes]:
    """Return entries that say start..stop-1, by Anna unless others are named."""
    return [says(number, *(signers or (ANNA,))).raw for number in range(start, stop)]


def found(store: Store, folder: Path, batches: Sequence[Sequence[bytes]] = (), *, cache: Path | None = None) -> Ledger:
    """Found a ledger in an empty store and append batches to it."""
    ledger = Ledger.create(store, operator(folder), cache=cache)
    for batch in batches:
        ledger.append(batch, operator(folder))
    return ledger


def in_memory(folder: Path, batches: Sequence[Sequence[bytes]] = ()) -> Ledger:
    """Return a small ledger without a repository."""
    return found(MemoryStore(), folder, batches)


def in_git(folder: Path, batches: Sequence[Sequence[bytes]] = ()) -> Path:
    """Return the repository of a small ledger; whoever opens it closes it."""
    path = folder / "log.git"
    with closing(GitStore.create(path)) as store:
        found(store, folder, batches).scan.close()
    return path


def git(folder: Path, *words: str, given: bytes | None = None, settings: Mapping[str, str] | None = None) -> str:
    """Run stock git as a person would who has configured nothing, and return what it says on both streams.

    Raises: subprocess.CalledProcessError when git says that it failed.
    """
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    mine |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C", **(settings or {})}
    command = ["git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", *words]
    pipe = subprocess.PIPE
    done = subprocess.run(command, cwd=folder, env=mine, input=given, stdout=pipe, stderr=subprocess.STDOUT, check=True)
    return done.stdout.decode()
