"""`jinbang publishers`: who introduced itself."""

from __future__ import annotations

from registry.cli.listing import CsvOption, FilterArgument, LimitOption, answer, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption
from registry.cli.table import Column

_COLUMNS = {
    "publisher": Column("publisher"),
    "display": Column("display"),
    "class": Column("class"),
    "homepage": Column("homepage"),
    "entries": Column("entries", right=True),
    "enrolled": Column("enrolled", right=True),
}
"""By what JSON calls them."""


def publishers(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List publishers: what sort of body each is, and how many entries it signed.

    Example: jinbang publishers class:media
    """
    from registry.filter.columns import PUBLISHERS
    from registry.reads import lists

    with listing(ledger, as_json=json, as_csv=csv) as (_, connection):
        found = lists.publishers(connection, tree_of(words, PUBLISHERS))
        answer("publishers", _COLUMNS, found, limit, as_json=json, as_csv=csv)
