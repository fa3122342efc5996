"""AlpacaEval: a leaderboard in CSV with one model a row, its name in the first column, which has no head.

W is `length_controlled_winrate`, `win_rate` or `discrete_win_rate`.

| in the file | in the statement |
|---|---|
| the first column | `placements[].model.name`, `placements[].printed.name` |
| W: the digits | `placements[].scores[].value` |
| `lc_standard_error`, `standard_error`, of the first two | `placements[].scores[].stderr` |
| `n_total` | `placements[].scores[].n` |
| W; a percentage, judged by a model, that is better when it is higher | `methodology.criteria[]` |
| `mode`: `community` is `community, not verified`, any other as it is | `placements[].printed.section` |
| `mode` of all rows: all `community` is self-reported, some mixed | `submission` |
| `n_wins`, `n_wins_base`, `n_draws`, `avg_length` | nowhere |

The judge stands in the file's name alone (`weighted_alpaca_eval_gpt4_turbo`), and a name is not read. The grader is therefore
called `judge`; its version and the hash of its prompt come from `--base`:

    graders:
      - {name: judge, version: gpt-4-1106-preview, prompt_sha256: …}

Not in the format, so left empty: judge and baseline, date, rank, developer, dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.importers.base import Lines, Origin, Said, Value, filled, scored
from registry.importers.content import Content
from registry.importers.grid import Grid, Row, check_scores
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError

_RATES = {"length_controlled_winrate": "lc_standard_error", "win_rate": "standard_error", "discrete_win_rate": ""}
_NEEDED = frozenset({"", "win_rate", "n_total", "n_wins_base", "mode"})
_COMMUNITY = "community"


class AlpacaEval:
    """Reads a leaderboard of AlpacaEval."""

    name = "alpaca-eval"
    title = "AlpacaEval leaderboard"

    def detects(self, content: Content) -> bool:
        """Say whether the heads are those of an AlpacaEval leaderboard."""
        heads = content.raw[:1000].partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return heads.startswith(",") and {head.strip() for head in heads.split(",")} >= _NEEDED

    def read(self, content: Content) -> Sequence[Said]:
        """Return the table as one evaluation."""
        grid = content.grid
        missing = sorted(_NEEDED - set(grid.heads))
        if missing:
            raise ImportRefusedError(f"heads of the table: found no column {missing[0]}, expected one")
        rates = [rate for rate in _RATES if rate in grid.heads]
        check_scores(grid, len(rates))
        value = {
            "leaderboard": {"name": "AlpacaEval"},
            "submission": _submission(grid),
            "methodology": {"criteria": [_criterion(rate) for rate in rates]},
            "graders": [{"name": "judge", "kind": "model"}],
            "placements": Lines(lambda: (_placement(grid, row, rates) for row in grid.rows)),
        }
        return [Said(filled(value | Origin(content, self.name, "", self.title, "text/csv").fields()))]


def _submission(grid: Grid) -> str:
    told = {_cell(grid, row, "mode").line() == _COMMUNITY for row in grid.rows}
    if told == {True}:
        return "self-reported"
    return "mixed" if True in told else ""


def _criterion(name: str) -> Value:
    fields = {"basis": "judged-by-model", "higher_is_better": True, "unit": "percent", "min": "0", "max": "100"}
    return {"name": name, "grader": "judge", **fields}


def _placement(grid: Grid, row: Row, rates: Sequence[str]) -> Value:
    name = _cell(grid, row, "").line() or _cell(grid, row, "").refuse("the name of a model")
    mode = _cell(grid, row, "mode").line()
    section = f"{mode}, not verified" if mode == _COMMUNITY else mode
    return {
        "printed": filled({"name": name, "section": section}),
        "model": {"name": name},
        "scores": list(_scores(grid, row, rates)),
        "evidence": [0],
    }


def _scores(grid: Grid, row: Row, rates: Sequence[str]) -> Iterator[Value]:
    n = _number(grid, row, "n_total").count()
    for rate in rates:
        value = _number(grid, row, rate).decimal()
        error = _number(grid, row, _RATES[rate]).decimal() if _RATES[rate] in grid.heads and _RATES[rate] else ""
        stderr = error if value else ""
        yield scored(rate, value, stderr=stderr, n=n)


def _number(grid: Grid, row: Row, head: str) -> At:
    cell = _cell(grid, row, head)
    return At(Number(cell.text()) if cell.text() else None, cell.path)


def _cell(grid: Grid, row: Row, head: str) -> At:
    where = f"line {row.line}, column {head}" if head else f"line {row.line}, first column"
    return At(row.cells[grid.heads.index(head)], where)


IMPORTER = AlpacaEval()
