"""What speaks for a ranking: only what it, or the log, shows."""

from __future__ import annotations

from typing import Any

import pytest

from registry import statements
from registry.merits import Merit, merits
from registry.record import Ended, Ending
from registry.rules import Context
from registry.statements import Statement
from tests.registry.rules.made import NAME, claim, evaluation
from tests.registry.rules.recorded import Log, sid, table
from tests.registry.rules.test_broken_seal import opened, ranking, reveal, seal


def of(statement: Statement) -> list[str]:
    return [one.id for one in merits(statement, Context(lambda _: None))]


def on(log: Log, index: int) -> list[Merit]:
    return list(merits(log.logged[index].statement, log.context(index)))


def scored(**fields: Any) -> dict[str, Any]:
    return {"model": {"name": "A"}, "scores": [{"criterion": "accuracy", "value": "80", **fields}]}


def test_a_ranking_that_gives_nothing_has_no_merit_and_a_claim_has_none_at_all() -> None:
    assert of(evaluation(graders=None, methodology=None)) == []
    assert of(claim()) == []


def test_several_signers_are_a_merit_and_one_is_not() -> None:
    joint = evaluation(publisher=None, publishers=["a.example", "b.example"])
    assert "jointly-signed" in of(joint)
    assert "jointly-signed" not in of(evaluation())
    merit = next(one for one in merits(joint, Context(lambda _: None)) if one.id == "jointly-signed")
    assert merit.message.en == "Signed jointly by a.example, b.example."
    assert merit.message.zh == "由 a.example, b.example 联合签署。"
    assert [(seen.field, seen.value) for seen in merit.seen] == [("publishers", "a.example, b.example")]


@pytest.mark.parametrize(
    ("graders", "pinned"),
    [
        ([{"name": "scorer", "version": "1.2.0"}], True),
        ([{"name": "scorer", "version": "1.2.0"}, {"name": "other"}], False),
        ([{"name": "scorer", "revision": "3f2a-dirty"}], False),
        ([{"name": "people", "kind": "people"}], False),
        (None, False),
    ],
)
def test_a_grader_is_pinned_when_every_one_that_is_not_people_is(graders: Any, pinned: bool) -> None:
    assert ("grader-pinned" in of(evaluation(graders=graders, methodology=None))) is pinned


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ([scored(stderr="0.4")], True),
        ([scored(ci=["79", "81"])], True),
        ([scored(n=1000)], False),
        ([scored(stderr="0.4"), scored()], False),
        ([{"model": {"name": "A"}}], False),
    ],
)
def test_uncertainty_is_given_when_every_score_has_it(lines: Any, given: bool) -> None:
    assert ("uncertainty-given" in of(table(*lines))) is given


@pytest.mark.parametrize(
    ("raws", "committed"), [([[{"sha256": "ab" * 32}]], True), ([[{"sha256": "ab" * 32}], []], False), ([[]], False)]
)
def test_outputs_are_committed_to_when_those_of_every_line_are(raws: Any, committed: bool) -> None:
    assert ("outputs-committed" in of(table(*({**scored(), "raw": raw} for raw in raws)))) is committed


def again(**fields: Any) -> Statement:
    return table(
        scored(), **{"publisher": "third.example.org", "replicates": sid(0), "submission": "third-party", **fields}
    )


def test_a_second_run_by_somebody_else_is_a_merit() -> None:
    (merit,) = on(Log(table(scored()), again()), 0)
    assert merit.id == "independently-replicated"
    assert merit.message.en == "Run again by third.example.org (entry 1)."
    assert merit.message.zh == "由 third.example.org 独立复测（条目 1）。"


@pytest.mark.parametrize("fields", [{"publisher": NAME}, {"submission": "self-reported"}, {"replicates": sid(9)}])
def test_a_second_run_by_the_same_or_of_something_else_is_none(fields: Any) -> None:
    assert on(Log(table(scored()), again(**fields)), 0) == []


def test_a_second_run_that_is_disputed_or_was_taken_back_is_none() -> None:
    objection = statements.parse(
        {
            "type": "jinbang/flag/v1",
            "publisher": "critic.example.org",
            "entry": sid(1),
            "reason": "other",
            "because": "It used other questions.",
        }
    )
    assert on(Log(table(scored()), again(), objection), 0) == []
    log = Log(table(scored()), again())
    log.end(1, Ended(Ending.RETRACTED, 2))
    assert on(log, 0) == []


def test_closed_before_and_opened_after_is_a_merit() -> None:
    (merit,) = on(Log(seal(), ranking(), reveal(opened(0, "one"), opened(1, "two"))), 1)
    assert merit.id == "sealed-and-revealed"
    assert merit.message.en == 'The dataset "Test" was sealed before (entry 0) and opened after (entry 2).'
    assert merit.message.zh == "数据集“Test”测前封存（条目 0），测后公开（条目 2）。"


def test_a_dataset_opened_by_a_file_says_that_the_file_is_to_be_looked_into() -> None:
    (merit,) = on(Log(seal(), ranking(), reveal(opening={"sha256": "0" * 64})), 1)
    assert merit.message.en == (
        'The dataset "Test" was sealed before (entry 0) and opened after (entry 2; its file is to be checked with --evidence).'
    )
    assert merit.message.zh == "数据集“Test”测前封存（条目 0），测后公开（条目 2；公开文件须用 --evidence 核对）。"


@pytest.mark.parametrize(
    "log",
    [
        pytest.param((seal(), ranking()), id="not opened"),
        pytest.param((seal(), ranking(), reveal(opened(0, "one"))), id="opened in part"),
        pytest.param((seal(), ranking(), reveal(opened(0, "one"), opened(1, "other"))), id="other items"),
    ],
)
def test_what_was_not_opened_whole_and_rightly_is_no_merit(log: tuple[Statement, ...]) -> None:
    assert on(Log(*log), 1) == []


def test_what_was_open_before_the_evaluation_is_no_merit() -> None:
    assert on(Log(seal(), reveal(opened(0, "one"), opened(1, "two")), ranking()), 2) == []
