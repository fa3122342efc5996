"""One field, an operator and one written value, to a term of the tree."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from registry.errors import shown
from registry.filter import values
from registry.filter.errors import near
from registry.filter.fields import Field, Kind
from registry.filter.tree import Op, Range, Term, Test
from registry.names import folded

EQUALS: tuple[Op, ...] = (":", "=")
EMPTY = "found an empty text, expected a part of a name"
V = TypeVar("V", str, Decimal)


class Unfit(Exception):
    """The value does not belong behind that field and operator; the message says why."""


def comparison(field: Field, op: Op, text: str, *, is_quoted: bool) -> Term:
    """Return the term that compares a field with a value as written.

    Raises: Unfit.
    """
    if field.kind is Kind.NAME:
        if not folded(text):
            raise Unfit(EMPTY)
        return Test(field.name, op, text)
    if field.kind is Kind.CHOICE:
        return Test(field.name, "=", _choice(field, text))
    if ".." in text and not is_quoted:
        return _range(field, op, text)
    if field.kind is Kind.DAY:
        return _of_days(field, op, _days(field, text))
    return Test(field.name, "=" if op == ":" else op, _amount(field, text))


def _choice(field: Field, text: str) -> str:
    choices = field.choices()
    value = values.choice(text, choices)
    if value is None:
        raise Unfit(f"found {shown(text)}, expected {values.expected(field)}{near(text, choices)}")
    return value


def _of_days(field: Field, op: Op, days: values.Days) -> Term:
    """Return a comparison with a day, or with the first or last day of a month or a year."""
    if op in EQUALS:
        return Test(field.name, "=", days.first) if days.first == days.last else Range(field.name, *days)
    return Test(field.name, op, days.first if op in ("<", ">=") else days.last)


def _range(field: Field, op: Op, text: str) -> Term:
    """Return what `low..high` means, of which one may be left out."""
    low, _, high = text.partition("..")
    if op not in EQUALS or not (low or high):
        raise Unfit(f"found {shown(text)}, expected {values.expected(field)}")
    if field.kind is Kind.DAY:
        first = _days(field, low).first if low else None
        return _between(field, first, _days(field, high).last if high else None)
    least = _amount(field, low) if low else None
    return _between(field, least, _amount(field, high) if high else None)


def _between(field: Field, low: V | None, high: V | None) -> Term:
    if low is not None and high is not None:
        if low > high:
            raise Unfit("found a range that ends before it begins")
        return Range(field.name, low, high)
    if low is not None:
        return Test(field.name, ">=", low)
    assert high is not None, "a range has one end or two"
    return Test(field.name, "<=", high)


def _amount(field: Field, text: str) -> Decimal:
    amount = values.size(text) if field.kind is Kind.SIZE else values.number(text)
    if amount is None:
        raise Unfit(f"found {shown(text)}, expected {values.expected(field)}")
    return amount


def _days(field: Field, text: str) -> values.Days:
    found = values.days(text)
    if found is None:
        raise Unfit(f"found {shown(text)}, expected {values.expected(field)}")
    return found
