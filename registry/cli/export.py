"""`jinbang export`: leave in the field's own formats."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry import output
from registry.cli import context
from registry.cli.listing import tree_of
from registry.cli.options import JsonOption, LedgerOption, answering, complete_filter
from registry.errors import NothingToJudge, QuestionError, shown

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.exporters.placements import Row
    from registry.filter.tree import Term
    from registry.reads import Connection

_FORMATS = ("tiles", "csv", "jsonl", "parquet", "eee")


def export(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="csv, jsonl, parquet or eee (Every Eval Ever): placements. tiles: a C2SP tlog-tiles site.",
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILTER]",
            help="Which placements: words and FIELD:VALUE (see docs/query.md).",
            autocompletion=complete_filter,
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="PATH", help="Where to write it; csv and jsonl else go to stdout."),
    ] = None,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """Write placements with their verdicts and findings, or the log itself, for other people's tools.

    Example: jinbang export csv board:cmmlu -o cmmlu.csv
    """
    with answering(as_json=json):
        if format_ not in _FORMATS:
            raise QuestionError(f"format: found {shown(format_)}, expected {', '.join(_FORMATS)}")
        if out is None and (json or format_ not in ("csv", "jsonl")):
            raise QuestionError(f"{'--json' if json else format_}: needs -o PATH")
        if format_ == "tiles":
            if words:
                raise QuestionError("tiles: takes no filter, the log is whole or it is none")
            assert out is not None, "checked above"
            _tiles(context.open_ledger(ledger), out, as_json=json)
            return
        from registry.filter.columns import PLACEMENTS

        tree = tree_of(words, PLACEMENTS)
        opened = context.open_ledger(ledger)
        with closing(context.open_index(opened)) as index, index.connection.snapshot():
            if format_ == "eee":
                assert out is not None, "checked above"
                _records(opened, index.connection, tree, out, as_json=json)
            else:
                _placements(format_, opened, index.connection, tree, out, as_json=json)


def _tiles(ledger: Ledger, out: Path, *, as_json: bool) -> None:
    from registry.exporters.tiles import export_tiles

    written = export_tiles(ledger, out)
    if as_json:
        output.json_object({"format": "tiles", "path": str(out), "files": written.files, "size": written.size})
    else:
        output.lines([f"{written.files:,} files for {written.size:,} entries in {out}"])


def _placements(
    format_: str, ledger: Ledger, connection: Connection, tree: Term, out: Path | None, *, as_json: bool
) -> None:
    """Write what a filter finds, and say where and from which state of the log."""
    from registry.exporters.placements import rows
    from registry.index.shelf import Shelf
    from registry.reads import pages
    from registry.reads.exports import exported

    total = pages.total(connection, tree)
    if not total:
        raise NothingToJudge("filter: nothing on record matches")
    origin = ledger.identity.origin
    batches = rows(origin, exported(connection, tree), Shelf(ledger, room=0).statement)
    _write(format_, batches if out is None else _showing(batches, total), out)
    as_of = _as_of(connection)
    if as_json:
        output.json_object({"format": format_, "path": str(out), "placements": total, "as_of": as_of})
    elif out is not None:
        output.lines([f"{total:,} placements in {out}, as of size {as_of['size']} of {origin}"])


def _showing(batches: Iterable[Sequence[Row]], total: int) -> Iterator[Sequence[Row]]:
    """Yield rows as they come, and show how far they are."""
    show, done = output.progress("exporting"), 0
    for some in batches:
        yield some
        done += len(some)
        if show is not None:
            show(done, total)


def _as_of(connection: Connection) -> dict[str, object]:
    """Return which state of the log the index is of."""
    from registry.reads import meta

    known = meta(connection)
    return {"size": int(known["size"]), "root": known["root"]}


def _records(ledger: Ledger, connection: Connection, tree: Term, out: Path, *, as_json: bool) -> None:
    """Write a file a placement, and say of how many placements there is none, and why."""
    import time

    from registry.exporters.eee_files import write
    from registry.index.shelf import Shelf
    from registry.reads.exports import exported

    as_of, origin = _as_of(connection), ledger.identity.origin
    lines, shelf = exported(connection, tree), Shelf(ledger)
    size, now = int(str(as_of["size"])), str(int(time.time()))
    written = write(lines, shelf.statement, out, origin=origin, size=size, retrieved=now)
    lacking = ", ".join(f"{count:,} for want of {field}" for field, count in written.lacking.items())
    if not written.records:
        raise NothingToJudge(f"eee: no placement has a record: {lacking or 'nothing on record matches'}")
    if as_json:
        told = {"records": written.records, "lacking": written.lacking, "as_of": as_of}
        output.json_object({"format": "eee", "path": str(out), **told})
        return
    output.lines([f"{written.records:,} records in {out}, as of size {size} of {origin}"])
    if lacking:
        output.aside(f"The format has no place for the other placements: {lacking}.")


def _write(format_: str, batches: Iterable[Sequence[Row]], out: Path | None) -> None:
    from registry.exporters.replacing import replacing

    if format_ == "parquet":
        from registry.exporters import parquet

        assert out is not None, "a table of bytes goes to a file"
        with replacing(_checked(out)) as path:
            parquet.write(batches, path)
        return
    from registry.exporters import csv, jsonl

    chunks = (csv if format_ == "csv" else jsonl).chunks(batches)
    if out is None:
        for chunk in chunks:
            output.raw(chunk)
        return
    with replacing(_checked(out)) as path, path.open("xb") as file:
        file.writelines(chunks)


def _checked(out: Path) -> Path:
    """Return where to write, if its folder is there."""
    if not out.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(out.parent))
    return out
