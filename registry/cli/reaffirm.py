"""`jinbang reaffirm`: stand by entries that were signed with a key declared stolen since."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, OutOption, answering
from registry.errors import QuestionError


def reaffirm(
    entries: Annotated[
        list[str],
        typer.Argument(metavar="ENTRY...", help="Indexes, digits of statement ids, or citations."),
    ],
    *,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="How you know, in words.")] = "",
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Stand by entries of yours that are in dispute because a key of yours was declared compromised later.

    Example: jinbang reaffirm 4 5 --because "Compared with our own copies."
    """
    from registry.cli.saying import Wish, hand_in, made_of, speaker, target
    from registry.find import find

    with answering(as_json=json):
        wish = Wish(as_name, dry_run, out, json)
        opened = context.open_ledger(ledger)
        keys = opened.publishers()
        said = []
        for text in entries:
            found = find(opened, text)
            named = target(opened, found)
            disputes = {name for name, _ in keys.disputes(found.index, found.entry)}
            if not disputes:
                raise QuestionError(
                    f"entry {found.index}: is not in dispute; no key that signed it was declared stolen"
                )
            by = speaker(opened, wish, sorted(disputes))
            if by not in disputes:
                raise QuestionError(f"entry {found.index}: the key of {by} that signed it is not declared stolen")
            fields = {"action": "reaffirm", "target": named.id, "because": because}
            said.append(made_of(type="jinbang/amendment/v1", publisher=by, **fields))
        hand_in(opened, said, "re-affirmation", wish)
