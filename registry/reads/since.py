"""What was said of a ranking since it was logged: people's flags with the answers to them, and what ended it or stands by it.

The same that `registry.record` works out of the statements, from the tables alone: for a list that asks at every move of its
cursor. Every text is as recorded: hostile until printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from registry.reads import Connection, listed

MOST_FLAGS = 20
"""Flags that are read: there can be any number, and only the first few are looked at."""
_THEIRS = (
    "EXISTS (SELECT 1 FROM signer s JOIN signer o ON o.name = s.name"
    " WHERE s.entry_index = a.entry_index AND o.entry_index = {target})"
)
"""That an entry is by somebody who signed another: nobody else answers a flag on it or stands by it."""


class Saying(NamedTuple):
    """A newer entry about one."""

    entry_index: int
    by: str
    """Who signed it, joined by a comma and a space."""
    summary: str


class RaisedFlag(NamedTuple):
    """A person's flag."""

    entry_index: int
    placement: str
    """The model whose line is meant; empty for the whole ranking."""
    reason: str
    because: str
    by: str
    state: str
    """open, withdrawn, cured or disputed."""
    closed_by: int | None
    answers: Sequence[Saying] = ()
    """Of those who published the ranking."""


class Since(NamedTuple):
    """What was said of a ranking since."""

    ended: str
    """disputed, retracted or superseded; empty when it stands."""
    reason: str
    """What ended it; empty when it stands."""
    reason_zh: str
    settled_by: Saying | None
    """The entry that ended it; of one that stands, the newest by which its publisher stands by it, if any."""
    flags: Sequence[RaisedFlag]
    """The open ones first, then the newest; at most `MOST_FLAGS`."""
    flag_count: int
    """How many there are."""
    open_count: int
    """How many of them are open."""


def since(connection: Connection, entry_index: int, model: str) -> Since:
    """Return what was said since of a ranking, as far as it concerns one model's line in it."""
    # What names it is few; all of a type may be many.
    hint = connection.hint
    row = connection.row(
        f"""
        SELECT e.ended, e.reason, e.reason_zh, a.entry_index, a.signers, a.summary
        FROM entry e LEFT JOIN entry a ON a.entry_index = COALESCE(e.ended_by, (
            SELECT MAX(a.entry_index) FROM reference r JOIN entry a ON a.entry_index = r.entry_index
            WHERE r.statement_id = e.statement_id AND {hint}a.entry_index > e.entry_index AND a.ended = ''
                AND {hint}a.type = 'jinbang/amendment/v1' AND a.summary LIKE 'reaffirm %'
                AND {_THEIRS.format(target="e.entry_index")}))
        WHERE e.entry_index = :index""",
        index=entry_index,
    )
    if row is None:
        return Since("", "", "", None, [], 0, 0)
    ended, reason, reason_zh, *settled = row
    settled_by = Saying(*settled) if settled[0] is not None else None
    # Of one that stands, the reason is that of a flag or a finding, which is told with them.
    why, why_zh = (reason, reason_zh) if ended else ("", "")
    flags, count, open_count = _flags(connection, entry_index, model)
    return Since(ended, why, why_zh, settled_by, flags, count, open_count)


def _flags(connection: Connection, entry_index: int, model: str) -> tuple[list[RaisedFlag], int, int]:
    """Return the first flags, how many there are, and how many of these are open."""
    found = connection.rows(
        """
        SELECT t.entry_index, t.placement, t.reason, t.because, t."by", t.state, t.closed_by,
            COUNT(*) OVER (), SUM(t.open) OVER ()
        FROM flag t WHERE t.target_index = :index AND t.placement IN ('', :model)
        ORDER BY t.open DESC, t.entry_index DESC LIMIT :most""",
        index=entry_index,
        model=model,
        most=MOST_FLAGS,
    )
    answers = _answers(connection, [row[0] for row in found])
    flags = [RaisedFlag(*row[:-2])._replace(answers=answers[row[0]]) for row in found]
    return (flags, int(found[0][-2]), int(found[0][-1])) if found else ([], 0, 0)


def _answers(connection: Connection, flags: Sequence[int]) -> defaultdict[int, list[Saying]]:
    """Return the answers to some flags, by their index, in the order of the log."""
    answers: defaultdict[int, list[Saying]] = defaultdict(list)
    if not flags:
        return answers
    text, values = listed("flag", flags)
    query = f"""
        SELECT t.entry_index, a.entry_index, a.signers, a.summary FROM flag t
        JOIN entry k ON k.entry_index = t.entry_index JOIN reference r ON r.statement_id = k.statement_id
        JOIN entry a ON a.entry_index = r.entry_index
        WHERE t.entry_index IN {text} AND {connection.hint}a.entry_index > t.entry_index AND a.ended = ''
            AND {connection.hint}a.type = 'jinbang/response/v1' AND {_THEIRS.format(target="t.target_index")}
        ORDER BY a.entry_index"""
    for flag, *saying in connection.rows(query, **values):
        answers[int(flag)].append(Saying(*saying))
    return answers
