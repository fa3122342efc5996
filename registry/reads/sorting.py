"""The orders in which placements are listed. Each is total: what is equal in it stands in the order of the log.

An order is a list of segments, one after the other: first where the value is known, then where it is not, so that what is
unknown stands last whichever the direction, on every database alike. Verdicts are a segment each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from registry.errors import QuestionError, shown

if TYPE_CHECKING:
    from registry.reads.pages import Line


class By(StrEnum):
    """What placements are sorted by."""

    RANK = "rank"
    SCORE = "score"
    PUBLISHED = "published"
    MODEL = "model"
    LEADERBOARD = "leaderboard"
    ENTRANTS = "entrants"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Order:
    """An order of placements."""

    by: By
    descending: bool = False

    def __str__(self) -> str:
        return "-" * self.descending + self.by


NEWEST = Order(By.PUBLISHED, descending=True)
"""The newest rankings first, each as it was printed."""


def parse(text: str) -> Order:
    """Return the order that a text names, such as `-score`; raises QuestionError."""
    name = text.removeprefix("-")
    if name not in set(By):
        raise QuestionError(f"sort: found {shown(text)}, expected {', '.join(By)}, with - before it for descending")
    return Order(By(name), descending=text.startswith("-"))


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a segment is sorted by."""

    text: str
    value: Callable[[Line], Any]
    """Of a line: what stands in that column."""
    descending: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an order."""

    condition: str
    """Which lines are in it."""
    keys: tuple[Key, ...]
    """What they are sorted by; the last one is different for every line."""
    holds: Callable[[Line], bool]
    """Whether a line is in it."""
    field: str = ""
    """Of the filter language, if its index is that field's own."""
    indexed: int = 2
    """Of the keys, those that its index holds."""
    through_rankings: bool = False
    """Whether it follows an index of rankings rather than one of placements."""

    def behind(self, place: Sequence[object], name: str, hint: str = "") -> tuple[str, dict[str, object]]:
        """Return the condition for what stands behind a line, of which `place` has the value of every key."""
        return self._beside(place, name, hint, "<", ">", "")

    def until(self, place: Sequence[object], name: str, hint: str = "") -> tuple[str, dict[str, object]]:
        """Return the condition for what stands before a place or is equal to it; of the first key, or the first few."""
        return self._beside(place, name, hint, ">", "<", "=")

    def _beside(
        self, place: Sequence[object], name: str, hint: str, down: str, up: str, inclusive: str
    ) -> tuple[str, dict[str, object]]:
        values = {f"{name}{at}": value for at, value in enumerate(place)}
        text = ""
        for at in reversed(range(len(place))):
            column, bound = hint + self.keys[at].text, f":{name}{at}"
            sign = down if self.keys[at].descending else up
            if text:
                text = f"{column} {sign}= {bound} AND ({column} {sign} {bound} OR ({text}))"
            else:
                text = f"{column} {sign}{inclusive} {bound}"
        return text, values


def order_by(keys: Sequence[Key], hint: str = "") -> str:
    """Return what stands behind ORDER BY."""
    return ", ".join(f"{hint}{key.text} DESC" if key.descending else hint + key.text for key in keys)


def _key(column: str, *, descending: bool, table: str = "p") -> Key:
    return Key(f"{table}.{column}", lambda line: getattr(line, column), descending)


def segments(order: Order) -> tuple[Segment, ...]:
    """Return the segments of an order, in turn."""
    down = order.descending
    last = _key("placement_id", descending=down)
    match order.by:
        case By.RANK | By.SCORE:
            return _known_first(order.by, "NULL", (_key(order.by, descending=down), last))
        case By.PUBLISHED:
            # Newest first, but each ranking as it was printed.
            printed = _key("placement_id", descending=False)
            keys = (_key("published", descending=down), _key("entry_index", descending=down), printed)
            return _known_first("published", "''", keys)
        case By.MODEL | By.LEADERBOARD:
            # The key is never empty: a placement has a model and a leaderboard.
            name = _key(f"{order.by}_key", descending=down)
            keys = (name, _key("published", descending=down), last)
            return (Segment("1 = 1", keys, lambda _: True, order.by),)
        case By.ENTRANTS:
            return _by_entrants(descending=down)
        case By.VERDICT:
            return tuple(_of_verdict(str(word)) for word in _verdicts(descending=down))


def _known_first(column: str, unknown: str, keys: tuple[Key, ...]) -> tuple[Segment, ...]:
    is_known, is_not = ("IS NOT", "IS") if unknown == "NULL" else ("<>", "=")

    def known(line: Line) -> bool:
        return getattr(line, column) not in (None, "")

    return (
        Segment(f"p.{column} {is_known} {unknown}", keys, known, column),
        Segment(f"p.{column} {is_not} {unknown}", keys[-1:], lambda line: not known(line), indexed=1),
    )


def _by_entrants(*, descending: bool) -> tuple[Segment, ...]:
    last = _key("placement_id", descending=descending)
    keys = tuple(_key(column, descending=descending, table="r") for column in ("entrants", "entry_index"))
    return (
        Segment("r.entrants IS NOT NULL", (*keys, last), lambda line: line.entrants is not None, through_rankings=True),
        Segment("r.entrants IS NULL", (keys[-1], last), lambda line: line.entrants is None, through_rankings=True),
    )


def _verdicts(*, descending: bool) -> list[str]:
    from registry.verdicts import Word

    words = [str(word) for word in Word]
    return words[::-1] if descending else words


def _of_verdict(word: str) -> Segment:
    # The words are our own.
    return Segment(
        f"p.verdict = '{word}'", (_key("placement_id", descending=False),), lambda line: line.verdict == word, indexed=1
    )
