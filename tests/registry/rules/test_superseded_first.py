"""L1: a rank that was lost since."""

from __future__ import annotations

from typing import Any

from registry import rules
from registry.rules.superseded_first import RULE
from registry.statements import Statement
from tests.registry.rules.made import claim, evaluation
from tests.registry.rules.recorded import Log, cmmlu, line, table


def says(**fields: Any) -> Statement:
    return claim(**{"leaderboard": "Example Board", "model": "A", "rank": 1, "made": None, **fields})


def test_the_five_shot_first_place_of_vivo_on_cmmlu_ended_on_its_day() -> None:
    log = cmmlu()
    boast = says(leaderboard="CMMLU", model="vivoLM-7B", settings={"shots": 5}, made="2023-10-01")
    (hit,) = Log(*(one.statement for one in log.logged), boast).find(RULE).found
    ending = log.state("440d8705737f", 5)
    assert hit.message == (
        f"vivoLM-7B had rank 1 of CMMLU from 2023-09-14 to 2023-11-08; entry {ending} takes it away."
    )
    assert hit.message_zh == f"vivoLM-7B从 2023-09-14 到 2023-11-08 居CMMLU第 1；条目 {ending} 起不再如此。"
    assert hit.severity == "major"


def test_an_undated_claim_of_the_past_tells_from_when_to_when_it_was_true() -> None:
    log = Log(table(line("A", "80")), table(line("B", "90"), line("A", "80"), day="2026-02-01"), says())
    assert log.said(RULE) == ["A had rank 1 of Example Board from 2026-01-01 to 2026-02-01; entry 1 takes it away."]


def test_a_rank_that_is_still_held_or_never_was_is_no_lost_one() -> None:
    board = [table(line("A", "80"), line("B", "70")), table(line("A", "80"), line("B", "79"), day="2026-02-01")]
    assert Log(*board, says()).find(RULE).found == ()
    assert Log(*board, says(model="B")).find(RULE).found == ()
    assert Log(*board, says(rank=None, value="80")).find(RULE).found == ()


def test_a_later_state_that_cannot_tell_is_not_checkable() -> None:
    twice = table(line("A", "80"), line("A", "79"), day="2026-02-01")
    log = Log(table(line("A", "80")), twice, says(made="2026-01-15"))
    assert (log.said(RULE), log.lacking(RULE)) == ([], ["entry 1 placements"])


def test_a_ranking_of_the_past_notes_who_is_first_since() -> None:
    log = Log(
        table(line("A", "80")),
        table(line("A", "80"), day="2026-01-15"),
        table(line("B", "90"), line("A", "80"), day="2026-02-01"),
    )
    (hit,) = log.find(RULE, 0).found
    assert hit.message == "A is first here, on 2026-01-01; in entry 2, of 2026-02-01, B is."
    assert hit.message_zh == "这里第一是A（2026-01-01）；条目 2（2026-02-01）中是B。"
    # Of its own day it is true: this is context, and weighs nothing.
    assert (hit.severity, hit.weighs) == ("note", False)
    assert log.find(RULE, 2).found == ()


def test_without_a_record_it_cannot_look() -> None:
    for statement in (says(), evaluation()):
        found = rules.run(statement, rules.Context(lambda _: None), [RULE])
        assert [one.field for one in found.not_checkable] == ["record"]
