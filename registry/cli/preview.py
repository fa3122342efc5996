"""`append --dry-run`: what would be signed, and which findings it would get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from registry import output, rules
from registry.cli.changes import Made
from registry.whole import read, read_whole

if TYPE_CHECKING:
    from ledger.log import Ledger


def preview(ledger: Ledger, made: Sequence[Made], *, as_json: bool) -> None:
    """Print each statement and its findings; nothing is written."""
    record = read_whole(ledger)
    context = rules.Context(record.publisher, record)
    answers: list[dict[str, object]] = []
    for one in made:
        statement = read(one.entry.raw)
        assert statement is not None, "it was parsed when it was made"
        found = rules.run(statement, context).found
        answers.append(
            {
                "file": one.source,
                "id": one.entry.statement.id,
                "statement": one.entry.statement.value,
                "findings": [{"rule": hit.rule.id, "severity": hit.severity, "message": hit.message} for hit in found],
            }
        )
        if not as_json:
            output.lines([f"{one.source}: would be signed by {', '.join(one.entry.signers)}"])
            output.lines(one.entry.statement.text.decode().splitlines())
            output.lines(f"  {hit.rule.id} ({hit.severity}): {hit.message} {hit.rule.cure.en}" for hit in found)
    if as_json:
        output.json_object({"would_append": answers})
    else:
        output.aside("Nothing was written.")
