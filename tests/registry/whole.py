"""A record held in memory, of statements that were all read at once: plain and slow, for the index to be held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ledger import entry as entries
from ledger.errors import LedgerError
from ledger.log import Ledger
from ledger.publishers import is_key_event
from registry.decode import read
from registry.names import Identity, Kind, folded, identities, key, rivals, skeleton
from registry.record import Logged, Place, Placed, life, place_of
from registry.record.life import Dispute
from registry.record.naming import uses
from registry.record.references import references
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.statements.evaluation import Model


class WholeRecord:
    """Answers what a `Record` is asked, from a list."""

    def __init__(
        self, logged: Iterable[Logged[Statement]], today: str, disputes: Mapping[int, Sequence[Dispute]] | None = None
    ) -> None:
        self.today = today
        self._disputes = disputes or {}
        self._by_id: dict[str, Logged[Statement]] = {}
        self._about: dict[str, list[Logged[Statement]]] = defaultdict(list)
        self._publishers: dict[str, Publisher] = {}
        self._rankings: dict[str, list[Logged[Evaluation]]] = defaultdict(list)
        self._claims: dict[str, list[Logged[Claim]]] = defaultdict(list)
        self._lines: dict[Identity, list[Placed]] = defaultdict(list)
        self._names: dict[Kind, dict[str, int]] = defaultdict(dict)
        self._drawn: dict[tuple[Kind, str], list[tuple[str, int]]] | None = None
        self.logged = tuple(self._marked(list(logged)))
        """All that is on record."""
        for one in self.logged:
            self._name(one)
            self._take(one)

    def _marked(self, logged: Sequence[Logged[Statement]]) -> list[Logged[Statement]]:
        """Return the entries with what ended them, which follows from what names them."""
        for one in logged:
            self._name(one)
        marked = [one if one.ended else replace(one, ended=life.ended(one, self)) for one in logged]
        self._about.clear()
        return marked

    def _name(self, one: Logged[Statement]) -> None:
        if self._by_id.get(one.id, one).index >= one.index:
            self._by_id[one.id] = one
        for statement_id in dict.fromkeys(references(one.statement)):
            self._about[statement_id].append(one)

    def _take(self, one: Logged[Statement]) -> None:
        for use in uses(one.statement):
            self._names[use.kind].setdefault(use.name, one.index)
        match one.statement:
            case Publisher():
                self._publishers[one.statement.publisher] = one.statement
            case Claim():
                claim = Logged(one.index, one.statement, one.id, one.ended)
                self._claims[_board(claim.statement.leaderboard)].append(claim)
            case Evaluation():
                ranking = Logged(one.index, one.statement, one.id, one.ended)
                self._rankings[_board(ranking.statement.leaderboard.name)].append(ranking)
                for at, placement in enumerate(ranking.statement.placements):
                    for identity in identities(placement.model):
                        self._lines[identity].append(Placed(ranking, at))

    def publisher(self, name: str) -> Publisher | None:
        return self._publishers.get(name)

    def statement(self, statement_id: str) -> Logged[Statement] | None:
        return self._by_id.get(statement_id)

    def about(self, statement_id: str) -> Sequence[Logged[Statement]]:
        return self._about.get(statement_id, ())

    def disputes(self, index: int) -> Sequence[Dispute]:
        """Return which signatures of an entry are in dispute, answered or not."""
        return self._disputes.get(index, ())

    def rankings(self, leaderboard: str) -> Sequence[Logged[Evaluation]]:
        return self._rankings.get(_board(leaderboard), ())

    def earlier(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        yield from sorted(
            (one for one in self.rankings(leaderboard) if place_of(one) < place), key=place_of, reverse=True
        )

    def later(self, leaderboard: str, place: Place) -> Iterator[Logged[Evaluation]]:
        yield from sorted((one for one in self.rankings(leaderboard) if place_of(one) > place), key=place_of)

    def beside(self, leaderboard: str, release: str, published: str) -> Sequence[Logged[Evaluation]]:
        own = folded(release)
        return [
            one
            for one in self.rankings(leaderboard)
            if one.statement.published[:10] == published[:10]
            or (own and folded(one.statement.leaderboard.release) == own)
        ]

    def claims(self, leaderboard: str) -> Sequence[Logged[Claim]]:
        return self._claims.get(_board(leaderboard), ())

    def placements(self, model: Model) -> Sequence[Placed]:
        found = {(one.ranking.index, one.at): one for name in identities(model) for one in self._lines.get(name, ())}
        return [one for _, one in sorted(found.items(), key=lambda item: item[0])]

    def alike(self, kind: Kind, name: str) -> Sequence[str]:
        if self._drawn is None:
            # Made when it is asked for: few questions need the shape of every name.
            self._drawn = defaultdict(list)
            for each, spellings in self._names.items():
                for spelling, first in spellings.items():
                    self._drawn[each, skeleton(spelling)].append((spelling, first))
        return rivals(kind, name, self._drawn.get((kind, skeleton(name)), ()))

    def names(self, kind: Kind) -> Iterable[str]:
        return self._names[kind]


def _board(name: str) -> str:
    return key(Kind.LEADERBOARD, name)


def read_whole(ledger: Ledger, today: str = "2026-01-02") -> WholeRecord:
    """Return the record of a ledger at its head, of all that stands and that this version can read."""
    logged: list[Logged[Statement]] = []
    disputes: dict[int, Sequence[Dispute]] = {}
    head = ledger.catch_up()
    keys = ledger.publishers()
    for index, raw in enumerate(ledger.entries(0, head.size, head)):
        statement = read(raw)
        if statement is not None and _stands(index, raw, ledger):
            logged.append(Logged(index, statement, entries.statement_id(raw)))
            disputes[index] = [Dispute(*one) for one in keys.disputes(index, entries.parse(raw))]
    return WholeRecord(logged, today, disputes)


def _stands(index: int, raw: bytes, ledger: Ledger) -> bool:
    try:
        if not is_key_event(raw):
            ledger.publishers_at(index).check(index, entries.parse(raw))
    except LedgerError:
        return False
    return True
