"""A response: what a publisher has to say to a flag on an entry of its own. It closes nothing."""

from __future__ import annotations

from typing import ClassVar

from registry.statements.common import Source, Spoken, StatementId, Words


class Response(Spoken, frozen=True, kw_only=True, tag="jinbang/response/v1"):
    """A publisher's signed answer to a flag on an entry of its own."""

    SHORT_NAME: ClassVar[str] = "response"

    flag: StatementId
    """The flag that is answered."""
    because: Words
    """The answer, in words."""
    evidence: tuple[Source, ...] = ()
    """What shows it."""
