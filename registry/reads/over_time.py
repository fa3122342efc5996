"""What is on record of one leaderboard over time."""

from __future__ import annotations

from typing import NamedTuple

from registry.reads import _LINE, _READABLE, _TABLE, Connection, Line, Table

_BY_DAY = "ORDER BY r.published, r.entry_index"


class Ranked(NamedTuple):
    """One ranking, and what is concluded about it."""

    table: Table
    verdict: str
    worst: str
    ended: str
    """Empty, disputed, retracted, superseded or withdrawn."""


class Group(NamedTuple):
    """Findings of one kind."""

    name: str
    findings: int
    rankings: int
    """On which they are."""


def rankings(connection: Connection, leaderboard_key: str) -> list[Ranked]:
    """Return the validly signed rankings of a leaderboard, those that have ended too, the oldest first."""
    query = (
        f"SELECT {_TABLE}, e.verdict, e.worst, e.ended FROM ranking r JOIN entry e ON e.entry_index = r.entry_index"
        f" WHERE r.leaderboard_key = :key AND {_READABLE} {_BY_DAY}"
    )
    cut = len(Table._fields)
    return [Ranked(Table(*row[:cut]), *row[cut:]) for row in connection.rows(query, key=leaderboard_key)]


def firsts(connection: Connection, leaderboard_key: str) -> list[tuple[Table, Line]]:
    """Return the lines with rank 1 of a leaderboard's rankings that have not ended, the oldest first."""
    query = (
        f"SELECT {_TABLE}, {_LINE} FROM ranking r JOIN placement p ON p.entry_index = r.entry_index"
        " JOIN entry e ON e.entry_index = r.entry_index"
        f" WHERE r.leaderboard_key = :key AND p.rank = 1 AND e.ended = '' AND {_READABLE} {_BY_DAY}, p.placement_id"
    )
    cut = len(Table._fields)
    return [(Table(*row[:cut]), Line(*row[cut:])) for row in connection.rows(query, key=leaderboard_key)]


def groups(connection: Connection, leaderboard_key: str) -> list[Group]:
    """Return what rules found about a leaderboard's rankings, by group, the most first."""
    query = (
        "SELECT f.grouping, COUNT(*) AS findings, COUNT(DISTINCT f.entry_index)"
        " FROM finding f JOIN ranking r ON r.entry_index = f.entry_index"
        " WHERE r.leaderboard_key = :key GROUP BY f.grouping ORDER BY findings DESC, f.grouping"
    )
    return [Group(str(name), int(found), int(on)) for name, found, on in connection.rows(query, key=leaderboard_key)]
