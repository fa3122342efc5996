"""A table in CSV, TSV, Markdown or HTML as rows of plain cells, each with its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.text import plain
from registry.importers.place import ImportRefusedError

_RULE = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?")
"""The line below the heads of a Markdown table, which makes it one."""
_BAR = re.compile(r"(?<!\\)\|")
# Marks within a word or a number stay: without them "**7**9" would be another number.
_LINK = re.compile(r"(?<![\w.])\[([^\[\]]*)\]\([^()\s]*\)(?![\w.])")
_EMPHASIS = re.compile(r"(?<![\w.])(\*\*|`)([^*`]+)\1(?![\w.])")
_TAG = re.compile(r"</?(a|b|strong|sup|br)\b[^<>]*>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    line: int
    """Its number in the file, counted from 1."""
    cells: tuple[str, ...]
    """One a column, without marks of emphasis or links."""
    section: str = ""
    """The heading within the table that it stands under."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: each row has a cell for each head."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    media_type: str


def read_grid(raw: bytes) -> Grid:
    """Return the only table of a file.

    Raises: ImportRefusedError with the line, when there is none, a second one, or a row that is longer or shorter.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"byte {error.start}: not UTF-8") from error
    lines = text.splitlines()
    rules = [number for number, line in enumerate(lines) if number and is_rule(line)]
    # A README may well begin with tags, and is Markdown when it has the table of one.
    unruled = _html if text.lstrip().startswith("<") else _separated
    grid = _markdown(lines, rules) if rules else unruled(text)
    if not grid.rows:
        raise ImportRefusedError("file: found a table without rows, expected one or more")
    twice = next((head for head in grid.heads if grid.heads.count(head) > 1), None)
    if twice is not None:
        raise ImportRefusedError(f'heads of the table: found "{plain(twice[:40])}" twice, expected each once')
    return grid


def _html(text: str) -> Grid:
    from registry.importers.html_grid import html_rows  # deferred: few files are HTML

    (_, heads), *rows = html_rows(text)
    for line, cells in rows:
        _check_width(line, len(cells), len(heads))
    return Grid(tuple(heads), tuple(Row(line, tuple(cells)) for line, cells in rows), "text/html")


def is_rule(line: str) -> bool:
    """Say whether a line is the one below the heads of a Markdown table."""
    return "|" in line and _RULE.fullmatch(line) is not None


def _markdown(lines: Sequence[str], rules: Sequence[int]) -> Grid:
    if len(rules) > 1:
        raise ImportRefusedError(f"line {rules[1]}: found a second table, expected a file with the one that is meant")
    heads = _cells(lines[rules[0] - 1])
    return Grid(heads, tuple(_markdown_rows(lines, rules[0] + 1, len(heads))), "text/markdown")


def _markdown_rows(lines: Sequence[str], start: int, width: int) -> Iterator[Row]:
    section = ""
    for number, line in enumerate(lines[start:], start + 1):
        if "|" not in line:
            return
        cells = _cells(line)
        if width > 1 and cells[0] and not any(cells[1:]):
            section = cells[0]
            continue
        _check_width(number, len(cells), width)
        yield Row(number, cells, section)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(_bare(cell.replace("\\|", "|")) for cell in _BAR.split(inner))


def _bare(cell: str) -> str:
    """Return the words of a cell of Markdown: the text of links, no emphasis, no tags."""
    text = _EMPHASIS.sub(r"\2", _TAG.sub(" ", _LINK.sub(r"\1", cell)))
    return _SPACE.sub(" ", text).strip()


def _separated(text: str) -> Grid:
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    heads: tuple[str, ...] = ()
    try:
        heads = tuple(cell.strip() for cell in next(reader, []))
        for cells in reader:
            if cells:
                _check_width(reader.line_num, len(cells), len(heads))
                rows.append(Row(reader.line_num, tuple(_SPACE.sub(" ", cell).strip() for cell in cells)))
    except csv.Error as error:
        raise ImportRefusedError(f"line {reader.line_num}: not CSV ({plain(str(error))})") from error
    return Grid(heads, tuple(rows), "text/csv" if delimiter == "," else "text/tab-separated-values")


def _check_width(line: int, found: int, needed: int) -> None:
    if found != needed:
        raise ImportRefusedError(f"line {line}: found {found} cells, expected {needed} as in the heads")
