"""What the commands that list have in common: a filter, an index that is up to date, and an end when there is nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry import output
from registry.cli import context
from registry.cli.options import answering, complete_filter
from registry.cli.table import Column, print_csv, print_table
from registry.errors import NothingToJudge, QuestionError

if TYPE_CHECKING:
    from registry.filter.columns import Listed
    from registry.filter.tree import Term
    from registry.reads import Connection

SHOWN = 50
"""Lines that are shown when nothing else is asked for."""
FilterArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILTER]",
        help="Which: words and FIELD:VALUE, such as board:cmmlu first (see docs/query.md).",
        autocompletion=complete_filter,
        show_default=False,
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help=f"How many at most, 0 for all; else {SHOWN}, or all with --csv."),
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Answer with CSV.")]


def tree_of(words: Sequence[str] | None, listed: Listed) -> Term:
    """Return the tree of a filter, whose words may come apart; raises FilterError."""
    from registry.filter import parse

    return parse(" ".join(words or ()), listed.fields)


@contextmanager
def listing(ledger: Path | None, *, as_json: bool, as_csv: bool = False) -> Iterator[tuple[str, Connection]]:
    """Give the origin of a ledger and its index, up to date."""
    with answering(as_json=as_json):
        if as_json and as_csv:
            raise QuestionError("--json, --csv: found both, expected one")
        opened = context.open_ledger(ledger)
        with closing(context.open_index(opened)) as index:
            yield opened.identity.origin, index.connection


def limit_of(limit: int | None, *, as_csv: bool = False) -> int | None:
    """Return how many lines are wanted at most, or None for all."""
    if limit is None:
        return None if as_csv else SHOWN
    return limit or None


def answer(
    name: str,
    columns: Mapping[str, Column],
    rows: Sequence[Sequence[Any]],
    limit: int | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print lines whose values stand in the order of `columns`, keyed by what JSON calls them, and end when there are none."""
    most = limit_of(limit, as_csv=as_csv)
    shown = rows[:most]
    if as_json:
        answers = [{key: _json(value) for key, value in zip(columns, row, strict=True)} for row in shown]
        output.json_object({"total": len(rows), name: answers})
    elif as_csv:
        print_csv(list(columns), shown)
    elif rows:
        print_table(list(columns.values()), shown)
    ended(len(rows), len(shown), quiet=as_json or as_csv)


def _json(value: object) -> object:
    return None if value == "" else value


def ended(total: int, shown: int, *, quiet: bool) -> None:
    """Say on stderr what is not shown; raises NothingToJudge when nothing on record matches."""
    if not total:
        raise NothingToJudge("filter: nothing on record matches")
    if shown < total and not quiet:
        output.aside(f"{shown:,} of {total:,}; --limit 0 shows all.")
