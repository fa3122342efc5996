"""`jinbang flag`: object to an entry, over one's own signature."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import context
from registry.cli.options import (
    AsOption,
    BecauseOption,
    DryRunOption,
    EntryArgument,
    EvidenceOption,
    JsonOption,
    LedgerOption,
    OutOption,
    answering,
)


def flag(
    entry: EntryArgument,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="The id of a rule that it breaks, or `other`.")],
    *,
    because: BecauseOption,
    evidence: EvidenceOption = None,
    model: Annotated[str, typer.Option("--model", metavar="M", help="Only this model's line is meant.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Object to an entry, or to one line of it. Only you can withdraw the flag, with `retract`.

    Example: jinbang flag 1 no-source --because "No page shows this ranking."
    """
    from registry.cli.cite import placement
    from registry.cli.saying import Wish, hand_in, made_of, sources, speaker
    from registry.find import find

    with answering(as_json=json):
        _check_reason(reason)
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        found = find(opened, entry)
        said = made_of(
            type="jinbang/flag/v1",
            publisher=speaker(opened, wish),
            entry=found.entry.statement.id,
            placement=placement(found, model),
            reason=reason,
            because=because,
            evidence=sources(evidence),
        )
        hand_in(opened, [said], f"flag on entry {found.index}", wish)


def _check_reason(reason: str) -> None:
    """Refuse a reason that is no rule of this version: a slip of the pen would count as `other`."""
    from registry import rules
    from registry.errors import QuestionError, shown
    from registry.statements.flag import OTHER
    from registry.statements.problems import one_of

    known = [OTHER, *(rule.id for rule in rules.every())]
    if reason not in known:
        raise QuestionError(f"reason: found {shown(reason)}, expected {one_of(known, reason)}")
