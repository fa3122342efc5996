"""The ranking that a claim rests on, for rules that look at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.rules.base import NO_RECORD, Context, Missing
from registry.statements import Claim

if TYPE_CHECKING:
    from registry.standing import Standing


def cited(claim: Claim, context: Context) -> Standing | Missing | None:
    """Return where the model stands on the ranking that bears a claim out; None when none does.

    Returns NO_RECORD when there is no record to look in.
    """
    if context.record is None:
        return NO_RECORD
    from registry.claims import judge  # deferred: it imports the rules' own words, and a ranking needs none of it
    from registry.trust import Word

    answer = judge(claim, context.record)
    return answer.standing if answer.judgement.word is Word.VERIFIED else None
