"""A sentence as it is read: plain letters, one space between words, and which of it has been taken for something."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

MAX_LENGTH = 2_000
"""Characters of a sentence; a citation of a ranking is shorter."""


class Part(StrEnum):
    """What words of a sentence are."""

    MODEL = "model"
    LEADERBOARD = "leaderboard"
    DEVELOPER = "developer"
    RELEASE = "release"
    RANK = "rank"
    SCOPE = "scope"
    SHOTS = "shots"
    SPLIT = "split"
    VALUE = "value"
    DATE = "as-of"
    BEATS = "beats"
    """A verb, and the models that are said to be beaten."""
    NEARS = "nears"
    """A verb that compares without claiming more: challenges, reaches the level of."""
    REFUSED = "refused"
    """What no claim can say: a denial, a promise, one of the first ten."""
    UNREAD = "unread"
    """What limits the claim in a way that a claim has no field for."""


class Mark(NamedTuple):
    """Some words, and what they were taken for."""

    part: Part
    value: str
    words: str
    """As they stand in the sentence."""
    start: int
    end: int


def plain(text: str) -> str:
    """Return a text in plain letters (NFKC), with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def level(text: str) -> str:
    """Return a plain text without case, as long as it is."""
    if text.isascii():
        return text.lower()
    return "".join(low if len(low := one.casefold()) == 1 else one for one in text)


class Sentence:
    """A sentence, and the marks made on it. A character belongs to one mark only."""

    def __init__(self, text: str) -> None:
        self.said = plain(text)
        self.low = level(self.said)
        self.marks: list[Mark] = []
        self._taken = bytearray(len(self.said))

    def is_free(self, start: int, end: int) -> bool:
        """Say whether nobody has taken any of it."""
        return not any(self._taken[start:end])

    def mark(self, part: Part, value: str, start: int, end: int) -> None:
        """Take some words for something."""
        self.marks.append(Mark(part, value, self.said[start:end], start, end))
        self._taken[start:end] = b"\1" * (end - start)

    def take(self, part: Part, pattern: re.Pattern[str], value: Callable[[re.Match[str]], str]) -> None:
        """Take every match of a pattern that is free; a value that is empty takes nothing."""
        for match in pattern.finditer(self.low):
            if match.end() > match.start() and self.is_free(*match.span()) and (found := value(match)):
                self.mark(part, found, *match.span())

    def of(self, part: Part) -> list[Mark]:
        """Return the marks of a part, in the order of the sentence."""
        return sorted((mark for mark in self.marks if mark.part is part), key=lambda mark: mark.start)

    def grow(self, mark: Mark, end: int) -> None:
        """Let a mark reach further to the right."""
        self.marks.remove(mark)
        self.mark(mark.part, self.said[mark.start : end], mark.start, end)

    def rest(self) -> Iterator[str]:
        """Yield what nobody has taken, run by run."""
        left = "".join("\n" if taken else one for one, taken in zip(self.said, self._taken, strict=True))
        yield from filter(None, (run.strip() for run in left.split("\n")))
