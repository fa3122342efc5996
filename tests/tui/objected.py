"""A copy of the demo's ledger in which people object, answer, take back and replace."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ledger import entry as entries
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from registry import statements
from registry.demo.facts import ORIGIN, PUBLISHERS, demo_signer

THEIRS, ELSEWHERE = PUBLISHERS
"""Who published the rankings of CMMLU, and somebody else."""
OBJECTED = datetime(2026, 11, 26, 6, tzinfo=UTC)
"""When, as the commits say: two days after the demo."""
FLAGGED, RETRACTED = 10, 9
"""Entries of the demo: one that people object to, and one that is taken back."""


class Objected:
    """A ledger to which publishers of the demo add what they say of each other."""

    def __init__(self, ledger: Path, folder: Path) -> None:
        self.path = folder / "ledger.git"
        shutil.copytree(ledger, self.path)
        shutil.copy(ledger.with_name("signed.state"), folder / "signed.state")
        self._operator = Operator(demo_signer(ORIGIN), SignerState(folder / "signed.state"), now=lambda: OBJECTED)
        self._ledger = Ledger.open(GitStore(self.path))

    def id_of(self, index: int) -> str:
        return self._ledger.entry(index).statement.id

    def add(self, kind: str, who: Any, /, **fields: object) -> int:
        """Append what a publisher says, and return its index."""
        statement = statements.parse({"type": f"jinbang/{kind}/v1", "publisher": who.name, **fields})
        signed = entries.sign(statements.format(statement), [who.signer])
        return self._ledger.append([signed.raw], self._operator).start

    def flag(self, index: int, because: str, **fields: object) -> int:
        return self.add("flag", ELSEWHERE, entry=self.id_of(index), because=because, **{"reason": "other", **fields})


def objected(ledger: Path, folder: Path) -> Objected:
    """Return a ledger with an open flag that is answered, a withdrawn one on a line, and a ranking that was taken back."""
    one = Objected(ledger, folder)
    answered = one.flag(FLAGGED, "The page shows other numbers; 页面上的数字与此不同。", reason="no-source")
    one.add("response", THEIRS, flag=one.id_of(answered), because="It was changed after we read it.")
    mistaken = one.flag(FLAGGED, "Second one.", placement="MindGPT")
    withdraw = {"action": "withdraw", "target": one.id_of(mistaken), "because": "My mistake."}
    one.add("amendment", ELSEWHERE, **withdraw)
    retract = {"action": "retract", "target": one.id_of(RETRACTED), "because": "Two test sets were mixed."}
    one.add("amendment", THEIRS, **retract)
    return one
