"""The box in which a filter is written. It says what is written; tab completes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from tui import keymap
from tui.keymap import Scope

if TYPE_CHECKING:
    from registry.filter.complete import Candidate

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

    def __init__(self, complete: Complete, text: str, name: str) -> None:
        super().__init__(text, select_on_focus=False, compact=True, id=name)
        self._complete = complete
        self._offered: Sequence[Candidate] = ()
        self._chosen = 0
        self._before = ""
        """What was written when tab was first pressed."""
        self._completed = ""
        """What stands here because of it."""

    def action_keep(self) -> None:
        """Go on to what the filter is for, which follows the box."""
        self.screen.focus_next()

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
