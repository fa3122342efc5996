"""Text to tokens. Every token knows its place in the text, so that an error can point at it.

Outside of quotes the full-width signs of a Chinese keyboard are their ASCII twins: `：` `＝` `＜` `＞` `，` `（` `）` `－` `“` `”`.
Reading never fails: what cannot be is a token of its own (`BAD`, `OPEN`), and the parser says why.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TWINS = str.maketrans("：＝＜＞，、（）－“”＂", ':=<>,,()-"""')
_SIGNS = {"≤": "<=", "≥": ">="}
_ENDS = frozenset(':=<>,()"≤≥')


class Kind(StrEnum):
    """What a token is. The values are how messages name it."""

    WORD = "a word"
    QUOTED = "a quoted text"
    OP = "an operator"
    COMMA = "a comma"
    LEFT = "an opening parenthesis"
    RIGHT = "a closing parenthesis"
    MINUS = "a minus"
    BAD = "a character that no name has"
    OPEN = "a quote that is not closed"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, from `start` to before `stop`, in characters."""

    kind: Kind
    text: str
    """What it means: the operator in ASCII, what stands between the quotes."""
    start: int
    stop: int


_SINGLE = {",": Kind.COMMA, "(": Kind.LEFT, ")": Kind.RIGHT, "-": Kind.MINUS}


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text; the last one is `END`."""
    twins, at, before = text.translate(_TWINS), 0, Kind.END
    while at < len(text):
        if twins[at].isspace():
            at += 1
            continue
        token = _token(text, twins, at, after_op=before is Kind.OP)
        yield token
        at, before = token.stop, token.kind
    yield Token(Kind.END, "", len(text), len(text))


def _token(text: str, twins: str, at: int, *, after_op: bool) -> Token:
    sign = twins[at]
    if sign == '"':
        return _quoted(text, twins, at)
    if sign in _SIGNS:
        return Token(Kind.OP, _SIGNS[sign], at, at + 1)
    if sign in "<>" and twins[at + 1 : at + 2] == "=":
        return Token(Kind.OP, sign + "=", at, at + 2)
    if sign in ":=<>":
        return Token(Kind.OP, sign, at, at + 1)
    # After an operator a minus is the sign of a number, and a part of a name.
    if sign in _SINGLE and not (sign == "-" and after_op):
        return Token(_SINGLE[sign], sign, at, at + 1)
    if is_bad(sign):
        return Token(Kind.BAD, sign, at, at + 1)
    return _word(text, twins, at)


def _word(text: str, twins: str, at: int) -> Token:
    stop = at + 1
    while stop < len(text) and not (twins[stop] in _ENDS or twins[stop].isspace() or is_bad(twins[stop])):
        stop += 1
    return Token(Kind.WORD, text[at:stop], at, stop)


def _quoted(text: str, twins: str, start: int) -> Token:
    """Read up to the next quote; a backslash takes the character behind it as it is."""
    taken: list[str] = []
    at = start + 1
    while at < len(text):
        if twins[at] == '"':
            return Token(Kind.QUOTED, "".join(taken), start, at + 1)
        if is_bad(text[at]):
            return Token(Kind.BAD, text[at], at, at + 1)
        if text[at] == "\\" and at + 1 < len(text) and not is_bad(text[at + 1]):
            at += 1
        taken.append(text[at])
        at += 1
    return Token(Kind.OPEN, "".join(taken), start, len(text))


def is_bad(character: str) -> bool:
    """Say whether no name on record can have a character: controls, and halves of a surrogate pair."""
    return unicodedata.category(character) in ("Cc", "Cs")
