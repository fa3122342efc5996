"""`jinbang query`: placements, by any filter and in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from registry import output
from registry.cli.listing import CsvOption, FilterArgument, LimitOption, ended, limit_of, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption, complete_order
from registry.cli.table import Column, print_csv, print_table

if TYPE_CHECKING:
    from registry.reads import Connection
    from registry.reads.pages import Line

_COLUMNS = (
    Column("rank", right=True),
    Column("of", right=True),
    Column("model"),
    Column("developer"),
    Column("leaderboard"),
    Column("release"),
    Column("published"),
    Column("score", right=True),
    Column("entry", right=True),
    Column("verdict"),
)
_AT_A_TIME = 500


def query(
    words: FilterArgument = None,
    *,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="F",
            help="rank, score, published, model, leaderboard, entrants or verdict; -F for descending.",
            autocompletion=complete_order,
        ),
    ] = "-published",
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List placements: which model stood where, on which leaderboard, and whether that can be believed.

    Example: jinbang query 'board:cmmlu first' --sort published
    """
    from registry.filter.columns import PLACEMENTS
    from registry.reads import pages, sorting

    with listing(ledger, as_json=json, as_csv=csv) as (origin, connection):
        order, tree = sorting.parse(sort), tree_of(words, PLACEMENTS)
        most = limit_of(limit, as_csv=csv)
        total = pages.total(connection, tree)
        if most is None or most > pages.MAX_LINES:
            ids: Sequence[int] = pages.ids(connection, tree, order)[:most]
            found = _in_turn(connection, ids)
        else:
            page = pages.page(connection, tree, order, limit=most)
            found, ids = iter(page), [line.placement_id for line in page]
        if json:
            output.json_object({"total": total, "placements": [_json(origin, line) for line in found]})
        elif csv:
            print_csv(list(_HEADS), (list(_json(origin, line).values()) for line in found))
        elif total:
            print_table(_COLUMNS, [_row(line) for line in found])
        ended(total, len(ids), quiet=json or csv)


def _in_turn(connection: Connection, ids: Sequence[int]) -> Iterator[Line]:
    """Yield lines by their numbers, few at a time."""
    from registry.reads import pages

    for start in range(0, len(ids), _AT_A_TIME):
        yield from pages.lines(connection, ids[start : start + _AT_A_TIME])


def _row(line: Line) -> tuple[object, ...]:
    verdict = f"{line.verdict}: {line.worst}" if line.worst else line.verdict
    rank = f"{line.rank}=" if line.rank is not None and line.tied else line.rank
    shown = (rank, line.entrants, line.model, line.developer, line.leaderboard, line.release, line.published)
    return (*shown, line.value, line.entry_index, verdict)


_HEADS = (
    "citation",
    "leaderboard",
    "release",
    "published",
    "model",
    "developer",
    "version",
    "rank",
    "tied",
    "entrants",
    "score",
    "criterion",
    "publisher",
    "verdict",
    "worst",
)
"""As JSON calls them, and the heads of CSV."""


def _json(origin: str, line: Line) -> dict[str, object]:
    from registry.citation import cite

    citation = cite(origin, line.entry_index, line.statement_id, line.model).format()
    known = (line.leaderboard, line.release, line.published, line.model, line.developer, line.version)
    standing = (line.rank, bool(line.tied), line.entrants, line.value, line.criterion, line.signers)
    values = (citation, *known, *standing, line.verdict, line.worst)
    return {head: None if value == "" else value for head, value in zip(_HEADS, values, strict=True)}
