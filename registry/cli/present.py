"""How a judged entry is shown, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.text import to_base64
from ledger.verify import Check, State
from registry import output
from registry.judge import Judged
from registry.rules.base import Finding
from registry.statements import Claim

if TYPE_CHECKING:
    from registry.record.flags import Flagged

_MARKS = {State.OK: "ok", State.FAIL: "FAIL", State.SKIPPED: "----"}


def check_line(check: Check) -> str:
    """Return one check as a line."""
    return f"{_MARKS[check.state]:<5} {check.name:<10} {check.detail}"


def finding_lines(judged: Judged) -> Iterator[str]:
    """Return what the rules found, each with the fields seen and how to cure it, and what they could not look at."""
    if judged.findings is None:
        return
    for finding in judged.findings.found:
        rule = finding.rule
        yield f"  {rule.group} {rule.id} ({finding.severity}): {finding.message}"
        yield "    saw   " + ", ".join(f"{seen.field}={seen.value or 'nothing'}" for seen in finding.seen)
        yield f"    cure  {rule.cure.en}"
    lacking: dict[str, list[str]] = {}
    for one in judged.findings.not_checkable:
        lacking.setdefault(one.rule.id, []).append(one.field)
    if lacking:
        told = ", ".join(f"{rule} ({', '.join(dict.fromkeys(fields))})" for rule, fields in lacking.items())
        yield f"  not checkable, for want of a field: {told}"


def merit_lines(judged: Judged) -> Iterator[str]:
    """Return what speaks for a ranking, each with the fields that it rests on."""
    for merit in judged.merits:
        yield f"  merit {merit.id}: {merit.message.en}"
        yield "    saw   " + ", ".join(f"{seen.field}={seen.value}" for seen in merit.seen)


def merits_json(judged: Judged) -> list[dict[str, object]]:
    """Return the merits as JSON."""
    return [
        {
            "merit": merit.id,
            "fields": [seen.field for seen in merit.seen],
            "seen": {seen.field: seen.value for seen in merit.seen},
            "message": merit.message.en,
            "message_zh": merit.message.zh,
        }
        for merit in judged.merits
    ]


def verdict_lines(judged: Judged) -> Iterator[str]:
    """Return the verdict and why."""
    verdict = judged.verdict
    yield f"verdict: {verdict} {verdict.zh}" + (f" - {verdict.reason}" if verdict.reason else "")


def findings_json(judged: Judged, index: int | None) -> list[dict[str, object]]:
    """Return the findings in the shape of the contract."""
    found = judged.findings.found if judged.findings is not None else ()
    return [_finding(finding, index) for finding in found]


def _finding(finding: Finding, index: int | None) -> dict[str, object]:
    return {
        "rule": finding.rule.id,
        "group": finding.rule.group,
        "severity": finding.severity,
        "index": index,
        "placement": finding.placement,
        "fields": [seen.field for seen in finding.seen],
        "seen": {seen.field: seen.value for seen in finding.seen},
        "message": finding.message,
        "message_zh": finding.message_zh,
    }


def flag_json(flag: Flagged) -> dict[str, object]:
    """Return a flag in the shape of the contract."""
    said = flag.logged.statement
    return {
        "index": flag.logged.index,
        "on": flag.on,
        "placement": said.placement or None,
        "reason": said.reason,
        "because": said.because,
        "by": ", ".join(said.signers),
        "open": flag.is_open,
        "state": flag.state,
        "closed_by": flag.closed_by,
        "responses": [
            {"index": one.index, "by": ", ".join(one.statement.signers), "because": one.statement.because}
            for one in flag.responses
        ],
    }


def flag_lines(flag: Flagged) -> Iterator[str]:
    """Return a flag and the answers to it."""
    said = flag.logged.statement
    by, placed = ", ".join(said.signers), f" on {said.placement}" if said.placement else ""
    closed = f" by entry {flag.closed_by}" if flag.closed_by is not None else ""
    yield f"  flag {flag.logged.index} {flag.state}{closed}: {said.reason}{placed}, by {by}: {said.because}"
    for answer in flag.responses:
        who = ", ".join(answer.statement.signers)
        yield f"    response {answer.index}, by {who}: {answer.statement.because}"


def print_judged(judged: Judged, *, as_json: bool) -> None:
    """Print what `verify` says."""
    if as_json:
        output.json_object(judged_json(judged, judged.verification.index))
        return
    for check in judged.checks:
        output.marked(_MARKS[check.state], check_line(check))
    output.lines(finding_lines(judged))
    output.lines(merit_lines(judged))
    output.lines(line for flag in judged.flags for line in flag_lines(flag))
    output.marked(str(judged.verdict.word), next(verdict_lines(judged)))


def judged_json(judged: Judged, index: int | None) -> dict[str, object]:
    """Return what `verify` says as JSON; `index` is that of the entry, None for a claim that nobody recorded."""
    verification = judged.verification
    accepted = verification.accepted
    return {
        "verdict": judged.verdict.word,
        "worst": judged.verdict.worst or None,
        "reason": judged.verdict.reason,
        "checks": [{"name": one.name, "state": one.state, "detail": one.detail} for one in judged.checks],
        "claim": _claim(judged),
        "found": _found(judged),
        "flags": [flag_json(flag) for flag in judged.flags],
        "findings": findings_json(judged, index),
        "not_checkable": [
            {"rule": one.rule.id, "field": one.field}
            for one in (judged.findings.not_checkable if judged.findings is not None else ())
        ],
        "merits": merits_json(judged),
        "witnesses": {"have": len(accepted.witnesses) if accepted else 0, "need": accepted.need if accepted else 0},
        "as_of": {"size": verification.size, "root": to_base64(verification.root)},
    }


def _claim(judged: Judged) -> dict[str, object] | None:
    claim = judged.statement
    if not isinstance(claim, Claim):
        return None
    return {
        "model": claim.model or None,
        "leaderboard": claim.leaderboard or None,
        "release": claim.release or None,
        "rank": claim.rank,
        "scope": claim.scope or None,
    }


def _found(judged: Judged) -> dict[str, object] | None:
    standing = judged.answer.standing if judged.answer is not None else None
    if standing is None:
        return None
    return {
        "index": standing.recorded.index,
        "placement": standing.placement.model.name,
        "rank": standing.rank,
        "entrants": standing.recorded.statement.scope.entrants,
    }
