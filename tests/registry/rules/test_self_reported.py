"""C2: a number of whoever gains by it, which nobody else has repeated."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.self_reported import RULE
from tests.registry.rules.recorded import Log, cmmlu, line, sid, table

OWN = {"submission": "self-reported"}
HEADING: dict[str, Any] = {"printed": {"section": "not open for testing"}}


def again(*lines: dict[str, Any], **fields: Any) -> Any:
    return table(
        *lines, **{"publisher": "third.example.org", "replicates": sid(0), "submission": "third-party", **fields}
    )


@pytest.mark.parametrize("shots", [0, 5])
def test_the_nine_lines_that_were_not_open_for_testing_on_cmmlu_are_found_and_no_other(shots: int) -> None:
    log = cmmlu()
    at = log.state("1f4157e6b5d1", shots)
    assert {hit.placement for hit in log.find(RULE, at).found} == {
        "ZW-LM",
        "QuarkLLM",
        "vivoLM-7B",
        "Galaxy",
        "KwaiYii-66B",
        "Mengzi-7B",
        "KwaiYii-13B",
        "MiLM-6B",
        "MiLM-1.3B",
    }


def test_a_line_under_such_a_heading_is_told_in_both_languages() -> None:
    (hit,) = Log(table(line("A", "80", **HEADING), line("B", "70", printed={"section": "open"}))).find(RULE).found
    assert hit.message == (
        'A: its submitter\'s own number under "not open for testing", and nobody else has repeated it on record.'
    )
    assert hit.message_zh == "A：提交方自报的成绩，列于“not open for testing”，记录中没有第三方复测。"
    assert (hit.severity, hit.placement) == ("major", "A")


@pytest.mark.parametrize("heading", ["尚未开放测试的模型", "未开放测试的模型", "not-open", "Not open", "unverified"])
def test_headings_of_real_boards_are_known(heading: str) -> None:
    log = Log(table(line("A", "80", printed={"section": heading}), submission="mixed"))
    assert len(log.find(RULE).found) == 1


@pytest.mark.parametrize("heading", ["开放测试的模型", "open", "Chinese-oriented"])
def test_headings_of_open_models_are_not_taken_for_them(heading: str) -> None:
    assert Log(table(line("A", "80", printed={"section": heading}), submission="mixed")).find(RULE).found == ()


def test_a_ranking_that_is_self_reported_throughout_is_told_once() -> None:
    (hit,) = Log(table(line("A", "80"), line("B", "70"), **OWN)).find(RULE).found
    assert hit.message == "The results are self-reported, and nobody else has repeated them on record."
    assert hit.message_zh == "成绩均为自报，记录中没有第三方复测。"
    assert hit.placement is None


def test_the_line_of_chance_is_nobodys_own_number() -> None:
    assert Log(table(line("Random", "25", **HEADING), submission="organiser-run")).find(RULE).found == ()


@pytest.mark.parametrize("submission", ["organiser-run", "third-party"])
def test_what_others_ran_is_not_self_reported(submission: str) -> None:
    log = Log(table(line("A", "80"), submission=submission))
    assert (log.said(RULE), log.lacking(RULE)) == ([], [])


def test_who_ran_it_must_be_said() -> None:
    assert Log(table(line("A", "80"))).lacking(RULE) == ["submission"]
    assert Log(table(line("A", "80"), submission="mixed")).lacking(RULE) == ["placements[].printed.section"]


def test_a_run_by_somebody_else_cures_the_lines_that_it_repeats() -> None:
    log = Log(table(line("A", "80"), line("B", "70"), **OWN), again(line("A", "79")))
    assert [hit.placement for hit in log.find(RULE, 0).found] == ["B"]
    assert Log(table(line("A", "80"), **OWN), again(line("A", "79"))).find(RULE, 0).found == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"publisher": "evals.example.org"},
        {"submission": "self-reported"},
        {"replicates": sid(7)},
        {"disclosures": {"ties": [{"to": "Maker", "nature": "owner"}]}},
        {"placements": [{"model": {"name": "A", "developer": "Maker"}}]},
    ],
)
def test_a_run_by_the_same_by_the_maker_of_something_else_or_without_a_score_cures_nothing(fields: Any) -> None:
    own = table(line("A", "80", model_developer="Maker"), **OWN)
    assert len(Log(own, again(line("A", "79", model_developer="Maker"), **fields)).find(RULE, 0).found) == 1


def test_a_run_that_was_taken_back_cures_nothing() -> None:
    log = Log(table(line("A", "80"), **OWN), again(line("A", "79")))
    log.end(1, Ended(Ending.RETRACTED, 2))
    assert len(log.find(RULE, 0).found) == 1


def test_without_a_record_nobody_knows_whether_it_was_repeated() -> None:
    found = rules.run(table(line("A", "80"), **OWN), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
