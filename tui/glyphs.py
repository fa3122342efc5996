"""The marks that are not text, in Unicode or in ASCII for terminals that draw some of them two cells wide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from rich.cells import cell_len, set_cell_size

from ledger.text import plain

_SELECTORS = re.compile("[\u115f\u1160\u3164\ufe00-\ufe0f\uffa0\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
"""What makes the character before it another, or has no shape: of how many cells it is then, terminals do not agree."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set."""

    cut: str
    """Ends what was cut off; one cell."""
    bar: str
    """A finished part of a bar."""
    rest: str
    """What is left of a bar."""
    across: str
    """A line from left to right."""
    upright: str
    """A line from top to bottom."""
    corner: str
    """Where these meet."""
    tick: str
    """A mark on the line from left to right."""
    border: str
    """The style class of the screen."""

    def fit(self, text: str, width: int, *, right: bool = False) -> str:
        """Return a text cut or filled up to exactly `width` cells, as the screen counts them."""
        # Nobody sees what lies far behind the edge: a name of a megabyte costs no more than a long one.
        near = _SELECTORS.sub("", text[: 8 * width])
        if cell_len(near) > width:
            near = set_cell_size(near, width - 1) + self.cut if width else ""
        spaces = " " * (width - cell_len(near))
        return spaces + near if right else near + spaces

    def short(self, text: str, most: int) -> str:
        """Return a text cleaned and cut to at most so many cells, fit for a sentence."""
        cleaned = _SELECTORS.sub("", plain(text[: 8 * most]))
        return self.fit(cleaned, min(most, cell_len(cleaned)))

    def bar_of(self, share: Fraction, width: int) -> str:
        """Return a bar of a width, full when the share is 1: to the nearest cell, and never empty but for nothing."""
        full = int(share * width + Fraction(1, 2))
        full = max(full, 1) if share else 0
        return self.bar * full + self.rest * (width - full)


UNICODE = Glyphs("…", "━", "─", "─", "│", "└", "┴", "-unicode")
ASCII = Glyphs("~", "#", ".", "-", "|", "+", "+", "-ascii")
