"""How wide text is on a terminal, in cells: Chinese, Japanese and Korean characters take two. Source: Unicode UAX 11.

Characters of ambiguous width count as one, as terminals show them outside of East Asian settings.
"""

from __future__ import annotations

import unicodedata

_NO_CELL = frozenset(("Mn", "Me", "Cf", "Cc"))
CUT = "…"
"""Stands for what was cut off; one cell."""


def width(text: str) -> int:
    """Return the cells that a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def cut(text: str, cells: int) -> str:
    """Return a text in at most that many cells; one that is too long ends in `…`."""
    if width(text) <= cells:
        return text
    kept, used = [], width(CUT)
    for character in text:
        used += _cells(character)
        if used > cells:
            break
        kept.append(character)
    return "".join(kept) + CUT if cells > 0 else ""


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return a text filled up with spaces; `right` sets it to the right, as numbers are."""
    spaces = " " * (cells - width(text))
    return spaces + text if right else text + spaces
