"""Summaries of OpenCompass, held against the files themselves."""

from __future__ import annotations

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.text import plain
from registry import importers
from registry.errors import QuestionError, RegistryError
from registry.importers.content import Content
from registry.statements import Evaluation, format, parse
from tests.foreign import data
from tests.registry.importers.reading import imported

BASE = {"leaderboard": {"name": "Ours"}}
HEADS = "dataset,version,metric,mode,A\n"


def summary() -> bytes:
    return data("opencompass", "docs-quickstart-summary.csv").read_bytes()


def evaluation(raw: bytes) -> Evaluation:
    (one,) = imported(raw, BASE, "opencompass")
    return one


def test_each_model_has_each_number_of_its_column() -> None:
    raw = summary()
    rows = list(csv.DictReader(raw.decode().splitlines()))
    one = evaluation(raw)

    assert importers.choose(Content(raw)) is importers.named("opencompass")
    assert [line.model.name for line in one.placements] == ["opt350m", "opt125m"]
    for line in one.placements:
        assert [score.value for score in line.scores] == [row[line.model.name] for row in rows]
    assert [criterion.name for criterion in one.methodology.criteria] == [
        f"{row['dataset']} {row['metric']} ({row['mode']})" for row in rows
    ]
    assert [dataset.name for dataset in one.datasets] == [row["dataset"] for row in rows]


def test_the_hash_of_a_prompt_is_no_version_of_the_data() -> None:
    one = evaluation(summary())

    assert {dataset.version for dataset in one.datasets} == {""}
    assert one.extra["opencompass"] == {
        "versions": {"siqa accuracy (gen)": "e78df3", "winograd accuracy (ppl)": "b6c7ed"},
    }


def test_a_group_is_an_average_of_no_dataset_of_its_own_and_a_dash_no_score() -> None:
    one = evaluation(f"{HEADS}ceval,-,naive_average,gen,25.10\nx,aaaaaa,accuracy,gen,-\n".encode())
    group, single = one.methodology.criteria

    assert (group.name, group.aggregate, group.dataset, group.unit) == ("ceval naive_average (gen)", "macro", "", "")
    assert (single.dataset, single.unit) == ("x", "percent")
    assert [(score.value, score.missing) for score in one.placements[0].scores] == [("25.10", ""), ("", "not-reported")]


def test_the_group_of_a_real_summary_is_read_beside_its_parts() -> None:
    """The documentation prints this one as text; its words are those of the CSV."""
    lines = data("opencompass", "docs-summarizer-table.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("---")]
    one = evaluation("\n".join(",".join(row) for row in rows).encode())

    assert [score.value for score in one.placements[0].scores] == [row[-1] for row in rows[1:]]
    assert [criterion.aggregate for criterion in one.methodology.criteria] == ["macro", "", ""]
    assert [dataset.name for dataset in one.datasets] == ["race-high", "race-middle"]


def test_the_twin_in_markdown_says_the_same() -> None:
    lines = summary().decode().split()
    head, *rows = (f"| {' | '.join(line.split(','))} |" for line in lines)
    twin = "\n".join([head, "|---|---|---|---|---|---|", *rows]).encode()

    assert importers.choose(Content(twin)) is importers.named("opencompass")
    assert evaluation(twin).placements == evaluation(summary()).placements


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (HEADS + "x,-,accuracy,gen,high\n", 'line 2, column "A": found high, expected a number'),
        (HEADS + "x,-,accuracy,gen,nan\n", 'line 2, column "A": found nan'),
        (HEADS + "x,-,accuracy,gen,NaN\n", 'line 2, column "A": found "NaN", expected a number'),
        (HEADS + ",-,accuracy,gen,1\n", 'line 2, column "dataset": found ""'),
        (HEADS + "x,-,accuracy,gen\n", "line 2: found 4 cells, expected 5"),
        ("dataset,version,metric,mode\nx,-,accuracy,gen\n", "heads of the table: expected dataset"),
        ("dataset,version,metric,mode,\nx,-,accuracy,gen,1\n", 'heads of the table: found "", expected the name'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(raw: str, said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        evaluation(raw.encode())
    assert str(refused.value).startswith(said)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(drawn=st.data())
def test_a_damaged_summary_is_refused_or_holds_only_numbers_of_the_file(drawn: st.DataObject) -> None:
    raw = summary()
    at = drawn.draw(st.integers(0, len(raw) - 1))
    changed = raw[:at] + drawn.draw(st.binary(max_size=2)) + raw[at + 1 :]

    try:
        one = evaluation(changed)
    except RegistryError as error:
        assert plain(str(error)) == str(error)
        return
    cells = {cell.strip() for line in csv.reader(changed.decode("utf-8-sig").splitlines()) for cell in line}
    assert parse(format(one)) == one
    assert all(score.value in {*cells, ""} for line in one.placements for score in line.scores)
