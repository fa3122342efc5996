"""The box in which a filter is written. It says what is written; tab completes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.events import Blur
from textual.message import Message
from textual.widgets import Input

from tui import keymap
from tui.keymap import Scope

if TYPE_CHECKING:
    from registry.filter.complete import Candidate

MOST_PAST = 100
"""Filters that are remembered."""
Complete = Callable[[str, int], "list[Candidate]"]


class FilterBox(Input):
    """A line of input that offers what could stand at the cursor, one after the other."""

    BINDINGS = keymap.bindings(Scope.BOX)

    class Offered(Message):
        """What could stand at the cursor, and which of these stands there now."""

        def __init__(self, candidates: Sequence[Candidate], chosen: int) -> None:
            super().__init__()
            self.candidates = candidates
            self.chosen = chosen

    def __init__(self, complete: Complete, past: list[str], text: str, name: str) -> None:
        super().__init__(text, select_on_focus=False, compact=True, id=name)
        self._complete = complete
        self._past = past
        """What was written before, the newest last; shared by all boxes."""
        self._recalled: str | None = None
        """What stands here because it was recalled."""
        self._ring: list[str] = []
        """What can be recalled: first what was written here, then what was before, the newest first."""
        self._offered: Sequence[Candidate] = ()
        self._chosen = 0
        self._before = ""
        """What was written when tab was first pressed."""
        self._completed = ""
        """What stands here because of it."""

    def action_keep(self) -> None:
        """Go on to what the filter is for, which follows the box."""
        self.screen.focus_next()

    def on_blur(self, _: Blur) -> None:
        """Remember what was written."""
        if self.value.strip():
            self._past[:] = [*(one for one in self._past if one != self.value), self.value][-MOST_PAST:]

    def action_recall(self) -> None:
        """Put what was written before, further back each time; behind the oldest stands what was written here."""
        if self.value != self._recalled:
            self._ring = [self.value, *(one for one in reversed(self._past) if one != self.value)]
        self._ring = [*self._ring[1:], self._ring[0]]
        self._recalled = self.value = self._ring[0]
        self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Put the first of what could stand here, or the next one."""
        # The only one is done with: what could follow it is asked next.
        if len(self._offered) > 1 and self.value == self._completed:
            self._chosen = (self._chosen + 1) % len(self._offered)
        else:
            self._before = self.value
            self._offered, self._chosen = self._complete(self.value, self.cursor_position), 0
        if self._offered:
            one = self._offered[self._chosen]
            self._completed = self._before[: one.start] + one.text + self._before[one.stop :]
            self.value = self._completed
            self.cursor_position = one.start + len(one.text)
        self.post_message(self.Offered(self._offered, self._chosen))
