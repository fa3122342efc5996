"""`jinbang schema`: what a statement may hold."""

from __future__ import annotations

from typing import Annotated

import typer

from registry import output
from registry.cli.options import answering


def schema(
    type_: Annotated[
        str, typer.Argument(metavar="TYPE", help="Such as evaluation; without it, the types are listed.")
    ] = "",
) -> None:
    """Print the JSON Schema of a type of statement, with what each field is for.

    Example: jinbang schema evaluation
    """
    from registry import statements

    with answering(as_json=False):
        if type_:
            output.json_text(statements.schema(type_))
        else:
            output.lines(statements.TYPES)
