"""A response: what a publisher has to say to a flag on an entry of its own. It closes nothing."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from registry.statements.common import Source, Spoken, StatementId, Words


class Response(Spoken, frozen=True, kw_only=True, tag="jinbang/response/v1"):
    """A publisher's signed answer to a flag on an entry of its own."""

    SHORT_NAME: ClassVar[str] = "response"

    flag: Annotated[StatementId, Meta(description="The flag that is answered.")]
    because: Annotated[Words, Meta(description="The answer, in words.")]
    evidence: Annotated[tuple[Source, ...], Meta(description="What shows it.")] = ()
