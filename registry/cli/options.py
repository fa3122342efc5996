"""Options that several commands take, and how errors of ours end a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ledger.errors import LedgerError
from registry import output
from registry.errors import RegistryError


def complete_entry(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return entries that a shell can go on with."""
    from registry.cli.completing import entries  # deferred: only a shell asks for it

    return entries(ctx, incomplete)


def complete_model(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return models on record that a shell can go on with."""
    from registry.cli.completing import models  # deferred, as above

    return models(ctx, incomplete)


def complete_filter(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return what a filter can go on with."""
    from registry.cli.completing import filters  # deferred, as above

    return filters(ctx, incomplete)


def complete_order(incomplete: str) -> list[tuple[str, str]]:
    """Return the orders that a shell can go on with."""
    from registry.cli.completing import orders  # deferred, as above

    return orders(incomplete)


LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="PATH", help="The ledger; else $JINBANG_LEDGER, else ledger.git here or above."),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who signs; else $JINBANG_PUBLISHER, else the only key there is."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="The logs and witnesses to trust (C2SP tlog-policy)."),
]
EntryArgument = Annotated[
    str,
    typer.Argument(
        metavar="ENTRY",
        help="An index, 8 or more digits of a statement id, or a citation.",
        autocompletion=complete_entry,
    ),
]

OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write the signed entry here, do not append it.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be signed and what is wrong with it.")]
BecauseOption = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why, in words.")]
EvidenceOption = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="FILE|URL", help="What shows it: a file by its SHA-256, or an address."),
]
FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...",
        help="Statements (JSON, TOML or YAML), results files, signed entries, or folders of them; - is standard input.",
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FORMAT", help="The files are of this format (docs/importers.md); else by their content."
    ),
]
BaseOption = Annotated[
    str | None,
    typer.Option("--base", metavar="FILE", help="A statement, or part of one, that says what the files cannot."),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="HEAD=FIELD", help="What a column of a table holds, where the guess is wrong."),
]
TableOption = Annotated[
    int,
    typer.Option("--table", metavar="N", min=0, help="Which Markdown table of a file is meant, counted from 1."),
]


@contextmanager
def answering(*, as_json: bool) -> Iterator[None]:
    """End the command with one line and the right code when something of ours goes wrong inside."""
    try:
        yield
    except BrokenPipeError:
        output.end_unread()
    except (LedgerError, RegistryError, OSError) as error:
        output.failure(error, as_json=as_json)
