"""A claim: somebody cites a ranking. Who records it need not be who made it."""

from collections.abc import Iterator
from typing import ClassVar

from msgspec import field

from registry.errors import Problem
from registry.statements.common import (
    Count,
    Date,
    Free,
    Line,
    MaybeDecimal,
    MaybePublisherName,
    Name,
    Ordinal,
    PublisherName,
    Record,
    Source,
    Statement,
    Words,
    joint_contradictions,
)


class ClaimSettings(Record, frozen=True):
    """Under which conditions the rank is said to hold."""

    shots: Count | None = None
    """Worked examples in the prompt."""
    split: Line = ""
    """Which part of the dataset: test, validation."""


class Claim(Statement, frozen=True, kw_only=True, tag="jinbang/claim/v1"):
    """Somebody cites a ranking. The words are kept as used; the other fields say how they are understood."""

    SHORT_NAME: ClassVar[str] = "claim"

    publisher: MaybePublisherName = ""
    """Who records the claim, signs it and answers for the record."""
    publishers: tuple[PublisherName, ...] = ()
    """Instead of it: all who sign a joint record."""
    claimant: Line = ""
    """Who made the claim; empty when it is not known."""
    made: Date = ""
    """When the claim was made."""
    text: Words
    """The words used, in their own language."""
    source: Source = Source()
    """Where the claim can be read."""
    model: Line = ""
    """The model that is said to hold the rank."""
    leaderboard: Line = ""
    """The leaderboard that is cited; empty when none is named."""
    release: Line = ""
    """Which state of it."""
    rank: Ordinal | None = None
    """The rank that is claimed."""
    scope: Line = ""
    """The prefix under which it is claimed: <10B, Chinese open models."""
    settings: ClaimSettings = ClaimSettings()
    """Under which conditions."""
    value: MaybeDecimal = ""
    """The score that is claimed."""
    as_of: Date = ""
    """The day for which it is claimed, when that is not the day it was made."""
    beats: tuple[Name, ...] = ()
    """Models that are said to be beaten."""
    extra: Free = field(default_factory=dict)
    """Anything else: kept, shown, and judged by nothing."""

    @property
    def signers(self) -> tuple[str, ...]:
        return self.publishers or (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from joint_contradictions(self.publisher, self.publishers)
