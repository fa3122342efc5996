"""What could stand at a place of a filter: fields, operators, the words of a field, names on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from registry.filter.fields import BY_NAME, HAS, MISSING, OPTIONAL, Field
from registry.filter.fields import Kind as Holds
from registry.filter.lex import Kind, Token, tokens
from registry.filter.tree import quoted
from registry.names import folded

MAX_CANDIDATES = 50
_TEXTS = (Kind.WORD, Kind.QUOTED, Kind.OPEN)
_ORDERED_OPS = ("<=", ">=", "<", ">")
_WORDS = {"first": "rank:1", "or": "one of the two", "not": "all that the next term does not match"}
_WORD_FIELDS = ("model", "leaderboard", "developer", "publisher", "release")

Names = Callable[[str, str], Sequence[str]]
"""From a kind of name and a part of it to names on record that contain it."""


class Candidate(NamedTuple):
    """A text that could stand in place of `text[start:stop]`."""

    text: str
    start: int
    stop: int
    help: str


class _Place(NamedTuple):
    """Where the cursor is."""

    part: str
    """What is written so far of what is completed."""
    start: int
    stop: int
    field: str
    """Folded name of the field whose value is written; empty when a term begins."""


def complete(text: str, cursor: int, names: Names, fields: Mapping[str, Field] = BY_NAME) -> list[Candidate]:
    """Return what could stand at the cursor, the likeliest first; nothing where nothing can be said."""
    place = _place(text, cursor)
    found = _values(place, names, fields) if place.field else _terms(place, names, fields)
    unique = {said: help_ for said, help_ in found if said != text[place.start : place.stop]}
    return [Candidate(said, place.start, place.stop, unique[said]) for said in islice(unique, MAX_CANDIDATES)]


def _place(text: str, cursor: int) -> _Place:
    written = [token for token in tokens(text[:cursor]) if token.kind is not Kind.END]
    last = written[-1] if written else None
    if last is None or last.kind not in _TEXTS or last.stop < cursor:
        return _Place("", cursor, cursor, _field(written))
    whole = next((token for token in tokens(text) if token.start == last.start), last)
    # An open quote reaches to the end of the text: what follows the cursor may be no part of it.
    stop = whole.stop if whole.kind is not Kind.OPEN else cursor
    return _Place(last.text, last.start, stop, _field(written[:-1]))


def _field(before: Sequence[Token]) -> str:
    """Return the field whose value comes next, or nothing."""
    at = len(before) - 1
    while at > 0 and before[at].kind is Kind.COMMA and before[at - 1].kind in _TEXTS:
        at -= 2
    if at > 0 and before[at].kind is Kind.OP and before[at - 1].kind is Kind.WORD:
        return folded(before[at - 1].text)
    return ""


def _terms(place: _Place, names: Names, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield what a term can begin with."""
    part = folded(place.part)
    exact = fields.get(part)
    for name, field in fields.items():
        # Other ways to write a field are offered once somebody begins to write one.
        if (part or name == field.name) and name.startswith(part):
            yield f"{name}:", field.help
    if exact is not None and exact.kind.ordered:
        yield from ((place.part + op, exact.help) for op in _ORDERED_OPS)
    for word in (HAS, MISSING):
        if word.startswith(part):
            yield f"{word}:", "a field that may be absent"
    if part:
        yield from ((word, help_) for word, help_ in _WORDS.items() if word.startswith(part))
        for kind in _WORD_FIELDS:
            if kind in fields:
                yield from ((quoted(name), kind) for name in names(kind, place.part))


def _values(place: _Place, names: Names, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield what a field can be compared with."""
    part = folded(place.part)
    if place.field in (HAS, MISSING):
        known = dict.fromkeys(name for name in OPTIONAL.values() if name in fields)
        yield from ((name, fields[name].help) for name in known if part in name)
        return
    field = fields.get(place.field)
    if field is None:
        return
    if field.kind is Holds.NAME:
        yield from ((quoted(name), field.name) for name in names(field.name, place.part))
    choices = field.choices()
    for value in dict.fromkeys(choices.values()):
        spellings = [word for word, meant in choices.items() if meant == value]
        if any(part in folded(word) for word in spellings):
            yield min(spellings, key=lambda word: (word != value and "/" not in value, len(word))), spellings[-1]
