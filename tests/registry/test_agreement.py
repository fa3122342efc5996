"""Kendall's tau-b: against its definition, pair by pair, and against a published number."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from itertools import combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.agreement import agreement


def by_definition(ranks: list[tuple[int, int]]) -> float | None:
    def sign(number: int) -> int:
        return (number > 0) - (number < 0)

    pairs = [(sign(a[0] - b[0]), sign(a[1] - b[1])) for a, b in combinations(ranks, 2)]
    ordered = sum(map(abs, (first for first, _ in pairs))) * sum(map(abs, (second for _, second in pairs)))
    return sum(first * second for first, second in pairs) / math.sqrt(ordered) if ordered else None


def check(ranks: list[tuple[int, int]]) -> None:
    found, needed = agreement(ranks).tau, by_definition(ranks)
    if needed is None:
        assert found is None
    else:
        assert found is not None
        assert abs(float(found) - needed) <= 0.005 + 1e-12
        assert found.as_tuple().exponent == -2


@pytest.mark.parametrize("count", range(6))
def test_every_order_of_a_few_models_agrees_as_the_definition_says(count: int) -> None:
    for order in permutations(range(count)):
        check(list(enumerate(order)))


def test_every_tie_among_four_models_is_no_order() -> None:
    for second in product(range(3), repeat=4):
        check(list(zip((1, 1, 2, 3), second, strict=True)))


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=40))
def test_any_two_orders_agree_as_the_definition_says(ranks: list[tuple[int, int]]) -> None:
    check(ranks)


def test_as_many_models_as_are_merged_agree_as_the_definition_says() -> None:
    chance = random.Random(1)
    check([(number // 2, chance.randrange(number + 300)) for number in range(1_200)])


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=40))
def test_agreement_is_mutual_and_turns_with_the_order(ranks: list[tuple[int, int]]) -> None:
    tau = agreement(ranks).tau
    assert agreement([(second, first) for first, second in ranks]).tau == tau
    turned = agreement([(first, -second) for first, second in ranks]).tau
    assert turned == (None if tau is None else -tau)


def test_the_example_of_scipy_gives_its_number() -> None:
    """The documentation of scipy.stats.kendalltau: -0.47140452079103173."""
    ranks = list(zip([12, 2, 1, 12, 2], [1, 4, 7, 1, 0], strict=True))
    assert agreement(ranks) == (5, Decimal("-0.47"))


def test_one_model_and_none_have_nothing_to_agree_on() -> None:
    assert agreement([]) == (0, None)
    assert agreement([(1, 1)]) == (1, None)
    assert agreement([(1, 1), (2, 2)]) == (2, Decimal("1.00"))
