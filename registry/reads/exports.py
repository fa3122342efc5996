"""All placements that a filter finds, in the order of the log: read a thousand at a time, so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from registry.filter.columns import PLACEMENTS
from registry.filter.narrowing import NONE, narrowed
from registry.filter.sql import Builder
from registry.filter.tree import EVERYTHING, Term
from registry.reads import Connection, each_listed

_AT_A_TIME = 1_000


class Exported(NamedTuple):
    """One placement. Every text is as recorded, empty when it is not there."""

    placement_id: int
    entry_index: int
    at: int
    """Position in its ranking, from 0."""
    statement_id: str
    leaderboard: str
    organiser: str
    release: str
    published: str
    evaluated: str
    submission: str
    split: str
    filters: str
    model: str
    developer: str
    version: str
    parameters: float | None
    availability: str
    section: str
    rank: int | None
    tied: int
    entrants: int | None
    criterion: str
    value: str
    stderr: str
    n: int | None
    shots: int | None
    signers: str
    verdict: str
    worst: str
    findings: tuple[str, ...] = ()
    """Of its entry and of this model's lines, as `rule:severity`, the gravest first."""


_COLUMNS = (
    "p.placement_id, p.entry_index, p.at, e.statement_id, r.leaderboard, r.organiser, r.release, r.published, r.evaluated,"
    " r.submission, r.split, r.filters, p.model, p.developer, p.version, p.parameters, p.availability, p.section, p.rank, p.tied,"
    " r.entrants, p.criterion, p.value, p.stderr, p.n, p.shots, e.signers, p.verdict, p.worst"
)


def exported(connection: Connection, tree: Term = EVERYTHING) -> Iterator[list[Exported]]:
    """Yield the placements that match, some at a time, in the order of the log."""
    tree = narrowed(connection, tree, PLACEMENTS)
    if tree == NONE:
        return
    builder = Builder(PLACEMENTS, hint=connection.hint)
    # The order of the log is followed and each line looked at: one pass over the table, however many there are.
    ids = (
        f"SELECT p.placement_id FROM placement p WHERE p.placement_id > :after AND ({builder.condition(tree)})"
        f" ORDER BY p.placement_id LIMIT {_AT_A_TIME}"
    )
    query = (
        f"SELECT {_COLUMNS} FROM ({ids}) found JOIN placement p ON p.placement_id = found.placement_id"
        " JOIN ranking r ON r.entry_index = p.entry_index JOIN entry e ON e.entry_index = p.entry_index"
        " ORDER BY p.placement_id"
    )
    after = -1
    while lines := [Exported(*row) for row in connection.rows(query, after=after, **builder.values)]:
        after = lines[-1].placement_id
        found = _findings(connection, sorted({line.entry_index for line in lines}))
        yield [line._replace(findings=_about(line, found)) for line in lines]


_Found = dict[tuple[int, str], list[tuple[int, str]]]
"""Findings by entry and model (empty for all of it), each with its number, by which they are in order."""


def _findings(connection: Connection, indexes: Sequence[int]) -> _Found:
    found: _Found = defaultdict(list)
    query = "SELECT entry_index, placement, finding_id, rule, severity FROM finding WHERE entry_index IN {listed}"
    for index, placement, number, rule, severity in each_listed(connection, query, indexes):
        found[index, placement].append((number, f"{rule}:{severity}"))
    return found


def _about(line: Exported, found: _Found) -> tuple[str, ...]:
    own = [*found.get((line.entry_index, ""), ()), *found.get((line.entry_index, line.model), ())]
    return tuple(dict.fromkeys(said for _, said in sorted(own)))
