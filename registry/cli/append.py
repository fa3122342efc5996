"""`jinbang append`: sign statements and append them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import context
from registry.cli.options import (
    AsOption,
    BaseOption,
    ColumnOption,
    DryRunOption,
    FilesArgument,
    FromOption,
    JsonOption,
    LedgerOption,
    TableOption,
    answering,
)
from registry.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.log import Ledger
    from registry.cli.changes import Made
    from registry.cli.making import Maker, Refused

HistoryOption = Annotated[
    Path | None,
    typer.Option(
        "--history", metavar="REPO", help="A git repository: each state in which the table of --path changed."
    ),
]
PathOption = Annotated[
    str | None, typer.Option("--path", metavar="PATH", help="The file in that repository, such as README.md.")
]
KeepGoingOption = Annotated[
    bool, typer.Option("--keep-going", help="Append what can be and report the rest; else all or none.")
]


def append(
    files: FilesArgument = None,
    *,
    from_format: FromOption = None,
    base: BaseOption = None,
    column: ColumnOption = None,
    table: TableOption = 0,
    history: HistoryOption = None,
    path: PathOption = None,
    keep_going: KeepGoingOption = False,
    dry_run: DryRunOption = False,
    ledger: LedgerOption = None,
    as_name: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Sign statements and append them, all or none, in one commit.

    Results files of evaluation tools become statements.

    Example: jinbang append ranking.json
    """
    from registry.cli.importing import Imports, base_of
    from registry.cli.keeping import Batch
    from registry.cli.making import Maker, asked_name
    from registry.cli.saying import speaker_of

    with answering(as_json=json):
        _check_source(files, history, path)
        opened = context.open_ledger(ledger)
        signer_of = functools.cache(lambda name: context.publisher_signer(name, opened))
        speaker = functools.cache(lambda: speaker_of(opened, as_name))
        imports = Imports(speaker, from_format or "", base_of(base), column or (), table)
        maker = Maker(signer_of, asked_name(as_name), imports=imports)
        if history is None:
            made, refused = maker.make_all(files or ())
        else:
            made, refused = _states(opened, maker, history, path or "")
        batch = Batch(opened, made, refused, keep_going=keep_going, as_json=json)
        batch.stop_if_refused()
        if dry_run:
            batch.preview()
        else:
            batch.append()


def _check_source(files: Sequence[str] | None, history: Path | None, path: str | None) -> None:
    if history is not None and (files or not path):
        raise QuestionError("--history: name one file of the repository with --path, and no others")
    if history is None and path is not None:
        raise QuestionError("--path: is a file of the repository that --history names")
    if history is None and not files:
        raise QuestionError("FILE: name one or more, or a repository with --history")


def _states(ledger: Ledger, maker: Maker, history: Path, path: str) -> tuple[list[Made], list[Refused]]:
    from registry.cli.history import History

    return History(ledger, maker, history, path).make_all()
