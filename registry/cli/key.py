"""`jinbang key`: the keys of this machine, and changing those of a publisher."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, OutOption, answering

app = typer.Typer(help="Make, show and change keys.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="A publisher's name, like a domain; or a log's origin.")
]


def _facts(label: str) -> dict[str, object]:
    """Return what `key show` says of a key."""
    from ledger import sshsig

    ring = context.key_ring()
    key = ring.verifier(label)
    openssh = sshsig.openssh_line(key.public_key)
    return {"name": label, "vkey": key.format(), "path": str(ring.path(label)), "openssh": openssh}


def _print(label: str, *, as_json: bool) -> None:
    facts = _facts(label)
    if as_json:
        output.json_object(facts)
    else:
        output.lines(f"{name:<8}{value}" for name, value in facts.items())


@app.command()
def new(
    name: NameArgument,
    *,
    protect: Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase.")] = False,
    json: JsonOption = False,
) -> None:
    """Make a signing key and a recovery key.

    Example: jinbang key new evals.example.org
    """
    with answering(as_json=json):
        ring = context.key_ring()
        given = context.new_passphrase(wanted=protect)
        ring.new(name, given)
        ring.new(name + context.RECOVERY, given)
        _print(name, as_json=json)
        output.aside(
            f"Move {ring.path(name + context.RECOVERY)} to a safe place offline: only it can replace a stolen key."
        )


@app.command("list")
def list_keys(*, json: JsonOption = False) -> None:
    """List the keys of this machine.

    Example: jinbang key list
    """
    with answering(as_json=json):
        keys = [_facts(label) for label in context.key_ring().names()]
        if json:
            output.json_object({"keys": keys})
        else:
            output.lines(f"{facts['name']}  {facts['vkey']}" for facts in keys)


@app.command()
def show(name: NameArgument, *, json: JsonOption = False) -> None:
    """Show a key's public half.

    Example: jinbang key show evals.example.org
    """
    with answering(as_json=json):
        _print(name, as_json=json)


@app.command("import")
def import_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OpenSSH Ed25519 private key.")],
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name to sign under.")],
    json: JsonOption = False,
) -> None:
    """Take in an OpenSSH key that is there already, such as ~/.ssh/id_ed25519.

    Example: jinbang key import id_ed25519 --name lab.example.org
    """
    with answering(as_json=json):
        context.key_ring().import_file(file, name, context.passphrase)
        _print(name, as_json=json)


@app.command()
def rotate(
    name: NameArgument,
    *,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="Why.")] = "",
    ledger: LedgerOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Replace a publisher's keys by a new one, signed by an old one.

    Example: jinbang key rotate evals.example.org --because "yearly change"
    """
    from registry.cli.changes import change_keys

    with answering(as_json=json):
        change_keys(name, "rotate", ledger, out=out, because=because, last_good=None, as_json=json)


@app.command()
def revoke(
    name: NameArgument,
    *,
    last_good: Annotated[
        int, typer.Option("--last-good", metavar="INDEX", help="The last entry that is surely its own.")
    ],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="What happened.")] = "",
    ledger: LedgerOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Declare a publisher's keys compromised, with its recovery key; what they signed later is shown as disputed.

    Example: jinbang key revoke evals.example.org --last-good 41
    """
    from registry.cli.changes import change_keys

    with answering(as_json=json):
        change_keys(name, "compromise", ledger, out=out, because=because, last_good=last_good, as_json=json)
