"""A tree to a condition for WHERE: text of our own, and values to bind. Nothing of what was written stands in the text.

Every condition is true or false, never NULL: what is not known matches no comparison, and so does match its negation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from registry.filter.columns import Column, Listed
from registry.filter.tree import And, Has, Not, Or, Range, Term, Test, Value, Word
from registry.names import folded

NOTHING = "0 = 1"
_EVERYTHING = "1 = 1"
_FLAGS: dict[Value, int] = {"open": 1, "closed": 0}
_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class Condition(NamedTuple):
    """What stands behind WHERE."""

    text: str
    values: dict[str, object]
    """By name, as `reads.Connection` binds them."""


@dataclass(slots=True)
class Builder:
    """Puts conditions on one list together; their values do not meet."""

    listed: Listed
    hint: str = ""
    """Before a column of the list's own: `+` keeps SQLite from an index on it."""
    gathers: bool = False
    """Whether tables beside the list are read whole, to find its lines, rather than asked line by line."""
    values: dict[str, object] = field(default_factory=dict)

    def condition(self, tree: Term) -> str:
        """Return the text of a tree's condition; its values are added to `values`."""
        match tree:
            case And(terms):
                return " AND ".join(map(self._closed, terms)) or _EVERYTHING
            case Or(terms):
                return " OR ".join(map(self._closed, terms)) or NOTHING
            case Not(term):
                return f"NOT ({self.condition(term)})"
            case Word(text):
                return " OR ".join(self._comparison(Test(name, ":", text)) for name in self.listed.words)
            case Test() | Range() | Has():
                return self._comparison(tree)

    def _closed(self, term: Term) -> str:
        return f"({self.condition(term)})"

    def _comparison(self, term: Test | Range | Has) -> str:
        """Return the condition on a field: on one of the columns that have it, where there are several."""
        columns = self.listed.columns.get(term.field, ())
        return " OR ".join(self._reached(column, self._on(column, term)) for column in columns) or NOTHING

    def _reached(self, column: Column, condition: str) -> str:
        """Return a condition on a column as one on the line that leads there."""
        if not column.table:
            return f"({condition})"
        also = f" AND {column.also}" if column.also else ""
        # Of a list with NULL in it SQL can say of no line that it is not there.
        there = f"SELECT {column.key} FROM {column.table} WHERE ({condition}) AND {column.key} IS NOT NULL"
        gathered = f"{self.listed.anchor} IN ({there})"
        if self.gathers and not also:
            return gathered
        return f"{gathered} AND " * self.gathers + (
            f"EXISTS (SELECT 1 FROM {column.table} WHERE {column.key} = {self.listed.anchor} AND ({condition}){also})"
        )

    def _on(self, column: Column, term: Test | Range | Has) -> str:
        there = f"{column.text} IS NOT NULL" if column.empty is None else f"{column.text} <> ''"
        text = column.text if column.table else self.hint + column.text
        match term:
            case Has():
                return there
            case Range(_, low, high):
                return f"{there} AND {text} >= {self._bound(low)} AND {text} <= {self._bound(high)}"
            case Test("flag", _, value):
                return f"{text} = {self._bound(_FLAGS[value])}" if value in _FLAGS else there
            case Test(_, op, value) if column.names:
                return f"{text} IN ({self._keys(column.names, op, str(value))})"
            case Test(_, op, value):
                return f"{there} AND {text} {'=' if op == ':' else op} {self._bound(value)}"

    def _keys(self, kind: str, op: str, text: str) -> str:
        """Return the query for the keys of the words that contain a text, or that are it."""
        if op == "=":
            matches = f"folded = {self._bound(folded(text))}"
        else:
            matches = f"folded LIKE {self._bound(like(text))} ESCAPE '\\'"
        return f"SELECT word_key FROM word WHERE kind = '{kind}' AND {matches}"

    def _bound(self, value: Value | int) -> str:
        name = f"f{len(self.values)}"
        self.values[name] = _plain(value)
        return f":{name}"


def like(text: str) -> str:
    """Return the pattern of LIKE for names that contain a text, with backslash as its escape."""
    return f"%{folded(text).translate(_ESCAPED)}%"


def _plain(value: Value | int) -> object:
    """Return a value as every driver knows it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def condition(tree: Term, listed: Listed, *, gathers: bool = False) -> Condition:
    """Return the condition that a tree puts on the lines of a list, which is asked as `Builder` has it."""
    builder = Builder(listed, gathers=gathers)
    text = builder.condition(tree)
    return Condition(text, builder.values)
