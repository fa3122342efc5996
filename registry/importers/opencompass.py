"""OpenCompass: `summary_*.csv`, its Markdown twin or `summary_*.txt`, a row a dataset and metric, a column a model.

In a table by contamination each model has several columns, one a metric: `accuracy - clean`, `accuracy - input contaminated`,
`accuracy - input-and-label contaminated`.

| in the file | in the statement |
|---|---|
| the heads after `mode` | `placements[].model.name`, `placements[].printed.name` |
| `dataset`, `metric` and `mode` as `DATASET METRIC (MODE)`, without a mode that is a dash | `methodology.criteria[].name` |
| `dataset`, unless the row is that of a group | `methodology.criteria[].dataset`, `datasets[].name` |
| `metric`: accuracy is a percentage | `methodology.criteria[].unit` |
| `metric`: naive_average is macro, weighted_average weighted | `methodology.criteria[].aggregate` |
| a cell: the digits; a dash is `missing: not-reported` | `placements[].scores[].value` |
| accuracy by contamination: clean, and found on the web with its answer | `checks[].result`: clean, contaminated |
| `average_ppl` of `X-train-ppl`, `X-test-ppl` and `X-ref-ppl` | `checks[].result`: train_ppl, test_ppl, ref_ppl |
| `version`: the first six digits of a hash of prompt and settings, not a version of the data | `extra.opencompass.versions` |
| rows and columns that a page shows as `...` | `extra.opencompass.cut` |

Not in the format, so left empty: date (only the name of the file has one), items, errors, versions, shots, ranks, the leaderboard:
say its name with `--base`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.importers.base import MAX_LISTED, Lines, Origin, Said, Value, filled, joined, scored
from registry.importers.content import Content
from registry.importers.grid import Grid, Row, check_scores
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError, TooLargeError
from registry.importers.ruled_grid import Ruled, read_ruled

MAX_CELLS = 40_000
"""Scores of a summary, which are all held: they stand in rows, and are asked for by column."""
_HEADS = ("dataset", "version", "metric", "mode")
_SPREAD = ("dataset", "version", "mode")
"""Heads of a table whose metrics stand in the row below them, several a model."""
_NONE = ("", "-")
_AVERAGES = {"naive_average": "macro", "weighted_average": "weighted"}
_CLEAN, _INPUT, _KNOWN = (
    f"accuracy - {part}" for part in ("clean", "input contaminated", "input-and-label contaminated")
)
_PERPLEXITY = "average_ppl"
_TEXTS = ("train", "test", "ref")


class OpenCompass:
    """Reads the table of a summarizer."""

    name = "opencompass"
    title = "OpenCompass summary"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a table with the heads of a summary."""
        if not all(head.encode() in content.raw[:400] for head in _SPREAD):
            return False
        try:
            return _kind(_table(content).grid) is not None
        except TooLargeError:
            # Why it is not read should be told.
            return True
        except ImportRefusedError:
            return False

    def read(self, content: Content) -> Sequence[Said]:
        """Return the table as one evaluation, its models in the order of the columns."""
        grid, cut = _table(content)
        if grid.size > MAX_LISTED:
            raise ImportRefusedError(f"file: found {grid.size:,} rows, expected at most {MAX_LISTED:,}")
        check_scores(grid, len(grid.heads), MAX_CELLS)
        cells = list(_cells(grid))
        rows = list({cell.name: cell for cell in cells}.values())
        origin = Origin(content, self.name, "", self.title, grid.media_type)
        value = {
            "methodology": {"criteria": [_criterion(row) for row in rows]},
            "datasets": joined({"name": row.dataset} for row in rows if not row.is_group),
            "placements": Lines(lambda: (_placement(model, own) for model, own in _by_model(cells).items())),
            "checks": [*_contaminations(cells), *_perplexities(cells)],
            "extra": {
                self.name: filled(
                    {"versions": {row.name: row.version for row in rows if not row.is_group}, "cut": list(cut)}
                )
            },
        }
        return [Said(filled(value | origin.fields()))]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A score where it stands."""

    dataset: str
    version: str
    metric: str
    mode: str
    model: str
    at: At

    @property
    def name(self) -> str:
        """What is measured."""
        metric, mode = self.metric, self.mode
        return " ".join(
            [self.dataset, *([] if metric in _NONE else [metric]), *([] if mode in _NONE else [f"({mode})"])]
        )

    @property
    def is_group(self) -> bool:
        """Whether the row sums up others: those have no version of their own."""
        return self.version in _NONE

    @property
    def value(self) -> str:
        """The digits; empty when there are none."""
        text = self.at.text()
        return "" if text in _NONE else At(Number(text), self.at.path).decimal() or self.at.refuse("a number")


def _table(content: Content) -> Ruled:
    return read_ruled(content.raw) or Ruled(content.grid, ())


def _kind(grid: Grid) -> tuple[str, ...] | None:
    """Return the heads before those of the models, or None when it is no summary."""
    kinds = (kind for kind in (_HEADS, _SPREAD) if grid.heads[: len(kind)] == kind and len(grid.heads) > len(kind))
    return next(kinds, None)


def _cells(grid: Grid) -> Iterator[_Cell]:
    """Yield every score, row by row."""
    kind = _kind(grid)
    if kind is None:
        raise ImportRefusedError("heads of the table: expected dataset, version, metric, mode and a model or more")
    spread = kind is _SPREAD
    rows = list(grid.rows)
    metrics, rows = (rows[0].cells, rows[1:]) if spread else ((), rows)
    if not rows:
        raise ImportRefusedError("file: found a table without rows, expected one or more")
    models = _models(grid, len(kind), spread=spread)
    for row in rows:
        told = [_told(row, at, head) for at, head in enumerate(kind)]
        dataset, version, mode = (
            told[0].line() or told[0].refuse("the name of a dataset"),
            told[1].line(),
            told[-1].line(),
        )
        for at, model in enumerate(models, len(kind)):
            metric = metrics[at] if spread else told[2].line()
            yield _Cell(dataset, version, metric, mode, model, _told(row, at, model))


def _told(row: Row, at: int, head: str) -> At:
    return At(row.cells[at], f'line {row.line}, column "{head}"')


def _models(grid: Grid, first: int, *, spread: bool) -> list[str]:
    """Return the model of each column; where each has several, a dash stands for the one before it."""
    models: list[str] = []
    for head in grid.heads[first:]:
        name = models[-1] if spread and models and head == "-" else head
        models.append(
            At(name, "heads of the table").line() or At(name, "heads of the table").refuse("the name of a model")
        )
    return models


def _criterion(row: _Cell) -> Value:
    return filled(
        {
            "name": row.name,
            "basis": "measured",
            "unit": "percent" if row.metric in ("accuracy", _CLEAN, _INPUT, _KNOWN) else "",
            "aggregate": _AVERAGES.get(row.metric, ""),
            "dataset": "" if row.is_group else row.dataset,
        }
    )


def _by_model(cells: Sequence[_Cell]) -> dict[str, list[_Cell]]:
    found: dict[str, list[_Cell]] = {}
    for cell in cells:
        found.setdefault(cell.model, []).append(cell)
    return found


def _placement(model: str, cells: Sequence[_Cell]) -> Value:
    return {
        "printed": {"name": model},
        "model": {"name": model},
        "scores": [scored(cell.name, cell.value) for cell in cells],
        "evidence": [0],
    }


def _contaminations(cells: Sequence[_Cell]) -> Iterator[Value]:
    """Yield for each row and model what it scored on items that are clean, and on those found with their answers."""
    parts: dict[tuple[str, str], dict[str, str]] = {}
    for cell in cells:
        parts.setdefault((cell.dataset, cell.model), {})[cell.metric] = cell.value
    for (dataset, model), told in parts.items():
        if told.get(_CLEAN) and told.get(_KNOWN):
            numbers = {"clean": told[_CLEAN], "input_contaminated": told.get(_INPUT, ""), "contaminated": told[_KNOWN]}
            yield _check(model, dataset, {**numbers, "unit": "percent"})


def _perplexities(cells: Sequence[_Cell]) -> Iterator[Value]:
    """Yield for each dataset and model the perplexities on its training items, its test items, and new text of their kind."""
    parts: dict[tuple[str, str], dict[str, str]] = {}
    for cell in cells:
        dataset, _, text = cell.dataset.removesuffix("-ppl").rpartition("-")
        if cell.metric == _PERPLEXITY and cell.dataset.endswith("-ppl") and dataset and text in _TEXTS:
            parts.setdefault((dataset, cell.model), {})[f"{text}_ppl"] = cell.value
    for (dataset, model), told in parts.items():
        if told.get("test_ppl") and told.get("ref_ppl"):
            yield _check(model, dataset, told)


def _check(model: str, dataset: str, numbers: Value | dict[str, str]) -> Value:
    return {"kind": "contamination", "result": filled({"model": model, "dataset": dataset, **numbers}), "evidence": 0}


IMPORTER = OpenCompass()
