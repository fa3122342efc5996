"""What may be asked of all that a ledger says of rankings: by rules, and when a claim is held against it.

A `Record` is the one face for that. It answers by identity, not by spelling: `rankings("C-Eval")` also finds those under another
name of the same leaderboard. What it returns was read from the log and may be hostile in content, never in form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, TypeVar, cast

from msgspec import Struct

from registry.names import Kind
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model, Placement

S = TypeVar("S", bound=Statement)
S_co = TypeVar("S_co", bound=Statement, covariant=True)


class Ending(StrEnum):
    """How an entry ceases to speak for its publisher. It stays in the log."""

    DISPUTED = "disputed"
    """Its key was later declared compromised, and the publisher has not re-affirmed it."""
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    """A flag, by all of its authors."""


class Ended(Struct, frozen=True):
    """What ended an entry."""

    how: Ending
    by: int
    """Index of the entry that says so: a compromise event or an amendment."""
    successor: int | None = None
    """Index of the newer one, when it was superseded."""


class Logged(Struct, Generic[S_co], frozen=True):
    """A statement with its place in the log."""

    index: int
    statement: S_co
    id: str = ""
    """Statement id, 64 hex digits."""
    ended: Ended | None = None


def logged_as(one: Logged[Statement] | None, kind: type[S]) -> Logged[S] | None:
    """Return an entry as one of a type of statement, or None when it is of another, or is not there."""
    return cast("Logged[S]", one) if one is not None and isinstance(one.statement, kind) else None


class Placed(NamedTuple):
    """One line of a ranking on record."""

    ranking: Logged[Evaluation]
    at: int
    """Position in its placements, from 0."""

    @property
    def placement(self) -> Placement:
        """The line itself."""
        return self.ranking.statement.placements[self.at]


class Place(NamedTuple):
    """Where a ranking stands among those of its leaderboard: by when it was published, then by the order of the log."""

    published: str
    """Empty for one without a date: such stand before all that have one."""
    entry_index: int


LAST = 1 << 60
"""Index of a statement that is not in the log yet: after all that are."""


def place_of(one: Logged[Evaluation]) -> Place:
    """Return where a ranking on record stands."""
    return Place(one.statement.published, one.index)


class Record(Protocol):
    """All that a ledger says of rankings, at one size. Every sequence is in the order of the log."""

    @property
    def today(self) -> str:
        """The day on which is asked, as `2026-11-24`: a promise can be overdue."""

    def publisher(self, name: str) -> Publisher | None:
        """Return how a publisher introduced itself, or None when it did not."""

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        """Return a statement by its whole id, or None when it is not in the log or cannot be read."""

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        """Return what names a statement: flags, responses, amendments, replications, reveals, evaluations on a seal."""

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        """Return every ranking of a leaderboard, those that have ended too."""

    def earlier(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        """Yield the rankings of a leaderboard before a place, the newest first; whoever stops early depends on no more."""

    def later(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        """Yield the rankings of a leaderboard after a place, the oldest first."""

    def beside(self, leaderboard: str, release: str, published: str) -> Sequence[Logged[Evaluation]]:
        """Return the rankings of a leaderboard that are of one release, if one is named, or of one day; ended ones too."""

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        """Return every claim about a leaderboard, those that have ended too."""

    def placements(self, model: Model) -> Sequence[Placed]:
        """Return the lines of a model on all leaderboards: same model by name, version and developer, surely."""

    def alike(self, kind: Kind, name: str) -> Sequence[str]:
        """Return the names on record that this one may be taken for by eye, and that were in use before it."""


class Lexicon(Protocol):
    """The names that a ledger knows, for reading a sentence."""

    def names(self, kind: Kind) -> Iterable[str]:
        """Return every spelling on record, each once, in the order of the log."""
