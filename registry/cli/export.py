"""`jinbang export`: leave in the field's own formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.options import JsonOption, LedgerOption, answering
from registry.errors import QuestionError


def export(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="tiles: a static C2SP tlog-tiles site.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="PATH", help="Where to write it.")],
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """Write the log for other people's tools.

    Example: jinbang export tiles -o site
    """
    from registry.exporters.tiles import export_tiles

    with answering(as_json=json):
        if format_ != "tiles":
            raise QuestionError(f"format: found {format_!r}, expected tiles")
        written = export_tiles(context.open_ledger(ledger), out)
        if json:
            output.json_object({"format": format_, "path": str(out), "files": written.files, "size": written.size})
        else:
            output.lines([f"{written.files:,} files for {written.size:,} entries in {out}"])
