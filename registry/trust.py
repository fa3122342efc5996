"""Proofs, findings and a claim's judgement, put into one word. One function, used by every surface; there is no score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ledger.verify import Check, State
from registry.exit_codes import Exit
from registry.rules import Findings, every
from registry.rules.base import Words
from registry.verdicts import CHINESE, Word

if TYPE_CHECKING:
    from registry.record.flags import Flagged


__all__ = ["CHINESE", "Word"]
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


class Verdict(Struct, frozen=True):
    """What we conclude."""

    word: Word
    worst: str
    """Group of the gravest finding or flag when flagged; empty when it has none, and with any other word."""
    reason: str
    """Why it is not `verified`; empty when it is."""
    reason_zh: str = ""
    """The same in Chinese. What the ledger says of its own checks stands in it as it is."""

    def __str__(self) -> str:
        return f"{self.word}: {self.worst}" if self.worst else str(self.word)

    @property
    def zh(self) -> str:
        """The word in Chinese."""
        return CHINESE[self.word]

    def exit_code(self, *, strict: bool) -> Exit:
        """Return how `verify` ends; with `strict` a flagged ranking is false."""
        return Exit.FALSE if strict and self.word is Word.FLAGGED else _EXITS[self.word]


class Judgement(Struct, frozen=True):
    """What became of a claim: one of verified, outdated, contradicted, unsupported, unchecked; and why."""

    word: Word
    reason: str
    reason_zh: str = ""
    """The same in Chinese; empty when there is no translation."""


def verdict(
    checks: Sequence[Check],
    findings: Findings | None,
    judgement: Judgement | None = None,
    disputed: Words | None = None,
    flags: Sequence[Flagged] = (),
) -> Verdict:
    """Return the one verdict on an entry or a claim.

    The gravest wins: what is false, then what could not be looked at, then a dispute, then what a claim comes to, then
    findings, then people's flags, of which only open ones count. `disputed` says why the entry is in dispute, None when it is
    not. `findings` is None when no rule could look.
    """
    failed = next((check for check in checks if check.state is State.FAIL), None)
    if failed is not None:
        return _about(Word.INVALID, failed, "不成立")
    skipped = next((check for check in checks if check.state is State.SKIPPED), None)
    if skipped is not None:
        return _about(Word.UNCHECKED, skipped, "未核验")
    if not checks:
        return Verdict(Word.UNCHECKED, "", "nothing was checked", "没有做任何核验")
    if findings is None:
        return Verdict(Word.UNCHECKED, "", "its statement cannot be read by this version", "本版本无法读取该声明")
    if disputed is not None:
        return Verdict(Word.DISPUTED, "", disputed.en, disputed.zh)
    if judgement is not None and judgement.word is not Word.VERIFIED:
        return Verdict(judgement.word, "", judgement.reason, judgement.reason_zh or judgement.reason)
    worst = findings.worst
    if worst is not None:
        return Verdict(Word.FLAGGED, worst.rule.group, worst.message, worst.message_zh)
    open_ = [flag for flag in flags if flag.is_open]
    return _flagged(open_) if open_ else Verdict(Word.VERIFIED, "", "")


def _flagged(flags: Sequence[Flagged]) -> Verdict:
    """Return the verdict by people's flags: the first whose reason is a rule gives the group, else there is none."""
    groups = {rule.id: str(rule.group) for rule in every()}
    first = next((flag for flag in flags if flag.logged.statement.reason in groups), flags[0])
    said, by, index = first.logged.statement, ", ".join(first.logged.statement.signers), first.logged.index
    return Verdict(
        Word.FLAGGED,
        groups.get(said.reason, ""),
        f"{by} objects in entry {index} ({said.reason}): {said.because}",
        f"{by} 在条目 {index} 提出异议（{said.reason}）：{said.because}",
    )


def _about(word: Word, check: Check, zh: str) -> Verdict:
    return Verdict(word, "", f"{check.name}: {check.detail}", f"{check.name} {zh}：{check.detail}")
