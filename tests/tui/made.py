"""A ledger of rankings that a test makes, and keys of the demo's people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import entry as entries
from ledger.git_store import GitStore
from ledger.keys import KeyRing
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from registry import statements
from registry.demo.facts import PUBLISHERS, demo_signer


def ledger_of(folder: Path, *rankings: Mapping[str, object]) -> Path:
    """Return a ledger that holds some rankings, all signed by one publisher."""
    operator = Operator(demo_signer("made.demo.example"), SignerState(folder / "state"))
    ledger = Ledger.create(GitStore.create(folder / "ledger.git"), operator)
    publisher = PUBLISHERS[0]
    values = [{"type": "jinbang/evaluation/v1", "publisher": publisher.name, **one} for one in rankings]
    signed = [entries.sign(statements.format(statements.parse(one)), [publisher.signer]).raw for one in values]
    ledger.append([publisher.enrolment(), *signed], operator)
    return folder / "ledger.git"


def ranking(board: str, day: str, *models: str, entrants: int = 0, **fields: object) -> dict[str, object]:
    """Return a ranking of models, the first first."""
    placements = [{"rank": rank, "model": {"name": one}} for rank, one in enumerate(models, 1)]
    scope = {"scope": {"entrants": entrants or len(models)}}
    return {
        "leaderboard": {"name": board, "release": day},
        "published": day,
        "placements": placements,
        **scope,
        **fields,
    }


def import_demo_keys(ring: KeyRing, *names: str, passphrase: bytes = b"") -> None:
    """Put the signing keys of some of the demo's people in a key ring, in the place of what is there."""
    secret = form.BestAvailableEncryption(passphrase) if passphrase else form.NoEncryption()
    for name in names:
        seed = hashlib.sha256(f"jinbang demo signing key of {name}".encode()).digest()
        key = Ed25519PrivateKey.from_private_bytes(seed)
        source = ring.folder.parent / "imported"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, secret))
        source.chmod(0o600)
        if name in ring.names():
            ring.remove(name)
        ring.import_file(source, name, lambda: passphrase)
