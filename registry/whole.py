"""A record held in memory, of statements that were all read at once: plain, and slow to make from a large log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ledger import entry as entries
from ledger.errors import FormatError
from registry import statements
from registry.errors import StatementError
from registry.lines import Identity, identity
from registry.names import folded
from registry.record import Ended, Ending, Logged, Placed
from registry.references import references
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model

if TYPE_CHECKING:
    from ledger.log import Ledger


class WholeRecord:
    """Answers what a `Record` is asked, from a list."""

    def __init__(self, logged: Iterable[Logged[Statement]], today: str) -> None:
        self.today = today
        self._by_id: dict[str, Logged[Statement]] = {}
        self._about: dict[str, list[Logged[Statement]]] = defaultdict(list)
        self._publishers: dict[str, Publisher] = {}
        self._rankings: dict[str, list[Logged[Evaluation]]] = defaultdict(list)
        self._claims: dict[str, list[Logged[Claim]]] = defaultdict(list)
        self._lines: dict[Identity, list[Placed]] = defaultdict(list)
        for one in logged:
            self._take(one)

    def _take(self, one: Logged[Statement]) -> None:
        self._by_id[one.id] = one
        for statement_id in dict.fromkeys(references(one.statement)):
            self._about[statement_id].append(one)
        match one.statement:
            case Publisher():
                self._publishers[one.statement.publisher] = one.statement
            case Claim():
                claim = Logged(one.index, one.statement, one.id, one.ended)
                self._claims[folded(claim.statement.leaderboard)].append(claim)
            case Evaluation():
                ranking = Logged(one.index, one.statement, one.id, one.ended)
                self._rankings[folded(ranking.statement.leaderboard.name)].append(ranking)
                for at, placement in enumerate(ranking.statement.placements):
                    self._lines[identity(placement.model)].append(Placed(ranking, at))

    def publisher(self, name: str) -> Publisher | None:
        return self._publishers.get(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        return self._by_id.get(statement_id)

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        return self._about.get(statement_id, ())

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return self._rankings.get(folded(leaderboard), ())

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        return self._claims.get(folded(leaderboard), ())

    def placements(self, model: Model) -> Sequence[Placed]:
        return self._lines.get(identity(model), ())


def read(raw: bytes) -> Statement | None:
    """Return an entry's statement, or None when it is of a type or form that this version does not know."""
    try:
        return statements.parse(entries.parse(raw).statement.value)
    except (FormatError, StatementError):
        return None


def introduced(raws: Iterable[bytes]) -> dict[str, Publisher]:
    """Return the publishers that enrolled in some key events, by name."""
    found = (read(raw) for raw in raws)
    return {statement.publisher: statement for statement in found if isinstance(statement, Publisher)}


def read_whole(ledger: Ledger) -> WholeRecord:
    """Return the record of a ledger at its head, of all that this version can read."""
    return WholeRecord(_logged(ledger), datetime.now(UTC).date().isoformat())


def _logged(ledger: Ledger) -> Iterator[Logged[Statement]]:
    head = ledger.catch_up()
    keys = ledger.publishers()
    for index, raw in enumerate(ledger.entries(0, head.size, head)):
        statement = read(raw)
        if statement is not None:
            by = keys.disputed_by(index, entries.parse(raw))
            ended = None if by is None else Ended(Ending.DISPUTED, by)
            yield Logged(index, statement, entries.statement_id(raw), ended)
