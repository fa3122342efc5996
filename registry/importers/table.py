"""A table in CSV, TSV, Markdown or HTML, one model a row. What a table cannot say, its leaderboard first, comes from `--base`.

What a column holds is guessed by its head, and recorded; `--column HEAD=FIELD` says otherwise. FIELD is one of

| FIELD | guessed from the head | in the statement |
|---|---|---|
| model | model, name, system, 模型, 模型名称; a first column of names without head | `placements[].model.name`, `placements[].printed.name` |
| rank | rank, #, 排名, 名次 | `placements[].rank` where it is a number; `placements[].printed.rank` |
| developer | developer, organization, creator, 机构, 厂商 | `placements[].model.developer` |
| parameters | parameters, params, 参数量 | `placements[].model.parameters` |
| version | never | `placements[].model.version` |
| section | section; a row of Markdown with its first cell alone | `placements[].printed.section` |
| score | any other head over numbers, nine cells of ten or more, that does not speak of errors, counts, lengths, prices or dates | `placements[].scores[].value`; `methodology.criteria[].name` |
| n | never | `placements[].scores[].n` |
| ignored | everything else | nowhere |

Digits stay as printed; marks of emphasis, links, a percent sign and a point with nothing behind it are taken off. A cell that is
empty, a dash or N/A is `missing: not-reported`; any other that is no number is refused. HTML is one `<table>` without merged cells; its first row has the heads. A column
that is a percentage throughout has `methodology.criteria[].unit` percent. A rank that two rows share is tied; a row without rank
has none. What each column was taken for is in `extra.table.columns`. A table has at most 20,000 rows, 2,000 columns and 200,000
scores.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from registry.errors import QuestionError, shown
from registry.importers.base import Lines, Origin, Said, Value, filled, scored
from registry.importers.content import Content
from registry.importers.grid import Grid, Row, check_scores
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError, TooLargeError
from registry.statements.problems import one_of

_HEADS = {
    "model": ("model", "models", "model name", "name", "system", "模型", "模型名称"),
    "rank": ("rank", "#", "排名", "名次"),
    "developer": ("developer", "organization", "organisation", "creator", "机构", "厂商"),
    "parameters": ("parameters", "params", "参数量"),
    "section": ("section",),
}
_FIELDS = ("model", "rank", "developer", "parameters", "version", "section", "score", "n", "ignored")
_OF_MODEL = ("developer", "parameters", "version")
_ONE_EACH = ("model", "rank", "developer", "parameters", "version", "section", "n")
_LAST_WORDS = frozenset(
    (
        *("ci", "cost", "count", "date", "draws", "error", "len", "length", "n", "price", "seconds", "shots"),
        *("size", "std", "stderr", "time", "tokens", "total", "votes", "wins", "year"),
    )
)
_FIRST_WORDS = frozenset(("n", "num", "number", "position"))
"""Words at the end and at the beginning of a head whose numbers are no scores: errors, counts, lengths, prices, dates."""
_WORDS = re.compile(r"[a-z]+")
_MOST_ODD = 10
"""One cell of so many may be no number in a column that is taken for scores."""
_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "/"})
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?\s?%?")
"""Some lists print a number without the digits after its point: "25." in the tables of CMMLU."""


@dataclass(frozen=True, slots=True)
class Table:
    """Reads a table."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """What columns hold, by their heads, where the user says so."""
    name: str = "table"
    title: str = "Table in CSV, TSV, Markdown or HTML"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a table with a column of models and one of scores."""
        if content.first in (b"{", b"[") or b"\0" in content.raw:
            return False
        try:
            taken = _taken(_columns(content.grid), {})
        except TooLargeError:
            # A table all the same, and why it is not read should be told.
            return True
        except ImportRefusedError:
            return False
        return {"model", "score"} <= set(taken.values())

    def read(self, content: Content) -> Sequence[Said]:
        """Return the table as one evaluation."""
        grid = content.grid
        columns = _columns(grid)
        sheet = _Sheet(grid, _taken(columns, self.columns))
        for needed in ("model", "score"):
            if needed not in sheet.taken.values():
                raise ImportRefusedError(
                    f"heads of the table: found no column of {needed}, expected one; say --column HEAD={needed}"
                )
        check_scores(grid, len(sheet.scores))
        value = {
            "methodology": {"criteria": [sheet.criterion(columns[at]) for at in sheet.scores]},
            "placements": Lines(sheet.placements),
            "extra": {self.name: {"columns": sheet.taken}},
        }
        return [Said(value | Origin(content, self.name, "", "table", grid.media_type).fields())]


def parse_columns(texts: Sequence[str]) -> dict[str, str]:
    """Return what `--column HEAD=FIELD` says; raises QuestionError."""
    said: dict[str, str] = {}
    for text in texts:
        head, equals, meant = text.rpartition("=")
        if not equals or meant not in _FIELDS:
            raise QuestionError(
                f"--column: found {shown(text)}, expected HEAD=FIELD with FIELD {one_of(_FIELDS, meant)}"
            )
        if head in said:
            raise QuestionError(f"--column: found {shown(head)} twice, expected each head once")
        said[head] = meant
    return said


@dataclass(slots=True)
class _Column:
    """What the cells of a column are, without those that say nothing."""

    head: str
    told: int = 0
    numbers: int = 0
    are_percent: bool = True

    def take(self, cell: str) -> None:
        """Take one more cell."""
        if cell.casefold() not in _NOTHING:
            self.told += 1
            self.numbers += _NUMBER.fullmatch(cell) is not None
            self.are_percent = self.are_percent and cell.endswith("%")


def _columns(grid: Grid) -> list[_Column]:
    columns = [_Column(head) for head in grid.heads]
    for row in grid.rows:
        for column, cell in zip(columns, row.cells, strict=True):
            column.take(cell)
    return columns


def _taken(columns: Sequence[_Column], said: Mapping[str, str]) -> dict[str, str]:
    """Return what each column is taken for: what the user says, else what its head and cells tell."""
    heads = [column.head for column in columns]
    unknown = [head for head in said if head not in heads]
    if unknown:
        raise QuestionError(f"--column: found {shown(unknown[0])}, expected {one_of(heads, unknown[0])}")
    taken: dict[str, str] = {}
    free = [one for one in _HEADS if one not in said.values()]
    for at, column in enumerate(columns):
        meant = said.get(column.head) or _guess(column, at, free)
        taken[column.head] = meant
        free = [one for one in free if one != meant]
    twice = next((one for one in _ONE_EACH if list(taken.values()).count(one) > 1), None)
    if twice is not None:
        raise QuestionError(f"--column: found two columns of {twice}, expected one")
    return taken


def _guess(column: _Column, at: int, free: Sequence[str]) -> str:
    named = next((one for one in free if column.head.casefold() in _HEADS[one]), "")
    if named:
        return named
    # A column is not passed over for one odd cell: whoever reads it is told which.
    if _may_be_score(column.head) and column.told and _MOST_ODD * (column.told - column.numbers) <= column.told:
        return "score"
    return "model" if at == 0 and not column.head and "model" in free else "ignored"


def _may_be_score(head: str) -> bool:
    words = _WORDS.findall(head.casefold()) or [""]
    return bool(head) and words[0] not in _FIRST_WORDS and words[-1] not in _LAST_WORDS


class _Sheet:
    """A table whose columns are known."""

    def __init__(self, grid: Grid, taken: dict[str, str]) -> None:
        self.grid = grid
        self.taken = taken
        self.scores = [at for at, head in enumerate(grid.heads) if taken[head] == "score"]
        """Which columns are scores."""
        self._at = {meant: at for at, meant in enumerate(taken[head] for head in grid.heads)}

    def criterion(self, column: _Column) -> Value:
        """Return what a column of scores measures."""
        head = At(column.head, "heads of the table")
        name = head.line() or head.refuse("a name for what is measured")
        return filled({"name": name, "unit": "percent" if column.told and column.are_percent else ""})

    def placements(self) -> Iterator[Value]:
        """Yield the rows in their order."""
        holders = Counter(self._cell(row, "rank").text() for row in self.grid.rows)
        for row in self.grid.rows:
            rank = self._cell(row, "rank").text()
            name = self._cell(row, "model").line() or self._cell(row, "model").refuse("the name of a model")
            number = _rank(rank)
            model = {one: self._cell(row, one).line() for one in _OF_MODEL}
            section = self._cell(row, "section").line() or At(row.section, f"line {row.line}").line()
            yield filled(
                {
                    "rank": number,
                    "tied": (number is not None and holders[rank] > 1) or None,
                    "printed": filled({"rank": self._cell(row, "rank").line(), "name": name, "section": section}),
                    "model": filled(
                        {"name": name, **{key: "" if said in _NOTHING else said for key, said in model.items()}}
                    ),
                    "scores": list(self._scores(row)),
                    "evidence": [0],
                }
            )

    def _scores(self, row: Row) -> Iterator[Value]:
        items = self._cell(row, "n").text()
        n = At(Number(items), self._cell(row, "n").path).count() if items.casefold() not in _NOTHING else None
        for at in self.scores:
            head = self.grid.heads[at]
            yield scored(head, _value(At(row.cells[at], _place(row, head))), n=n)

    def _cell(self, row: Row, meant: str) -> At:
        """Return the cell of the column that holds this; an empty one when no column does."""
        at = self._at.get(meant)
        return At(row.cells[at], _place(row, self.grid.heads[at])) if at is not None else At("", f"line {row.line}")


def _place(row: Row, head: str) -> str:
    return f"line {row.line}, column {shown(head)}"


def _rank(text: str) -> int | None:
    """Return a rank that is a number of at most nine digits; a medal or a dash is none."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None


def _value(cell: At) -> str:
    text = cell.text()
    if text.casefold() in _NOTHING:
        return ""
    if not _NUMBER.fullmatch(text):
        cell.refuse("a number; say --column HEAD=ignored of a column that is no score")
    return At(Number(text.removesuffix("%").strip().removeprefix("+").removesuffix(".")), cell.path).decimal()


IMPORTER = Table()
