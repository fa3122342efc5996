"""`jinbang append`: sign statements and append them."""

from __future__ import annotations

import functools
from typing import Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.options import AsOption, DryRunOption, JsonOption, LedgerOption, answering

FilesArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Statements (JSON, TOML or YAML) or signed entries; - is standard input."),
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


def append(
    files: FilesArgument,
    *,
    from_format: FromOption = None,
    base: BaseOption = None,
    column: ColumnOption = None,
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Sign statements and append them, all or none, in one commit.

    Results files of evaluation tools become statements.

    Example: jinbang append ranking.json
    """
    from registry.cli.changes import answer_refused, append_made
    from registry.cli.importing import Imports, base_of
    from registry.cli.making import Maker, asked_name
    from registry.cli.saying import speaker_of

    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        signer_of = functools.cache(lambda name: context.publisher_signer(name, opened))
        imports = Imports(lambda: speaker_of(opened, as_name), from_format or "", base_of(base), column or ())
        made, refused = Maker(signer_of, asked_name(as_name), imports=imports).make_all(files)
        if refused:
            reasons = [{"file": one.file, "reason": context.reason(one.error)} for one in refused]
            answer_refused(opened, reasons, as_json=json)
            output.end(context.worst(one.error for one in refused))
        if dry_run:
            from registry.cli.preview import preview

            preview(opened, made, as_json=json)
        else:
            append_made(opened, made, as_json=json)
