"""`jinbang status`: which ledger this is and what this machine knows of it."""

from __future__ import annotations

from ledger.text import to_base64
from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, PolicyOption, answering


def status(*, ledger: LedgerOption = None, policy: PolicyOption = None, json: JsonOption = False) -> None:
    """Show origin, size, root, witnesses, and whether this machine may append.

    Example: jinbang status
    """
    from registry.index import indexed_size

    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        head = opened.head()
        trusted = context.policy(policy) or context.own_policy(opened)
        accepted = trusted.accept(head.signed.raw)
        origin = opened.identity.origin
        database = context.index_database(opened)
        indexed = indexed_size(database)
        facts: dict[str, object] = {
            "origin": origin,
            "vkey": opened.identity.key.format(),
            "size": head.size,
            "root": to_base64(head.root),
            "witnesses": [one.name for one in accepted.witnesses],
            "quorum": accepted.need,
            "index": {"size": indexed, "path": database.where},
            "pinned": None,
            "remote": None,
            "operator": origin in context.key_ring().names(),
        }
        if json:
            output.json_object(facts)
            return
        witnessed = ", ".join(one.name for one in accepted.witnesses) or "not witnessed"
        output.lines(
            [
                f"ledger    {context.ledger_path(ledger)}",
                f"origin    {origin}",
                f"vkey      {facts['vkey']}",
                f"size      {head.size:,}",
                f"root      {facts['root']}",
                f"witnesses {witnessed}",
                f"index     {indexed:,} entries, {database.where}",
                f"operator  {'this machine has the log key' if facts['operator'] else 'elsewhere'}",
            ]
        )
