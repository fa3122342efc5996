"""Evaluation tables of Papers with Code, held against the file itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.importers.place import ImportRefusedError
from registry.record.parts import room, split
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, imported


def raw_tables() -> bytes:
    return data("pwc", "cmrc.json").read_bytes()


def a_file(*rows: dict[str, Any], **dataset: Any) -> bytes:
    """Return a file with one table, whose rows are of a model each."""
    told = [{"model_name": f"M{at}", "metrics": {}} | row for at, row in enumerate(rows)]
    table = {"dataset": "D", "subdatasets": [], "sota": {"metrics": ["F1"], "rows": told}} | dataset
    return json.dumps([{"task": "T", "datasets": [table], "subtasks": []}]).encode()


def test_every_number_of_every_table_is_there_in_the_order_of_the_file() -> None:
    (task,) = json.loads(raw_tables())
    tables = imported(raw_tables())

    assert [one.imported.format for one in tables] == ["papers-with-code"] * 2
    for one, dataset in zip(tables, task["datasets"], strict=True):
        rows, metrics = dataset["sota"]["rows"], dataset["sota"]["metrics"]
        assert one.leaderboard.name == f"Chinese Reading Comprehension on {dataset['dataset']}"
        assert [criterion.name for criterion in one.methodology.criteria] == metrics
        assert (one.datasets[0].name, one.datasets[0].url) == (dataset["dataset"], dataset["dataset_links"][0]["url"])
        assert [line.model.name for line in one.placements] == [row["model_name"] for row in rows]
        assert [[(score.criterion, score.value) for score in line.scores] for line in one.placements] == [
            [(metric, row["metrics"][metric]) for metric in metrics] for row in rows
        ]
        assert {line.rank for line in one.placements} == {None}
    assert [len(one.placements) for one in tables] == [47, 7]


def test_a_line_refers_to_its_paper_and_keeps_the_day_of_it() -> None:
    (one, _) = imported(raw_tables())
    rows = json.loads(raw_tables())[0]["datasets"][0]["sota"]["rows"]

    for line, row in zip(one.placements, rows, strict=True):
        papers = [one.evidence[at].url for at in line.evidence if at]
        assert papers == ([row["paper_url"]] if row["paper_url"] else [])
    assert one.extra["lines"] == [{"paper_date": row["paper_date"]} for row in rows]


@pytest.mark.parametrize(("count", "as_evidence"), [(100, 100), (101, 0), (1500, 0)])
def test_many_papers_stand_with_their_lines_so_that_a_table_of_any_length_fits_into_entries(
    count: int, as_evidence: int
) -> None:
    rows = [
        {
            "metrics": {"F1": "1.5"},
            "paper_url": f"https://arxiv.org/abs/{at:09}",
            "paper_title": f"Paper {at} " + "x" * 80,
        }
        for at in range(count)
    ]
    (one,) = imported(a_file(*rows))
    parts = split(one, room([PUBLISHER]))

    assert len(one.evidence) == 1 + as_evidence
    told = [line for part in parts for line in part.extra["lines"]]
    assert [line.get("paper_url") for line in told] == [None if as_evidence else row["paper_url"] for row in rows]
    assert sum(len(part.placements) for part in parts) == count


def test_a_text_that_is_no_number_is_kept_as_text_and_is_no_score() -> None:
    (one,) = imported(a_file({"metrics": {"F1": "74.10%", "EM": "n/a"}}, {"metrics": {"F1": "+9%", "EM": ""}}))

    assert [[(s.criterion, s.value, s.missing) for s in line.scores] for line in one.placements] == [
        [("F1", "74.10", "")],
        [("F1", "9", ""), ("EM", "", "not-reported")],
    ]
    assert [(c.name, c.unit) for c in one.methodology.criteria] == [("F1", "percent"), ("EM", "")]
    assert one.extra == {"lines": [{"metrics": {"EM": "n/a"}}, {}]}


def test_tables_of_parts_of_a_dataset_and_of_a_task_stand_for_themselves() -> None:
    part = {"dataset": "D part", "subdatasets": [], "sota": {"metrics": ["F1"], "rows": [{"model_name": "A"}]}}
    (task,) = json.loads(a_file(subdatasets=[part]))
    inner = json.loads(a_file({"metrics": {"F1": "1.5"}}))[0] | {"task": "U"}
    tables = imported(json.dumps([task | {"subtasks": [inner]}]).encode())

    assert [one.leaderboard.name for one in tables] == ["T on D part", "U on D"]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (a_file({"metrics": {"F1": 7}}), "$[0].datasets[0].sota.rows[0].metrics.F1: found 7, expected a text"),
        (a_file({"model_name": ""}), '$[0].datasets[0].sota.rows[0].model_name: found "", expected the name'),
        (a_file({"paper_url": "here"}), '$[0].datasets[0].sota.rows[0].paper_url: found "here", expected an address'),
        (a_file({}, dataset=None), "$[0].datasets[0].dataset: found nothing, expected the name of a dataset"),
        (a_file(), "$: found no table with rows, expected one or more"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: bytes, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(raw)
    assert str(refused.value).startswith(where)
