"""One of several Markdown tables of a file: the others are blanked out, so that every line keeps its number."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from registry.importers.grid import is_rule
from registry.importers.place import ImportRefusedError

_LIKE_A_RULE = re.compile(rb"^[|:\- \t\r]++$", re.MULTILINE)
"""Found without a copy of the other lines, each of which may be the whole file."""


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
    for found in _LIKE_A_RULE.finditer(raw):
        if found.start() and is_rule(found.group().decode()):
            yield raw.rfind(b"\n", 0, found.start() - 1) + 1


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
