"""`jinbang sign`: sign without appending."""

from __future__ import annotations

import functools

from registry import output
from registry.cli import context
from registry.cli.append import FilesArgument
from registry.cli.options import AsOption, JsonOption, OutOption, answering


def sign(
    files: FilesArgument,
    *,
    as_name: AsOption = None,
    out: OutOption = None,
    json: JsonOption = False,
) -> None:
    """Sign statements, or add a signature to signed ones, and hand them to whoever appends.

    Example: jinbang sign ranking.json -o outbox
    """
    from registry.cli.changes import write_made
    from registry.cli.making import Maker, asked_name

    with answering(as_json=json):
        signer_of = functools.cache(context.publisher_signer)
        made, refused = Maker(signer_of, asked_name(as_name), cosign=True).make_all(files)
        for one in refused:
            output.aside(f"jinbang: {one.file}: {context.reason(one.error)}")
        if refused:
            output.aside("  Nothing was written.")
            output.end(context.worst(one.error for one in refused))
        write_made(made, out, as_json=json)
