"""`jinbang log`: the audit log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.errors import FormatError, RollbackError
from registry import output
from registry.citation import cite
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, answering

if TYPE_CHECKING:
    from ledger.log import Head, Ledger

POLL_S = 0.3
"""Between two looks at the head, which read one small file."""


def log(
    *,
    count: Annotated[int, typer.Option("-n", "--count", metavar="N", min=1, help="How many, newest first.")] = 20,
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help="List the newest last, and new ones as they come, until Ctrl-C.")
    ] = False,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List the newest entries: index, type, what it says, who signed.

    Example: jinbang log -n 5
    """
    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        head = opened.head()
        rows = list(rows_of(opened, max(0, head.size - count), head))
        if follow:
            _say_as_they_come(opened, head, rows, as_json=json)
        elif json:
            output.json_object({"size": head.size, "entries": rows[::-1]})
        else:
            output.lines(map(_line, reversed(rows)))


def _say_as_they_come(opened: Ledger, head: Head, rows: list[dict[str, object]], *, as_json: bool) -> None:
    """Print entries, and then those that follow, until somebody interrupts. As JSON each is a line of its own."""
    while True:
        for row in rows:
            output.json_line(row) if as_json else output.lines([_line(row)])
        output.flush()
        before, head = head, _next(opened, head)
        rows = list(rows_of(opened, before.size, head))


def _next(opened: Ledger, head: Head) -> Head:
    """Return the next head that has more entries; raises RollbackError when it does not continue the one before."""
    while (new := opened.head()).size == head.size and new.root == head.root:
        time.sleep(POLL_S)
    if new.size < head.size or opened.root_at(head.size, new) != head.root:
        raise RollbackError(f"ledger: its {new.size} entries do not continue the {head.size} that were listed")
    return new


def rows_of(opened: Ledger, start: int, head: Head) -> Iterator[dict[str, object]]:
    """Yield what the log says of its entries from `start` on."""
    for index, raw in enumerate(opened.entries(start, head.size, head), start):
        yield _row(opened.identity.origin, index, raw)


def _line(row: dict[str, object]) -> str:
    return f"{row['index']:>6}  {row['type']:<15}{row['summary']}  by {row['by']}"


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
