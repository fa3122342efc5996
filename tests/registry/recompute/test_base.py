"""A score beside the one on record: which is meant, and whether the two can be compared at all."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.verify import State
from registry.recompute.base import Recomputed, hold, number
from registry.statements import Evaluation
from tests.registry.rules.made import evaluation


def of(unit: str = "", value: str = "0.5", **score: Any) -> Evaluation:
    criteria = [{"name": "accuracy", **({"unit": unit} if unit else {})}]
    line = {"model": {"name": "A"}, "scores": [{"criterion": "accuracy", "value": value, **score}]}
    made = evaluation(methodology={"criteria": criteria}, placements=[line], datasets=None, graders=None)
    assert isinstance(made, Evaluation)
    return made


HALF = Recomputed("accuracy", (0.0, 1.0))


@pytest.mark.parametrize(
    ("unit", "state"), [("", "ok"), ("proportion", "ok"), ("percent", "skipped"), ("Elo", "skipped")]
)
def test_a_number_in_a_unit_of_its_own_is_not_compared(unit: str, state: str) -> None:
    assert str(hold("recomputed", HALF, of(unit)).state) == state


def test_the_line_of_another_model_is_not_meant() -> None:
    for model, state in (("A", State.OK), (None, State.OK), ("B", State.SKIPPED)):
        assert hold("recomputed", Recomputed("accuracy", (0.0, 1.0), model=model), of()).state is state


def test_a_number_that_is_missing_and_no_samples_at_all_give_nothing() -> None:
    assert hold("recomputed", HALF, of(value="", missing="not-run")).state is State.SKIPPED
    assert hold("recomputed", Recomputed("accuracy"), of()).state is State.SKIPPED
    assert hold("recomputed", HALF, of(n=3)).state is State.SKIPPED
    assert hold("recomputed", HALF, of(n=2)).state is State.OK


@pytest.mark.parametrize(
    ("digits", "value"), [("0.5", 0.5), ("1e99", 1e99), ("NaN", None), ("1e400", None), ("1e100", None)]
)
def test_numbers_that_no_sum_can_be_made_of_are_none(digits: str, value: float | None) -> None:
    assert number(digits) == value
