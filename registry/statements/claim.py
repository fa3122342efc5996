"""A claim: somebody cites a ranking. Who records it need not be who made it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta, field

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

    shots: Annotated[Count | None, Meta(description="Worked examples in the prompt.")] = None
    split: Annotated[Line, Meta(description="Which part of the dataset: test, validation.")] = ""


class Claim(Statement, frozen=True, kw_only=True, tag="jinbang/claim/v1"):
    """Somebody cites a ranking. The words are kept as used; the other fields say how they are understood."""

    SHORT_NAME: ClassVar[str] = "claim"

    publisher: Annotated[
        MaybePublisherName, Meta(description="Who records the claim, signs it and answers for the record.")
    ] = ""
    publishers: Annotated[
        tuple[PublisherName, ...], Meta(description="Instead of it: all who sign a joint record.")
    ] = ()
    claimant: Annotated[Line, Meta(description="Who made the claim; empty when it is not known.")] = ""
    made: Annotated[Date, Meta(description="When the claim was made.")] = ""
    text: Annotated[Words, Meta(description="The words used, in their own language.")]
    source: Annotated[Source, Meta(description="Where the claim can be read.")] = Source()
    model: Annotated[Line, Meta(description="The model that is said to hold the rank.")] = ""
    leaderboard: Annotated[Line, Meta(description="The leaderboard that is cited; empty when none is named.")] = ""
    release: Annotated[Line, Meta(description="Which state of it.")] = ""
    rank: Annotated[Ordinal | None, Meta(description="The rank that is claimed.")] = None
    scope: Annotated[Line, Meta(description="The prefix under which it is claimed: <10B, Chinese open models.")] = ""
    settings: Annotated[ClaimSettings, Meta(description="Under which conditions.")] = ClaimSettings()
    value: Annotated[MaybeDecimal, Meta(description="The score that is claimed.")] = ""
    as_of: Annotated[
        Date, Meta(description="The day for which it is claimed, when that is not the day it was made.")
    ] = ""
    beats: Annotated[tuple[Name, ...], Meta(description="Models that are said to be beaten.")] = ()
    extra: Annotated[Free, Meta(description="Anything else: kept, shown, and judged by nothing.")] = field(
        default_factory=dict
    )

    @property
    def signers(self) -> tuple[str, ...]:
        return self.publishers or (self.publisher,)

    def contradictions(self) -> Iterator[Problem]:
        yield from joint_contradictions(self.publisher, self.publishers)
