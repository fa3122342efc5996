"""`jinbang log`: the audit log."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.errors import FormatError
from registry import output
from registry.citation import cite
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, answering


def log(
    *,
    count: Annotated[int, typer.Option("-n", "--count", metavar="N", min=1, help="How many, newest first.")] = 20,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List the newest entries: index, type, what it says, who signed.

    Example: jinbang log -n 5
    """
    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        head = opened.head()
        start = max(0, head.size - count)
        raws = list(opened.entries(start, head.size, head))
        rows = [_row(opened.identity.origin, index, raw) for index, raw in reversed(list(enumerate(raws, start)))]
        if json:
            output.json_object({"size": head.size, "entries": rows})
        else:
            output.lines(f"{row['index']:>6}  {row['type']:<15}{row['summary']}  by {row['by']}" for row in rows)


def _row(origin: str, index: int, raw: bytes) -> dict[str, object]:
    """Return what the log says of an entry; one that cannot be read is listed as such."""
    from ledger import entry as entries
    from registry.summary import summary

    try:
        parsed = entries.parse(raw)
    except FormatError as error:
        return {"index": index, "type": "unreadable", "summary": str(error), "by": "unknown", "citation": None}
    return {
        "index": index,
        "type": parsed.statement.type.split("/")[1],
        "summary": summary(parsed),
        "by": ", ".join(parsed.signers),
        "citation": cite(origin, index, parsed.statement.id).format(),
    }
