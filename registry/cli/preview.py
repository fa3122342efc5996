"""`append --dry-run`: what would be signed, and what would be concluded about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledger.verify import Check, State
from registry import output
from registry.cli import context
from registry.cli.ahead import Ahead
from registry.cli.changes import Made, tell_refused
from registry.decode import read
from registry.judge import conclude
from registry.rules import Context

if TYPE_CHECKING:
    from ledger.log import Ledger

_FORM = (Check("form", State.OK, "is one that the ledger takes"),)


def preview(ledger: Ledger, made: Sequence[Made], *, as_json: bool, refused: Sequence[dict[str, str]] = ()) -> None:
    """Print each statement, its findings after those before it, and its verdict; nothing is written to the ledger."""
    record = Ahead(context.open_index(ledger).record(), ledger.head().size)
    known = Context(record.publisher, record)
    answers: list[dict[str, object]] = []
    for one in made:
        statement = read(one.raw)
        assert statement is not None, "it was parsed when it was made"
        entry = one.entry
        made_of_it = conclude(statement, known, _FORM)
        found = made_of_it.findings.found if made_of_it.findings is not None else ()
        verdict = made_of_it.verdict
        record.add(statement, entry.statement.id)
        if as_json:
            answers.append(
                {
                    "file": one.source,
                    "id": entry.statement.id,
                    "statement": entry.statement.value,
                    "verdict": verdict.word,
                    "worst": verdict.worst or None,
                    "findings": [
                        {"rule": hit.rule.id, "severity": hit.severity, "message": hit.message} for hit in found
                    ],
                }
            )
        else:
            output.lines([f"{one.source}: would be signed by {', '.join(entry.signers)}"])
            output.lines(entry.statement.text.decode().splitlines())
            output.lines(f"  {hit.rule.id} ({hit.severity}): {hit.message} {hit.rule.cure.en}" for hit in found)
            output.lines([f"  verdict: {verdict} {verdict.zh}" + (f" - {verdict.reason}" if verdict.reason else "")])
    if as_json:
        output.json_object({"would_append": answers, "refused": list(refused)})
    tell_refused(refused)
    if not as_json:
        output.aside("Nothing was written.")
