"""What is drawn, without what a terminal would obey: the last look at every line, whatever widget it comes from."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ledger.text import plain


class Harmless(LineFilter):
    """Takes out control characters and those that re-order or hide others; every line stays as wide as it was counted.

    Texts of a ledger are cleaned before they get here. What is pasted into a box is not, as it may have to be judged as it is.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual calls it so
        return [one if one.control or one.text.isprintable() else _cleaned(one) for one in segments]


def _cleaned(one: Segment) -> Segment:
    """Return a segment in which what has no cell is gone, and what has one is a mark."""
    text = "".join(letter if letter == (shown := plain(letter)) else shown * cell_len(letter) for letter in one.text)
    return Segment(text, one.style)
