"""What names on record make of a filter before it is asked, and which part of it finds lines by an index."""

from __future__ import annotations

from typing import NamedTuple

from registry.filter.columns import Listed
from registry.filter.sql import like
from registry.filter.tree import EVERYTHING, And, Has, Not, Or, Range, Term, Test, Word, all_of, any_of
from registry.reads import Connection

NONE = Or(())
"""Matches nothing."""
_KINDS = "SELECT DISTINCT kind FROM word WHERE folded LIKE :pattern ESCAPE '\\'"
_NAMED = ("model", "developer", "leaderboard", "release", "publisher", "organiser", "dataset", "grader", "index")
_BY_INDEX = (*_NAMED, "flag", "finding", "published", "score", "rank", "verdict")
"""Fields of placements by which lines are found without looking at all; those that likely find few in front."""


def narrowed(connection: Connection, tree: Term, listed: Listed) -> Term:
    """Return a filter that matches the same, in which each bare word is looked for only where some name contains it."""
    match tree:
        case And(terms):
            inner = [narrowed(connection, term, listed) for term in terms]
            return NONE if NONE in inner else all_of(inner)
        case Or(terms):
            return any_of(term for term in (narrowed(connection, one, listed) for one in terms) if term != NONE)
        case Not(term):
            without = narrowed(connection, term, listed)
            return EVERYTHING if without == NONE else NONE if without == EVERYTHING else Not(without)
        case Word(text):
            kinds = {row[0] for row in connection.rows(_KINDS, pattern=like(text))}
            return any_of(Test(field, ":", text) for field in listed.words if field in kinds)
        case Test() | Range() | Has():
            return tree


class Driver(NamedTuple):
    """A part of a filter that finds lines, and what is left to look at on each."""

    finds: Term
    rest: Term


def drivers(tree: Term) -> list[Driver]:
    """Return the parts of a filter that find lines by an index; all that matches is among the lines of each.

    Those that likely find few stand in front.
    """
    terms = tree.terms if isinstance(tree, And) else (tree,)
    found = [
        (rank, Driver(term, all_of((*terms[:at], *terms[at + 1 :]))))
        for at, term in enumerate(terms)
        if (rank := _promise(term)) is not None
    ]
    return [driver for _, driver in sorted(found, key=lambda pair: pair[0])]


def _promise(term: Term) -> int | None:
    """Return how likely a term finds few lines, 0 for the likeliest; None when no index finds any."""
    match term:
        case And(terms):
            return min((rank for one in terms if (rank := _promise(one)) is not None), default=None)
        case Or(terms):
            ranks = [_promise(one) for one in terms]
            known = [rank for rank in ranks if rank is not None]
            return max(known, default=None) if len(known) == len(ranks) else None
        case Test(field) | Range(field):
            return _BY_INDEX.index(field) if field in _BY_INDEX else None
        case Word() | Not() | Has():
            return None
