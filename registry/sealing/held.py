"""Files held against a seal: is this the opening of it, and are these the sealed items?

Of a seal, a reveal, or an evaluation on a sealed dataset. Items that a reveal gives itself are looked at without any file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from ledger.errors import FormatError, VerificationError
from ledger.verify import Check, State
from registry import statements
from registry.record import Logged, Record, logged_as
from registry.record.seals import strays
from registry.sealing import items, opening
from registry.sealing.making import check_opens
from registry.sealing.opening import Opening
from registry.sealing.tree import leaf
from registry.statements import Evaluation, Reveal, Seal, Statement

_NAME = "opening"
_MAX_LISTED = 5


def concerns(statement: Statement, evidence: Path | None) -> bool:
    """Say whether a statement is about a seal, or the file is an opening; raises OSError."""
    if isinstance(statement, Seal | Reveal):
        return True
    return isinstance(statement, Evaluation) and evidence is not None and opening.is_opening(evidence)


def check(statement: Statement, dataset: Path | None, evidence: Path | None, record: Record | None) -> Iterator[Check]:
    """Yield whether an opening, or the items of a reveal, are those that were sealed, and whether a dataset is.

    `evidence` is an opening, or said to be one. Raises: QuestionError, NothingToJudge, OSError when a file cannot be read.
    """
    found = _read(evidence) if evidence is not None else None
    if isinstance(found, Check):
        yield found
        found = None
    elif isinstance(found, Opening):
        yield _opens(found, statement, record)
    if isinstance(statement, Reveal) and statement.items:
        yield _items(statement, record)
    elif isinstance(statement, Reveal) and evidence is None:
        yield Check(_NAME, State.SKIPPED, "the file is not in the ledger: --evidence FILE holds it against the seal")
    if dataset is not None:
        yield _dataset(dataset, statement, found)


def _read(path: Path) -> Opening | Check:
    """Return an opening, or why the file is none."""
    try:
        return opening.read(path)
    except (FormatError, VerificationError) as error:
        return Check(_NAME, State.FAIL, f"{path.name}: {error}")


def _opens(found: Opening, statement: Statement, record: Record | None) -> Check:
    """Hold a sound opening against the seal that the statement is, or names."""
    seal_id = found.header.seal
    if isinstance(statement, Evaluation):
        named = [one.seal for one in statement.datasets if one.seal]
    else:
        named = [statement.seal if isinstance(statement, Reveal) else _id(statement)]
    if seal_id not in named:
        needed = " or ".join(f"{one[:16]}…" for one in named) or "a seal that the entry names, and it names none"
        return Check(_NAME, State.FAIL, f"opens the seal {seal_id[:16]}…; needed {needed}")
    seal = statement if isinstance(statement, Seal) else _seal(seal_id, record)
    if isinstance(seal, Check):
        return seal
    try:
        check_opens(found, seal)
    except VerificationError as error:
        return Check(_NAME, State.FAIL, str(error))
    return Check(_NAME, State.OK, f"{found.header.items:,} items lead to the root of the seal {seal_id[:16]}…")


def _items(reveal: Reveal, record: Record | None) -> Check:
    """Hold the items that a reveal gives against the root of its seal."""
    seal = _seal(reveal.seal, record)
    if isinstance(seal, Check):
        return seal
    wrong = strays(seal, reveal)
    if wrong:
        return Check(_NAME, State.FAIL, f"items that do not lead to the root of the seal: {_listed(wrong)}")
    count = len(reveal.items)
    return Check(_NAME, State.OK, f"{count} of {seal.dataset.items:,} items, each leads to the root of the seal")


def _dataset(path: Path, statement: Statement, found: Opening | None) -> Check:
    """Hold the items of a real file against those of an opening, or those that a reveal gives."""
    if found is not None:
        size = found.tree.size
        pairs = enumerate(zip_longest(items.read(path), range(size)))
        wrong = [at for at, (item, _) in pairs if item is None or at >= size or not _is_leaf(found, at, item)]
        return _compared(path, wrong, f"all {size:,} items are those of the opening")
    if not isinstance(statement, Reveal) or not statement.items:
        return Check("dataset", State.SKIPPED, f"{path.name}: needs the salts of the opening, --evidence FILE")
    shown = {one.index: one.content for one in statement.items}
    real = {at: item for at, item in enumerate(items.read(path)) if at in shown}
    wrong = [at for at, item in shown.items() if real.get(at) != item]
    return _compared(path, wrong, f"the {len(shown)} items that are opened stand in it; the others were not looked at")


def _is_leaf(found: Opening, at: int, item: bytes) -> bool:
    return leaf(found.salts[at], item) == found.tree.read(0, at)


def _compared(path: Path, wrong: list[int], right: str) -> Check:
    if wrong:
        return Check("dataset", State.FAIL, f"{path.name}: other items than those that are opened: {_listed(wrong)}")
    return Check("dataset", State.OK, f"{path.name}: {right}")


def _seal(seal_id: str, record: Record | None) -> Seal | Check:
    """Return the seal of an id, or why it cannot be had."""
    if record is None:
        return Check(_NAME, State.SKIPPED, "there is no ledger here that holds the seal; verify it in the ledger")
    known: Logged[Statement] | None = record.statement(seal_id)
    seal = logged_as(known, Seal)
    if seal is None:
        what = "is no seal" if known is not None else "is not on record"
        return Check(_NAME, State.SKIPPED if known is None else State.FAIL, f"the seal {seal_id[:16]}… {what}")
    return seal.statement


def _id(statement: Statement) -> str:
    """Return the statement id: a statement has one spelling."""
    return hashlib.sha256(statements.format(statement)).hexdigest()


def _listed(wrong: tuple[int, ...] | list[int]) -> str:
    more = f" and {len(wrong) - _MAX_LISTED} more" if len(wrong) > _MAX_LISTED else ""
    return ", ".join(map(str, wrong[:_MAX_LISTED])) + more
