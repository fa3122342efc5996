"""CSV (RFC 4180): a line of heads, then a line a placement.

CSV has no way to write a control character or a mark that turns text around so that it is seen, and spreadsheets run cells that
begin like a formula. So a control, hidden or bidirectional-override character becomes U+FFFD, and a text that begins like a
formula gets an apostrophe in front, which spreadsheets take for "this is text". Both change the text: who needs it exactly
takes JSON Lines or Parquet. A number is left alone, also a negative one. The scores of a line are one cell of JSON, which escapes
all of that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from ledger.text import plain
from registry.exporters.exact_json import escaped
from registry.exporters.placements import COLUMNS, Row, Scored

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also their wide forms, which some spreadsheets take for the same."""
_BETWEEN = ";"
"""Stands between several values of one cell; ids of rules hold none."""


def chunks(batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Yield the file, piece by piece."""
    yield (",".join(column.name for column in COLUMNS) + "\n").encode()
    for rows in batches:
        yield "".join(",".join(map(cell, row)) + "\n" for row in rows).encode()


def cell(value: object) -> str:
    """Return a value as a cell: one line of text that no spreadsheet runs."""
    if value is None:
        return ""
    text = plain(_text(value))
    # Some readers drop the blanks before a cell.
    if text.lstrip().startswith(_FORMULA) and _NUMBER.fullmatch(text) is None:
        text = "'" + text
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _text(value: object) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Scored):
        return escaped(json.dumps([_known(one) for one in value], ensure_ascii=False))
    if isinstance(value, tuple):
        return _BETWEEN.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _known(score: Scored) -> dict[str, object]:
    return {name: value for name, value in score._asdict().items() if value is not None}
