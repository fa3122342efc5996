"""K1 to K3: exams that could be read, were trained on, or were measured to be known."""

from __future__ import annotations

import re

import pytest

from registry.record import Logged
from registry.rules import Context, contamination_measured, open_before_model, trained_on_test
from tests.foreign import data
from tests.registry.rules.made import KNOWN, WITHOUT_RECORD, cites, exemplary, find, lacks, placed, said
from tests.registry.whole import WholeRecord


def dataset(**changes: object) -> list[dict[str, object]]:
    return [{"name": "Example test", "seal": "cd" * 32, "items": 10000, "languages": ["zh"], **changes}]


OPEN = dataset(access="public", published="2023-06-16")


def dated(released: str) -> list[dict[str, object]]:
    lines = [placed(1, "A", "80"), placed(2, "B", "70")]
    for line in lines:
        assert isinstance(line["model"], dict)
        line["model"]["released"] = released
    return lines


# K1


def test_models_that_came_out_after_an_open_set_are_named_and_earlier_ones_are_not() -> None:
    ((en, zh),) = said(open_before_model.RULE, exemplary(datasets=OPEN, placements=dated("2023-09-05"), checks=None))
    assert en == (
        '"Example test" has been open since 2023-06-16, before A, B came out, and no check for contamination is given.'
    )
    assert zh == "“Example test”自 2023-06-16 起公开，早于A、B的发布，且没有给出污染检查。"
    early = exemplary(datasets=OPEN, placements=dated("2023-03-14"), checks=None)
    assert find(open_before_model.RULE, early).found == ()


@pytest.mark.parametrize(
    "near", [{"datasets": OPEN}, {"datasets": dataset(access="gated", published="2023-06-16"), "checks": None}]
)
def test_a_check_or_a_closed_set_answers_the_question(near: dict[str, object]) -> None:
    assert find(open_before_model.RULE, exemplary(placements=dated("2023-09-05"), **near)).found == ()


def test_what_is_not_said_of_a_set_or_a_model_is_not_checkable() -> None:
    late = dated("2023-09-05")
    assert lacks(open_before_model.RULE, exemplary(datasets=dataset(), checks=None)) == ["datasets[0].access"]
    undated = exemplary(datasets=dataset(access="public"), placements=late, checks=None)
    assert lacks(open_before_model.RULE, undated) == ["datasets[0].published"]
    unreleased = exemplary(datasets=OPEN, placements=dated(""), checks=None)
    assert lacks(open_before_model.RULE, unreleased) == ["placements[].model.released"]


def test_for_a_claim_of_a_rank_it_is_major() -> None:
    ranking = exemplary(datasets=OPEN, placements=dated("2023-09-05"), checks=None)
    known = Context(KNOWN.publisher, WholeRecord([Logged(7, ranking)], "2026-11-24"))
    (finding,) = find(open_before_model.RULE, cites(), known).found
    assert (finding.severity, finding.placement) == ("major", "A")
    assert finding.seen[0].field == "entry 7 datasets[0].access"
    assert [one.severity for one in find(open_before_model.RULE, ranking).found] == ["minor"]
    assert lacks(open_before_model.RULE, cites(), WITHOUT_RECORD) == ["record"]


# K2


def test_a_model_that_lists_the_exam_among_its_training_data_is_critical() -> None:
    meta = data("mteb", "bge-large-zh-v1.5__model_meta.json").read_text(encoding="utf-8")
    assert '"T2Retrieval": ["train"]' in meta
    model = {"name": "bge-large-zh-v1.5", "training_datasets": ["DuReader", "T2Retrieval"]}
    lines = [placed(1, "A", "80", model=model)]
    one = exemplary(placements=lines, datasets=[{"name": "T2Retrieval"}], methodology={"summary": "x"})
    (finding,) = find(trained_on_test.RULE, one).found
    assert finding.severity == "critical"
    assert finding.message == (
        'bge-large-zh-v1.5 lists "T2Retrieval" among its training datasets, and is ranked on "T2Retrieval".'
    )
    assert finding.message_zh.startswith("bge-large-zh-v1.5的训练数据集中列有“T2Retrieval”")
    assert finding.seen[0].field == "placements[0].model.training_datasets[1]"


@pytest.mark.parametrize(
    ("name", "split", "trained", "flagged"),
    [
        ("CMMLU test", "", "cmmlu test", True),
        ("CMMLU", "test", "CMMLU test", True),
        ("CMMLU test", "", "CMMLU", False),
        ("CMMLU", "test", "CMMLU dev", False),
        ("T2", "", "T2Retrieval", False),
    ],
)
def test_training_data_is_the_exam_only_by_its_whole_name(name: str, split: str, trained: str, flagged: bool) -> None:
    lines = [placed(1, "A", "80", model={"name": "A", "training_datasets": [trained]})]
    one = exemplary(placements=lines, datasets=[{"name": name, "split": split}], methodology={"summary": "x"})
    assert bool(find(trained_on_test.RULE, one).found) is flagged


def test_a_declaration_decides_and_a_silence_does_not() -> None:
    ((en, _),) = said(trained_on_test.RULE, exemplary(disclosures={"training_on_test": "yes"}))
    assert en == "It is declared that ranked models were trained on the items."
    assert lacks(trained_on_test.RULE, exemplary(disclosures={})) == ["disclosures.training_on_test"]


# K3


def checked(kind: str, **result: object) -> dict[str, object]:
    return {"checks": [{"kind": kind, "result": result}]}


def annotated() -> dict[str, list[str]]:
    """Return the printed accuracies of OpenCompass's table: model and part by column."""
    text = data("opencompass", "docs-ceval-contamination-annotated.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if re.match(r"ceval", line)]
    return {row[0]: row[3:9] for row in rows}


COUNTS = {
    "humanities": (129, 12, 112),
    "stem": (270, 21, 139),
    "social-science": (125, 13, 136),
    "other": (195, 23, 160),
}
"""Clean questions, those found on the web, and those found with their answers, of each part. The table does not print them;
they are the numbers that give every printed accuracy of both models, and their sums those of the last line."""


def test_the_counts_that_the_table_does_not_print_give_every_accuracy_that_it_prints() -> None:
    table = annotated()
    for part, counts in COUNTS.items():
        for column, value in enumerate(table[f"ceval-{part}"]):
            n = counts[column % 3]
            assert any(f"{100 * k / n:.2f}" == value for k in range(n + 1))
    for column, value in enumerate(table["ceval"]):
        rows = [(table[f"ceval-{part}"][column], counts[column % 3]) for part, counts in COUNTS.items()]
        right = sum(round(float(accuracy) * n / 100) for accuracy, n in rows)
        assert f"{100 * right / sum(n for _, n in rows):.2f}" == value


def test_a_model_that_knows_the_questions_found_on_the_web_is_flagged() -> None:
    clean, _, contaminated = annotated()["ceval"][:3]
    n_clean, n_contaminated = (sum(counts[column] for counts in COUNTS.values()) for column in (0, 2))
    result = checked(
        "contamination",
        model="yi-6b-hf",
        clean=clean,
        contaminated=contaminated,
        n_clean=n_clean,
        n_contaminated=n_contaminated,
        unit="percent",
    )
    (finding,) = find(contamination_measured.RULE, exemplary(**result)).found
    assert finding.message == "yi-6b-hf: 81.17 on items found on the web against 67.32 on clean ones, beyond chance."
    assert finding.message_zh.startswith("yi-6b-hf：网上能找到的题目得 81.17，干净的题目得 67.32")
    assert (finding.placement, finding.severity) == ("yi-6b-hf", "major")


def test_the_same_gap_on_few_items_is_chance_and_without_their_number_unknown() -> None:
    gap: dict[str, object] = {"clean": "67.32", "contaminated": "81.17", "unit": "percent"}
    few = exemplary(**checked("contamination", **gap, n_clean=50, n_contaminated=50))
    assert find(contamination_measured.RULE, few).found == ()
    assert lacks(contamination_measured.RULE, exemplary(**checked("contamination", **gap))) == [
        "checks[0].result.n_clean"
    ]
    gap.pop("unit")
    unitless = exemplary(**checked("contamination", **gap, n_clean=500, n_contaminated=500))
    assert lacks(contamination_measured.RULE, unitless) == ["checks[0].result.unit"]


def test_of_opencompass_perplexities_only_a_test_set_far_below_new_text_is_flagged() -> None:
    text = data("opencompass", "docs-contamination-table.txt").read_text(encoding="utf-8")
    models, _, _, test, ref = (line.split() for line in text.splitlines()[:5])
    flagged = [
        name
        for name, low, high in zip(models[4:], test[4:], ref[4:], strict=True)
        if name != "..."
        and find(contamination_measured.RULE, exemplary(**checked("contamination", test_ppl=low, ref_ppl=high))).found
    ]
    assert flagged == ["aquila2-34b-hf"]


@pytest.mark.parametrize(
    ("kind", "result", "flagged"),
    [
        ("verbatim-gold", {"matched": 101, "of": 500}, True),
        ("verbatim-gold", {"matched": 100, "of": 500}, False),
        ("verbatim-gold", {"rate": "31", "unit": "percent"}, True),
        ("verbatim-gold", {"rate": "0.31", "unit": "percent"}, False),
        ("canary", {"reproduced": True}, True),
        ("canary", {"reproduced": False}, False),
    ],
)
def test_verbatim_answers_and_canaries(kind: str, result: dict[str, object], flagged: bool) -> None:
    assert bool(find(contamination_measured.RULE, exemplary(**checked(kind, **result))).found) is flagged


@pytest.mark.parametrize("value", ["", "much", "NaN", "Infinity", "1e999999999", "9" * 50, True, None, [1], {"a": 1}])
def test_a_result_that_is_no_number_is_not_checkable(value: object) -> None:
    one = exemplary(
        **checked("contamination", clean=value, contaminated="80", n_clean=9, n_contaminated=9, unit="percent")
    )
    assert lacks(contamination_measured.RULE, one) == ["checks[0].result.clean"]
    assert lacks(contamination_measured.RULE, exemplary(checks=None)) == ["checks"]
