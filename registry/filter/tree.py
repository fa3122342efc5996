"""A filter as a tree: frozen, compared by value, and written back as text that parses to the same tree.

qwen board:arena -verdict:flagged   =>   And((Word("qwen"), Test("leaderboard", ":", "arena"),
                                              Not(Test("verdict", "=", "flagged"))))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Op: TypeAlias = Literal[":", "=", "<", "<=", ">", ">="]
Value: TypeAlias = str | Decimal
_BARE = re.compile(r"[^\W_][\w./+#%~@!?*&-]*")
_ESCAPED = re.compile(r'[\\"“”＂]')
KEYWORDS = frozenset(("and", "or", "not", "first"))
"""Words of the language; as a name they are quoted."""


@dataclass(frozen=True, slots=True)
class Word:
    """Some name contains this text."""

    text: str


@dataclass(frozen=True, slots=True)
class Test:
    """A field compared with a value. Of a name `:` is "contains" and `=` is "is"; everything else knows no `:`."""

    __test__ = False
    field: str
    op: Op
    value: Value
    """A number as Decimal, a day as `2023-09-05`, a name or a word of the field's own as text."""


@dataclass(frozen=True, slots=True)
class Range:
    """A field from one value to another, both included."""

    field: str
    low: Value
    high: Value


@dataclass(frozen=True, slots=True)
class Has:
    """A field that may be absent is there."""

    field: str


@dataclass(frozen=True, slots=True)
class Not:
    """All that the term does not match, what is unknown included."""

    term: Term


@dataclass(frozen=True, slots=True)
class And:
    """Every term matches. Without terms: everything."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one term matches; two or more terms."""

    terms: tuple[Term, ...]


Term: TypeAlias = Word | Test | Range | Has | Not | And | Or
EVERYTHING = And(())


def all_of(terms: Iterable[Term]) -> Term:
    """Return a tree that matches what every term matches, with no `and` directly inside of an `and`."""
    flat = tuple(inner for term in terms for inner in (term.terms if isinstance(term, And) else (term,)))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(terms: Iterable[Term]) -> Term:
    """Return a tree that matches what one of the terms matches, with no `or` directly inside of an `or`."""
    flat = tuple(inner for term in terms for inner in (term.terms if isinstance(term, Or) else (term,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def format(tree: Term) -> str:
    """Return a tree as text; `parse` makes the same tree of it."""
    match tree:
        case And(terms):
            return " ".join(_inside(term, Or) for term in terms)
        case Or(terms):
            return " or ".join(map(format, terms))
        case Not(term):
            return "-" + _inside(term, And, Or)
        case Word(text):
            return quoted(text)
        case Has(field):
            return f"has:{field}"
        case Range(field, low, high):
            return f"{field}:{_value(low)}..{_value(high)}"
        case Test(field, op, value):
            return f"{field}{op}{_value(value)}"


def _inside(term: Term, *kinds: type[Term]) -> str:
    return f"({format(term)})" if isinstance(term, kinds) else format(term)


def _value(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else f"{value:f}"


def quoted(text: str) -> str:
    """Return a text as the language writes it: bare when that is safe, else in quotes."""
    if _BARE.fullmatch(text) and ".." not in text and text.casefold() not in KEYWORDS:
        return text
    return '"' + _ESCAPED.sub(r"\\\g<0>", text) + '"'
