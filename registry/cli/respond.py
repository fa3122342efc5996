"""`jinbang respond`: answer a flag on an entry of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from registry.errors import NothingToJudge, QuestionError

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.find import Found
    from registry.record import Logged
    from registry.statements import Statement


def respond(
    entry: EntryArgument,
    *,
    because: BecauseOption,
    evidence: EvidenceOption = None,
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a flag on an entry of yours. ENTRY is the flag, or the entry when one flag on it is open.

    Example: jinbang respond 2 --because "The page is in evidence now."
    """
    from registry.cli.saying import LoggedStatements, Wish, hand_in, made_of, sources, speaker
    from registry.find import find
    from registry.statements import Flag

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        flag = _flag(opened, find(opened, entry))
        assert isinstance(flag.statement, Flag), "only flags are answered"
        on = LoggedStatements(opened).statement(flag.statement.entry)
        said = made_of(
            type="jinbang/response/v1",
            publisher=speaker(opened, wish, on.statement.signers if on is not None else ()),
            flag=flag.id,
            because=because,
            evidence=sources(evidence),
        )
        hand_in(opened, [said], f"response to entry {flag.index}", wish)


def _flag(ledger: Ledger, found: Found) -> Logged[Statement]:
    """Return the flag that is meant: the entry itself, or the only open one on it."""
    from registry.cli.saying import target
    from registry.record.flags import flags
    from registry.statements import Flag

    named = target(ledger, found)
    if isinstance(named.statement, Flag):
        return named
    record = context.open_index(ledger).record()
    one = record.statement(named.id)
    assert one is not None, "it was read before"
    open_ = [flag.logged for flag in flags(one, record) if flag.is_open]
    if not open_:
        raise NothingToJudge(f"entry {named.index}: no flag on it is open")
    if len(open_) > 1:
        listed = ", ".join(str(flag.index) for flag in open_)
        raise QuestionError(f"entry {named.index}: has {len(open_)} open flags, entries {listed}; name one of them")
    return open_[0]
