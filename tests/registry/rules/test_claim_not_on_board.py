"""X2: the ranking is on record and says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.demo.facts import demo_statements
from registry.rules.claim_not_on_board import RULE
from registry.statements import Claim, Statement
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table

DEMO = dict(demo_statements())
CLAIMS = {str(one.extra["id"]): at for at, one in enumerate(DEMO.values()) if isinstance(one, Claim)}
BOARD = table(line("A", "80.25"), line("B", "70"), day="2026-01-01")


def says(**fields: Any) -> Statement:
    return claim(**{"leaderboard": "Example Board", "model": "A", "rank": 1, **fields})


def test_of_the_claims_of_2023_the_five_shot_first_place_alone_is_contradicted() -> None:
    log = Log(*DEMO.values())
    found = {key: log.said(RULE, at) for key, at in CLAIMS.items()}
    assert {key for key, said in found.items() if said} == {"W15-five-shot"}
    (hit,) = log.find(RULE, CLAIMS["W15-five-shot"]).found
    assert hit.message == (
        "The record does not bear the claim out: rank 2, not 1, in CMMLU 2023-11-13; first is ZW-LM with 81.73."
    )
    assert hit.message_zh.startswith("记录不支持该说法：CMMLU 2023-11-13：第 2，而非第 1")
    assert hit.severity == "critical"
    assert "rank" in {seen.field for seen in hit.seen}


def test_what_names_no_board_or_one_that_is_not_on_record_is_not_checkable() -> None:
    log = Log(*DEMO.values())
    assert {key: log.lacking(RULE, CLAIMS[key]) for key in ("W1", "W8", "W10", "W15-zero-shot")} == {
        "W1": ["leaderboard"],
        "W8": ["rankings"],
        "W10": ["model"],
        "W15-zero-shot": [],
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rank": 2}, "rank 1, not 2,"),
        ({"value": "81"}, "score 80.25, not 81,"),
        ({"model": "B"}, "rank 2, not 1,"),
        ({"beats": ["GPT-4"]}, "GPT-4 is not there to be beaten"),
        ({"model": "C"}, "C is not in Example Board"),
    ],
)
def test_another_rank_score_or_nobody_to_beat_is_told(fields: dict[str, Any], reason: str) -> None:
    assert reason in Log(BOARD, says(**fields)).said(RULE)[0]


@pytest.mark.parametrize("fields", [{}, {"value": "80.3"}, {"beats": ["B"]}, {"scope": "", "as_of": "2026-02-01"}])
def test_what_the_ranking_says_is_borne_out(fields: dict[str, Any]) -> None:
    assert Log(BOARD, says(**fields)).find(RULE).found == ()


@pytest.mark.parametrize(("scope", "field"), [({"entrants": 9}, "placements"), (None, "scope.entrants")])
def test_who_is_absent_from_a_partial_transcript_may_be_in_the_rest(scope: object, field: str) -> None:
    log = Log(table(line("A", "80"), scope=scope), says(model="C"))
    assert (log.said(RULE), log.lacking(RULE)) == ([], [field])


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(says(), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
