"""A table in CSV, TSV, Markdown or HTML as rows of plain cells, each with its line in the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ledger.text import plain
from registry.importers.lines import MAX_ROW, check_length, lines_of
from registry.importers.place import ImportRefusedError, TooLargeError

MAX_ROWS = 20_000
"""Far more than a leaderboard has."""
MAX_COLUMNS = 2_000
MAX_SCORES = 200_000
"""Numbers of one table that become scores."""
_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?")
"""The line below the heads of a Markdown table, which makes it one."""
# A mark stands first in these, and then what must not be before it: so the search goes from mark to mark.
_BAR = re.compile(r"\|(?<!\\\|)")
# Marks within a word or a number stay: without them "**7**9" and "-**7**" would be other numbers.
_LINK = re.compile(r"\[(?<![\w.]\[)(?<!^[-+]\[)([^\[\]]*)\]\([^()\s]*\)(?![\w.])")
_EMPHASIS = re.compile(r"(\*\*(?<![\w.]\*\*)(?<!^[-+]\*\*)|`(?<![\w.]`)(?<!^[-+]`))([^*`]+)\1(?![\w.])")
_TAG = re.compile(r"</?(a|b|strong|sup|br)\b[^<>]*>", re.IGNORECASE)
_START = re.compile(rb"(\xef\xbb\xbf)?\s*")


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
class Rows:
    """The rows of a table, read from the file each time they are asked for: a large table is never held."""

    read: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        """Yield them in their order."""
        return self.read()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: each row has a cell for each head."""

    heads: tuple[str, ...]
    rows: Rows
    size: int
    """How many rows there are."""
    media_type: str


def read_grid(raw: bytes) -> Grid:
    """Return the only table of a file.

    Raises: ImportRefusedError with the line, when there is none, a second one, a row that is longer or shorter, or more
    rows or columns than a leaderboard has.
    """
    heads, rows, media_type = _table(raw)
    if len(heads) > MAX_COLUMNS:
        raise TooLargeError(f"heads of the table: found {len(heads):,}, expected at most {MAX_COLUMNS:,}")
    size = 0
    for row in rows:
        _check_width(row, len(heads))
        size += 1
        if size > MAX_ROWS:
            # Lines without a second cell are a text.
            kind = TooLargeError if len(heads) > 1 else ImportRefusedError
            raise kind(f"line {row.line}: found more than {MAX_ROWS:,} rows, expected at most that many")
    if not size:
        raise ImportRefusedError("file: found a table without rows, expected one or more")
    twice = next((head for head in heads if heads.count(head) > 1), None)
    if twice is not None:
        raise ImportRefusedError(f'heads of the table: found "{plain(twice[:40])}" twice, expected each once')
    return Grid(heads, rows, size, media_type)


def _table(raw: bytes) -> tuple[tuple[str, ...], Rows, str]:
    """Return heads, rows and media type of the table, by what kind of file it is in."""
    rules = _rules(raw)
    if len(rules) > 1:
        raise ImportRefusedError(
            f"line {rules[1].line}: found a second table, expected a file with the one that is meant"
        )
    # A README may well begin with tags, and is Markdown when it has the table of one.
    if rules:
        heads = rules[0].cells
        return heads, Rows(partial(_markdown, raw, rules[0].line, len(heads))), "text/markdown"
    start = _START.match(raw)
    if start is not None and raw[start.end() : start.end() + 1] == b"<":
        from registry.importers.html_grid import html_rows  # deferred: few files are HTML

        return _headed(partial(html_rows, raw), "text/html")
    first = next(lines_of(raw), "")
    delimiter = "\t" if "\t" in first and "," not in first else ","
    media_type = "text/csv" if delimiter == "," else "text/tab-separated-values"
    return _headed(partial(_separated, raw, delimiter), media_type)


def _headed(read: Callable[[], Iterator[Row]], media_type: str) -> tuple[tuple[str, ...], Rows, str]:
    """Return a table whose first row has the heads."""
    heads = next(read(), None)
    return heads.cells if heads is not None else (), Rows(partial(_after_first, read)), media_type


def _after_first(read: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    rows = read()
    next(rows, None)
    return rows


def is_rule(line: str) -> bool:
    """Say whether a line is the one below the heads of a Markdown table."""
    return "|" in line and _RULE.fullmatch(line.strip()) is not None


def _rules(raw: bytes) -> list[Row]:
    """Return the heads of at most two Markdown tables, each with the line of the rule below them."""
    found: list[Row] = []
    before = ""
    for number, line in enumerate(lines_of(raw), 1):
        if number > 1 and is_rule(line):
            found.append(Row(number, _cells(before, number - 1)))
            if len(found) > 1:
                break
        before = line
    return found


def _markdown(raw: bytes, rule: int, width: int) -> Iterator[Row]:
    section = ""
    for number, line in enumerate(lines_of(raw), 1):
        if number <= rule:
            continue
        if "|" not in line:
            return
        cells = _cells(line, number)
        if width > 1 and cells[0] and not any(cells[1:]):
            section = cells[0]
            continue
        yield Row(number, cells, section)


def _cells(line: str, number: int) -> tuple[str, ...]:
    check_length(len(line), MAX_ROW, number)
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(_bare(cell.replace("\\|", "|")) for cell in _BAR.split(inner))


def _bare(cell: str) -> str:
    """Return the words of a cell of Markdown: the text of links, no emphasis, no tags."""
    text = _EMPHASIS.sub(r"\2", _TAG.sub(" ", _LINK.sub(r"\1", cell.strip())))
    return " ".join(text.split())


def _separated(raw: bytes, delimiter: str) -> Iterator[Row]:
    lines = _Lines(lines_of(raw, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            lines.begin()
            if cells:
                yield Row(reader.line_num, tuple(" ".join(cell.split()) for cell in cells))
    except csv.Error as error:
        raise ImportRefusedError(f"line {reader.line_num}: not CSV ({plain(str(error))})") from error


class _Lines:
    """The lines of a file for a reader of CSV, to which several may be one row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._number = 0
        self._length = 0

    def begin(self) -> None:
        """Begin another row."""
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._number += 1
            self._length += len(line)
            check_length(self._length, MAX_ROW, self._number)
            yield line


def _check_width(row: Row, needed: int) -> None:
    found = len(row.cells)
    if found != needed:
        raise ImportRefusedError(f"line {row.line}: found {found} cells, expected {needed} as in the heads")


def check_scores(grid: Grid, columns: int, most: int = MAX_SCORES) -> None:
    """Raise ImportRefusedError when so many columns of scores are more scores than one table should have."""
    if grid.size * columns > most:
        found = f"{columns:,} columns of scores in {grid.size:,} rows"
        raise TooLargeError(f"heads of the table: found {found}, expected at most {most:,} scores")
