"""`jinbang leaderboards`: the lists on record."""

from __future__ import annotations

from registry.cli.listing import CsvOption, FilterArgument, LimitOption, answer, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption
from registry.cli.table import Column

_COLUMNS = {
    "leaderboard": Column("leaderboard"),
    "organiser": Column("organiser"),
    "rankings": Column("rankings", right=True),
    "verified": Column("verified", right=True),
    "placements": Column("placements", right=True),
    "newest": Column("newest"),
}
"""By what JSON calls them."""


def leaderboards(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List leaderboards: how many rankings of each are on record, and how many are verified.

    Example: jinbang leaderboards 'published>=2023-09'
    """
    from registry.filter.columns import LEADERBOARDS
    from registry.reads import lists

    with listing(ledger, as_json=json, as_csv=csv) as (_, connection):
        found = lists.leaderboards(connection, tree_of(words, LEADERBOARDS))
        answer("leaderboards", _COLUMNS, found, limit, as_json=json, as_csv=csv)
