"""K4: a model that does far better on one open exam than its results elsewhere let expect."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.too_good_here import RULE
from registry.statements import Statement
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table

OFF = (1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 0.2, -0.2, 0.8)
"""By how much the other models miss the line, on the open exam."""


def says(**fields: Any) -> Statement:
    return claim(**{"leaderboard": "Example Board", "model": "X", "made": "2026-01-02", **fields})


def here(value: float, models: int = 9, **fields: Any) -> Statement:
    """Return a board of an open exam: the others score about ten more than elsewhere, and X as told."""
    scores = {f"M{n}": 50 + 2 * n + OFF[n] for n in range(models)} | {"X": value}
    return _board("Example Board", scores, **{"datasets": [{"name": "Test", "access": "public"}], **fields})


def elsewhere(name: str = "Other Board", models: int = 9, x: float = 48, **fields: Any) -> Statement:
    scores = {f"M{n}": 40.0 + 2 * n for n in range(models)} | {"X": x}
    return _board(name, scores, **{"datasets": [{"name": f"{name} test", "access": "private"}], **fields})


def _board(name: str, scores: dict[str, float], **fields: Any) -> Statement:
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    value = {
        "leaderboard": {"name": name},
        "methodology": {"criteria": [{"name": "accuracy", "higher_is_better": True, "unit": "percent"}]},
        **fields,
    }
    return table(*(line(model, f"{score:.1f}") for model, score in ordered), **value)


def test_a_result_that_nothing_else_bears_out_is_told_in_both_languages_as_no_proof() -> None:
    (hit,) = Log(here(70), elsewhere(), says(value="70.0")).find(RULE).found
    assert hit.message == (
        "X: 70.0 on an open exam, where 9 models of entry 1 let expect about 58.18: "
        "12.0 robust deviations above, the middle of 1 board. That is statistics, no proof."
    )
    assert hit.message_zh.startswith("X：在公开题目上得 70.0，而据条目 1 的 9 个模型推算约为 58.18")
    assert hit.message_zh.endswith("这是统计迹象，不是证据。")
    assert hit.severity == "minor"


@pytest.mark.parametrize(
    ("own", "other"),
    [
        pytest.param(here(61), elsewhere(), id="within three deviations"),
        pytest.param(here(40), elsewhere(), id="worse than expected"),
        pytest.param(here(70, datasets=[{"name": "Test", "access": "sealed"}]), elsewhere(), id="a closed exam"),
    ],
)
def test_what_can_be_expected_is_not(own: Statement, other: Statement) -> None:
    log = Log(own, other, says(value=""), says(rank=1))
    assert [log.find(RULE, at).found for at in (2, 3)] == [(), ()]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(elsewhere(models=7), id="seven models in common"),
        pytest.param(elsewhere(x=90), id="outside of what the others show"),
        pytest.param(elsewhere(datasets=[{"name": "Test", "access": "public"}]), id="the same questions"),
        pytest.param(elsewhere(leaderboard={"name": "Example Board"}, day="2025-01-01"), id="the same board"),
    ],
)
def test_boards_that_cannot_tell_leave_it_not_checkable(other: Statement) -> None:
    log = Log(here(70), other, says(rank=1))
    assert (log.said(RULE), log.lacking(RULE)) == ([], ["models in common with another leaderboard"])


def test_of_two_boards_the_one_that_makes_less_of_it_counts() -> None:
    log = Log(here(70), elsewhere(), elsewhere("Third Board", x=56), says(rank=1))
    (said,) = log.said(RULE)
    assert "of entry 2 let expect" in said
    assert said.endswith("the middle of 2 boards. That is statistics, no proof.")


def test_a_board_that_was_taken_back_tells_nothing() -> None:
    log = Log(here(70), elsewhere(), says(rank=1))
    log.end(1, Ended(Ending.RETRACTED, 3))
    assert log.lacking(RULE) == ["models in common with another leaderboard"]


def test_who_can_read_the_exam_must_be_said() -> None:
    log = Log(here(70, datasets=[{"name": "Test"}]), elsewhere(), says(rank=1))
    assert log.lacking(RULE) == ["datasets[].access"]


def test_a_claim_without_a_model_or_a_record_cannot_be_looked_at() -> None:
    assert Log(here(70), says(model="")).lacking(RULE) == ["model"]
    found = rules.run(says(), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
