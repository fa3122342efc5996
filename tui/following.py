"""Following a log that another process writes: a look at one small file, and only when it changed is more done, in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from tui.screens.rankings import RankingsScreen

POLL_S = 0.2
"""Between two looks: what was appended is to be seen within a second."""


class Following:
    """Brings the index to the head of the log as often as that moves, and tells the screens."""

    def __init__(self, rankings: RankingsScreen) -> None:
        self._rankings = rankings
        self._timer: Timer | None = None
        self._head = ""
        """The newest revision that the index was brought to."""
        self._looking = False

    @property
    def is_on(self) -> bool:
        """Whether it follows."""
        return self._timer is not None

    def turn(self) -> None:
        """Begin, or end."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            return
        self._head = ""
        self._timer = self._rankings.set_interval(POLL_S, self._look)

    def _look(self) -> None:
        session = self._rankings.jinbang.session
        if session.origin and not self._looking:
            self._looking = True
            self._rankings.ask("follow", session.auditing.head, self._seen, self._failed)

    def _seen(self, head: str) -> None:
        if head == self._head:
            self._looking = False
            return
        # Before it is brought up: what fails on the way is told once.
        self._head = head
        self._rankings.ask("follow", self._rankings.jinbang.session.follow, lambda _: self._grown(), self._failed)

    def _grown(self) -> None:
        self._looking = False
        self._rankings.jinbang.caught_up()

    def _failed(self, error: Exception) -> None:
        self._looking = False
        self.turn()
        self._rankings.jinbang.lost(error)
