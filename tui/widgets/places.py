"""What stands in the table of a comparison: how wide its columns are, and each text cleaned and exactly as wide."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ledger.text import plain
from tui import words
from tui.glyphs import Glyphs
from tui.telling import verdict_word
from tui.words import Language

if TYPE_CHECKING:
    from registry.across import Spread
    from registry.compare import Position
    from registry.reads import Table

BAR = 6
"""Least cells of a bar."""
_BAR_MOST = 20
_RANK = 9
_BRACKET = 1
_GAP = 1
_VERDICTS = {Language.EN: 9, Language.ZH: 4, Language.BOTH: 14}
"""Cells of the longest word that a placement can have: unchecked 未验."""
_LIST = (14, 36)
"""Least cells of a list's name, and how many it gets where there is room."""
LIST_MOST = 72
"""Cells of the longest name that is not cut where there is more room."""


class Layout(NamedTuple):
    """How a width is divided."""

    list: int
    place: int
    shown: int
    """Models that there is room for, at least one."""
    bar: int
    """Cells of the share that is beaten."""
    language: Language
    """In which verdicts are said: both languages only when every model has room."""


def layout(width: int, models: int, language: Language, longest: int = 0) -> Layout:
    """Return how the table divides a width, given the cells of the longest name of a list; what is left makes bars longer."""
    least = _LIST[0]
    if language is Language.BOTH and least + models * _place(language) > width:
        language = Language.EN
    place = _place(language)
    shown = max(1, min(models, (width - least) // place))
    own = max(least, min(max(_LIST[1], longest), LIST_MOST, width - shown * place))
    more = min(_BAR_MOST - BAR, max(0, width - own - shown * place) // shown)
    return Layout(own, place + more, shown, BAR + more, language)


def _place(language: Language) -> int:
    return _GAP + _RANK + _BRACKET + _GAP + _VERDICTS[language] + _GAP + BAR + _GAP


def list_name(table: Table) -> str:
    """Return what a list is called: its leaderboard and its settings."""
    shots = "" if table.shots is None else f"{table.shots}-shot"
    return plain(" ".join(filter(None, (table.leaderboard, shots, table.split, table.filters))))


def rank_of(place: Position) -> str:
    """Return rank and field, as `1/27`; `?` for a field that the ranking does not state."""
    return "-" if place.line.rank is None else f"{place.line.rank}/{'?' if place.field is None else place.field}"


def place_texts(place: Position | None, room: Layout, glyphs: Glyphs, *, is_out: bool) -> tuple[str, str, str]:
    """Return rank, verdict and bar of a place, in all exactly as wide as a place is."""
    gap, verdict_cells = " " * _GAP, _VERDICTS[room.language]
    if place is None:
        return (
            gap + glyphs.fit("- ", _RANK + _BRACKET, right=True) + gap,
            " " * verdict_cells,
            " " * (_GAP + room.bar + _GAP),
        )
    rank = f"({rank_of(place)})" if is_out else f"{rank_of(place)} "
    verdict = verdict_word(place.line.verdict, "", room.language)
    bar = " " * room.bar if place.share is None else glyphs.bar_of(place.share, room.bar)
    return (
        gap + glyphs.fit(rank, _RANK + _BRACKET, right=True) + gap,
        glyphs.fit(plain(verdict), verdict_cells),
        gap + bar + gap,
    )


def head(labels: Sequence[str], chosen: int, room: Layout, sorted_by: str, language: Language, glyphs: Glyphs) -> str:
    """Return the line of heads; the model that is spoken of has a mark."""
    first = words.LEADERBOARD.said(language if room.list > _LIST[0] + 2 else Language.EN)
    mark = {"leaderboard": " ^", "day": " v"}.get(sorted_by, "")
    texts = [glyphs.fit(first + mark, room.list)]
    for at, label in enumerate(labels):
        here = ">" if at == chosen else " "
        end = " v" if at == chosen and sorted_by == "share" else ""
        texts.append(" " + here + glyphs.fit(plain(label[: 8 * room.place]) + end, room.place - 3) + " ")
    return "".join(texts)


def foot(
    spreads: Sequence[Spread], room: Layout, language: Language, glyphs: Glyphs, *, of_marked: bool = False
) -> str:
    """Return the line of spreads, which may be those of marked lists alone."""
    texts = (f"  {glyphs.fit(spread_words(one, room.language), room.place - 3)} " for one in spreads)
    return glyphs.fit(words.SPREAD.said(language) + " *" * of_marked, room.list) + "".join(texts)


def spread_words(spread: Spread, language: Language) -> str:
    """Return a spread as it stands below a column."""
    if spread.width is None:
        return "-"
    return f"{hundredths(spread.width)} {(words.WIDE if spread.is_wide else words.NARROW).said(language)}"


def hundredths(share: Fraction) -> str:
    """Return a share with two decimals, away from zero at a half."""
    return f"{int(share * 100 + Fraction(1, 2)) / 100:.2f}"
