"""`jinbang flags`: what is wrong, as rules find it and as people say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry import output
from registry.cli.listing import FilterArgument, LimitOption, ended, limit_of, listing, tree_of
from registry.cli.options import JsonOption, LedgerOption

if TYPE_CHECKING:
    from registry.reads.lists import FindingLine, FlagLine


def flags(
    words: FilterArgument = None,
    *,
    limit: LimitOption = None,
    ledger: LedgerOption = None,
    json: JsonOption = False,
) -> None:
    """List findings of rules and people's flags, newest entry first.

    Example: jinbang flags severity:critical
    """
    from registry.filter.columns import FINDINGS, FLAGS
    from registry.reads import lists

    with listing(ledger, as_json=json) as (_, connection):
        most = limit_of(limit)
        found_in_all, found = lists.findings(connection, tree_of(words, FINDINGS), most)
        raised_in_all, raised = lists.flags(connection, tree_of(words, FLAGS), most)
        if json:
            output.json_object(
                {
                    "total": {"findings": found_in_all, "flags": raised_in_all},
                    "findings": list(map(_finding, found)),
                    "flags": list(map(_flag, raised)),
                }
            )
        else:
            output.lines(_lines(found, raised))
        ended(found_in_all + raised_in_all, len(found) + len(raised), quiet=json)


def _lines(found: list[FindingLine], raised: list[FlagLine]) -> Iterator[str]:
    for one in found:
        yield f"entry {one.entry_index}  {one.severity}  {one.group} {one.rule}: {one.message}"
    for flag in raised:
        line = f" ({flag.placement})" if flag.placement else ""
        on = "no entry of this ledger" if flag.target_index is None else f"entry {flag.target_index}"
        yield f"flag {flag.entry_index}  {flag.state}  on {on}{line}, {flag.reason}, by {flag.by}: {flag.because}"


def _finding(one: FindingLine) -> dict[str, object]:
    from json import loads

    seen = [(str(field), str(value)) for field, value in loads(one.fields)]
    return {
        "rule": one.rule,
        "group": one.group,
        "severity": one.severity,
        "index": one.entry_index,
        "placement": one.placement or None,
        "fields": [field for field, _ in seen],
        "seen": dict(seen),
        "message": one.message,
        "message_zh": one.message_zh,
    }


def _flag(one: FlagLine) -> dict[str, object]:
    return {
        "index": one.entry_index,
        "on": one.target_index,
        "on_id": one.target,
        "placement": one.placement or None,
        "reason": one.reason,
        "because": one.because,
        "by": one.by,
        "state": one.state,
        "open": one.state == "open",
    }
