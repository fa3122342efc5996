"""The words of verdicts, alone: lists show them without what it takes to come to one."""

from __future__ import annotations

from enum import StrEnum


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
