"""The record, answered from the index's tables; statements are read from the ledger when they are asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from registry import reads
from registry.index.keys import key, model_numbers, skeleton
from registry.index.shelf import Shelf
from registry.names import Kind, folded, identities, rivals
from registry.reads import Connection, Found
from registry.record import Logged, Place, Placed, logged_as, place_of
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model

S = TypeVar("S", bound=Statement)
_REMEMBERED = 256
_NAMES = 1 << 16


class _Board(NamedTuple):
    """The rankings of a leaderboard, in the order of the log."""

    every: list[Found]
    by_day: dict[str, list[Found]]
    by_release: dict[str, list[Found]]
    """Of those that name one."""
    days: list[str]
    """Each once, the oldest first; without a date first."""


class Sight(NamedTuple):
    """A name among those that look like it."""

    is_on_record: bool
    """Whether an entry uses it, however it is spelled."""
    taken_for: tuple[str, ...]
    """As `Record.alike` has them."""


class IndexRecord:
    """Answers what a `Record` is asked, at one size of the ledger: tables that move on need a new one."""

    def __init__(self, connection: Connection, shelf: Shelf, today: str) -> None:
        self.today = today
        self._connection = connection
        self._shelf = shelf
        # Nothing moves meanwhile, and the states of one leaderboard all ask the same.
        self._board = lru_cache(_REMEMBERED)(self._ask_board)
        self._claims = lru_cache(_REMEMBERED)(self._ask_claims)
        self._publisher = lru_cache(_REMEMBERED)(self._ask_publisher)
        self._about = lru_cache(_REMEMBERED)(self._ask_about)
        self.sight = lru_cache(_NAMES)(self._ask_sight)
        """Return a name, of a kind, among those that look like it."""

    def publisher(self, name: str) -> Publisher | None:
        return self._publisher(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        found = reads.statement(self._connection, statement_id)
        return next(self._logged([found], Statement), None) if found is not None else None

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        return self._about(statement_id)

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return tuple(self._logged(self._board(key(Kind.LEADERBOARD, leaderboard)).every, Evaluation))

    def earlier(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        board, own = self._board(key(Kind.LEADERBOARD, leaderboard)), place.published[:10]
        for day in reversed(board.days[: bisect_right(board.days, own)]):
            for one in reversed(self._of_day(board, day)):
                if day < own or place_of(one) < place:
                    yield one

    def later(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        board, own = self._board(key(Kind.LEADERBOARD, leaderboard)), place.published[:10]
        for day in board.days[bisect_left(board.days, own) :]:
            for one in self._of_day(board, day):
                if day > own or place_of(one) > place:
                    yield one

    def beside(self, leaderboard: str, release: str, published: str) -> Sequence[Logged[Evaluation]]:
        board = self._board(key(Kind.LEADERBOARD, leaderboard))
        found = {one.entry_index: one for one in board.by_day.get(published[:10], ())}
        found.update((one.entry_index, one) for one in board.by_release.get(folded(release), ()))
        return tuple(self._logged((found[index] for index in sorted(found)), Evaluation))

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        return self._claims(key(Kind.LEADERBOARD, leaderboard))

    def placements(self, model: Model) -> Sequence[Placed]:
        wanted = set(identities(model))
        found = reads.lines(self._connection, model_numbers(model))
        rankings = {one.index: one for one in self._logged((one for _, _, one in found), Evaluation)}
        placed = (Placed(rankings[one.entry_index], at) for _, at, one in found)
        # The tables find by a hash of the identity.
        return tuple(one for one in placed if not wanted.isdisjoint(identities(one.placement.model)))

    def alike(self, kind: Kind, name: str) -> Sequence[str]:
        return self.sight(kind, name).taken_for

    def names(self, kind: Kind) -> Sequence[str]:
        """Return every spelling on record, each once, in the order of the log."""
        return reads.names(self._connection, kind)

    def _ask_sight(self, kind: Kind, name: str) -> Sight:
        drawn_alike = reads.drawn_alike(self._connection, kind, skeleton(name))
        is_on_record = any(folded(one) == folded(name) for one, _ in drawn_alike)
        return Sight(is_on_record, rivals(kind, name, drawn_alike))

    def _ask_about(self, statement_id: str) -> tuple[Logged[Statement], ...]:
        return tuple(self._logged(reads.about(self._connection, statement_id), Statement))

    def _ask_publisher(self, name: str) -> Publisher | None:
        index = reads.enrolment(self._connection, name)
        statement = self._shelf.statement(index) if index is not None else None
        return statement if isinstance(statement, Publisher) else None

    def _ask_board(self, leaderboard_key: str) -> _Board:
        found = reads.dated_rankings(self._connection, leaderboard_key)
        by_day: dict[str, list[Found]] = {}
        by_release: dict[str, list[Found]] = {}
        for day, release, one in found:
            by_day.setdefault(day, []).append(one)
            if folded(release):
                by_release.setdefault(folded(release), []).append(one)
        return _Board([one for _, _, one in found], by_day, by_release, sorted(by_day))

    def _of_day(self, board: _Board, day: str) -> list[Logged[Evaluation]]:
        """Return the rankings of a day by their places: a date may have a time, which the tables do not keep."""
        found = list(self._logged(board.by_day[day], Evaluation))
        return sorted(found, key=place_of) if len(found) > 1 else found

    def _ask_claims(self, leaderboard_key: str) -> tuple[Logged[Claim], ...]:
        return tuple(self._logged(reads.claims(self._connection, leaderboard_key), Claim))

    def _logged(self, found: Iterable[Found], kind: type[S]) -> Iterator[Logged[S]]:
        for one in found:
            known = logged_as(self._shelf.logged(one), kind)
            if known is not None:
                yield known
