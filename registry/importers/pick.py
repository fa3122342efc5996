"""One of several Markdown tables of a file: the others are blanked out, so that every line keeps its number."""

from __future__ import annotations

from registry.importers.grid import is_rule
from registry.importers.place import ImportRefusedError


def only_table(raw: bytes, number: int) -> bytes:
    """Return a file with one of its tables, counted from 1; raises ImportRefusedError when it has fewer."""
    lines = raw.split(b"\n")
    starts = [at - 1 for at, line in enumerate(lines) if at and is_rule(line.decode(errors="replace"))]
    if number > len(starts):
        raise ImportRefusedError(f"file: found {len(starts)} tables in Markdown, expected {number} or more for --table")
    start = starts[number - 1]
    stop = next((at for at, line in enumerate(lines[start:], start) if b"|" not in line), len(lines))
    return b"\n".join(line if start <= at < stop else b"" for at, line in enumerate(lines))
