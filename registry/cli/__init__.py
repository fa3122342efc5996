"""The command line: one file a command group. Commands parse and print; the library decides. The contract is `docs/cli.md`."""

from __future__ import annotations

import typer

from registry import __version__, output
from registry.cli import append, audit, cite, demo, enrol, export, init, key, log, schema, show, sign, status, verify

app = typer.Typer(
    name="jinbang",
    help="Record rankings in a signed, append-only ledger, and check the ones that others cite.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(key.app, name="key")
for command in (
    demo.demo,
    init.init,
    enrol.enrol,
    append.append,
    sign.sign,
    verify.verify,
    cite.cite,
    show.show,
    log.log,
    audit.audit,
    status.status,
    export.export,
    schema.schema,
):
    app.command()(command)


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


def main() -> None:
    """Run a command line and end the process with the code that its answer has. Wrong options are 2, an interrupt is 130."""
    app(prog_name="jinbang")
