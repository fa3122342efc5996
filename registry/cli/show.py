"""`jinbang show`: an entry, its verdict, what is wrong with it, and what others say of it."""

from __future__ import annotations

from typing import Annotated

import typer

from registry import output
from registry.citation import cite
from registry.cli import context
from registry.cli.options import EntryArgument, JsonOption, LedgerOption, PolicyOption, answering


def show(
    entry: EntryArgument,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Print the logged bytes and nothing else.")] = False,
    ledger: LedgerOption = None,
    policy: PolicyOption = None,
    json: JsonOption = False,
) -> None:
    """Show an entry: the statement, who signed it, its verdict and findings.

    Example: jinbang show 4
    """
    from registry.cli.about import about, about_json, about_lines, nothing_json
    from registry.cli.present import finding_lines, findings_json, merit_lines, merits_json, verdict_lines
    from registry.find import find
    from registry.judge import judge_entry

    with answering(as_json=json):
        opened = context.open_ledger(ledger)
        found = find(opened, entry)
        if raw:
            output.raw(found.entry.raw) if not output.to_terminal() else output.lines(
                found.entry.raw.decode().splitlines()
            )
            return
        record = context.open_index(opened).record()
        judged = judge_entry(opened, found.index, context.policy(policy) or context.own_policy(opened), record)
        statement = found.entry.statement
        logged = record.statement(statement.id)
        told = about(logged, record, judged.flags) if logged is not None else None
        citation = cite(opened.identity.origin, found.index, statement.id).format()
        if json:
            output.json_object(
                {
                    "index": found.index,
                    "id": statement.id,
                    "citation": citation,
                    "type": statement.type,
                    "signers": list(found.entry.signers),
                    "statement": statement.value,
                    "verdict": judged.verdict.word,
                    "worst": judged.verdict.worst or None,
                    "findings": findings_json(judged, found.index),
                    "merits": merits_json(judged),
                    **(about_json(told, opened) if told is not None else nothing_json()),
                }
            )
            return
        output.lines(
            [f"entry     {found.index}", f"citation  {citation}", f"signers   {', '.join(found.entry.signers)}", ""]
        )
        output.lines(statement.text.decode().splitlines())
        output.lines(["", *verdict_lines(judged), *finding_lines(judged), *merit_lines(judged)])
        if told is not None:
            output.lines(about_lines(told, opened))
