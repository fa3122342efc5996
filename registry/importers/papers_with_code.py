"""Papers with Code: the evaluation tables of one task or more, as `sota-extractor` and the archive of the site keep them.

T is a task (an item of the list, or of `subtasks[]` of one), D a dataset (of T`.datasets[]`, or of `subdatasets[]` of one) whose
table has rows; each becomes an evaluation. R is D`.sota.rows[]`.

| in the file | in the statement |
|---|---|
| T`.task` and D`.dataset` as `TASK on DATASET` | `leaderboard.name` where neither file nor base names a list |
| T`.source_link.url` | `leaderboard.url` |
| D`.dataset`; the first D`.dataset_links[].url` | `datasets[0].name`; `datasets[0].url` |
| D`.sota.metrics[]`, and what else R`.metrics` names | `methodology.criteria[].name` |
| R`.model_name` | `placements[].model.name`, `placements[].printed.name` |
| R`.metrics`: the digits of a text that is a number or a percentage; an empty one is `missing: not-reported` | `placements[].scores[].value` |
| R`.metrics`: a percentage in every row | `methodology.criteria[].unit` |
| R`.paper_url`, `.paper_title` | `evidence[].url`, `.title`, which the line refers to; of more than 100 papers `extra.lines[]` |
| R`.paper_date`, `.uses_additional_data` where true, and texts of `.metrics` that are no number | `extra.lines[]` |

Rows are in the order of the file, which is no rank. `paper_date` is that of the paper, not of a run. Left out: links to code and to
models, descriptions. Not in the format, so left empty: who made the list, its date, rank, items, standard error, direction of a
metric, revision of a dataset, developer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from registry.importers.base import Lines, Origin, Said, Value, at_most, check_length, filled, scored
from registry.importers.content import Content
from registry.importers.grid import MAX_ROWS
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.statements.evaluation import LINES

_MOST_PAPERS = 100
"""Papers that are listed as evidence: it stands in the head, which every part of a large table repeats."""
_NEEDED = frozenset({"task", "datasets", "subtasks"})
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\s?%?")


class PapersWithCode:
    """Reads evaluation tables."""

    name = "papers-with-code"
    title = "Papers with Code evaluation tables"

    def detects(self, content: Content) -> bool:
        """Say whether the file is a list of tasks."""
        file = content.as_json
        tasks = file.list() if file is not None and file.is_list else iter(())
        first = next(tasks, None)
        return first is not None and _is_task(first) and all(map(_is_task, tasks))

    def read(self, content: Content) -> Iterator[Said]:
        """Yield each table that has rows as an evaluation, in the order of the file."""
        origin = Origin(content, self.name, "", self.title)
        found = False
        for task in _below(content.json(), "subtasks"):
            for dataset in _below(task["datasets"], "subdatasets"):
                if any(dataset["sota"]["rows"].list()):
                    found = True
                    yield _table(task, dataset, origin)
        if not found:
            raise ImportRefusedError("$: found no table with rows, expected one or more")


def _is_task(at: At) -> bool:
    return at.is_object and set(at.names()) >= _NEEDED


def _below(items: At, inner: str) -> Iterator[At]:
    """Yield the items of a list, each before those that it holds itself."""
    for item in items.list():
        yield item
        yield from _below(item[inner], inner)


def _table(task: At, dataset: At, origin: Origin) -> Said:
    name = dataset["dataset"].line() or dataset["dataset"].refuse("the name of a dataset")
    rows = dataset["sota"]["rows"]
    check_length(rows, MAX_ROWS)
    metrics = at_most(dict.fromkeys(_metrics(dataset["sota"])), dataset["sota"]["metrics"].path)
    cited = dict.fromkeys(filter(None, map(_paper, rows.list())))
    are_many = len(cited) > _MOST_PAPERS
    papers = {} if are_many else {paper: number for number, paper in enumerate(cited, 1)}
    links = [link["url"].address() for link in dataset["dataset_links"].list()]
    value = {
        "leaderboard": filled({"url": task["source_link"]["url"].address()}),
        "methodology": {"criteria": list(_criteria(metrics, name, rows))},
        "datasets": [filled({"name": name, "url": links[0] if links else ""})],
        "placements": Lines(lambda: (_placement(row, metrics, papers) for row in rows.list())),
        "extra": {
            LINES: Lines(lambda: (filled((_of_paper(row) if are_many else {}) | _kept(row)) for row in rows.list()))
        },
    }
    titles: dict[str, str] = {}
    for row in rows.list() if papers else ():
        titles.setdefault(_paper(row), row["paper_title"].line())
    shown = [filled({"title": titles[url], "url": url}) for url in papers]
    called = At(f"{task['task'].line()} on {name}", dataset["dataset"].path).line()
    return Said(filled(value | origin.fields(shown)), called)


def _paper(row: At) -> str:
    return row["paper_url"].address()


def _of_paper(row: At) -> Value:
    return {"paper_title": row["paper_title"].line(), "paper_url": _paper(row)}


def _metrics(sota: At) -> Iterator[str]:
    """Yield the name of each metric, first those that the table says it has."""
    told = (At(name, row["metrics"].path) for row in sota["rows"].list() for name in row["metrics"].names())
    for at in chain(sota["metrics"].list(), told):
        yield at.line() or at.refuse("the name of a metric")


def _scores(row: At) -> dict[str, At]:
    return {name.strip(): at for name, at in row["metrics"].items()}


def _criteria(metrics: Sequence[str], dataset: str, rows: At) -> Iterator[Value]:
    percent: dict[str, bool] = {}
    for row in rows.list():
        for metric, at in _scores(row).items():
            if text := at.text().strip():
                is_one = _NUMBER.fullmatch(text) is not None and text.endswith("%")
                percent[metric] = percent.get(metric, True) and is_one
    for metric in metrics:
        yield filled({"name": metric, "unit": "percent" if percent.get(metric) else "", "dataset": dataset})


def _placement(row: At, metrics: Sequence[str], papers: Mapping[str, int]) -> Value:
    name = row["model_name"].line() or row["model_name"].refuse("the name of a model")
    there = _scores(row)
    paper = _paper(row)
    return {
        "printed": {"name": name},
        "model": {"name": name},
        "scores": [_score(one, there[one]) for one in metrics if one in there and not _is_no_number(there[one])],
        "evidence": [0, papers[paper]] if paper in papers else [0],
    }


def _score(metric: str, at: At) -> Value:
    digits = at.text().strip().removesuffix("%").strip().removeprefix("+")
    return scored(metric, At(Number(digits) if digits else None, at.path).decimal())


def _is_no_number(at: At) -> bool:
    text = at.text().strip()
    return bool(text) and _NUMBER.fullmatch(text) is None


def _kept(row: At) -> Value:
    """Return what of a row no field of a statement holds."""
    words = {metric: at.words() for metric, at in row["metrics"].items() if _is_no_number(at)}
    more = {"paper_date": row["paper_date"].line(), "uses_additional_data": row["uses_additional_data"].truth() or None}
    return filled({**more, "metrics": words})


IMPORTER = PapersWithCode()
