"""An amendment: a publisher takes back, replaces or re-affirms what it said. What it said stays in the log, marked.

Whether an amendment has effect depends on who published its target, which is not in its text: see `registry.record.life`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from registry.errors import Problem, shown
from registry.statements.common import MaybeStatementId, Spoken, StatementId, Text

Action = Literal["retract", "supersede", "withdraw", "reaffirm"]


class Amendment(Spoken, frozen=True, kw_only=True, tag="jinbang/amendment/v1"):
    """A publisher takes back, replaces or re-affirms an entry of its own, or withdraws its own flag."""

    SHORT_NAME: ClassVar[str] = "amendment"

    action: Action
    """Take an entry back, replace it by another, withdraw a flag, or stand by an entry again that was signed with a key
    declared stolen."""
    target: StatementId
    """The statement that it is about."""
    by: MaybeStatementId = ""
    """The statement that replaces it; for supersede only."""
    because: Text = ""
    """Why, in words."""

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        supersedes = self.action == "supersede"
        if supersedes and not self.by:
            yield Problem("by", "nothing", "the statement that replaces the target")
        if not supersedes and self.by:
            yield Problem("by", shown(self.by), f"nothing, with action {self.action}")
        if self.by and self.by == self.target:
            yield Problem("by", "the target itself", "another statement")
