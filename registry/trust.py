"""Proofs, findings and a claim's judgement, put into one word. One function, used by every surface; there is no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.verify import Check, State
from registry.exit_codes import Exit
from registry.rules import Findings


class Word(StrEnum):
    """The vocabulary of verdicts."""

    VERIFIED = "verified"
    FLAGGED = "flagged"
    DISPUTED = "disputed"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"
    UNCHECKED = "unchecked"


CHINESE = {
    Word.VERIFIED: "属实",
    Word.FLAGGED: "存疑",
    Word.DISPUTED: "争议",
    Word.OUTDATED: "过时",
    Word.CONTRADICTED: "不符",
    Word.UNSUPPORTED: "无据",
    Word.INVALID: "失效",
    Word.UNCHECKED: "未验",
}
_EXITS = {
    Word.VERIFIED: Exit.TRUE,
    Word.FLAGGED: Exit.TRUE,
    Word.DISPUTED: Exit.FALSE,
    Word.OUTDATED: Exit.FALSE,
    Word.CONTRADICTED: Exit.FALSE,
    Word.UNSUPPORTED: Exit.NOTHING,
    Word.INVALID: Exit.FALSE,
    Word.UNCHECKED: Exit.CANNOT,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we conclude."""

    word: Word
    worst: str
    """Group of the gravest finding when flagged, else empty."""
    reason: str
    """Why it is not `verified`; empty when it is."""

    def __str__(self) -> str:
        return f"{self.word}: {self.worst}" if self.worst else str(self.word)

    @property
    def zh(self) -> str:
        """The word in Chinese."""
        return CHINESE[self.word]

    def exit_code(self, *, strict: bool) -> Exit:
        """Return how `verify` ends; with `strict` a flagged ranking is false."""
        return Exit.FALSE if strict and self.word is Word.FLAGGED else _EXITS[self.word]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a claim: one of verified, outdated, contradicted, unsupported, unchecked; and why."""

    word: Word
    reason: str


def verdict(
    checks: Sequence[Check], findings: Findings | None, judgement: Judgement | None = None, disputed: str = ""
) -> Verdict:
    """Return the one verdict on an entry or a claim.

    The gravest wins: what is false, then what could not be looked at, then what a claim comes to, then a dispute, then
    findings. `disputed` says why the entry is in dispute, empty when it is not. `findings` is None when no rule could look.
    """
    failed = next((check for check in checks if check.state is State.FAIL), None)
    if failed is not None:
        return Verdict(Word.INVALID, "", f"{failed.name}: {failed.detail}")
    skipped = next((check for check in checks if check.state is State.SKIPPED), None)
    if skipped is not None or findings is None:
        why = (
            f"{skipped.name}: {skipped.detail}"
            if skipped is not None
            else "its statement cannot be read by this version"
        )
        return Verdict(Word.UNCHECKED, "", why)
    if disputed:
        return Verdict(Word.DISPUTED, "", disputed)
    if judgement is not None and judgement.word is not Word.VERIFIED:
        return Verdict(judgement.word, "", judgement.reason)
    worst = findings.worst
    if worst is not None:
        return Verdict(Word.FLAGGED, worst.rule.group, worst.message)
    return Verdict(Word.VERIFIED, "", "")
