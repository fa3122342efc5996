"""The ranking that a claim rests on, for rules that look at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.rules.base import NO_RECORD, Context, Missing
from registry.statements import Claim

if TYPE_CHECKING:
    from registry.claims.holding import Answer
    from registry.claims.standing import Standing
    from registry.record import Record


def cited(claim: Claim, context: Context) -> Standing | Missing | None:
    """Return where the model stands on the ranking that bears a claim out; None when none does.

    Returns NO_RECORD when there is no record to look in.
    """
    if context.record is None:
        return NO_RECORD
    found = answer(claim, context.record, context)
    return found.standing if is_borne_out(found) else None


def answer(claim: Claim, record: Record, context: Context) -> Answer:
    """Return what a claim comes to, as it was worked out before if it was."""
    if context.answer is not None:
        return context.answer
    from registry.claims.judge import judge  # deferred: it imports the rules' own words, and a ranking needs none of it

    return judge(claim, record)


def is_borne_out(found: Answer) -> bool:
    """Say whether a claim is what the record says."""
    # The word of `Word.VERIFIED`: what puts proofs and findings together is not loaded for it.
    return found.judgement.word == "verified"
