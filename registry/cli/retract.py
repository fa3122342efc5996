"""`jinbang retract`: take back an entry of one's own, or withdraw a flag."""

from __future__ import annotations

from registry.cli import context
from registry.cli.options import (
    AsOption,
    BecauseOption,
    DryRunOption,
    EntryArgument,
    JsonOption,
    LedgerOption,
    OutOption,
    answering,
)


def retract(
    entry: EntryArgument,
    *,
    because: BecauseOption,
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Take back an entry of yours, all parts of a table together; or withdraw a flag of yours. It stays, marked.

    Example: jinbang retract 1 --because "Two columns were exchanged."
    """
    from registry.cli.saying import Wish, hand_in, made_of, pieces, speaker, target
    from registry.find import find
    from registry.statements import Flag

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        named = target(opened, find(opened, entry))
        action = "withdraw" if isinstance(named.statement, Flag) else "retract"
        by = speaker(opened, wish, named.statement.signers)
        said = [
            made_of(type="jinbang/amendment/v1", publisher=by, action=action, target=one.id, because=because)
            for one in pieces(opened, named)
        ]
        hand_in(opened, said, f"{action} of entry {named.index}", wish)
