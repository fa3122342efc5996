"""What is written behind a field, read by the kind of the field."""

from __future__ import annotations

import calendar
import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from registry.filter.fields import Choices, Field, Kind
from registry.names import folded

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_SIZE = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,15})?)([KMBT万亿]?)", re.IGNORECASE)
MIN_SIZE = 1_000
"""Parameters below which a size is taken for one whose unit was forgotten."""
_UNITS = {"": 1, "k": 10**3, "万": 10**4, "m": 10**6, "亿": 10**8, "b": 10**9, "t": 10**12}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = range(1, 13)
EXPECTED = {
    Kind.NAME: "a name",
    Kind.NUMBER: "a number",
    Kind.SIZE: "a size with its unit, such as 7B",
    Kind.DAY: "a day, month or year, such as 2023-09-05, 2023-09 or 2023",
}


class Days(NamedTuple):
    """The first and the last day of what a date means."""

    first: str
    last: str


def number(text: str) -> Decimal | None:
    """Return a number as it is written, in any width of digits; None when it is none."""
    plain = unicodedata.normalize("NFKC", text)
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def size(text: str) -> Decimal | None:
    """Return a count of parameters; None when it is none."""
    found = _SIZE.fullmatch(unicodedata.normalize("NFKC", text))
    count = Decimal(found[1]) * _UNITS[found[2].lower()] if found else Decimal(0)
    return count if count >= MIN_SIZE else None


def days(text: str) -> Days | None:
    """Return the days of a year, a month or a day of the calendar; None when it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if year == 0 or (found[2] and month not in _MONTHS):
        return None
    if not month:
        return Days(f"{year:04}-01-01", f"{year:04}-12-31")
    length = calendar.monthrange(year, month)[1]
    if found[3] and not 1 <= day <= length:
        return None
    return Days(f"{year:04}-{month:02}-{day or 1:02}", f"{year:04}-{month:02}-{day or length:02}")


def choice(text: str, choices: Choices) -> str | None:
    """Return the value that a word of a field means, in any case; None when it is none of them."""
    wanted = folded(text)
    return next((value for word, value in choices.items() if folded(word) == wanted), None)


def expected(field: Field) -> str:
    """Return what belongs behind a field, for a message."""
    if field.kind is not Kind.CHOICE:
        return EXPECTED[field.kind]
    return "one of " + ", ".join(dict.fromkeys(field.choices().values()))
