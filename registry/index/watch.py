"""What an entry was judged by: the questions that were asked meanwhile, and what a new entry answers.

A rule declares nothing. Whatever is asked of the record while an entry is judged is noted; when a later entry changes what one of
these questions is answered, the first is judged again, and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from registry.index.keys import TODAY, key, model_numbers, question, skeleton
from registry.index.walks import Point, Span, Walks, board_number, spelled
from registry.names import Kind, folded
from registry.record import Logged, Place, Placed
from registry.record.references import references
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model

if TYPE_CHECKING:
    from registry.index.record import IndexRecord


class Watching:
    """A record that notes what it is asked."""

    def __init__(self, record: IndexRecord) -> None:
        self._record = record
        self.asked: set[int] = set()
        """The questions so far."""
        self._walks = Walks()

    def _note(self, *words: str) -> None:
        self.asked.add(question(*words))

    @property
    def today(self) -> str:
        self.asked.add(TODAY)
        return self._record.today

    def publisher(self, name: str) -> Publisher | None:
        self._note("publisher", name)
        return self._record.publisher(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        self._note("statement", statement_id)
        return self._record.statement(statement_id)

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        self._note("about", statement_id)
        return self._record.about(statement_id)

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        self._note("rankings", key(Kind.LEADERBOARD, leaderboard))
        return self._record.rankings(leaderboard)

    def earlier(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        found = self._record.earlier(leaderboard, place)
        return self._walks.down(board_number(key(Kind.LEADERBOARD, leaderboard)), place, found)

    def later(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        found = self._record.later(leaderboard, place)
        return self._walks.up(board_number(key(Kind.LEADERBOARD, leaderboard)), place, found)

    def beside(self, leaderboard: str, release: str, published: str) -> Sequence[Logged[Evaluation]]:
        self.asked.update(_beside(leaderboard, release, published))
        return self._record.beside(leaderboard, release, published)

    def walked(self) -> Iterator[Span]:
        """Yield from where to where the rankings of leaderboards were looked at one by one."""
        return self._walks.spans()

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        self._note("claims", key(Kind.LEADERBOARD, leaderboard))
        return self._record.claims(leaderboard)

    def placements(self, model: Model) -> Sequence[Placed]:
        self.asked.update(model_numbers(model))
        return self._record.placements(model)

    def alike(self, kind: Kind, name: str) -> Sequence[str]:
        sight = self._record.sight(kind, name)
        # Only those count that were there before a name: once it is on record, no newer one changes the answer.
        if not sight.is_on_record:
            self.asked.add(alike_question(kind, name))
        return sight.taken_for


def answered_by(statement_id: str, statement: Statement) -> Iterator[int]:
    """Yield the questions whose answers change with a statement: when it is new, or when it has ended.

    Not those for names that look alike: these change with a spelling that is new to the record.
    """
    yield question("statement", statement_id)
    for named in references(statement):
        yield question("about", named)
    match statement:
        case Publisher():
            yield question("publisher", statement.publisher)
        case Claim():
            yield question("claims", key(Kind.LEADERBOARD, statement.leaderboard))
        case Evaluation():
            board = statement.leaderboard
            yield question("rankings", key(Kind.LEADERBOARD, board.name))
            yield from _beside(board.name, board.release, statement.published)
            for placement in statement.placements:
                yield from model_numbers(placement.model)


def point_of(index: int, statement: Statement) -> Point | None:
    """Return where a ranking stands on its leaderboard: whoever walked over that place was answered by it."""
    if not isinstance(statement, Evaluation):
        return None
    board = board_number(key(Kind.LEADERBOARD, statement.leaderboard.name))
    return Point(board, spelled(Place(statement.published, index)))


def _beside(leaderboard: str, release: str, published: str) -> Iterator[int]:
    """Yield the questions for the rankings of one day, and of one release if it is named."""
    board = key(Kind.LEADERBOARD, leaderboard)
    yield question("day", board, published[:10])
    if folded(release):
        yield question("release", board, folded(release))


@lru_cache(1 << 16)
def alike_question(kind: str, name: str) -> int:
    """Return the question for the names that look like one; a new spelling answers it."""
    return question("alike", kind, skeleton(name))
