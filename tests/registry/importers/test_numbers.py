"""Digits stay as they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.importers.numbers import decimal, whole


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_decimal_keeps_its_digits(value: Decimal) -> None:
    if value:
        assert decimal(f"{value:f}") == f"{value:f}"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_what_a_writer_of_json_prints_is_the_same_number(value: float) -> None:
    given_digits = repr(value)
    read = decimal(given_digits)
    if read is not None:
        assert Decimal(read) == Decimal(given_digits)
    else:
        assert len(f"{Decimal(given_digits):f}") > 40


@pytest.mark.parametrize(
    ("digits", "meant"),
    [
        ("2.4e-05", "0.000024"),
        ("1E3", "1000"),
        ("1.50e1", "15.0"),
        ("12.345e2", "1234.5"),
        ("-0.0", "0.0"),
        ("-0", "0"),
        ("77.10", "77.10"),
        ("1e39", "1" + "0" * 39),
        ("1e40", None),
        ("1e-400", None),
        ("1e999999999", None),
        ("NaN", None),
        ("1_0", None),
        ("٣", None),
        ("", None),
        ("1.", None),
    ],
)
def test_a_number_is_written_out_or_refused(digits: str, meant: str | None) -> None:
    assert decimal(digits) == meant


@pytest.mark.parametrize(("digits", "meant"), [("12", 12), ("12.0", 12), ("1.2e1", 12), ("12.5", None), ("x", None)])
def test_a_whole_number_may_be_spelled_with_a_point(digits: str, meant: int | None) -> None:
    assert whole(digits) == meant
