"""Judging one entry: its proofs, the findings of the rules, and for a claim what the record says. What `verify` and `show` tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ledger import entry as entries
from ledger.errors import FormatError
from ledger.policy import Policy
from ledger.proof import Bundle, bundle
from ledger.verify import Check, State, Verification, verify
from registry import rules, statements
from registry.errors import StatementError
from registry.rules import Findings
from registry.statements import Claim, Evaluation, Publisher, Statement
from registry.trust import Verdict, Word, verdict

if TYPE_CHECKING:
    from ledger.log import Ledger
    from ledger.publishers import Publishers
    from registry.claims import Answer, Recorded

EVALUATION = "jinbang/evaluation/v1"


@dataclass(frozen=True, slots=True)
class Judged:
    """All that is concluded about one entry."""

    verification: Verification
    checks: tuple[Check, ...]
    """Of the proofs, then of findings and claim."""
    statement: Statement | None
    """None when this version cannot read it."""
    findings: Findings | None
    """Of the entry, and for a claim that holds also of the ranking it rests on."""
    answer: Answer | None
    """What a claim comes to; None when the entry is none, or there is no record to hold it against."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """Publishers by name: the context of the rules."""

    by_name: Mapping[str, Publisher]

    def publisher(self, name: str) -> Publisher | None:
        return self.by_name.get(name)


class Record:
    """The rankings of a ledger, read once and only when a claim asks for them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def rankings(self) -> tuple[Recorded, ...]:
        """Every evaluation that this version can read and whose key is not in dispute, in the order of the log."""
        head = self._ledger.catch_up()
        raws = self._ledger.entries(0, head.size, head)
        return tuple(self._readable(raws, self._ledger.publishers()))

    @cached_property
    def publishers(self) -> dict[str, Publisher]:
        """How publishers introduced themselves."""
        self._ledger.catch_up()
        return introduced(raw for _, raw in self._ledger.scan.events())

    def _readable(self, raws: Iterator[bytes], keys: Publishers) -> Iterator[Recorded]:
        from registry.claims import Recorded  # deferred: only claims need it

        for index, raw in enumerate(raws):
            statement = read(raw)
            # What a stolen key may have signed supports nothing.
            if isinstance(statement, Evaluation) and keys.disputed_by(index, entries.parse(raw)) is None:
                yield Recorded(index, statement)


def read(raw: bytes) -> Statement | None:
    """Return an entry's statement, or None when it is of a type or form that this version does not know."""
    try:
        return statements.parse(entries.parse(raw).statement.value)
    except (FormatError, StatementError):
        return None


def introduced(raws: Iterator[bytes]) -> dict[str, Publisher]:
    """Return the publishers that enrolled in some key events, by name."""
    found = (read(raw) for raw in raws)
    return {statement.publisher: statement for statement in found if isinstance(statement, Publisher)}


def judge_entry(
    ledger: Ledger, index: int, policy: Policy, *, record: Record | None = None, statement_id: str = ""
) -> Judged:
    """Judge an entry of a ledger at hand."""
    known = record or Record(ledger)
    return _judged(bundle(ledger, index), policy, statement_id, known.publishers, known)


def judge_bundle(brought: Bundle, policy: Policy | None) -> Judged:
    """Judge an entry that came as a bundle. A claim in it cannot be held against a record that is not there."""
    events = introduced(event.raw for event in brought.events)
    return _judged(brought, policy, "", events, None)


def _judged(
    brought: Bundle,
    policy: Policy | None,
    statement_id: str,
    publishers: Mapping[str, Publisher],
    record: Record | None,
) -> Judged:
    verification = verify(brought, policy, statement_id=statement_id)
    statement = read(brought.raw) if verification.entry is not None else None
    answer = _answer(statement, record)
    findings = _findings(statement, answer, Known(publishers))
    last = _claim_check(answer) if isinstance(statement, Claim) else None
    checks = [*verification.checks, _findings_check(findings, failed=verification.failed), *([last] if last else [])]
    disputed = (
        f"key declared compromised by entry {verification.disputed_by}" if verification.disputed_by is not None else ""
    )
    needed = verification.checks if last is None or answer is not None else (*verification.checks, last)
    concluded = verdict(needed, findings, answer.judgement if answer is not None else None, disputed)
    return Judged(verification, tuple(checks), statement, findings, answer, concluded)


def _answer(statement: Statement | None, record: Record | None) -> Answer | None:
    """Hold a claim against the rankings on record, if it is one and there is a record."""
    if not isinstance(statement, Claim) or record is None:
        return None
    from registry.claims import judge  # deferred: a ranking is judged without it

    return judge(statement, record.rankings)


def _findings(statement: Statement | None, answer: Answer | None, context: Known) -> Findings | None:
    """Run the rules on a statement; on a claim that holds, also on the ranking that it rests on."""
    if statement is None:
        return None
    own = rules.run(statement, context)
    if answer is None or answer.standing is None or answer.judgement.word is not Word.VERIFIED:
        return own
    theirs = rules.run(answer.standing.recorded.evaluation, context)
    return own.joined(theirs)


def _findings_check(findings: Findings | None, *, failed: bool) -> Check:
    """Say what the rules came to."""
    if failed or findings is None:
        why = "not looked at after a failure" if failed else "its statement cannot be read by this version"
        return Check("findings", State.SKIPPED, why)
    weighty = sum(finding.weighs for finding in findings.found)
    words = f"{len(findings.found)}, of which {weighty} weigh" if findings.found else "none"
    unknown = len(findings.not_checkable)
    return Check("findings", State.OK, words + (f"; {unknown} rules could not look" if unknown else ""))


def _claim_check(answer: Answer | None) -> Check:
    if answer is None:
        return Check("claim", State.SKIPPED, "there is no record here to hold it against; verify it in the ledger")
    word, reason = answer.judgement.word, answer.judgement.reason
    states = {Word.VERIFIED: State.OK, Word.UNCHECKED: State.SKIPPED}
    return Check("claim", states.get(word, State.FAIL), reason)
