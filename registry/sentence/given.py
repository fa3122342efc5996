"""What somebody says beside a sentence: it decides, whatever the sentence says."""

from __future__ import annotations

from msgspec import Struct

from registry.statements import Claim
from registry.statements.claim import ClaimSettings
from registry.statements.common import Source
from registry.statements.records import check, plain


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

    def claim(self, text: str) -> Claim:
        """Return the claim that is given, with its words and without a publisher."""
        return Claim(
            made=self.on or "",
            text=text,
            source=Source(url=self.source or ""),
            model=self.model or "",
            leaderboard=self.leaderboard or "",
            release=self.release or "",
            rank=self.rank,
            scope=self.scope or "",
            settings=ClaimSettings(shots=self.shots, split=self.split or ""),
            value=self.value or "",
            as_of=self.as_of or "",
            beats=self.beats or (),
        )

    def check(self) -> None:
        """Hold what was given to what a claim may say. Raises: StatementError."""
        held = {name: value for name, value in plain(self.claim("given")).items() if name != "type"}
        check({**held, "publisher": "given"}, Claim)
