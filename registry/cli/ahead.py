"""A record with the rankings that are about to be appended, so that each of a batch is judged after those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from registry.names import Kind, folded, identities, key
from registry.record import Logged, Place, Placed, Record, logged_as, place_of
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model


class Ahead:
    """What a record would answer when the rankings that were added stood in the log; of other types it knows what is logged."""

    def __init__(self, record: Record, size: int) -> None:
        self._record = record
        self._next = size
        self._boards: dict[str, list[Logged[Evaluation]]] = {}
        self._by_id: dict[str, Logged[Statement]] = {}

    @property
    def today(self) -> str:
        """The day on which is asked."""
        return self._record.today

    def add(self, statement: Statement, statement_id: str) -> None:
        """Take a statement as the next of the log."""
        one = Logged(self._next, statement, statement_id)
        self._next += 1
        self._by_id.setdefault(statement_id, one)
        ranking = logged_as(one, Evaluation)
        if ranking is not None:
            self._boards.setdefault(_board(ranking.statement.leaderboard.name), []).append(ranking)

    def publisher(self, name: str) -> Publisher | None:
        return self._record.publisher(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        return self._record.statement(statement_id) or self._by_id.get(statement_id)

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        return self._record.about(statement_id)

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return [*self._record.rankings(leaderboard), *self._added(leaderboard)]

    def earlier(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        added = [one for one in self._added(leaderboard) if place_of(one) < place]
        yield from _merged(added, self._record.earlier(leaderboard, place), newest_first=True)

    def later(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        added = [one for one in self._added(leaderboard) if place_of(one) > place]
        yield from _merged(added, self._record.later(leaderboard, place), newest_first=False)

    def beside(self, leaderboard: str, release: str, published: str) -> Sequence[Logged[Evaluation]]:
        own, day = folded(release), published[:10]
        added = [
            one
            for one in self._added(leaderboard)
            if one.statement.published[:10] == day or (own and folded(one.statement.leaderboard.release) == own)
        ]
        return [*self._record.beside(leaderboard, release, published), *added]

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        return self._record.claims(leaderboard)

    def placements(self, model: Model) -> Sequence[Placed]:
        asked = set(identities(model))
        added = [
            Placed(one, at)
            for rankings in self._boards.values()
            for one in rankings
            for at, line in enumerate(one.statement.placements)
            if not asked.isdisjoint(identities(line.model))
        ]
        return [*self._record.placements(model), *sorted(added, key=lambda each: (each.ranking.index, each.at))]

    def alike(self, kind: Kind, name: str) -> Sequence[str]:
        return self._record.alike(kind, name)

    def _added(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return self._boards.get(_board(leaderboard), ())


def _merged(
    added: Sequence[Logged[Evaluation]], logged: Iterator[Logged[Evaluation]], *, newest_first: bool
) -> Iterator[Logged[Evaluation]]:
    from heapq import merge

    yield from merge(sorted(added, key=place_of, reverse=newest_first), logged, key=place_of, reverse=newest_first)


def _board(name: str) -> str:
    return key(Kind.LEADERBOARD, name)
