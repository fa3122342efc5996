"""`jinbang sign`: sign without appending."""

from __future__ import annotations

import functools

from registry import output
from registry.cli import context
from registry.cli.options import (
    AsOption,
    BaseOption,
    ColumnOption,
    FilesArgument,
    FromOption,
    JsonOption,
    OutOption,
    TableOption,
    answering,
)
from registry.errors import QuestionError


def sign(
    files: FilesArgument = None,
    *,
    from_format: FromOption = None,
    base: BaseOption = None,
    column: ColumnOption = None,
    table: TableOption = 0,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Sign statements, or add a signature to signed ones, and hand them to whoever appends.

    Example: jinbang sign ranking.json -o outbox
    """
    from registry.cli.changes import write_made
    from registry.cli.importing import Imports, base_of
    from registry.cli.making import Maker, asked_name

    with answering(as_json=json):
        if not files:
            raise QuestionError("FILE: name one or more")
        signer_of = functools.cache(context.publisher_signer)
        speaker = functools.cache(lambda: _speaker(asked_name(as_name)))
        imports = Imports(speaker, from_format or "", base_of(base), column or (), table)
        made, refused = Maker(signer_of, asked_name(as_name), cosign=True, imports=imports).make_all(files)
        for one in refused:
            output.aside(f"jinbang: {one.file}: {context.reason(one.error)}")
        if refused:
            output.aside("  Nothing was written.")
            output.end(context.worst(one.error for one in refused))
        write_made(made, out, as_json=json)


def _speaker(asked: str) -> str:
    """Return who publishes what a results file says: the one asked for, else the only one whose key is on this machine."""
    from ledger.keys import name_of

    if asked:
        return asked
    labels = [label for label in context.key_ring().names() if not label.endswith(context.RECOVERY)]
    own = sorted({name_of(label) for label in labels})
    if len(own) != 1:
        found = ", ".join(own) if own else "none"
        raise QuestionError(f"publisher: keys on this machine: {found}; choose who signs with --as NAME")
    return own[0]
