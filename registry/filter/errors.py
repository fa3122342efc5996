"""A filter that cannot be read, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ledger.text import plain
from registry import cells
from registry.errors import QuestionError

MAX_SHOWN = 72
"""Cells of a filter that an error repeats: a window around the place."""
_BEFORE = 40
"""Characters before the place, when the filter is longer than that."""


class FilterError(QuestionError):
    """The filter cannot be read; `text[start:stop]` is the place."""

    def __init__(self, text: str, start: int, stop: int, why: str) -> None:
        super().__init__(f"filter: {why}")
        self.text = text
        self.start = start
        """In characters; the length of the text when something is missing at its end."""
        self.stop = stop
        self.why = why
        """What was found and what was expected."""

    def advice(self) -> str:
        """Return two lines: the filter, and a caret under the place."""
        begin = max(0, self.start - _BEFORE)
        head = ("…" if begin else "") + plain(self.text[begin : self.start])
        found = plain(self.text[self.start : self.stop])
        line = cells.cut(head + found + plain(self.text[self.stop :]), MAX_SHOWN)
        carets = "^" * max(1, min(cells.width(found), cells.width(line) - cells.width(head)))
        return f"{line}\n{' ' * cells.width(head)}{carets}"


def near(word: str, known: Iterable[str], ending: str = "") -> str:
    """Return a question for the known word that a slip is nearest to, or nothing when none is near."""
    found = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {found[0]}{ending}?" if found else ""
