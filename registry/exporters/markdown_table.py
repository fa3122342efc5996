"""Markdown: a table of placements for a page or a message. What would be read as markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ledger.text import plain
from registry.exporters import markdown
from registry.exporters.placements import COLUMNS, Row

_SHOWN = ("rank", "model", "leaderboard", "release", "published", "score", "verdict", "worst", "citation")
_NAMES = [column.name for column in COLUMNS]
_AT = tuple(map(_NAMES.index, _SHOWN))


def chunks(batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Yield the file, piece by piece."""
    yield f"| {' | '.join(_SHOWN)} |\n|{'---|' * len(_SHOWN)}\n".encode()
    for rows in batches:
        yield "".join(f"| {' | '.join(cell(row[at]) for at in _AT)} |\n" for row in rows).encode()


def cell(value: object) -> str:
    """Return a value as a cell: one line of text in which nothing is a link, an image or a tag."""
    return "" if value is None else markdown.text(plain(str(value)))
