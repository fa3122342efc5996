"""A comparison as a file: a line for each place of a model on a list, in the order of the lists, then of the models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from registry.across import Column, Row, is_doubted
from registry.citation import cite
from registry.compare import Position
from registry.exporters import csv, jsonl, markdown_table

COLUMNS = (
    *("leaderboard", "shots", "split", "filters", "model", "developer", "version", "release", "published"),
    *("rank", "entrants", "percent_beaten", "verdict", "worst", "findings", "doubted", "score", "criterion"),
    *("older", "citation"),
)
"""`entrants` are those that the ranking states, `percent_beaten` of the others; `older` counts older tables of the list with the model."""

Values = tuple[object, ...]


def values(origin: str, rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[Values]:
    """Yield the values of each place, in the order of `COLUMNS`; None for what is not known."""
    for row in rows:
        for _, place in zip(columns, row.places, strict=True):
            if place is not None:
                yield _of(origin, place)


def _of(origin: str, place: Position) -> Values:
    table, line = place.table, place.line
    percent = None if place.percentile is None else int(place.percentile)
    return (
        *(table.leaderboard, table.shots, table.split, table.filters, line.model, line.developer, line.version),
        *(table.release, table.published, line.rank, place.field, percent, line.verdict, line.worst),
        tuple(dict.fromkeys(rule for rule, _ in place.findings)),
        *(is_doubted(place), line.value, line.criterion, place.earlier),
        cite(origin, table.entry_index, table.statement_id, line.model).format(),
    )


def as_csv(lines: Iterable[Values]) -> Iterator[bytes]:
    """Yield the file as CSV, its cells as in an export of placements."""
    yield (",".join(COLUMNS) + "\n").encode()
    for one in lines:
        yield (",".join(map(csv.cell, one)) + "\n").encode()


def as_jsonl(lines: Iterable[Values]) -> Iterator[bytes]:
    """Yield an object a line."""
    for one in lines:
        yield jsonl.line(dict(zip(COLUMNS, one, strict=True))).encode()


def as_markdown(lines: Iterable[Values]) -> Iterator[bytes]:
    """Yield a table for a page or a message."""
    yield f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n".encode()
    for one in lines:
        cells = (", ".join(value) if isinstance(value, tuple) else value for value in one)
        yield f"| {' | '.join(map(markdown_table.cell, cells))} |\n".encode()


WRITERS: dict[str, Callable[[Iterable[Values]], Iterator[bytes]]] = {
    "csv": as_csv,
    "jsonl": as_jsonl,
    "md": as_markdown,
}
"""By the ending of the file."""
