"""The marks that are not text, in Unicode or in ASCII for terminals that draw some of them two cells wide."""

from __future__ import annotations

from dataclasses import dataclass

from registry import cells


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set."""

    cut: str
    """Ends what was cut off; one cell."""
    bar: str
    """A finished part of a bar."""
    border: str
    """The style class of the screen."""

    def fit(self, text: str, width: int, *, right: bool = False) -> str:
        """Return a text cut or filled up to exactly `width` cells."""
        # Nobody sees what lies far behind the edge: a name of a megabyte costs no more than a long one.
        cut = cells.cut(text[: 8 * width], width)
        if cut.endswith(cells.CUT) and not text.startswith(cut):
            cut = cut.removesuffix(cells.CUT) + self.cut
        return cells.pad(cut, width, right=right)


UNICODE = Glyphs("…", "━", "-unicode")
ASCII = Glyphs("~", "#", "-ascii")
