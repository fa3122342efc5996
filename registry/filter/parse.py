"""Tokens to a tree.

or    := and ("or" and)*
and   := not ("and"? not)*
not   := ("-" | "not") not | "(" or ")" | field op value ("," value)* | text ("," text)*
value := text | low ".." high          op := ":" | "=" | "<" | "<=" | ">" | ">="
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from registry.errors import shown
from registry.filter import values
from registry.filter.comparison import EMPTY, EQUALS, Unfit, comparison
from registry.filter.errors import FilterError, near
from registry.filter.fields import BY_NAME, HAS, MISSING, OPTIONAL, Field
from registry.filter.lex import Kind, Token, tokens
from registry.filter.tree import EVERYTHING, Has, Not, Op, Term, Test, Word, all_of, any_of
from registry.names import folded

MAX_CHARACTERS = 2_000
MAX_TERMS = 100
"""Words and values in one filter."""
MAX_DEPTH = 30
"""Parentheses and negations inside of one another."""
_OPS: dict[str, Op] = {":": ":", "=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def parse(text: str, fields: Mapping[str, Field] = BY_NAME) -> Term:
    """Return the tree of a filter; an empty one matches everything.

    Raises: FilterError with the place and what was expected there.
    """
    if len(text) > MAX_CHARACTERS:
        raise FilterError(text, MAX_CHARACTERS, len(text), f"longer than {MAX_CHARACTERS:,} characters")
    return _Parser(text, fields).whole()


class _Parser:
    """One pass over the tokens of one filter."""

    def __init__(self, text: str, fields: Mapping[str, Field]) -> None:
        self._text = text
        self._fields = fields
        self._tokens = list(tokens(text))
        self._at = 0
        self._depth = 0
        self._terms = 0
        for token in self._tokens:
            if token.kind in (Kind.BAD, Kind.OPEN):
                raise self._error(token, f"found {token.kind}")

    def whole(self) -> Term:
        if self._next().kind is Kind.END:
            return EVERYTHING
        tree = self._or()
        if self._next().kind is not Kind.END:
            raise self._error(self._next(), "found a closing parenthesis that none opened")
        return tree

    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next()
        self._at += 1
        return token

    def _error(self, token: Token, why: str) -> FilterError:
        return FilterError(self._text, token.start, token.stop, why)

    def _is(self, keyword: str) -> bool:
        return self._next().kind is Kind.WORD and self._next().text.casefold() == keyword

    def _or(self) -> Term:
        terms = [self._and()]
        while self._is("or"):
            self._take()
            terms.append(self._and())
        return any_of(terms)

    def _and(self) -> Term:
        terms = [self._not()]
        while not self._is("or") and self._next().kind not in (Kind.END, Kind.RIGHT):
            if self._is("and"):
                self._take()
            terms.append(self._not())
        return all_of(terms)

    def _not(self) -> Term:
        if self._next().kind is Kind.MINUS or self._is("not"):
            inner = self._negation()
        elif self._next().kind is Kind.LEFT:
            inner = self._parenthesis()
        else:
            return self._term()
        self._depth -= 1
        return inner

    def _negation(self) -> Term:
        sign = self._take()
        self._deeper(sign)
        if sign.kind is Kind.MINUS and self._next().start > sign.stop:
            raise self._error(sign, "found a minus that stands alone, expected a term directly behind it")
        return Not(self._not())

    def _parenthesis(self) -> Term:
        left = self._take()
        self._deeper(left)
        inner = self._or()
        if self._next().kind is not Kind.RIGHT:
            raise self._error(left, "found a parenthesis that is not closed")
        self._take()
        return inner

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(token, f"nested deeper than {MAX_DEPTH} levels")

    def _term(self) -> Term:
        token = self._take()
        if token.kind is Kind.WORD and self._next().kind is Kind.OP:
            return self._field(token)
        if token.kind is Kind.WORD and token.text.casefold() == "first" and "rank" in self._fields:
            self._count(token)
            return Test("rank", "=", Decimal(1))
        words: list[Term] = [Word(self._words(token))]
        while self._next().kind is Kind.COMMA:
            self._take()
            words.append(Word(self._words(self._take())))
        return any_of(words)

    def _words(self, token: Token) -> str:
        """Return a text that names can contain."""
        self._count(token)
        if token.kind is Kind.OP:
            raise self._error(token, f"found {shown(token.text)}, expected a field before it")
        if token.kind not in (Kind.WORD, Kind.QUOTED):
            raise self._error(token, f"found {token.kind}, expected a term")
        if token.kind is Kind.WORD and token.text.casefold() in ("and", "or", "not"):
            raise self._error(token, f"found {shown(token.text)}, expected a term (in quotes it is text)")
        if not folded(token.text):
            raise self._error(token, EMPTY)
        return token.text

    def _count(self, token: Token) -> None:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise self._error(token, f"more than {MAX_TERMS} terms")

    def _field(self, name: Token) -> Term:
        sign = self._take()
        op, word = _OPS[sign.text], folded(name.text)
        if word in (HAS, MISSING):
            return self._presence(sign, absent=word == MISSING)
        field = self._fields.get(word)
        if field is None:
            raise self._error(name, f"found {shown(name.text)}, {self._no_field(word, sign.text)}")
        if op not in EQUALS and not field.kind.ordered:
            raise self._error(sign, f"found {sign.text}, expected : or = behind {field.name}, which has no order")
        terms = [self._comparison(field, op)]
        while op in EQUALS and self._next().kind is Kind.COMMA:
            self._take()
            terms.append(self._comparison(field, op))
        return any_of(terms)

    def _no_field(self, word: str, sign: str) -> str:
        if word in BY_NAME:
            return "a field that this list does not have"
        return "expected a field (in quotes it is text)" + near(word, (*self._fields, HAS, MISSING), sign)

    def _presence(self, sign: Token, *, absent: bool) -> Term:
        """Read what stands behind `has:` and `missing:`."""
        known = {name: field for name, field in OPTIONAL.items() if name in self._fields}
        if sign.text not in EQUALS:
            raise self._error(sign, f"found {sign.text}, expected :")
        terms: list[Term] = []
        while True:
            token = self._value()
            field = values.choice(token.text, known)
            if field is None:
                hint = near(token.text, known) or f": {', '.join(dict.fromkeys(known.values()))}"
                raise self._error(token, f"found {shown(token.text)}, expected a field that may be absent{hint}")
            terms.append(Not(Has(field)) if absent else Has(field))
            if self._next().kind is not Kind.COMMA:
                return any_of(terms)
            self._take()

    def _value(self, expected: str = "a value") -> Token:
        token = self._take()
        self._count(token)
        if token.kind not in (Kind.WORD, Kind.QUOTED):
            raise self._error(token, f"found {token.kind}, expected {expected}")
        return token

    def _comparison(self, field: Field, op: Op) -> Term:
        token = self._value(values.expected(field))
        try:
            return comparison(field, op, token.text, is_quoted=token.kind is Kind.QUOTED)
        except Unfit as why:
            raise self._error(token, str(why)) from None
