"""X1: one first place, given to two."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.demo.facts import demo_statements
from registry.record import Ended, Ending
from registry.rules.two_firsts import RULE
from registry.statements import Claim, Statement
from tests.registry.rules.made import claim, evaluation
from tests.registry.rules.recorded import Log, line, table

DEMO = dict(demo_statements())
CLAIMS = {str(one.extra["id"]): at for at, one in enumerate(DEMO.values()) if isinstance(one, Claim)}


def first(model: str = "A", **fields: Any) -> Statement:
    value = {"model": model, "leaderboard": "Example Board", "rank": 1, "claimant": f"maker of {model}", **fields}
    return claim(**{key: item for key, item in value.items() if item != ""})


# The claims of 2023


def test_the_phone_maker_and_the_internet_giant_are_both_first_on_c_eval_for_all_that_anybody_knows() -> None:
    log = Log(*DEMO.values())
    for one, other in (("W10", "W14"), ("W14", "W10")):
        (hit,) = log.find(RULE, CLAIMS[one]).found
        assert f"entry {CLAIMS[other]} (" in hit.message
        assert f"条目 {CLAIMS[other]}（" in hit.message_zh
        assert "whether both can be depends on model" in hit.message
        assert "shots" in hit.message
        # Nobody is named, so that two models are meant is likely and not known.
        assert hit.severity == "minor"


@pytest.mark.parametrize("name", ["W12", "W15-five-shot", "W15-zero-shot"])
def test_on_cmmlu_the_first_place_changed_hands_so_each_may_have_had_its_day(name: str) -> None:
    assert Log(*DEMO.values()).find(RULE, CLAIMS[name]).found == ()


# Claims


def test_two_claims_of_one_day_contradict_each_other_and_each_names_the_other() -> None:
    log = Log(first("A"), first("B"))
    (here,), (there,) = log.find(RULE, 0).found, log.find(RULE, 1).found
    assert here.message == (
        "First of Example Board is A here, and another in entry 1 (B); "
        "both cannot be, unless they differ in shots and split, which not both of them say."
    )
    assert here.message_zh == (
        "Example Board第一在这里是A，在条目 1（B）中是另一个；"
        "除非示例数（shot）、数据划分不同（双方没有都说明），否则不能并存。"
    )
    assert "another in entry 0 (A)" in there.message
    assert (here.severity, there.severity) == ("critical", "critical")
    assert {seen.field for seen in here.seen} == {"leaderboard", "entry 1 rank"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"settings": {"shots": 0}}, id="other shots"),
        pytest.param({"settings": {"split": "validation"}}, id="another split"),
        pytest.param({"scope": "<10B"}, id="another scope"),
        pytest.param({"release": "2026-10"}, id="another release"),
        pytest.param({"rank": 2}, id="not first"),
        pytest.param({"leaderboard": "Another Board"}, id="another board"),
        pytest.param({"model": "a"}, id="the same model"),
        pytest.param({"model": "A."}, id="perhaps the same model"),
        pytest.param({"model": "", "claimant": "maker of A"}, id="the same claimant, no model"),
        pytest.param({"model": "", "claimant": ""}, id="nobody is named"),
    ],
)
def test_claims_that_something_stated_keeps_apart_do_not_contradict_each_other(other: dict[str, Any]) -> None:
    own = first("A", settings={"shots": 5, "split": "test"}, release="2026-11")
    assert Log(own, first(**{"model": "B", "release": "2026-11", **other})).find(RULE, 0).found == ()


def test_claims_of_two_days_contradict_each_other_only_perhaps_and_not_when_the_board_changed_between() -> None:
    claims = [first("A", made="2026-03-01"), first("B", made="2026-05-01")]
    (hit,) = Log(*claims).find(RULE, 0).found
    assert hit.severity == "minor"
    assert "depends on date" in hit.message
    between = table(line("B", "80"), day="2026-04-01")
    assert Log(*claims, between).find(RULE, 0).found == ()


def test_a_name_that_the_board_gives_the_other_model_too_is_no_second_model() -> None:
    known = table(line("A", "80", model_aliases=["B"]), day="2026-11-20")
    assert Log(first("A"), first("B"), known).find(RULE, 0).found == ()


def test_who_says_everything_is_not_blamed_for_what_the_other_leaves_out() -> None:
    log = Log(first("A", settings={"shots": 5, "split": "test"}), first("B"))
    assert [log.find(RULE, at).found[0].severity for at in (0, 1)] == ["minor", "critical"]


def test_the_claim_that_the_record_bears_out_keeps_no_more_than_a_note() -> None:
    log = Log(first("A"), first("B"), table(line("A", "80"), line("B", "70"), day="2026-11-20"))
    (here,), (there,) = log.find(RULE, 0).found, log.find(RULE, 1).found
    assert (here.severity, there.severity) == ("note", "critical")
    assert here.message.endswith("; the record bears this one out.")
    assert here.message_zh.endswith("；记录支持的是这里的说法。")


def test_a_claim_that_was_taken_back_contradicts_nobody() -> None:
    log = Log(first("A"), first("B"))
    log.end(1, Ended(Ending.RETRACTED, 2))
    assert log.find(RULE, 0).found == ()


def test_however_many_contradict_it_the_sentence_names_a_few() -> None:
    (hit,) = Log(*(first(f"M{number}") for number in range(30))).find(RULE, 0).found
    assert "entry 5 (M5) (+24);" in hit.message
    assert len(hit.message) < 300


def test_a_first_place_on_no_board_cannot_be_looked_at() -> None:
    log = Log(first(leaderboard=""))
    assert log.lacking(RULE) == ["leaderboard"]


# Rankings


def test_two_rankings_of_one_release_with_different_firsts_contradict_each_other() -> None:
    log = Log(
        table(line("A", "80"), line("B", "70"), release="R1"),
        table(line("B", "80"), line("A", "70"), release="r1", publisher="another.example.org"),
    )
    (hit,) = log.find(RULE).found
    assert hit.message == "First of Example Board is B here, and another in entry 0 (A); both cannot be."
    assert hit.message_zh == "Example Board第一在这里是B，在条目 0（A）中是另一个；两者不能并存。"
    assert hit.severity == "critical"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"release": "R2"}, id="another release"),
        pytest.param({"scope": {"filters": [{"field": "parameters", "op": "<", "value": "10B"}]}}, id="a filter"),
        pytest.param({"datasets": [{"name": "Test", "split": "validation"}]}, id="another split"),
    ],
)
def test_rankings_of_another_release_scope_or_split_do_not(other: dict[str, Any]) -> None:
    own = table(line("A", "80"), release="R1", datasets=[{"name": "Test", "split": "test"}])
    theirs = table(line("B", "80"), **{"release": "R1", "publisher": "another.example.org", **other})
    assert Log(own, theirs).find(RULE, 0).found == ()


def test_one_release_on_two_days_may_have_changed_and_one_publisher_records_states_that_follow_each_other() -> None:
    first_state = table(line("A", "80"), line("B", "70"), release="v1")
    later = {"release": "v1", "day": "2026-02-01"}
    (hit,) = Log(first_state, table(line("B", "90"), publisher="b.example", **later)).find(RULE, 0).found
    assert hit.severity == "minor"
    assert hit.message.endswith("whether both can be depends on date, which not both of them say alike.")
    assert Log(first_state, table(line("B", "90"), **later)).find(RULE, 0).found == ()


def test_a_shared_first_place_contradicts_neither() -> None:
    tied = table(line("A", "80", 1, tied=True), line("B", "80", 1, tied=True), release="R1")
    assert Log(tied, table(line("B", "80"), release="R1", publisher="b.example")).find(RULE, 0).found == ()


def test_states_of_two_days_without_a_release_follow_each_other() -> None:
    log = Log(table(line("A", "80")), table(line("B", "80"), day="2026-01-02", publisher="b.example"))
    assert log.find(RULE, 0).found == ()


def test_shots_that_only_one_ranking_gives_would_reconcile_them() -> None:
    log = Log(
        table(line("A", "80", settings={"shots": 5}), release="R1"),
        table(line("B", "80"), release="R1", publisher="b.example"),
    )
    (here,), (there,) = log.find(RULE, 0).found, log.find(RULE, 1).found
    assert "unless they differ in shots" in here.message
    assert (here.severity, there.severity) == ("minor", "critical")


def test_a_ranking_without_release_and_date_beside_others_cannot_be_placed() -> None:
    log = Log(table(line("A", "80")), table(line("B", "80"), day="", publisher="b.example"))
    assert log.lacking(RULE) == ["published"]
    assert Log(table(line("A", "80"), day="")).lacking(RULE) == []


def test_without_a_record_it_cannot_look() -> None:
    for statement in (first(), evaluation()):
        found = rules.run(statement, rules.Context(lambda _: None), [RULE])
        assert [one.field for one in found.not_checkable] == ["record"]
