"""Summaries of OpenCompass, held against the files themselves."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.text import plain
from registry import importers
from registry.errors import QuestionError, RegistryError
from registry.importers.content import Content
from registry.rules import contamination_measured
from registry.statements import Evaluation, format, parse
from tests.foreign import data
from tests.registry.importers.reading import imported
from tests.registry.rules.recorded import Log

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


def printed(name: str) -> list[list[str]]:
    """Return the cells of a table that the documentation prints, heads first, by their two blanks alone."""
    lines = data("opencompass", name).read_text(encoding="utf-8").splitlines()
    return [re.split(r" {2,}", line.strip()) for line in lines if "---" not in line and line.strip() != "..."]


@pytest.mark.parametrize("name", ["docs-quickstart-table.txt", "docs-summarizer-table.txt"])
def test_a_summary_in_plain_text_has_each_number_of_each_model(name: str) -> None:
    heads, *rows = printed(name)
    raw = data("opencompass", name).read_bytes()
    one = evaluation(raw)

    assert importers.choose(Content(raw)) is importers.named("opencompass")
    assert {line.model.name: [score.value for score in line.scores] for line in one.placements} == {
        model: [row[at] for row in rows] for at, model in enumerate(heads[4:], 4)
    }
    assert [criterion.name for criterion in one.methodology.criteria] == [
        f"{dataset} {metric} ({mode})" for dataset, _, metric, mode, *_ in rows
    ]
    assert [dataset.name for dataset in one.datasets] == [row[0] for row in rows if row[1] != "-"]
    assert one.evidence[0].media_type == "text/plain"


def test_the_file_that_a_run_leaves_is_read_by_its_first_table() -> None:
    """It holds the same table three times, each under a line that says how it is written."""
    table = data("opencompass", "docs-quickstart-table.txt").read_text(encoding="utf-8")
    divider = f"{'$' * 128}\n\n{'-' * 128} THIS IS A DIVIDER {'-' * 128}\n\n"
    whole = (
        f"20231130_120000\ntabulate format\n{'^' * 128}\n{table}{divider}"
        f"csv format\n{'^' * 128}\n{summary().decode()}{divider}raw format\n{'^' * 128}\n{'-' * 31}\nModel: a\n"
    ).encode()

    assert importers.choose(Content(whole)) is importers.named("opencompass")
    assert evaluation(whole).placements == evaluation(summary()).placements


def test_perplexities_on_training_test_and_new_text_are_a_check_and_what_was_left_out_is_told() -> None:
    heads, train, test, ref = printed("docs-contamination-table.txt")
    one = evaluation(data("opencompass", "docs-contamination-table.txt").read_bytes())

    assert heads[-1] == "..."
    assert [line.model.name for line in one.placements] == heads[4:-1]
    assert [check.result for check in one.checks] == [
        {"model": model, "dataset": "gsm8k", "train_ppl": train[at], "test_ppl": test[at], "ref_ppl": ref[at]}
        for at, model in enumerate(heads[4:-1], 4)
    ]
    assert [hit.placement for hit in Log(one).find(contamination_measured.RULE).found] == ["aquila2-34b-hf"]
    kept = one.extra["opencompass"]
    assert isinstance(kept, dict)
    assert kept["cut"] == ["columns"]


def test_accuracy_by_contamination_is_three_scores_a_row_and_a_check_without_counts() -> None:
    heads, metrics, *rows = printed("docs-ceval-contamination-annotated.txt")
    raw = data("opencompass", "docs-ceval-contamination-annotated.txt").read_bytes()
    one = evaluation(raw)

    assert importers.choose(Content(raw)) is importers.named("opencompass")
    assert [line.model.name for line in one.placements] == ["yi-6b-hf", "qwen-7b-hf"] == [heads[3], heads[6]]
    for line, first in zip(one.placements, (3, 6), strict=True):
        assert [(score.criterion, score.value) for score in line.scores] == [
            (f"{row[0]} {metrics[at]} ({row[2]})", row[at]) for row in rows for at in range(first, first + 3)
        ]
    assert one.checks[-2].result == {
        "model": "yi-6b-hf",
        "dataset": "ceval",
        "unit": "percent",
        "clean": "67.32",
        "input_contaminated": "71.01",
        "contaminated": "81.17",
    }
    # Whether a gap is beyond chance depends on how many items there were, which the table does not print.
    looked = Log(one).find(contamination_measured.RULE)
    assert (looked.found, len(looked.not_checkable)) == ((), 12)
    assert {missing.field.rpartition(".")[2] for missing in looked.not_checkable} == {"n_clean"}
    assert one.extra["opencompass"] == {"cut": ["columns", "rows"]}


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
        (
            "dataset  version  metric  mode  A\n---  ---  ---  ---  ---\nx  -  m  gen\n",
            "line 3: found 4 cells, expected 5",
        ),
        (
            "dataset  version  metric  mode  A\n---  ---  ---  ---  ---\nx  -  m  gen  high\n",
            'line 3, column "A": found',
        ),
        ("dataset  version  metric  mode  A\n---  ---  ---  ---  ---\n", "line 2: found a table without rows"),
        ("dataset  version  mode  A\n---  ---  ---  ---\n-  -  -  m\n", "file: found a table without rows"),
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
