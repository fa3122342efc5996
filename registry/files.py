"""Real files held against the digests that a statement records: `verify --dataset PATH`, `verify --evidence PATH`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.verify import Check, State
from registry.statements import Claim, Evaluation, Reveal, Statement

if TYPE_CHECKING:
    from registry.record import Record


class Files(NamedTuple):
    """Files that the asker has at hand."""

    dataset: Path | None = None
    """A file or a folder that is said to be a dataset of the ranking."""
    evidence: Path | None = None
    """A file that is said to be a document, an output or anything else that the statement rests on."""


def check(files: Files, statement: Statement | None, record: Record | None = None) -> Iterator[Check]:
    """Yield for each file whether it is what a statement records; None when the statement cannot be trusted or read.

    Raises: QuestionError, NothingToJudge, OSError: see `datasets.digest`.
    """
    if statement is None:
        for name, path in files._asdict().items():
            if path is not None:
                yield Check(name, State.SKIPPED, "not looked at: the entry's own words are in doubt")
        return
    from registry.sealing import held  # deferred: few entries are about a seal

    if held.concerns(statement, files.evidence):
        yield from _sealed(files, statement, record)
        return
    if files.dataset is not None:
        yield _check("dataset", files.dataset, dict(_datasets(statement)))
    if files.evidence is not None:
        yield from _documents(files.evidence, statement)


def deciding(checks: Sequence[Check], files: Files | None) -> Sequence[Check]:
    """Return the checks that a verdict follows.

    What could not be looked at counts only when the asker brought a file for it. A score that was worked out again counts only from
    a file that is on record by its hash: anybody can write another.
    """
    on_record = any(one.name == "evidence" and one.state is State.OK for one in checks)
    return [one for one in checks if _decides(one, is_asked=files is not None, is_on_record=on_record)]


def _decides(check: Check, *, is_asked: bool, is_on_record: bool) -> bool:
    if check.name == "recomputed":
        return is_on_record and check.state is not State.SKIPPED
    return is_asked or check.state is not State.SKIPPED


def _documents(path: Path, statement: Statement) -> Iterator[Check]:
    """Yield whether a file is on record, and what the scores are that its samples give, if it holds any."""
    is_it = _check("evidence", path, dict(_evidence(statement)))
    if not isinstance(statement, Evaluation):
        yield is_it
        return
    from registry import recompute  # deferred: most documents hold no samples

    again = recompute.check(path, statement)
    if is_it.state is not State.OK and any(one.state is not State.SKIPPED for one in again):
        is_it = Check(
            "evidence", State.SKIPPED, f"{path.name}: not on record by its hash; what it gives decides nothing"
        )
    yield is_it
    yield from again


def _sealed(files: Files, statement: Statement, record: Record | None) -> Iterator[Check]:
    """Yield the checks of what is about a seal; a file that is not the one on record is not looked into."""
    from registry.sealing import held

    evidence = files.evidence
    if isinstance(statement, Reveal) and statement.opening.sha256 and evidence is not None:
        is_it = _check("evidence", evidence, {"opening.sha256": statement.opening.sha256})
        yield is_it
        if is_it.state is State.FAIL:
            return
    yield from held.check(statement, files.dataset, evidence, record)


def _check(name: str, path: Path, recorded: dict[str, str]) -> Check:
    """Compare with each digest on record, by the field that holds it."""
    if not recorded:
        return Check(name, State.SKIPPED, f"{path.name}: the entry records no digest of its {name}")
    from registry.datasets import digest

    found = digest(path)
    field = next((field for field, sha256 in recorded.items() if sha256 == found.sha256), None)
    if field is None:
        needed = ", ".join(f"{sha256[:16]}… ({field})" for field, sha256 in recorded.items())
        return Check(name, State.FAIL, f"{path.name}: sha256 {found.sha256[:16]}…; needed {needed}")
    items = "" if found.items is None or name != "dataset" else f", {found.items:,} items"
    return Check(name, State.OK, f"{path.name} is {field.removesuffix('.sha256')}, {found.size:,} bytes{items}")


def _datasets(statement: Statement) -> Iterator[tuple[str, str]]:
    if isinstance(statement, Evaluation):
        yield from ((f"datasets[{at}].sha256", one.sha256) for at, one in enumerate(statement.datasets) if one.sha256)


def _evidence(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield every digest of a statement that is not a dataset's, by its field."""
    if isinstance(statement, Claim) and statement.source.sha256:
        yield "source.sha256", statement.source.sha256
    if not isinstance(statement, Evaluation):
        return
    method = statement.methodology
    named = {
        "leaderboard.snapshot.sha256": statement.leaderboard.snapshot.sha256,
        "methodology.document.sha256": method.document.sha256,
        "import.file_sha256": statement.imported.file_sha256,
    }
    named |= {
        f"methodology.criteria[{at}].protocol.sha256": one.protocol.sha256 for at, one in enumerate(method.criteria)
    }
    named |= {f"graders[{at}].sha256": one.sha256 for at, one in enumerate(statement.graders)}
    named |= {f"evidence[{at}].sha256": one.sha256 for at, one in enumerate(statement.evidence)}
    for at, placement in enumerate(statement.placements):
        named |= {f"placements[{at}].raw[{number}].sha256": raw.sha256 for number, raw in enumerate(placement.raw)}
    yield from ((field, sha256) for field, sha256 in named.items() if sha256)
