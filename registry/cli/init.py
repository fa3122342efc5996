"""`jinbang init`: found a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, answering
from registry.places import Places


def init(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to make it; must not exist, or be empty.")],
    origin: Annotated[str, typer.Option("--origin", metavar="NAME", help="Its name, such as example.org/rankings.")],
    *,
    protect: Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase for the new log key.")] = False,
    json: JsonOption = False,
) -> None:
    """Found a new ledger with a log key of its own.

    Example: jinbang init ledger.git --origin example.org/rankings
    """
    from ledger.founding import check_origin
    from ledger.git_store import GitStore
    from ledger.log import Ledger, Operator
    from ledger.signer_state import SignerState

    with answering(as_json=json):
        check_origin(origin)
        GitStore.check_free(path)
        ring = context.key_ring()
        if origin not in ring.names():
            ring.new(origin, context.new_passphrase(wanted=protect))
        signer = ring.signer(origin, context.passphrase)
        state = SignerState(Places.of().signer_state(signer.key.format()))
        operator = Operator(signer, state)
        operator.check_may_found()
        ledger = Ledger.create(GitStore.create(path), operator)
        vkey = ledger.identity.key.format()
        if json:
            output.json_object({"origin": origin, "vkey": vkey, "path": str(path), "size": 0})
            return
        output.lines([f"ledger  {path}", f"origin  {origin}", f"vkey    {vkey}"])
        output.aside(
            "Publish the vkey where readers will look for it. Next: jinbang key new NAME, then jinbang enrol NAME."
        )
