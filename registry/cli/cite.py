"""`jinbang cite`: name an entry so that others can check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.text import plain
from registry import output
from registry.citation import Citation
from registry.citation import cite as cite_entry
from registry.cli import context
from registry.cli.options import EntryArgument, JsonOption, LedgerOption, PolicyOption, answering
from registry.errors import NothingToJudge, QuestionError, shown

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.exporters.cited import Cited
    from registry.find import Found

_FORMATS = ("text", "markdown", "bibtex", "csl-json", "badge", "proof")


def cite(
    entry: EntryArgument,
    *,
    model: Annotated[str, typer.Option("--model", metavar="M", help="Cite this model's line.")] = "",
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text; markdown, bibtex, csl-json, badge (SVG): with the verdict; proof: a bundle that verifies offline.",
        ),
    ] = "text",
    ledger: LedgerOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
) -> None:
    """Print a citation that is stable for ever, a reference with the verdict, or a proof bundle.

    Example: jinbang cite 4 --format bibtex
    """
    from registry.find import find

    with answering(as_json=json):
        if format_ not in _FORMATS:
            raise QuestionError(f"format: found {shown(format_)}, expected {', '.join(_FORMATS)}")
        opened = context.open_ledger(ledger)
        found = find(opened, entry)
        citation = _citation(found, opened.identity.origin, model)
        if format_ == "text":
            _text(citation, found, as_json=json)
        elif format_ == "proof":
            _proof(opened, citation, found, as_json=json)
        else:
            _reference(format_, _cited(opened, citation, found, policy), as_json=json)


def _text(citation: Citation, found: Found, *, as_json: bool) -> None:
    if as_json:
        output.json_object({"citation": citation.format(), "index": found.index, "id": found.entry.statement.id})
    else:
        output.lines([citation.format()])


def _proof(ledger: Ledger, citation: Citation, found: Found, *, as_json: bool) -> None:
    from ledger import proof

    bundle = proof.bundle(ledger, found.index).format()
    if as_json:
        output.json_object({"citation": citation.format(), "bundle": bundle.decode()})
    else:
        output.raw(bundle)
        output.aside(f"A reader needs the log's key from you, as a policy: log {ledger.identity.key.format()}")


def _cited(ledger: Ledger, citation: Citation, found: Found, policy: Path | None) -> Cited:
    """Return what a reference says, with the verdict of today."""
    from registry.exporters.cited import cited
    from registry.judge import judge_entry

    trusted = context.trusted(policy, ledger)
    record = context.open_index(ledger).record()
    judged = judge_entry(ledger, found.index, trusted, record, placement=citation.placement or None)
    return cited(judged, citation, found.entry.signers)


def _reference(format_: str, cited: Cited, *, as_json: bool) -> None:
    from registry.exporters import badge, bibtex, csl_json, markdown

    makers = {
        "markdown": markdown.reference,
        "bibtex": bibtex.reference,
        "csl-json": csl_json.reference,
        "badge": badge.badge,
    }
    content = makers[format_](cited)
    if as_json:
        verdict = cited.verdict
        output.json_object(
            {
                "citation": cited.citation,
                "format": format_,
                "content": content,
                "verdict": verdict.word,
                "worst": verdict.worst or None,
                "reason": verdict.reason,
                "as_of": {"size": cited.size},
            }
        )
    else:
        output.lines(content.splitlines())


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
