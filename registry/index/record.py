"""The record, answered from the index's tables; statements are read from the ledger when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from registry import reads
from registry.index.keys import key, model_numbers, skeleton
from registry.index.shelf import Shelf
from registry.names import Kind, identities, rivals
from registry.reads import Connection, Found
from registry.record import Ended, Ending, Logged, Placed
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model

S = TypeVar("S", bound=Statement)
_REMEMBERED = 256
_NAMES = 1 << 16


class IndexRecord:
    """Answers what a `Record` is asked, at one size of the ledger: tables that move on need a new one."""

    def __init__(self, connection: Connection, shelf: Shelf, today: str) -> None:
        self.today = today
        self._connection = connection
        self._shelf = shelf
        # Nothing moves meanwhile, and the states of one leaderboard all ask the same.
        self._rankings = lru_cache(_REMEMBERED)(self._ask_rankings)
        self._claims = lru_cache(_REMEMBERED)(self._ask_claims)
        self._publisher = lru_cache(_REMEMBERED)(self._ask_publisher)
        self._alike = lru_cache(_NAMES)(self._ask_alike)

    def publisher(self, name: str) -> Publisher | None:
        return self._publisher(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        found = reads.statement(self._connection, statement_id)
        return next(self._logged([found], Statement), None) if found is not None else None

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        return tuple(self._logged(reads.about(self._connection, statement_id), Statement))

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return self._rankings(key(Kind.LEADERBOARD, leaderboard))

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
        return self._alike(kind, name)

    def names(self, kind: Kind) -> Sequence[str]:
        """Return every spelling on record, each once, in the order of the log."""
        return reads.names(self._connection, kind)

    def _ask_alike(self, kind: Kind, name: str) -> tuple[str, ...]:
        return rivals(kind, name, reads.drawn_alike(self._connection, kind, skeleton(name)))

    def _ask_publisher(self, name: str) -> Publisher | None:
        index = reads.enrolment(self._connection, name)
        statement = self._shelf.statement(index) if index is not None else None
        return statement if isinstance(statement, Publisher) else None

    def _ask_rankings(self, leaderboard_key: str) -> tuple[Logged[Evaluation], ...]:
        return tuple(self._logged(reads.rankings(self._connection, leaderboard_key), Evaluation))

    def _ask_claims(self, leaderboard_key: str) -> tuple[Logged[Claim], ...]:
        return tuple(self._logged(reads.claims(self._connection, leaderboard_key), Claim))

    def _logged(self, found: Iterable[Found], kind: type[S]) -> Iterator[Logged[S]]:
        for one in found:
            statement = self._shelf.statement(one.entry_index)
            if isinstance(statement, kind):
                yield Logged(one.entry_index, statement, one.statement_id, ended_of(one))


def ended_of(found: Found) -> Ended | None:
    """Return what ended an entry, or None."""
    if not found.ended:
        return None
    assert found.ended_by is not None, "what has ended was ended by an entry"
    return Ended(Ending(found.ended), found.ended_by, found.successor)
