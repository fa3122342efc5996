"""Judging one entry: its proofs, the findings of the rules, and for a claim what the record says. What `verify` and `show` tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ledger import entry as entries
from ledger.policy import Policy
from ledger.proof import Bundle, bundle
from ledger.verify import Check, State, Verification, verify
from registry import rules
from registry.decode import introduced, read
from registry.record import Ended, Ending
from registry.rules import Context, Findings
from registry.statements import Claim, Reveal, Statement
from registry.trust import Verdict, Word, verdict

if TYPE_CHECKING:
    from ledger.log import Ledger
    from registry.claims.judge import Answer
    from registry.claims.standing import Standing
    from registry.files import Files
    from registry.merits import Merit
    from registry.record import Logged, Record
    from registry.record.flags import Flagged
    from registry.rules.base import Words

_OF_A_RECORD = frozenset({"no-source", "unpinned-source", "late-entry"})
"""Rules on what whoever records a claim must give."""


class Judged(Struct, frozen=True):
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
    flags: tuple[Flagged, ...] = ()
    """On the entry, and for a claim that holds also on the ranking it rests on."""
    merits: tuple[Merit, ...] = ()
    """Of the ranking, or of the one that a claim that holds rests on."""


class Conclusion(Struct, frozen=True):
    """What rules, record and people make of a statement, once it is known how its proofs stand."""

    checks: tuple[Check, ...]
    """Those that decide: of the proofs, and of a claim that could not be held against a record."""
    findings: Findings | None
    answer: Answer | None
    ended: Ended | None
    flags: tuple[Flagged, ...]
    verdict: Verdict

    def of_placement(self, name: str | None) -> Verdict:
        """Return the verdict on one model's lines, without what is said of others; None for a model of which nothing is."""
        if self.findings is None:
            return self.verdict
        flags = tuple(one for one in self.flags if one.logged.statement.placement in ("", name))
        return _verdict(self.checks, self.findings.about(name), self.answer, self.ended, flags)


def conclude(
    statement: Statement | None,
    context: Context,
    checks: Sequence[Check],
    ended: Ended | None = None,
    *,
    is_recorded: bool = True,
) -> Conclusion:
    """Return what is concluded about a statement: the one way, for an entry on record, a bundle, or one yet to be signed.

    A claim that is only asked about, and not recorded by anybody, need not give what a record of it must.
    """
    answer = _answer(statement, context.record)
    findings = _findings(statement, answer, context, is_recorded=is_recorded)
    flags = _flags(context.subject, answer, context.record)
    unheld = isinstance(statement, Claim) and answer is None
    deciding = (*checks, _claim_check(None)) if unheld else tuple(checks)
    concluded = _verdict(deciding, findings, answer, ended, flags)
    return Conclusion(deciding, findings, answer, ended, flags, concluded)


def _verdict(
    checks: Sequence[Check],
    findings: Findings | None,
    answer: Answer | None,
    ended: Ended | None,
    flags: Sequence[Flagged],
) -> Verdict:
    judgement = answer.judgement if answer is not None else None
    return verdict(checks, findings, judgement, _told(ended), flags)


def _told(ended: Ended | None) -> Words | None:
    if ended is None:
        return None
    from registry.record.life import told  # deferred: most entries speak still

    return told(ended)


def judge_entry(
    ledger: Ledger,
    index: int,
    policy: Policy,
    record: Record,
    *,
    statement_id: str = "",
    files: Files | None = None,
    placement: str | None = None,
) -> Judged:
    """Judge an entry of a ledger at hand, or one model's lines in it, and whether the asker's files are those on record."""
    brought = bundle(ledger, index)
    subject = record.statement(entries.statement_id(brought.raw))
    return _judged(brought, policy, statement_id, Context(record.publisher, record, subject), files, placement)


def judge_claim(ledger: Ledger, claim: Claim, policy: Policy, record: Record) -> Judged:
    """Judge a claim that nobody has recorded, as a recorded one would be; its proofs are those of the ranking it rests on."""
    standing = (answer := _answer(claim, record)) and answer.standing
    index = standing.recorded.index if standing else 0
    verification = verify(bundle(ledger, index), policy)
    # Without a ranking to rest on, only the log itself is looked at: its first entry stands for nothing but its checkpoint.
    looked_at = [one for one in verification.checks if standing or one.name in ("origin", "witnesses")]
    context = Context(record.publisher, record, None, _has_quorum(verification))
    made = conclude(claim, context, looked_at, is_recorded=False)
    checks = (
        Check("sentence", State.SKIPPED, "not an entry: nobody signed it"),
        *(replace(one, detail=f"ranking {index}: {one.detail}") if standing else one for one in looked_at),
        _findings_check(made.findings, failed=verification.failed),
        _claim_check(made.answer),
    )
    merits = _merits(None, made.answer, context)
    return Judged(verification, checks, claim, made.findings, made.answer, made.verdict, made.flags, merits)


def judge_bundle(brought: Bundle, policy: Policy | None, files: Files | None = None) -> Judged:
    """Judge an entry that came as a bundle. A claim in it cannot be held against a record that is not there."""
    events = introduced(event.raw for event in brought.events)
    return _judged(brought, policy, "", Context(events.get), files)


def _judged(
    brought: Bundle,
    policy: Policy | None,
    statement_id: str,
    context: Context,
    files: Files | None,
    placement: str | None = None,
) -> Judged:
    verification = verify(brought, policy, statement_id=statement_id)
    statement = read(brought.raw) if verification.entry is not None else None
    context = replace(context, has_quorum=_has_quorum(verification))
    held = tuple(_held(files, None if verification.failed else statement, context.record))
    checks = (*verification.checks, *_deciding(held, files))
    made = conclude(statement, context, checks, _ended(context.subject, verification))
    findings, concluded = made.findings, made.verdict
    if placement is not None and findings is not None:
        findings, concluded = findings.about(placement), made.of_placement(placement)
    checks = (
        *verification.checks,
        _newer(context, made.flags, failed=verification.failed),
        *held,
        _findings_check(findings, failed=verification.failed),
        *([_claim_check(made.answer)] if isinstance(statement, Claim) else []),
    )
    merits = _merits(statement, made.answer, context)
    return Judged(verification, checks, statement, findings, made.answer, concluded, made.flags, merits)


def _ended(subject: Logged[Statement] | None, verification: Verification) -> Ended | None:
    """Return what ended an entry: as the record says, which knows what its publisher stands by; else as its proofs do."""
    if subject is not None:
        return subject.ended
    by = verification.disputed_by
    return Ended(Ending.DISPUTED, by) if by is not None else None


def _flags(subject: Logged[Statement] | None, answer: Answer | None, record: Record | None) -> tuple[Flagged, ...]:
    """Return the flags on an entry; on a claim that holds, also those on the ranking that it rests on."""
    if record is None:
        return ()
    from registry.record.cure import cures  # deferred: a bundle is judged without it
    from registry.record.flags import flags

    cured = cures(record)
    own = flags(subject, record, cured) if subject is not None else ()
    rests_on = _rests_on(answer)
    if rests_on is None:
        return own
    name, theirs = rests_on.placement.model.name, flags(rests_on.recorded, record, cured)
    return (*own, *(one for one in theirs if one.logged.statement.placement in ("", name)))


def _rests_on(answer: Answer | None) -> Standing | None:
    """Return where a model stands that bears a claim out, or None when none does."""
    return answer.standing if answer is not None and answer.judgement.word is Word.VERIFIED else None


def _merits(statement: Statement | None, answer: Answer | None, context: Context) -> tuple[Merit, ...]:
    """Return what speaks for a ranking; for a claim that holds, what speaks for the one that it rests on."""
    from registry.merits import merits  # deferred: no verdict needs it

    rests_on = _rests_on(answer)
    if rests_on is not None:
        return merits(rests_on.recorded.statement, replace(context, subject=rests_on.recorded))
    return merits(statement, context) if statement is not None else ()


def _newer(context: Context, flags: tuple[Flagged, ...], *, failed: bool) -> Check:
    if failed:
        return Check("newer", State.SKIPPED, "not looked at after a failure")
    if context.record is None:
        return Check("newer", State.SKIPPED, "there is no ledger here that could hold newer entries about it")
    from registry.record.newer import newer  # deferred, as above

    return newer(context.subject, context.record, flags)


def _has_quorum(verification: Verification) -> bool | None:
    """Say whether the witnesses that a policy asks for cover the entry; None when no policy could be asked."""
    return verification.accepted.need > 0 if verification.accepted is not None else None


def _held(files: Files | None, statement: Statement | None, record: Record | None) -> Iterator[Check]:
    """Hold the asker's files against the record, if there are any; what a reveal opens itself is looked at without one."""
    if files is not None or isinstance(statement, Reveal):
        from registry.files import Files, check  # deferred: seldom asked

        yield from check(files if files is not None else Files(), statement, record)


def _deciding(held: Sequence[Check], files: Files | None) -> Sequence[Check]:
    """Return which of those checks the verdict follows."""
    if not held:
        return held
    from registry.files import deciding  # deferred, as above

    return deciding(held, files)


def _answer(statement: Statement | None, record: Record | None) -> Answer | None:
    """Hold a claim against the rankings on record, if it is one and there is a record."""
    if not isinstance(statement, Claim) or record is None:
        return None
    from registry.claims.judge import judge  # deferred: a ranking is judged without it

    return judge(statement, record)


def _findings(
    statement: Statement | None, answer: Answer | None, context: Context, *, is_recorded: bool
) -> Findings | None:
    """Run the rules on a statement; on a claim that holds, also on the line of the ranking that it rests on."""
    if statement is None:
        return None
    own = rules.run(statement, replace(context, answer=answer), None if is_recorded else _of_what_is_said())
    rests_on = _rests_on(answer)
    if rests_on is None:
        return own
    theirs = rules.run(rests_on.recorded.statement, replace(context, subject=rests_on.recorded))
    return own.joined(theirs.about(rests_on.placement.model.name))


def _of_what_is_said() -> tuple[rules.Rule, ...]:
    """Return the rules on what a claim says, without those on where and when it was recorded to have been said."""
    return tuple(rule for rule in rules.every() if rule.id not in _OF_A_RECORD)


def _findings_check(findings: Findings | None, *, failed: bool) -> Check:
    """Say what the rules came to."""
    if failed or findings is None:
        why = "not looked at after a failure" if failed else "its statement cannot be read by this version"
        return Check("findings", State.SKIPPED, why)
    weighty = sum(finding.weighs for finding in findings.found)
    words = f"{len(findings.found)}, of which {weighty} weigh" if findings.found else "none"
    unknown = len({one.rule.id for one in findings.not_checkable})
    return Check("findings", State.OK, words + (f"; {unknown} rules could not look" if unknown else ""))


def _claim_check(answer: Answer | None) -> Check:
    if answer is None:
        return Check("claim", State.SKIPPED, "there is no record here to hold it against; verify it in the ledger")
    word, reason = answer.judgement.word, answer.judgement.reason
    states = {Word.VERIFIED: State.OK, Word.UNCHECKED: State.SKIPPED}
    return Check("claim", states.get(word, State.FAIL), reason)
