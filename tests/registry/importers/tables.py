"""Tables with their structure damaged, written as CSV, Markdown or HTML in one of the ways that people write them."""

from __future__ import annotations

import csv
import html
import io
import random
from html.parser import HTMLParser
from typing import NamedTuple

Cells = list[list[str]]
_STRANGE = (
    *(
        "",
        "-",
        "N/A",
        "７",
        "1,5",
        "1e5",
        "-0",
        "NaN",
        "5%",
        "+5",
        "5 %",
        "**5**",
        "[5](x)",
        "<b>5</b>",
        "5<br>6",
        "a|b",
    ),
    *(
        '"',
        '"5',
        "5\n6",
        "\u202e5",
        "x" * 300,
        "=1+1",
        "5±1",
        "| --- |",
        "5\\",
        "\\|",
        "&#55;",
        "`5`",
        "**5",
        "\t5",
        "\u00a05",
    ),
)


class Table(NamedTuple):
    """A table that was damaged."""

    raw: bytes
    rows: Cells | None
    """Its rows, None where what they hold is more than their cells say."""


def damaged(draw: random.Random, text: str) -> Table:
    """Return a table with rows, columns or cells dropped, doubled, exchanged, merged or replaced, or written in another way."""
    kind = "html" if text.startswith("<") else "markdown" if text.startswith("|") else "csv"
    cells = {"html": _of_html, "markdown": _of_markdown, "csv": _of_csv}[kind](text)
    for _ in range(draw.choice((0, 1, 1, 1, 2, 4))):
        _change(draw, cells)
    raw, is_plain = {"html": _html, "markdown": _markdown, "csv": _csv}[kind](draw, cells)
    strange = any(mark in cell for row in cells for cell in row for mark in "|<&*[`\\\n\u00a0")
    return Table(raw.encode(), cells if is_plain and not strange else None)


def _change(draw: random.Random, cells: Cells) -> None:
    at = draw.randrange(max(map(len, cells), default=0) + 1)
    draw.choice((_change_rows, _change_columns, _change_cells, _change_cells))(draw, cells, at)


def _change_rows(draw: random.Random, cells: Cells, at: int) -> None:
    del at
    row = cells.pop(draw.randrange(len(cells)))
    for _ in range(draw.choice((0, 1, 2)) if cells else 1):
        cells.insert(draw.randrange(len(cells) + 1), list(row))


def _change_columns(draw: random.Random, cells: Cells, at: int) -> None:
    change = draw.choice(((), (at, at), (at + 1, at), (at, at + 1, at)))
    for row in cells:
        some = row[at : at + 2]
        row[at : at + 2] = [some[one - at] for one in change if one - at < len(some)]


def _change_cells(draw: random.Random, cells: Cells, at: int) -> None:
    row = draw.choice(cells)
    strange = draw.choice(_STRANGE)
    changed: tuple[list[str], ...] = ([], [strange], [strange, *row[at : at + 1]], ["".join(row[at : at + 2])])
    row[at : at + 2] = [*draw.choice(changed), *draw.choice((row[at + 1 : at + 2], []))]


def _of_csv(text: str) -> Cells:
    return list(csv.reader(io.StringIO(text)))


def _csv(draw: random.Random, cells: Cells) -> tuple[str, bool]:
    held = io.StringIO()
    delimiter = draw.choice((",", ",", ",", "\t", ";"))
    is_quoted = draw.random() < 0.3
    is_raw = draw.random() < 0.2
    end = draw.choice(("\n", "\n", "\r\n", "\r", "\n\n"))
    if is_raw:
        return end.join(map(delimiter.join, cells)) + end, False
    writer = csv.writer(
        held, delimiter=delimiter, quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL, lineterminator=end
    )
    writer.writerows(cells)
    return held.getvalue(), delimiter != ";"


def _of_markdown(text: str) -> Cells:
    lines = [line.strip().strip("|").split("|") for line in text.splitlines()]
    return [[cell.strip() for cell in cells] for cells in (lines[0], *lines[2:])]


def _markdown(draw: random.Random, cells: Cells) -> tuple[str, bool]:
    bar = draw.choice(("|", "| ", ""))
    rule = draw.choice(("---", ":--", ":-:", "-", "--- x", ""))
    lines = [f"{bar}{' | '.join(row)}{bar[::-1]}" for row in cells]
    lines.insert(min(1, len(lines)), bar + "|".join(rule for _ in cells[0]) + bar[::-1])
    if draw.random() < 0.2:
        lines.insert(
            draw.randrange(len(lines)), draw.choice(("", "words", "| section | | |", "|---|---|", "|-", lines[0]))
        )
    if draw.random() < 0.1:
        lines += ["", *lines]
    return "\n".join(lines) + "\n", all(row and row[0] for row in cells)


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Cells = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def _of_html(text: str) -> Cells:
    parser = _Cells()
    parser.feed(text)
    return parser.rows


def _html(draw: random.Random, cells: Cells) -> tuple[str, bool]:
    is_escaped = draw.random() < 0.7
    tag = draw.choice(("td", "th", "TD"))
    close = draw.choice((f"</{tag}>", ""))
    rows = ["".join(f"<{tag}>{html.escape(cell) if is_escaped else cell}{close}" for cell in row) for row in cells]
    lines = [f"<tr>{row}{draw.choice(('</tr>', '</tr>', ''))}" for row in rows]
    plain = True
    if draw.random() < 0.4:
        at = draw.randrange(len(lines))
        inner = draw.choice(
            (
                "<table><tr><td>9</td></tr></table>",
                "<script>9</script>",
                "<!-- 9 -->",
                "<style>td {9}",
                "<td colspan=2>9</td>",
                "<td rowspan='2'>9</td>",
                "<td colspan=1>9</td>",
                "<tr>",
                "</table>",
                "<![CDATA[9]]>",
                "<!9>",
                "<p",
                "<br>9",
            )
        )
        where = draw.choice(("<tr>", f"<{tag}>", "</"))
        lines[at] = lines[at].replace(where, draw.choice((where + inner, inner + where)), draw.choice((1, 2)))
        plain = False
    return f"<table>\n{chr(10).join(lines)}\n</table>", plain
