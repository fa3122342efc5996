"""OpenCompass: `summary_*.csv` or its Markdown twin, a row a dataset and metric, a column a model.

| in the file | in the statement |
|---|---|
| the heads after `mode` | `placements[].model.name`, `placements[].printed.name` |
| `dataset`, `metric` and `mode` as `DATASET METRIC (MODE)`, without a mode that is a dash | `methodology.criteria[].name` |
| `dataset`, unless the row is that of a group | `methodology.criteria[].dataset`, `datasets[].name` |
| `metric`: accuracy is a percentage | `methodology.criteria[].unit` |
| `metric`: naive_average is macro, weighted_average weighted | `methodology.criteria[].aggregate` |
| a cell: the digits; a dash is `missing: not-reported` | `placements[].scores[].value` |
| `version`: the first six digits of a hash of prompt and settings, not a version of the data | `extra.opencompass.versions` |

Not in the format, so left empty: date (only the name of the file has one), items, errors, versions, shots, ranks, the leaderboard:
say its name with `--base`.
"""

from __future__ import annotations

from collections.abc import Sequence

from registry.importers.base import Origin, Said, Value, filled, joined, scored
from registry.importers.content import Content
from registry.importers.grid import Grid, Row
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError

_HEADS = ("dataset", "version", "metric", "mode")
_NONE = ("", "-")
_AVERAGES = {"naive_average": "macro", "weighted_average": "weighted"}


class OpenCompass:
    """Reads the table of a summarizer."""

    name = "opencompass"
    title = "OpenCompass summary"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a table with the four heads of a summary."""
        if not all(head.encode() in content.raw[:400] for head in _HEADS):
            return False
        try:
            return content.grid.heads[: len(_HEADS)] == _HEADS
        except ImportRefusedError:
            return False

    def read(self, content: Content) -> Sequence[Said]:
        """Return the table as one evaluation, its models in the order of the columns."""
        grid = content.grid
        if grid.heads[: len(_HEADS)] != _HEADS or len(grid.heads) == len(_HEADS):
            raise ImportRefusedError("heads of the table: expected dataset, version, metric, mode and a model or more")
        origin = Origin(content, self.name, "", self.title, grid.media_type)
        versions = {_name(row): row.cells[1] for row in grid.rows if row.cells[1] not in _NONE}
        value = {
            "methodology": {"criteria": [_criterion(row) for row in grid.rows]},
            "datasets": joined({"name": _cell(row, 0).line()} for row in grid.rows if not _is_group(row)),
            "placements": [_placement(grid, at) for at in range(len(_HEADS), len(grid.heads))],
            "extra": {self.name: filled({"versions": versions})},
        }
        return [Said(filled(value | origin.fields()))]


def _cell(row: Row, at: int) -> At:
    return At(row.cells[at], f'line {row.line}, column "{_HEADS[at]}"')


def _is_group(row: Row) -> bool:
    """Say whether a row sums up others: those have no version of their own."""
    return row.cells[1] in _NONE


def _name(row: Row) -> str:
    dataset = _cell(row, 0).line() or _cell(row, 0).refuse("the name of a dataset")
    metric, mode = _cell(row, 2).line(), _cell(row, 3).line()
    return " ".join([dataset, *([] if metric in _NONE else [metric]), *([] if mode in _NONE else [f"({mode})"])])


def _criterion(row: Row) -> Value:
    metric = row.cells[2]
    return filled(
        {
            "name": _name(row),
            "basis": "measured",
            "unit": "percent" if metric == "accuracy" else "",
            "aggregate": _AVERAGES.get(metric, ""),
            "dataset": "" if _is_group(row) else _cell(row, 0).line(),
        }
    )


def _placement(grid: Grid, at: int) -> Value:
    head = At(grid.heads[at], "heads of the table")
    name = head.line() or head.refuse("the name of a model")
    return {
        "printed": {"name": name},
        "model": {"name": name},
        "scores": [_score(row, name, row.cells[at]) for row in grid.rows],
        "evidence": [0],
    }


def _score(row: Row, model: str, text: str) -> Value:
    where = f'line {row.line}, column "{model}"'
    value = "" if text in _NONE else At(Number(text), where).decimal() or At(text, where).refuse("a number")
    return scored(_name(row), value)


IMPORTER = OpenCompass()
