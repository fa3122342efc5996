"""`jinbang models`: what is ranked."""

from __future__ import annotations

from registry.cli.listing import CsvOption, FilterArgument, LimitOption, answer, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption
from registry.cli.table import Column

_COLUMNS = {
    "model": Column("model"),
    "developer": Column("developer"),
    "leaderboards": Column("leaderboards", right=True),
    "placements": Column("placements", right=True),
    "firsts": Column("firsts", right=True),
    "newest": Column("newest"),
}
"""By what JSON calls them."""


def models(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List models: on how many leaderboards each stands, and how often in first place.

    Example: jinbang models developer:openai
    """
    from registry.filter.columns import MODELS
    from registry.reads import lists

    with listing(ledger, as_json=json, as_csv=csv) as (_, connection):
        found = lists.models(connection, tree_of(words, MODELS))
        answer("models", _COLUMNS, found, limit, as_json=json, as_csv=csv)
