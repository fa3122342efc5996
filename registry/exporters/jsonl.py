"""JSON Lines: one JSON object a placement, each on a line of its own. Texts are exact: what must not be seen is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from registry.exporters.exact_json import escaped
from registry.exporters.placements import COLUMNS, Row, as_objects

_NAMES = tuple(column.name for column in COLUMNS)


def chunks(batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Yield the file, piece by piece."""
    for rows in batches:
        yield "".join(line(named(row)) for row in rows).encode()


def named(row: Row) -> dict[str, object]:
    """Return a row as an object, its scores as objects too."""
    return {name: as_objects(value) for name, value in zip(_NAMES, row, strict=True)}


def line(value: object) -> str:
    """Return a value as one line of JSON."""
    return escaped(json.dumps(value, ensure_ascii=False)) + "\n"
