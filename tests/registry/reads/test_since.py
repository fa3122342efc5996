"""What the tables say of a ranking since it was logged is what the record says, whatever people said of each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ledger.log import Ledger
from ledger.store import MemoryStore
from registry import reads
from registry.index import Index, SqliteFile
from registry.reads import Connection
from registry.reads.since import MOST_FLAGS, RaisedFlag, Saying, Since, since
from registry.record import Logged, logged_as
from registry.record.cure import cures
from registry.record.flags import Flagged, flags
from registry.record.life import told
from registry.record.newer import reaffirmation
from registry.statements import Evaluation, Statement
from registry.summary import summary
from tests.ledger.build import ANNA, BEN, enrolments, found, operator, signed
from tests.registry.index.conftest import NewDatabase, new_database, server
from tests.registry.index.world import World
from tests.registry.whole import WholeRecord, read_whole

__all__ = ["new_database", "server"]
DAY = "2026-01-02"


def saying(index: int, ledger: Ledger) -> Saying:
    entry = ledger.entry(index)
    return Saying(index, ", ".join(entry.signers), summary(entry))


def raised(one: Flagged, ledger: Ledger) -> RaisedFlag:
    said = one.logged.statement
    return RaisedFlag(
        one.logged.index,
        said.placement,
        said.reason,
        said.because,
        ", ".join(said.signers),
        str(one.state),
        one.closed_by,
        [saying(each.index, ledger) for each in one.responses],
    )


def by_the_record(one: Logged[Statement], model: str, whole: WholeRecord, ledger: Ledger) -> Since:
    again = reaffirmation(one, whole)
    index = one.ended.by if one.ended is not None else again.index if again is not None else None
    concern = [each for each in flags(one, whole, cures(whole)) if each.logged.statement.placement in ("", model)]
    concern.sort(key=lambda each: (not each.is_open, -each.logged.index))
    ended, why = (one.ended.how, told(one.ended)) if one.ended is not None else ("", None)
    return Since(
        ended,
        why.en if why is not None else "",
        why.zh if why is not None else "",
        saying(index, ledger) if index is not None else None,
        [raised(each, ledger) for each in concern[:MOST_FLAGS]],
        len(concern),
        sum(each.is_open for each in concern),
    )


def held(seed: int, new_database: NewDatabase, folder: Path) -> Iterator[Since]:
    """Yield what is said of each line of a made-up world, once it is known to be what the record says."""
    folder.mkdir()
    ledger = found(MemoryStore(), folder, [World(seed).entries(120)])
    with closing(Index.open(ledger, new_database(), DAY)) as index:
        whole = read_whole(ledger, DAY)
        for one in whole.logged:
            ranking = logged_as(one, Evaluation)
            for line in ranking.statement.placements if ranking is not None else ():
                name = line.model.name
                expected = by_the_record(one, name, whole, ledger)
                assert since(index.connection, one.index, name) == expected
                yield expected


def test_it_is_what_the_record_says(new_database: NewDatabase, tmp_path: Path) -> None:
    seen = [one for seed in range(4) for one in held(seed, new_database, tmp_path / f"{seed}")]

    assert {one.ended for one in seen} == {"", "retracted", "superseded", "disputed"}
    assert any(flag.answers for one in seen for flag in one.flags)
    assert any(one.settled_by and not one.ended for one in seen)


def test_of_many_flags_the_open_ones_come_first_and_all_are_counted(new_database: NewDatabase, tmp_path: Path) -> None:
    ledger, ranking = flagged(tmp_path, MOST_FLAGS + 3)
    old = ledger.entry(3).statement.id
    withdrawal = {"type": "jinbang/amendment/v1", "publisher": "b.example", "action": "withdraw", "target": old}
    ledger.append([signed(withdrawal, BEN).raw], operator(tmp_path))

    with closing(Index.open(ledger, new_database(), DAY)) as index:
        said = since(index.connection, ranking, "GPT-4")

    assert (said.flag_count, said.open_count) == (MOST_FLAGS + 3, MOST_FLAGS + 2)
    assert [one.entry_index for one in said.flags] == [*range(ranking + MOST_FLAGS + 3, ranking + 3, -1)]
    assert {one.state for one in said.flags} == {"open"}


def test_of_an_entry_that_is_not_there_nothing_was_said(new_database: NewDatabase, tmp_path: Path) -> None:
    ledger, _ = flagged(tmp_path, 1)

    with closing(Index.open(ledger, new_database(), DAY)) as index:
        assert since(index.connection, 99, "GPT-4") == Since("", "", "", None, [], 0, 0)


class Planned(Connection):
    """A connection to an index in a file that notes how SQLite goes about each query."""

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite3.connect(path), reads.sqlite(), "here")
        self.plans: list[str] = []

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        self.plans.extend(str(step[-1]) for step in super().rows(f"EXPLAIN QUERY PLAN {query}", **values))
        return super().rows(query, **values)


def test_it_is_found_by_what_names_the_ranking_whatever_else_is_on_record(tmp_path: Path) -> None:
    """Going through all that is of a type would make every move of a cursor wait on a large ledger."""
    ledger, ranking = flagged(tmp_path, 2)
    path = tmp_path / "index.sqlite"
    Index.open(ledger, SqliteFile(path), DAY).close()

    connection = Planned(path)
    assert since(connection, ranking, "GPT-4").flag_count == 2
    connection.close()

    plans = "\n".join(connection.plans)
    assert plans.count("reference_by_id (statement_id=?)") == 2 and "flag_by_entry (target_index=?)" in plans
    assert "entry_by_type" not in plans and "SCAN a" not in plans and "SCAN t" not in plans


def flagged(folder: Path, count: int) -> tuple[Ledger, int]:
    """Return a ledger with one ranking, its index, on which one publisher raised flags."""
    placements: Sequence[object] = [{"rank": 1, "model": {"name": "GPT-4"}}]
    value = {"type": "jinbang/evaluation/v1", "publisher": "a.example", "leaderboard": {"name": "C-Eval"}}
    ranking = signed({**value, "placements": placements}, ANNA)
    flag = {"type": "jinbang/flag/v1", "publisher": "b.example", "entry": ranking.statement.id, "reason": "other"}
    raws = [signed({**flag, "because": f"{number}"}, BEN).raw for number in range(count)]
    enrolled = enrolments()
    return found(MemoryStore(), folder, [[*enrolled, ranking.raw, *raws]]), len(enrolled)
