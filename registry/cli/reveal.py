"""`jinbang reveal`: open a sealed dataset, whole or some items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, OutOption, answering
from registry.errors import NothingToJudge, QuestionError

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.record import Logged
    from registry.statements import Seal

_SIGNATURE_BYTES = 1_024
"""More than any signature line takes."""


def reveal(
    opening: Annotated[Path, typer.Argument(metavar="OPENING", help="The opening file that `seal` wrote.")],
    *,
    items: Annotated[
        str | None, typer.Option("--items", metavar="1,5-9", help="Only these items, counted from 0; else all.")
    ] = None,
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where the opening file can be read.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Open a sealed dataset of yours: whole, by the SHA-256 of its opening file, or some items with their proofs.

    Publish the opening file when you open it whole: `verify ENTRY --evidence OPENING` shows that it is the sealed dataset.

    Example: jinbang reveal exam.opening.jsonl --items 0-1
    """
    from registry import statements
    from registry.cli.saying import Wish, hand_in, made_of, speaker
    from registry.sealing import making
    from registry.sealing import opening as openings

    with answering(as_json=json):
        if items is not None and url:
            raise QuestionError("--url: goes with a dataset that is opened whole; items stand in the statement")
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        wanted = making.parse_indexes(items, openings.read_header(opening).items) if items is not None else ()
        found = openings.read(opening, set(wanted))
        seal = _seal(opened, found.header.seal)
        making.check_opens(found, seal.statement)
        _check_room(sum(len(line.item) for line in found.lines.values()))
        said = made_of(
            type="jinbang/reveal/v1",
            publisher=speaker(opened, wish, seal.statement.signers),
            seal=seal.id,
            opening={} if items is not None else {"sha256": found.sha256, **({"url": url} if url else {})},
            items=making.opened(found, wanted),
        )
        _check_publisher(said.signers, seal)
        _check_room(len(statements.format(said)))
        hand_in(opened, [said], f"reveal of entry {seal.index}", wish)


def _seal(ledger: Ledger, statement_id: str) -> Logged[Seal]:
    """Return the seal that an opening names."""
    from registry.cli.saying import LoggedStatements
    from registry.record import logged_as
    from registry.statements import Seal

    seal = logged_as(LoggedStatements(ledger).statement(statement_id), Seal)
    if seal is None:
        raise NothingToJudge(f"opening: of seal {statement_id[:16]}…, which is not in this ledger")
    return seal


def _check_publisher(signers: tuple[str, ...], seal: Logged[Seal]) -> None:
    """Refuse what would open nothing: only who sealed a dataset opens it."""
    theirs = seal.statement.signers
    if set(theirs).isdisjoint(signers):
        raise QuestionError(f"reveal: by {', '.join(signers)}, but entry {seal.index} is by {', '.join(theirs)}")


def _check_room(size: int) -> None:
    """Refuse items that one entry cannot hold, with its signature."""
    from ledger.entry import MAX_ENTRY_BYTES

    if size > MAX_ENTRY_BYTES - _SIGNATURE_BYTES:
        raise QuestionError(
            f"--items: {size:,} bytes, and an entry holds {MAX_ENTRY_BYTES:,}; reveal it whole, or fewer items at a time"
        )
