"""Numbers as a file spells them: digits are never read into binary and back, so 77.10 stays 77.10."""

from __future__ import annotations

import re

from registry.statements.common import MAX_DIGITS

_JSON_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]{1,3}))?")
NOT_A_NUMBER = frozenset({"NaN", "Infinity", "-Infinity"})
"""What Python's writers of JSON put where a computation gave no number."""


class Number(str):
    """The digits of a number as they stood in a file."""

    __slots__ = ()


def decimal(digits: str) -> str | None:
    """Return a number as a decimal string with all the digits it was written with, or None when no statement can hold it.

    An exponent is written out (2.4e-05 is 0.000024); nothing is rounded.
    """
    found = _JSON_NUMBER.fullmatch(digits)
    if found is None:
        return None
    sign, before, after, power = found[1], found[2], found[3] or "", int(found[4] or 0)
    if len(before) + len(after) + abs(power) > 2 * MAX_DIGITS:
        return None
    return _fitting(sign, *_shifted(before, after, power))


def _shifted(before: str, after: str, power: int) -> tuple[str, str]:
    """Return the digits on either side of the point after it has moved."""
    if power < 0:
        before = before.rjust(1 - power, "0")
        return before[:power], before[power:] + after
    after_padded = after.ljust(power, "0")
    return before + after_padded[:power], after_padded[power:]


def _fitting(sign: str, before: str, after: str) -> str | None:
    whole = before.lstrip("0") or "0"
    written = f"{whole}.{after}" if after else whole
    # A negative zero is a zero: statements have one spelling of it.
    signed = sign + written if written.strip("0.") else written
    return signed if len(signed) <= MAX_DIGITS else None


def whole(digits: str) -> int | None:
    """Return a number that is whole (12, 12.0), or None."""
    written = decimal(digits)
    if written is None:
        return None
    before, _, after = written.partition(".")
    return int(before) if not after.strip("0") else None
