"""What somebody says beside a sentence: it decides, whatever the sentence says."""

from __future__ import annotations

from msgspec import Struct

from registry.statements import Claim
from registry.statements.records import check


class Given(Struct, frozen=True):
    """Options; None where nothing was given. An empty scope is the whole list."""

    model: str | None = None
    leaderboard: str | None = None
    release: str | None = None
    rank: int | None = None
    scope: str | None = None
    shots: int | None = None
    split: str | None = None
    value: str | None = None
    on: str | None = None
    """The day when it was said."""
    as_of: str | None = None
    """The day for which it was said."""
    beats: tuple[str, ...] | None = None
    source: str | None = None

    def check(self) -> None:
        """Hold what was given to what a claim may say. Raises: StatementError."""
        settings = {"shots": self.shots, "split": self.split}
        fields = {
            "model": self.model,
            "leaderboard": self.leaderboard,
            "release": self.release,
            "rank": self.rank,
            "scope": self.scope,
            "value": self.value,
            "made": self.on,
            "as_of": self.as_of,
            "beats": None if self.beats is None else list(self.beats),
            "source": None if self.source is None else {"url": self.source},
            "settings": {name: value for name, value in settings.items() if value is not None},
        }
        held = {name: value for name, value in fields.items() if value is not None}
        check({"publisher": "given", "text": "given", **held}, Claim)
