"""The commands by name, each loaded when it is called. `--help` tells what they do without loading any."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from registry import __version__, output

HELP = {
    "demo": "Build a ledger of the hundred-model war, audit it, and judge rankings cited from it.",
    "init": "Found a new ledger with a log key of its own.",
    "enrol": "Enrol a publisher with the key that `key new` made.",
    "append": "Sign statements and append them, all or none, in one commit.",
    "sign": "Sign statements, or add a signature to signed ones, and hand them to whoever appends.",
    "claim": "Record that somebody cites a ranking, so that it is judged against the record. TEXT is kept as it is.",
    "flag": "Object to an entry, or to one line of it. Only you can withdraw the flag, with `retract`.",
    "respond": "Answer a flag on an entry of yours. ENTRY is the flag, or the entry when one flag on it is open.",
    "retract": "Take back an entry of yours, all parts of a table together; or withdraw a flag of yours. It stays, marked.",
    "supersede": "Publish a correction: the new statement and a note that it replaces the old, in one commit.",
    "reaffirm": "Stand by entries of yours that are in dispute because a key of yours was declared compromised later.",
    "seal": "Commit to a dataset before it is used: its root is recorded, its items and salts go into a secret file.",
    "reveal": "Open a sealed dataset of yours: whole, by the SHA-256 of its opening file, or some items with their proofs.",
    "verify": "Check a cited ranking: one check a line, what is wrong with it, and the verdict.",
    "cite": "Print a citation that is stable for ever, a reference with the verdict, or a proof bundle.",
    "show": "Show an entry: the statement, who signed it, its verdict and findings.",
    "query": "List placements: which model stood where, on which leaderboard, and whether that can be believed.",
    "leaderboards": "List leaderboards: how many rankings of each are on record, and how many are verified.",
    "models": "List models: on how many leaderboards each stands, and how often in first place.",
    "publishers": "List publishers: what sort of body each is, and how many entries it signed.",
    "datasets": "List datasets as rankings name them, with what commits to their items, if anything does.",
    "graders": "List graders as rankings name them: programs, judging models, people.",
    "flags": "List findings of rules and people's flags, newest entry first.",
    "log": "List the newest entries: index, type, what it says, who signed.",
    "audit": "Check every entry, signature, tile, checkpoint and commit again, from the bytes.",
    "status": "Show origin, size, root, witnesses, and whether this machine may append.",
    "export": "Write placements with their verdicts and findings, or the log itself, for other people's tools.",
    "serve": "Serve the log to other people's tools, on this machine only, until it is interrupted.",
    "tui": "Open the terminal interface on a ledger.",
    "compare": "Show a model across leaderboards: rank, field, findings, and how far the leaderboards agree.",
    "digest": "Print the digest of a dataset: what `datasets[].sha256` records, and `verify --dataset` compares.",
    "rules": "Say what can be wrong with a ranking: what each rule looks at, why, and how a publisher cures it.",
    "schema": "Print the JSON Schema of a type of statement, with what each field is for.",
    "key": "Make, show and change keys.",
}
"""The first line of each command's own help. `NAME` is the function of that name, or else `app`, in `registry/cli/NAME.py`."""


def command(name: str) -> TyperCommand | TyperGroup:
    """Return a command, loaded from its module."""
    module = import_module(f"registry.cli.{name}")
    if isinstance(getattr(module, "app", None), typer.Typer):
        return get_group(module.app)
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    alone.command(name)(getattr(module, name))
    loaded = get_command(alone)
    assert isinstance(loaded, TyperCommand), "one function makes one command"
    return loaded


class Commands(TyperGroup):
    """All commands, at first as names with a line of help: that is all that help, completion and a slip of the pen need."""

    def __init__(self, **attributes: Any) -> None:
        named = {name: TyperCommand(name, help=line) for name, line in HELP.items()}
        super().__init__(**attributes | {"commands": named})

    # Any: the types are those of a private part of Typer.
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is called, loaded, and what follows it."""
        name, named, rest = super().resolve_command(ctx, args)
        return name, command(name) if name is not None else named, rest


app = typer.Typer(
    name="jinbang",
    cls=Commands,
    help="Record rankings in a signed, append-only ledger, and check the ones that others cite.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it with the option's value
    if wanted:
        output.lines([f"jinbang {__version__}"])
        raise typer.Exit


@app.callback()
def options(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version.", callback=_version, is_eager=True),
) -> None:
    """Take the options that stand before a command."""
