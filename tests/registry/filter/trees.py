"""Hypothesis strategies for filters: trees of every shape, and texts that mean harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from registry.filter.fields import FIELDS, Field, Kind
from registry.filter.lex import is_bad
from registry.filter.tree import Has, Not, Op, Range, Term, Test, Word, all_of, any_of
from registry.filter.values import MIN_SIZE
from registry.names import folded

HARMFUL = (
    "'", '"', "''", "' OR 1=1 --", '" OR ""="', "%", "_", "a%b", "a_b", "\\", "\\%", "; DROP TABLE placement; --", "/* */", "--",
    "?", ":1", "%s", "%(x)s", "{}", "{row}", "$1", "\u202e", "\u2066x\u2069", "x\u200by", "or", "and", "not", "first",
    "“", "”x", "＂", "：", "（）", "、", "..", "a..b", "-a", "NULL", "通义", "元", "🏅", "é", "ﬁ", "İ",
)  # fmt: skip
"""Texts that would change a query if they were pasted into it, or match more than themselves."""

PIECES = (
    "gpt",
    "4",
    "通义",
    "turbo",
    "100%",
    "a_b",
    "A%B",
    "eval",
    "C-Eval",
    "arena",
    "2023",
    "example",
    "清华",
    "openai",
    "lm-",
)
"""Parts of names that the made-up record of `record.py` has."""

texts = (
    st.sampled_from(HARMFUL)
    | st.sampled_from(PIECES)
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
    | st.text(st.sampled_from("ab 元%_'\"\\-,.()"), min_size=1, max_size=6)
).filter(lambda text: folded(text) != "" and not any(map(is_bad, text)))
numbers = (
    st.sampled_from([Decimal(one) for one in ("0", "1", "2", "5", "20", "77.1", "100")])
    | st.integers(-(10**15) + 1, 10**15 - 1).map(Decimal)
    | st.decimals(-1000, 1000, places=3)
)
sizes = st.just(Decimal(7 * 10**9)) | st.integers(MIN_SIZE, 10**15).map(Decimal)
days = st.sampled_from(["2023-09-05", "2023-11-29"]) | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
V = TypeVar("V", str, Decimal)
_OPS: st.SearchStrategy[Op] = st.sampled_from(("=", "<", "<=", ">", ">="))
_NAME_OPS: st.SearchStrategy[Op] = st.sampled_from((":", "="))


def _ordered(name: str, values: st.SearchStrategy[V]) -> st.SearchStrategy[Term]:
    """Return comparisons and ranges of a field whose values have an order."""
    ranges = st.tuples(values, values).map(lambda ends: Range(name, min(ends), max(ends)))
    return st.builds(Test, st.just(name), _OPS, values) | ranges


def _compared(field: Field) -> st.SearchStrategy[Term]:
    """Return comparisons of a field with values of its kind."""
    if field.kind is Kind.NAME:
        return st.builds(Test, st.just(field.name), _NAME_OPS, texts)
    if field.kind is Kind.CHOICE:
        return st.sampled_from(sorted(set(field.choices().values()))).map(lambda word: Test(field.name, "=", word))
    if field.kind is Kind.DAY:
        return _ordered(field.name, days)
    return _ordered(field.name, sizes if field.kind is Kind.SIZE else numbers)


def trees_of(fields: Sequence[Field]) -> st.SearchStrategy[Term]:
    """Return trees that ask for some fields."""
    optional = st.sampled_from([field.name for field in fields if field.optional])
    leaves = texts.map(Word) | st.one_of(*map(_compared, fields)) | optional.map(Has)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, min_size=2, max_size=4).map(all_of)
            | st.lists(inner, min_size=2, max_size=4).map(any_of)
            | inner.map(Not)
        ),
        max_leaves=12,
    )


trees = trees_of(FIELDS)
