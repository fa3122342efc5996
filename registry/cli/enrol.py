"""`jinbang enrol`: make a publisher known to a ledger."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, OutOption, answering
from registry.errors import QuestionError, shown


def enrol(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The publisher, like a domain; its key is on this machine.")
    ],
    *,
    class_: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="academic, vendor, market, media, government or individual.")
    ],
    display: Annotated[str, typer.Option("--display", metavar="TEXT", help="The name as people write it.")] = "",
    homepage: Annotated[str, typer.Option("--homepage", metavar="URL", help="The publisher's own page.")] = "",
    tie: Annotated[
        list[str] | None,
        typer.Option(
            "--tie",
            metavar="DEVELOPER:NATURE",
            help="An interest in a developer of models: owner, investor, customer or sponsor; again for more.",
        ),
    ] = None,
    ledger: LedgerOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Enrol a publisher with the key that `key new` made.

    Example: jinbang enrol evals.example.org --class academic --display "Example Evaluation Group"
    """
    from ledger import entry as entries
    from registry import statements
    from registry.cli.changes import Made, append_made, write_made

    with answering(as_json=json):
        ring = context.key_ring()
        signer = context.publisher_signer(name)
        value = {
            "type": "jinbang/publisher/v1",
            "publisher": name,
            "display": display,
            "class": class_,
            "homepage": homepage,
            "keys": [signer.key.format()],
            "recovery": ring.verifier(name + context.RECOVERY).format(),
            "ties": [_tie(one) for one in tie or ()],
        }
        text = statements.format(statements.parse(value))
        made = Made(f"enrolment of {name}", entries.sign(text, [signer]).raw)
        if out is not None:
            write_made([made], out, as_json=json)
        else:
            append_made(context.open_ledger(ledger), [made], as_json=json)


def _tie(text: str) -> dict[str, str]:
    """Return a tie as statements hold it; whether its nature is one is said with the rest of the statement."""
    developer, colon, nature = text.rpartition(":")
    if not colon:
        raise QuestionError(f'--tie: found {shown(text)}, expected DEVELOPER:NATURE, such as "Example AI:investor"')
    return {"to": developer.strip(), "nature": nature.strip()}
