"""A statement that is built again is the one that was read and checked."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from registry.statements import TYPES, Statement, format
from registry.statements.building import build
from tests.registry.statements import made
from tests.registry.strategies import statements

_slow = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=60
)
_MADE = (made.evaluation, made.claim, made.publisher, made.publisher_keys, made.flag, made.response, made.amendment)


def assert_alike(value: dict[str, Any]) -> None:
    kind = TYPES[value["type"]]
    built, converted = build(value, kind), msgspec.convert(value, kind)
    assert built == converted
    assert repr(built) == repr(converted)


@given(one=statements())
@_slow
def test_it_is_what_converting_makes_of_its_text(one: Statement) -> None:
    assert_alike(msgspec.json.decode(format(one)))


@pytest.mark.parametrize("make", [*_MADE, made.seal, made.reveal])
def test_every_type_is_built(make: Any) -> None:
    assert_alike(make())


def test_the_value_that_it_is_built_from_stays_as_it_was() -> None:
    value = made.evaluation()
    build(value, TYPES["jinbang/evaluation/v1"])
    assert value == made.evaluation()
