"""Statements: the JSON text that an entry signs. The log reads who speaks and of what type; what it means is not its business.

One statement has one spelling: UTF-8 JSON with an indent of two spaces, characters not escaped where JSON allows it, a final
newline, whole numbers only (a score is a decimal string, so that 0.1 is 0.1 everywhere). So its id, the SHA-256 of its text,
cannot be varied by white space, and the signed bytes are what a person reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NoReturn

import msgspec

from ledger import note
from ledger import text as strict
from ledger.errors import FormatError

MAX_DEPTH = 32
"""Levels of indentation."""
MAX_INTEGER = (1 << 53) - 1
"""Largest magnitude of a number: what every JSON reader keeps exactly."""
_WHAT = "statement"
_TYPE = re.compile(r"[a-z][a-z0-9.-]{0,62}/[a-z][a-z0-9-]{0,62}/v[1-9][0-9]{0,3}")
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER = b"0" * 16
"""What any number of 16 or more digits becomes when its digits are made zeros."""
_TOO_DEEP = b"\n" + b"  " * (MAX_DEPTH + 1)


class _FloatFound(ValueError):
    """A number with a fraction or an exponent."""


def _refuse_float(literal: str) -> NoReturn:
    raise _FloatFound(literal)


_decoder = msgspec.json.Decoder(float_hook=_refuse_float)
_encoder = msgspec.json.Encoder()
_spread = msgspec.json.format


class Statement(msgspec.Struct, frozen=True):
    """A statement's text and what the log reads of it."""

    text: bytes
    """The signed bytes; ends in a newline."""
    value: Mapping[str, object]
    """The same as JSON values: str, int, bool, None, list, dict."""
    type: str
    """Such as `jinbang/evaluation/v1`."""
    publishers: tuple[str, ...]
    """Who must sign: one, or several for a joint statement; sorted, unique."""

    @property
    def id(self) -> str:
        """Statement id: 64 lowercase hex digits."""
        return hashlib.sha256(self.text).hexdigest()


def spell(value: object) -> bytes:
    """Return the one spelling of a JSON value, with its final newline."""
    return _spread(_encoder.encode(value), indent=2) + b"\n"


def decode(text: bytes) -> object:
    """Return the JSON value of a text in its one spelling.

    Raises: FormatError that says which rule the text breaks.
    """
    if _TOO_DEEP in text:
        raise FormatError(_WHAT, f"nested deeper than {MAX_DEPTH}")
    try:
        value: object = _decoder.decode(text)
        spelled = spell(value)
    except RecursionError as error:
        raise FormatError(_WHAT, f"nested deeper than {MAX_DEPTH}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if isinstance(error.__cause__, _FloatFound):
            number = strict.shown(str(error.__cause__))
            raise FormatError(_WHAT, f"number with a fraction: {number}; write it as a string") from error
        raise FormatError(_WHAT, f"not JSON: {strict.plain(str(error))}") from error
    # First, because it bounds the depth of what is walked below.
    if spelled != text:
        raise FormatError(_WHAT, _difference(text, spelled))
    if _LONG_NUMBER in text.translate(_DIGITS_TO_ZERO):
        _check_integers(value)
    return value


def parse(text: bytes) -> Statement:
    """Read a statement's text: its form, its type and its publishers.

    Raises: FormatError.
    """
    value = decode(text)
    if not isinstance(value, dict):
        raise FormatError(_WHAT, "not a JSON object")
    type_ = value.get("type")
    if next(iter(value), None) != "type" or not isinstance(type_, str) or _TYPE.fullmatch(type_) is None:
        raise FormatError(_WHAT, 'the first field must be "type", such as "jinbang/evaluation/v1"')
    return Statement(text, value, type_, _publishers(value))


def speaker(text: bytes) -> str | None:
    """Return the publisher of a statement that one publisher makes; None says nothing, not even that there is none.

    For many statements: `parse` without the values and without the reason why not. The name is as it stands, unchecked.
    Raises: what msgspec raises, and RecursionError, where `parse` says what is wrong.
    """
    value = _decoder.decode(text)
    # Without white space there is less to look through for a number.
    encoded = _encoder.encode(value)
    if _spread(encoded, indent=2) + b"\n" != text or _TOO_DEEP in text:
        return None
    if _LONG_NUMBER in encoded.translate(_DIGITS_TO_ZERO):
        return None
    if not isinstance(value, dict) or next(iter(value), None) != "type" or "publishers" in value:
        return None
    type_, name = value["type"], value.get("publisher")
    if not isinstance(type_, str) or _TYPE.fullmatch(type_) is None:
        return None
    return name if isinstance(name, str) else None


def _publishers(value: Mapping[str, object]) -> tuple[str, ...]:
    """Return who must sign: `publisher`, or two or more `publishers` in order."""
    if ("publisher" in value) == ("publishers" in value):
        raise FormatError(_WHAT, 'needs "publisher", or "publishers" for a joint statement')
    if "publisher" in value:
        names = [value["publisher"]]
    else:
        listed = value["publishers"]
        if not isinstance(listed, list) or len(listed) < 2:  # noqa: PLR2004 - joint means two
            raise FormatError("publishers", "needs a list of two or more names")
        names = listed
    known = tuple(note.check_name(name, what="publisher") for name in names if isinstance(name, str))
    if len(known) != len(names) or list(known) != sorted(set(known)):
        raise FormatError("publishers", "names must be text, sorted, each once")
    return known


def _check_integers(value: object) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _check_integers(item)
    elif isinstance(value, list):
        for item in value:
            _check_integers(item)
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise FormatError(_WHAT, f"number beyond 2^53: {strict.shown(str(value))}; write it as a string")


def _difference(found: bytes, needed: bytes) -> str:
    """Say where a text departs from its one spelling."""
    have, want = found.split(b"\n"), needed.split(b"\n")
    for number, (left, right) in enumerate(zip(have, want, strict=False), start=1):
        if left != right:
            line, other = left.decode(errors="replace"), right.decode(errors="replace")
            return f"line {number} is {strict.shown(line)}, the one spelling is {strict.shown(other)}"
    return f"{len(have)} lines, the one spelling has {len(want)}"
