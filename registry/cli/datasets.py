"""`jinbang datasets`: what models were examined on."""

from __future__ import annotations

from registry.cli.listing import CsvOption, FilterArgument, LimitOption, answer, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption
from registry.cli.table import Column

_COLUMNS = {
    "dataset": Column("dataset"),
    "version": Column("version"),
    "split": Column("split"),
    "access": Column("access"),
    "items": Column("items", right=True),
    "sha256": Column("sha256"),
    "revision": Column("revision"),
    "seal": Column("seal"),
    "rankings": Column("rankings", right=True),
    "newest": Column("newest"),
}
"""By what JSON calls them."""


def datasets(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    csv: CsvOption = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List datasets as rankings name them, with what commits to their items, if anything does.

    Example: jinbang datasets missing:grader
    """
    from registry.filter.columns import DATASETS
    from registry.reads import lists

    with listing(ledger, as_json=json, as_csv=csv) as (_, connection):
        found = lists.datasets(connection, tree_of(words, DATASETS))
        answer("datasets", _COLUMNS, found, limit, as_json=json, as_csv=csv)
