"""Records of Every Eval Ever as files, laid out as its datastore is: LEADERBOARD/DEVELOPER/MODEL/UUID.json."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from registry.citation import cite
from registry.exporters.eee import NoRecord, Told, record
from registry.exporters.exact_json import written
from registry.exporters.replacing import replacing
from registry.reads.exports import Exported
from registry.statements import Evaluation, Statement

_MAX_FOLDER = 60
"""Characters of a folder's name: of up to four bytes each, it stays within the 255 bytes of file systems."""


class Written(Struct, frozen=True):
    """What an export wrote, and what it could not."""

    records: int
    lacking: dict[str, int]
    """How many placements have no record for want of a field."""


def write(
    lines: Iterable[Sequence[Exported]],
    statement: Callable[[int], Statement | None],
    folder: Path,
    *,
    origin: str,
    size: int,
    retrieved: str,
) -> Written:
    """Write a record for each placement that has one; `statement` gives the statement of an entry."""
    count, lacking = 0, Counter[str]()
    for line in (line for some in lines for line in some):
        evaluation = statement(line.entry_index)
        assert isinstance(evaluation, Evaluation), "placements stand in evaluations"
        try:
            told = Told(f"{line.statement_id[:16]}-{line.at}", retrieved, _details(line, origin, size))
            value = record(evaluation, evaluation.placements[line.at], told)
        except NoRecord as error:
            lacking[error.field] += 1
            continue
        _put(folder / path(line), written(value) + "\n")
        count += 1
    return Written(count, dict(lacking.most_common()))


def path(line: Exported) -> Path:
    """Return where the record of a placement is: the same place each time it is exported."""
    digest = hashlib.sha256(f"{line.statement_id}/{line.at}".encode()).digest()
    # The datastore wants random ids (version 4); a hash is as good, and another export replaces the file.
    name = f"{uuid.UUID(bytes=digest[:16], version=4)}.json"
    return Path(folder_name(line.leaderboard), folder_name(line.developer), folder_name(line.model), name)


def folder_name(name: str) -> str:
    """Return a name as that of a folder: letters and digits of any script, `.`, `_` and `-`; it leads nowhere else."""
    kept = "".join(one if one.isalnum() or one in "._-" else "_" for one in name[:_MAX_FOLDER])
    return kept.strip("._-") or "unknown"


def _details(line: Exported, origin: str, size: int) -> dict[str, str]:
    """Return what the format has no place for, as texts."""
    told = {
        "citation": cite(origin, line.entry_index, line.statement_id, line.model).format(),
        "verdict": f"{line.verdict}: {line.worst}" if line.worst else line.verdict,
        "as_of_size": str(size),
        "release": line.release,
        "published": line.published,
        "rank": "" if line.rank is None else str(line.rank),
        "entrants": "" if line.entrants is None else str(line.entrants),
        "filters": line.filters,
    }
    return {f"jinbang_{name}": value for name, value in told.items() if value}


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as new:
        new.write_text(text, encoding="utf-8")
