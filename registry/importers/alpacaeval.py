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

The judge stands in a name alone: that of the file, `weighted_alpaca_eval_gpt4_turbo_leaderboard.csv`, or that of the folder in
which the program leaves `leaderboard.csv`. It is read where it is the annotator of one of the leaderboards that AlpacaEval publishes:

| in the name | in the statement |
|---|---|
| the annotator; `judge` where the name is another | `graders[0].name` |
| who made the model that this annotator asks | `graders[0].developer` |
| the name itself | `extra.alpaca-eval.judge_told_by` |

The annotator's name says no version: the same one has asked several (gpt-4-0613, gpt-4-turbo). Version and hash of the prompt come
from `--base`:

    graders:
      - {name: weighted_alpaca_eval_gpt4_turbo, version: gpt-4-1106-preview, prompt_sha256: …}

Not in the format, so left empty: baseline, date, rank, developer of the ranked models, dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from registry.importers.base import Lines, Origin, Said, Value, filled, scored
from registry.importers.content import Content
from registry.importers.grid import Grid, Row, check_scores
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError

_RATES = {"length_controlled_winrate": "lc_standard_error", "win_rate": "standard_error", "discrete_win_rate": ""}
_NEEDED = frozenset({"", "win_rate", "n_total", "n_wins_base", "mode"})
_COMMUNITY = "community"
_ANNOTATORS = {
    "alpaca_eval_cot_gpt4_turbo_fn": "OpenAI",
    "alpaca_eval_gpt4": "OpenAI",
    "alpaca_eval_gpt4_turbo_fn": "OpenAI",
    "chatgpt_fn": "OpenAI",
    "claude": "Anthropic",
    "claude_3_opus_ranking": "Anthropic",
    "gpt-3.5-turbo-1106_ranking": "OpenAI",
    "gpt4": "OpenAI",
    "mistral-large-2402_ranking": "Mistral AI",
    "text_davinci_003": "OpenAI",
    "weighted_alpaca_eval_gpt4_turbo": "OpenAI",
    "weighted_alpaca_eval_gpt5_nano": "OpenAI",
}
"""Whose model each annotator asks that a published leaderboard was made with. Source: alpaca_eval, src/alpaca_eval/leaderboards/ and
evaluators_configs/."""
_UNNAMED = "judge"
_ENDING = "leaderboard.csv"


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
        judge, told_by = _judge(content.named)
        value = {
            "leaderboard": {"name": "AlpacaEval"},
            "submission": _submission(grid),
            "methodology": {"criteria": [_criterion(rate, judge) for rate in rates]},
            "graders": [filled({"name": judge, "kind": "model", "developer": _ANNOTATORS.get(judge, "")})],
            "placements": Lines(lambda: (_placement(grid, row, rates) for row in grid.rows)),
            "extra": filled({self.name: filled({"judge_told_by": told_by})}),
        }
        return [Said(filled(value | Origin(content, self.name, "", self.title, "text/csv").fields()))]


def _judge(named: PurePath | None) -> tuple[str, str]:
    """Return the annotator that a file or its folder is named after, and that name; `judge` when it is none that is known."""
    if named is not None:
        by_file = named.name.removesuffix(f"_{_ENDING}")
        if by_file in _ANNOTATORS and by_file != named.name:
            return by_file, f"file {named.name}"
        if named.name == _ENDING and named.parent.name in _ANNOTATORS:
            return named.parent.name, f"folder {named.parent.name}"
    return _UNNAMED, ""


def _submission(grid: Grid) -> str:
    told = {_cell(grid, row, "mode").line() == _COMMUNITY for row in grid.rows}
    if told == {True}:
        return "self-reported"
    return "mixed" if True in told else ""


def _criterion(name: str, judge: str) -> Value:
    fields = {"basis": "judged-by-model", "higher_is_better": True, "unit": "percent", "min": "0", "max": "100"}
    return {"name": name, "grader": judge, **fields}


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
