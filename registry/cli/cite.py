"""`jinbang cite`: name an entry so that others can check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.text import plain
from registry import output
from registry.citation import Citation
from registry.citation import cite as cite_entry
from registry.cli import context
from registry.cli.options import EntryArgument, JsonOption, LedgerOption, answering
from registry.errors import NothingToJudge, QuestionError

if TYPE_CHECKING:
    from registry.find import Found

_FORMATS = ("text", "proof")


def cite(
    entry: EntryArgument,
    *,
    model: Annotated[str, typer.Option("--model", metavar="M", help="Cite this model's line.")] = "",
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, or proof: a bundle that verifies offline.")
    ] = "text",
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """Print a citation that is stable for ever, or a proof bundle.

    Example: jinbang cite 4 --format proof
    """
    from ledger import proof
    from registry.find import find

    with answering(as_json=json):
        if format_ not in _FORMATS:
            raise QuestionError(f"format: found {format_!r}, expected {' or '.join(_FORMATS)}")
        opened = context.open_ledger(ledger)
        found = find(opened, entry)
        citation = _citation(found, opened.identity.origin, model)
        if format_ == "proof":
            bundle = proof.bundle(opened, found.index).format()
            if json:
                output.json_object({"citation": citation.format(), "bundle": bundle.decode()})
            else:
                output.raw(bundle)
                output.aside(f"A reader needs the log's key from you, as a policy: log {opened.identity.key.format()}")
        elif json:
            output.json_object({"citation": citation.format(), "index": found.index, "id": found.entry.statement.id})
        else:
            output.lines([citation.format()])


def _citation(found: Found, origin: str, model: str) -> Citation:
    """Return the citation of an entry or of one model's line, which must be there."""
    return cite_entry(origin, found.index, found.entry.statement.id, placement(found, model))


def placement(found: Found, model: str) -> str:
    """Return the model whose line is meant, by an option or by a citation; empty when the whole entry is. It must be there."""
    from registry.find import placed_models  # deferred: `find` reads ledgers, and options are read without

    wanted = model or found.placement
    names = placed_models(found)
    if wanted and wanted not in names:
        listed = ", ".join(plain(name) for name in names[:5]) or "none"
        raise NothingToJudge(f"entry {found.index}: has no placement of {plain(wanted)!r}; it has {listed}")
    return wanted
