"""`jinbang graders`: what turned answers into scores."""

from __future__ import annotations

from registry.cli.listing import CsvOption, FilterArgument, LimitOption, answer, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption
from registry.cli.table import Column

_COLUMNS = {
    "grader": Column("grader"),
    "version": Column("version"),
    "revision": Column("revision"),
    "kind": Column("kind"),
    "developer": Column("developer"),
    "rankings": Column("rankings", right=True),
    "newest": Column("newest"),
}
"""By what JSON calls them."""


def graders(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List graders as rankings name them: programs, judging models, people.

    Example: jinbang graders board:superclue
    """
    from registry.filter.columns import GRADERS
    from registry.reads import lists

    with listing(ledger, as_json=json, as_csv=csv) as (_, connection):
        found = lists.graders(connection, tree_of(words, GRADERS))
        answer("graders", _COLUMNS, found, limit, as_json=json, as_csv=csv)
