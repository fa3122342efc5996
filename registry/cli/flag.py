"""`jinbang flag`: object to an entry, over one's own signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.find import Found
    from registry.statements import Statement


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
    from registry.cli.saying import Wish, hand_in
    from registry.find import find

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        objection = Objection(reason, because, evidence or (), model, as_name)
        _check_reason(reason)
        opened = context.open_ledger(ledger)
        found = find(opened, entry)
        hand_in(opened, [objection.on(opened, found)], f"flag on entry {found.index}", wish)


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody has against an entry, as it is written on a command line or in a dialog."""

    reason: str
    because: str
    evidence: Sequence[str] = ()
    model: str = ""
    """Whose line is meant; empty for what the entry was found by."""
    as_name: str | None = None
    """Who signs; None for the only one whose key is on this machine."""

    def on(self, ledger: Ledger, found: Found) -> Statement:
        """Return the statement that is to be signed; no key is needed for it.

        Raises: LedgerError, RegistryError, OSError.
        """
        from registry.cli.cite import placement
        from registry.cli.saying import made_of, sources, speaker_of

        _check_reason(self.reason)
        return made_of(
            type="jinbang/flag/v1",
            publisher=speaker_of(ledger, self.as_name),
            entry=found.entry.statement.id,
            placement=placement(found, self.model),
            reason=self.reason,
            because=self.because,
            evidence=sources(self.evidence),
        )


def reasons() -> list[str]:
    """Return every reason that a flag can have: the rules of this version, and `other`."""
    from registry import rules
    from registry.statements.flag import OTHER

    return [OTHER, *(rule.id for rule in rules.every())]


def _check_reason(reason: str) -> None:
    """Refuse a reason that is no rule of this version: a slip of the pen would count as `other`."""
    from registry.errors import QuestionError, shown
    from registry.statements.problems import one_of

    known = reasons()
    if reason not in known:
        raise QuestionError(f"reason: found {shown(reason)}, expected {one_of(known, reason)}")
