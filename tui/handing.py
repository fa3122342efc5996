"""What is handed out of a line: a citation, a row, JSON, its addresses; and the lines that a filter finds, as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui import outside

if TYPE_CHECKING:
    from registry.exporters.placements import Row
    from registry.filter import Term
    from registry.reads import Connection
    from registry.statements import Statement

    Statements = Callable[[int], Statement | None]

_TAB = "\t"
_ROW = ("rank", "entrants", "model", "developer", "leaderboard", "release", "published", "score", "verdict", "worst")


class Subject(NamedTuple):
    """What the cursor is on: an entry, or one model's line in it."""

    entry_index: int
    placement: str = ""


class Handed(NamedTuple):
    """One thing in the forms in which it can be handed on; empty where it has none."""

    citation: str
    row: str
    json: str


def handed(connection: Connection, origin: str, subject: Subject, statement_id: str, statement: Statements) -> Handed:
    """Return a line in all its forms; `statement` gives the statement of an entry."""
    from registry.citation import cite
    from registry.exporters import jsonl
    from registry.exporters.csv import cell

    citation = cite(origin, subject.entry_index, statement_id, subject.placement).format()
    for row in _rows(connection, origin, subject, statement):
        named = jsonl.named(row)
        if named["model"] == subject.placement:
            return Handed(citation, _TAB.join(cell(named[name]) for name in _ROW), jsonl.line(named).rstrip())
    return Handed(citation, "", "")


def _rows(connection: Connection, origin: str, subject: Subject, statement: Statements) -> Iterator[Row]:
    from decimal import Decimal

    from registry.exporters.placements import rows
    from registry.filter.tree import Test
    from registry.reads.exports import exported

    found = exported(connection, Test("index", "=", Decimal(subject.entry_index)))
    for some in rows(origin, found, statement):
        yield from some


def addresses(statement: bytes) -> list[str]:
    """Return the addresses that a statement names as its evidence, then all others; only those that a browser may open."""
    found = list(_addresses(json.loads(statement), in_evidence=False))
    found.sort(key=lambda one: not one[1])
    return [url for url in dict.fromkeys(url for url, _ in found) if outside.is_web(url)]


def _addresses(value: object, *, in_evidence: bool) -> Iterator[tuple[str, bool]]:
    """Yield addresses, each with whether it is evidence."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "url" and isinstance(inner, str):
                yield inner, in_evidence
            else:
                yield from _addresses(inner, in_evidence=in_evidence or key in ("evidence", "source"))
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner, in_evidence=in_evidence)


class Written(NamedTuple):
    """A file that was written."""

    path: Path
    placements: int


def write(connection: Connection, origin: str, tree: Term, ending: str, folder: Path, statement: Statements) -> Written:
    """Write the placements that a filter finds to a new file, the same rows as `jinbang export`; raises OSError."""
    from registry.exporters import csv, jsonl, markdown_table
    from registry.exporters.placements import rows
    from registry.reads.exports import exported

    count = 0

    def counted() -> Iterator[list[Row]]:
        nonlocal count
        for some in rows(origin, exported(connection, tree), statement):
            count += len(some)
            yield some

    chunks = {"csv": csv.chunks, "jsonl": jsonl.chunks, "md": markdown_table.chunks}[ending]
    with connection.snapshot():
        path = save(folder, "rankings", ending, chunks(counted()))
    return Written(path, count)


def save(folder: Path, stem: str, ending: str, chunks: Iterable[bytes]) -> Path:
    """Write a new file under the first name that is free, whole or not at all; raises OSError."""
    path = outside.new_file(folder, stem, ending)
    try:
        with path.open("wb") as file:
            file.writelines(chunks)
    except BaseException:
        path.unlink()
        raise
    return path
