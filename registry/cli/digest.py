"""`jinbang digest`: the digest of a dataset as statements record it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from registry import output
from registry.cli.options import JsonOption, answering


def digest(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file, or a folder with all files below it.")],
    *,
    items: Annotated[
        Literal["jsonl"] | None, typer.Option("--items", help="PATH is JSON Lines: check and count its items.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Print the digest of a dataset: what `datasets[].sha256` records, and `verify --dataset` compares.

    Example: jinbang digest ranking.json
    """
    from registry.datasets import digest as digest_of

    with answering(as_json=json):
        found = digest_of(path)
        if items is not None:
            from registry.sealing.items import read

            found = found._replace(items=sum(1 for _ in read(path)))
        if json:
            output.json_object({**found._asdict(), "path": str(path)})
            return
        what = f"{found.files} file{'' if found.files == 1 else 's'}, {found.size:,} bytes"
        counted = "" if found.items is None else f", {found.items:,} items"
        output.lines([f"{found.sha256}  {what}{counted}"])
