"""One of several Markdown tables of a file: the others are blanked out, so that every line keeps its number."""

from __future__ import annotations

import io
from collections.abc import Iterator

from registry.importers.grid import is_rule
from registry.importers.place import ImportRefusedError


def only_table(raw: bytes, number: int) -> bytes:
    """Return a file with one of its tables, counted from 1; raises ImportRefusedError when it has fewer."""
    count = 0
    for start in _tables(raw):
        count += 1
        if count == number:
            return b"\n" * raw.count(b"\n", 0, start) + raw[start : _end(raw, start)]
    raise ImportRefusedError(f"file: found {count} tables in Markdown, expected {number} or more for --table")


def count_tables(raw: bytes) -> int:
    """Return how many tables in Markdown a file has."""
    return sum(1 for _ in _tables(raw))


def _tables(raw: bytes) -> Iterator[int]:
    """Yield where tables begin: at the line above a rule."""
    before, at = -1, 0
    for line in io.BytesIO(raw):
        if before >= 0 and is_rule(line.decode(errors="replace")):
            yield before
        before, at = at, at + len(line)


def _end(raw: bytes, start: int) -> int:
    """Return where a table ends: at the first line without a bar."""
    lines = io.BytesIO(raw)
    lines.seek(start)
    at = start
    for line in lines:
        if b"|" not in line:
            return at
        at += len(line)
    return at
