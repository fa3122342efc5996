"""What is on record, as lists: leaderboards, models, publishers, datasets, graders; findings and people's flags.

Each takes a filter, and returns its lines in an order that is always the same. Every text is as recorded: hostile until printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from registry.filter import columns
from registry.filter.columns import Listed
from registry.filter.sql import condition, like
from registry.filter.tree import Term
from registry.reads import Connection


class Leaderboard(NamedTuple):
    """A list as an institution."""

    name: str
    """As its newest entry spells it."""
    organiser: str
    rankings: int
    verified: int
    """Rankings of it whose verdict is `verified`."""
    placements: int
    newest: str
    """Day of its newest ranking; empty when no day is known."""


class Model(NamedTuple):
    """What is ranked, under one name."""

    name: str
    """As its newest placement spells it."""
    developer: str
    leaderboards: int
    placements: int
    firsts: int
    """Placements with rank 1."""
    newest: str


class Publisher(NamedTuple):
    """Who introduced itself."""

    name: str
    display: str
    class_: str
    homepage: str
    entries: int
    """Signed by it, alone or with others."""
    enrolled: int
    """Index of the entry by which it is enrolled."""


class Dataset(NamedTuple):
    """Questions that models were given, as rankings name them."""

    name: str
    version: str
    split: str
    access: str
    items: int | None
    sha256: str
    revision: str
    seal: str
    """Statement id of the seal that committed to the items."""
    rankings: int
    newest: str
    """Day of the newest ranking on it."""


class Grader(NamedTuple):
    """What turned answers into scores, as rankings name it."""

    name: str
    version: str
    revision: str
    kind: str
    developer: str
    rankings: int
    newest: str


class EntryLine(NamedTuple):
    """What the log holds at an index."""

    entry_index: int
    type: str
    """Of its statement, in full; empty when its signatures are not right."""
    summary: str
    signers: str
    """Joined by a comma and a space."""
    reason: str
    """Why its verdict is what it is."""


class FindingLine(NamedTuple):
    """What a rule found."""

    entry_index: int
    placement: str
    """Empty when the whole entry is meant."""
    rule: str
    group: str
    severity: str
    fields: str
    """JSON: a list of [field, value]."""
    message: str
    message_zh: str


class FlagLine(NamedTuple):
    """What a person objects to."""

    entry_index: int
    target_index: int | None
    """The entry that is meant; None when the flag has no effect on any."""
    target: str
    """Its statement id, whole."""
    placement: str
    reason: str
    because: str
    by: str
    state: str


def _rows(
    connection: Connection, query: str, tree: Term, listed: Listed, *, gathers: bool = False
) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which the filter's condition stands for `{where}`."""
    where = condition(tree, listed, gathers=gathers)
    return connection.rows(query.format(where=where.text), **where.values)


def leaderboards(connection: Connection, tree: Term) -> list[Leaderboard]:
    """Return the leaderboards of the rankings that match, by name."""
    query = """
        SELECT r.leaderboard, r.organiser, q.rankings, q.verified, q.placements, q.newest FROM (
            SELECT t.leaderboard_key, MAX(t.entry_index) AS last, COUNT(*) AS rankings, SUM(t.lines) AS placements,
                SUM(CASE WHEN k.verdict = 'verified' THEN 1 ELSE 0 END) AS verified, MAX(t.published) AS newest
            FROM ranking t JOIN entry k ON k.entry_index = t.entry_index WHERE {where} GROUP BY t.leaderboard_key
        ) q JOIN ranking r ON r.entry_index = q.last ORDER BY q.leaderboard_key"""
    return [
        Leaderboard(name, organiser, rankings, int(verified), int(placements), newest)
        for name, organiser, rankings, verified, placements, newest in _rows(
            connection, query, tree, columns.LEADERBOARDS
        )
    ]


def models(connection: Connection, tree: Term) -> list[Model]:
    """Return the models of the placements that match, by name."""
    query = """
        SELECT m.model, m.developer, q.leaderboards, q.placements, q.firsts, q.newest FROM (
            SELECT p.model_key, MAX(p.placement_id) AS last, COUNT(DISTINCT p.leaderboard_key) AS leaderboards,
                COUNT(*) AS placements, SUM(CASE WHEN p.rank = 1 THEN 1 ELSE 0 END) AS firsts, MAX(p.published) AS newest
            FROM placement p WHERE {where} GROUP BY p.model_key
        ) q JOIN placement m ON m.placement_id = q.last ORDER BY q.model_key"""
    return [
        Model(name, developer, boards, placements, int(firsts), newest)
        for name, developer, boards, placements, firsts, newest in _rows(connection, query, tree, columns.MODELS)
    ]


def publishers(connection: Connection, tree: Term) -> list[Publisher]:
    """Return the enrolled publishers that match, by name."""
    query = """
        SELECT t.name, t.display, t.category, t.homepage, (SELECT COUNT(*) FROM signer n WHERE n.name = t.name), t.enrolled
        FROM publisher t WHERE {where} ORDER BY t.name"""
    return [Publisher(*row) for row in _rows(connection, query, tree, columns.PUBLISHERS)]


def datasets(connection: Connection, tree: Term) -> list[Dataset]:
    """Return the datasets of the rankings that match, each as differently as rankings name it, by name."""
    named = "t.name, t.version, t.split, t.access, t.items, t.sha256, t.revision, t.seal"
    query = f"""
        SELECT {named}, COUNT(*), MAX(k.dated) FROM dataset t JOIN entry k ON k.entry_index = t.entry_index
        WHERE {{where}} GROUP BY t.dataset_key, {named}
        ORDER BY t.dataset_key, t.name, t.version, t.split, t.access, t.sha256, t.revision, t.seal, COALESCE(t.items, -1)"""
    return [Dataset(*row) for row in _rows(connection, query, tree, columns.DATASETS)]


def graders(connection: Connection, tree: Term) -> list[Grader]:
    """Return the graders of the rankings that match, each as differently as rankings name it, by name."""
    named = "t.name, t.version, t.revision, t.kind, t.developer"
    query = f"""
        SELECT {named}, COUNT(*), MAX(k.dated) FROM grader t JOIN entry k ON k.entry_index = t.entry_index
        WHERE {{where}} GROUP BY {named} ORDER BY {named}"""
    return [Grader(*row) for row in _rows(connection, query, tree, columns.GRADERS)]


def entries(connection: Connection, tree: Term, limit: int) -> tuple[int, list[EntryLine]]:
    """Return how many entries match, and the newest of them; of a ranking it is enough that one of its lines does."""
    query = """
        SELECT t.entry_index, t.type, t.summary, t.signers, t.reason
        FROM entry t WHERE {where} ORDER BY t.entry_index DESC""" + _limited(limit)
    # A look at each line of each ranking would take seconds where there are a million.
    count = "SELECT COUNT(*) FROM entry t WHERE {where}"
    total = _rows(connection, count, tree, columns.ENTRIES, gathers=True)[0][0]
    return total, [EntryLine(*row) for row in _rows(connection, query, tree, columns.ENTRIES, gathers=True)]


def findings(connection: Connection, tree: Term, limit: int | None) -> tuple[int, list[FindingLine]]:
    """Return how many findings of rules match, and the newest of them: the newest entry first, its gravest finding first."""
    query = """
        SELECT t.entry_index, t.placement, t.rule, t.grouping, t.severity, t.fields, t.message, t.message_zh
        FROM finding t WHERE {where} ORDER BY t.entry_index DESC, t.finding_id""" + _limited(limit)
    total = _rows(connection, "SELECT COUNT(*) FROM finding t WHERE {where}", tree, columns.FINDINGS)[0][0]
    return total, [FindingLine(*row) for row in _rows(connection, query, tree, columns.FINDINGS)]


def flags(connection: Connection, tree: Term, limit: int | None) -> tuple[int, list[FlagLine]]:
    """Return how many flags of people match, and the newest of them."""
    query = """
        SELECT t.entry_index, t.target_index, t.target, t.placement, t.reason, t.because, t."by", t.state
        FROM flag t WHERE {where} ORDER BY t.entry_index DESC""" + _limited(limit)
    total = _rows(connection, "SELECT COUNT(*) FROM flag t WHERE {where}", tree, columns.FLAGS)[0][0]
    return total, [FlagLine(*row) for row in _rows(connection, query, tree, columns.FLAGS)]


def _limited(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {int(limit)}"


def spellings(connection: Connection, kind: str, part: str, limit: int = 50) -> Sequence[str]:
    """Return names of a kind that contain a part, those that begin with it in front."""
    query = """
        SELECT DISTINCT spelling, CASE WHEN folded LIKE :start ESCAPE '\\' THEN 0 ELSE 1 END AS later
        FROM word WHERE kind = :kind AND folded LIKE :part ESCAPE '\\' ORDER BY later, spelling LIMIT :most"""
    pattern = like(part)
    return [row[0] for row in connection.rows(query, kind=kind, start=pattern[1:], part=pattern, most=limit)]


def alike(connection: Connection, kind: str, part: str, limit: int) -> Sequence[str]:
    """Return names of a kind that have the characters of a part in its order, with others between; the shortest first."""
    query = """
        SELECT DISTINCT spelling, LENGTH(spelling) FROM word WHERE kind = :kind AND folded LIKE :part ESCAPE '\\'
        ORDER BY 2, 1 LIMIT :most"""
    # Each character with its escape, as a name may have a % of its own.
    pattern = "".join(like(one).removesuffix("%") for one in part if not one.isspace()) + "%"
    return [row[0] for row in connection.rows(query, kind=kind, part=pattern, most=limit)]


def entries_with(connection: Connection, start: str, limit: int) -> list[tuple[str, str]]:
    """Return (index, what it says) of the newest entries whose index begins with some digits."""
    query = """
        SELECT e.entry_index, e.summary FROM entry e WHERE CAST(e.entry_index AS VARCHAR(20)) LIKE :start ESCAPE '\\'
        ORDER BY e.entry_index DESC LIMIT :most"""
    return [(str(index), said) for index, said in connection.rows(query, start=like(start)[1:], most=limit)]
