"""A flag: somebody objects to an entry, over their own signature. Only they can withdraw it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from registry.statements.common import Line, Reason, Source, Spoken, StatementId, Words

OTHER = "other"
"""The reason of a flag that is no rule's."""


class Flag(Spoken, frozen=True, kw_only=True, tag="jinbang/flag/v1"):
    """A signed objection to an entry, or to one line of it."""

    SHORT_NAME: ClassVar[str] = "flag"

    entry: Annotated[StatementId, Meta(description="The statement that is objected to.")]
    placement: Annotated[Line, Meta(description="The model whose line is meant; empty for the whole entry.")] = ""
    reason: Annotated[Reason, Meta(description="The rule that it breaks, by id; or `other`.")]
    because: Annotated[Words, Meta(description="What is wrong, in words.")]
    evidence: Annotated[tuple[Source, ...], Meta(description="What shows it.")] = ()
