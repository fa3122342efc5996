"""A flag: somebody objects to an entry, over their own signature. Only they can withdraw it."""

from __future__ import annotations

from typing import ClassVar

from registry.statements.common import Line, Reason, Source, Spoken, StatementId, Words

OTHER = "other"
"""The reason of a flag that is no rule's."""


class Flag(Spoken, frozen=True, kw_only=True, tag="jinbang/flag/v1"):
    """A signed objection to an entry, or to one line of it."""

    SHORT_NAME: ClassVar[str] = "flag"

    entry: StatementId
    """The statement that is objected to."""
    placement: Line = ""
    """The model whose line is meant; empty for the whole entry."""
    reason: Reason
    """The rule that it breaks, by id; or `other`."""
    because: Words
    """What is wrong, in words."""
    evidence: tuple[Source, ...] = ()
    """What shows it."""
