"""What the comparison and the view of a leaderboard ask. Everything here waits, so screens ask it in threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from registry.across import Column, Row
    from registry.compare import Beside, Orders
    from registry.over_time import Course
    from registry.reads import Connection


class Compared(NamedTuple):
    """Models across leaderboards."""

    columns: list[Column]
    rows: list[Row]
    beside: tuple[Beside, ...]
    orders: Orders
    month: str
    """From which all places are; empty when each is the newest."""


class Comparing:
    """The part of a session that compares."""

    def _reader(self) -> Connection:
        raise NotImplementedError

    def compared(self, names: Sequence[str], *, same_month: bool) -> Compared:
        """Return where models stand, each by its newest ranking or all by those of one month."""
        from registry import across
        from registry.compare import compare, fullest_month

        month = fullest_month(self._reader(), names) if same_month else ""
        found = compare(self._reader(), names, month)
        columns = across.columns(found.positions)
        return Compared(columns, across.rows(columns), found.beside, found.orders, month)

    def course(self, leaderboard_key: str, entry_index: int, names: Sequence[str]) -> Course:
        """Return a leaderboard over time, under the setting of one of its rankings, with the ranks of some models."""
        from registry.over_time import course

        return course(self._reader(), leaderboard_key, entry_index, names)
