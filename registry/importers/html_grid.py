"""The only table of an HTML page, as heads and rows of plain words; scripts, styles and comments are not read."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from registry.importers.grid import Row
from registry.importers.lines import MAX_LINE, MAX_ROW, check_length, pieces_of
from registry.importers.place import ImportRefusedError

_SILENT = ("script", "style", "template", "noscript")


class HtmlTable(HTMLParser):
    """Collects the cells of one table, row by row, each row with its line in the file, until they are taken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[tuple[int, list[str]]] = []
        self._tables = 0
        self._is_inside = False
        self._words: list[str] | None = None
        self._silent = ""
        self._length = 0

    def taken(self) -> Iterator[Row]:
        """Yield the rows that have ended, without empty ones, and forget them."""
        # The last one may have more cells to come.
        ended, self._rows = self._rows[:-1], self._rows[-1:]
        return (Row(line, tuple(cells)) for line, cells in ended if cells)

    def last(self) -> Iterator[Row]:
        """Yield the rows that are left at the end of the file."""
        self._rows.append((0, []))
        return self.taken()

    def check_held(self) -> None:
        """Refuse a tag, comment or script that does not end."""
        check_length(len(self.rawdata), MAX_LINE, self.getpos()[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
        elif tag == "table":
            self._tables += 1
            if self._tables > 1:
                self._refuse("a second table, expected a file with the one that is meant")
            self._is_inside = True
        elif self._is_inside and tag == "tr":
            self._end_cell()
            self._rows.append((self.getpos()[0], []))
            self._length = 0
        elif self._is_inside and tag in ("td", "th"):
            self._begin_cell(attrs)
        elif tag in ("br", "p", "div", "li"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a table, row or cell."""
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._words is not None and not self._silent:
            self._words.append(data)
            self._length += len(data)
            check_length(self._length, MAX_ROW, self.getpos()[0])

    def _begin_cell(self, attrs: list[tuple[str, str | None]]) -> None:
        self._end_cell()
        if not self._rows:
            self._refuse("a cell outside a row, expected <tr> before it")
        if any(name in ("colspan", "rowspan") and (value or "").strip() != "1" for name, value in attrs):
            self._refuse("a cell over several rows or columns, expected one of each")
        self._length += 1
        check_length(self._length, MAX_ROW, self.getpos()[0])
        self._words = []

    def _end_cell(self) -> None:
        if self._words is not None:
            self._rows[-1][1].append(" ".join("".join(self._words).split()))
            self._words = None

    def _refuse(self, found: str) -> None:
        raise ImportRefusedError(f"line {self.getpos()[0]}: found {found}")


def html_rows(raw: bytes) -> Iterator[Row]:
    """Yield the rows of the only table, the heads first, without empty rows.

    Raises: ImportRefusedError with the line of a second table, a merged cell, or where the page cannot be read.
    """
    parser = HtmlTable()
    found = False
    try:
        for piece in pieces_of(raw):
            parser.feed(piece)
            parser.check_held()
            for row in parser.taken():
                found = True
                yield row
        parser.close()
    except (AssertionError, ValueError) as error:
        # What `html.parser` raises on declarations that it does not know.
        raise ImportRefusedError(f"line {parser.getpos()[0]}: not HTML") from error
    for row in parser.last():
        found = True
        yield row
    if not found:
        raise ImportRefusedError("file: found no table in HTML, expected one")
