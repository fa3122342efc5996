"""The rankings: a filter, the placements that it finds, and beside them why the one under the cursor can be believed or not."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Generator, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input

from tui import keymap, telling, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.filter_box import FilterBox
from tui.widgets.filter_line import FilterLine
from tui.widgets.pane import Pane
from tui.widgets.placements import Placements

if TYPE_CHECKING:
    from registry.filter import Term
    from registry.reads.pages import Line, Part
    from registry.reads.sorting import Order
    from tui.session import Known

_REST_S = 0.05
"""After how long a cursor that moves is at rest: lines that it passes are not told of, as that takes longer than to pass them."""
_NEIGHBOURS = 2
"""Models near the cursor that are set beside the one under it, when none is marked."""


class RankingsScreen(AskingScreen):
    """The screen on which it opens."""

    BINDINGS = keymap.bindings(Scope.RANKINGS)

    def __init__(self, filter_text: str) -> None:
        super().__init__()
        self._first_filter = filter_text
        self._tree: Term | None = None
        self._order: Order | None = None
        self._line_known: Known | None = None
        """What is known of the line under the cursor."""
        self._trouble: Exception | None = None
        self._moved_s = 0.0
        """When the cursor last moved."""
        self._at_a_glance: array[int] = array("I")
        self._is_left = False
        """Whether what is shown is the index as it was left."""
        self._unreadable: Exception | None = None
        """Why the ledger cannot be read, of which no more than that index is at hand."""

    def compose(self) -> Iterable[Widget]:
        session = self.jinbang.session
        yield TopBar(words.RANKINGS)
        yield FilterLine(self.jinbang.candidates, self.jinbang.past_filters, self._first_filter)
        with Container(id="panes"):
            yield Placements(session.lines, self.jinbang.glyphs, "list")
            yield Pane("why")
        yield KeyLine(Scope.RANKINGS)

    def on_mount(self) -> None:
        """Say what is about to be done."""
        # At once, as what was typed before may go on to the box.
        self.set_focus(self.query_one(Placements))
        self.retell()
        self._why([Told("", words.OPENING.said(self.language))])
        self.jinbang.is_there()

    def begin(self) -> None:
        """Show what there is: at first at a glance, then for sure."""
        self.ask("open", self._glance, self._glanced)

    def _glance(self) -> Part | None:
        """Return the first lines as the index was left; a thread of its own asks it, as it loads what filters are read with."""
        from registry.filter import FilterError
        from registry.reads.sorting import NEWEST

        try:
            return self.jinbang.session.glance(self.jinbang.filter_tree(self._first_filter), NEWEST)
        except FilterError:
            return None

    def _glanced(self, part: Part | None) -> None:
        """Show what was there, marked as old, and bring it up to date."""
        if part is not None and part.ids:
            from registry.reads.sorting import NEWEST

            self._order, self._is_left = NEWEST, True
            self.query_one(Placements).order = "-published"
            self._at_a_glance = part.ids
            # All of them or not, it is not known to be all that there is.
            self._show(part._replace(is_last=False), keep=False)
            self._filter.say(self._standing())
            if self._filter.text != self._first_filter:
                # Who starts it may have begun to type.
                self._search()
        # Loading the ledger's code beside it would hold up the drawing of what is there; of which the table knows later than the screen.
        self.query_one(Placements).call_after_refresh(self._open)

    def _open(self) -> None:
        session = self.jinbang.session
        self.ask("open", lambda: session.open(self._progress), lambda _: self._opened(), self._not_opened)

    def _progress(self, stage: str) -> Callable[[int, int], None]:
        """Return what shows how far a stage is; called in the thread that works."""
        shown = -1

        def show(done: int, total: int) -> None:
            nonlocal shown
            percent = 100 * done // total if total else 100
            if percent != shown:
                shown = percent
                self.call_later(self._show_progress, stage, done, total)

        return show

    def _show_progress(self, stage: str, done: int, total: int) -> None:
        share = done * 30 // total if total else 30
        bar = self.jinbang.glyphs.bar * share
        said = words.STAGES[stage].said(self.language) if stage in words.STAGES else stage
        self._why(
            [Told("", words.OPENING.said(self.language)), Told("", said), Told("", f"{bar:<30} {done:,} / {total:,}")]
        )

    def _opened(self) -> None:
        from registry.reads.sorting import NEWEST

        self._order, self._is_left, self._unreadable = self._order or NEWEST, False, None
        self.query_one(Placements).is_unchecked = False
        # Others may have come in front meanwhile, and they too name the ledger.
        self.jinbang.retell()
        self._search()

    def _not_opened(self, error: Exception) -> None:
        """Show why; what is there as it was left is no longer waited for, and counts as not checked."""
        if not self._is_left:
            self.failed(error)
            return
        self._unreadable = error
        table = self.query_one(Placements)
        table.is_unchecked = True
        table.refresh()
        self._filter.say(self._standing())
        table.moved()

    def _standing(self) -> str:
        """Return what is said above the list while nothing else is: that it is the index as it was left."""
        said = words.AS_LEFT_FOR_GOOD if self._unreadable is not None else words.AS_LEFT
        return said.said(self.language) if self._is_left else ""

    # What is searched

    @property
    def _filter(self) -> FilterLine:
        return self.query_one(FilterLine)

    def on_input_changed(self, _: Input.Changed) -> None:
        """Search as it is written."""
        if self._order is not None:
            self._search()

    def _search(self) -> None:
        """Ask for the lines of the filter; while it does not parse, those of the last one stay."""
        from registry.filter import FilterError

        try:
            self._tree = self.jinbang.filter_tree(self._filter.text)
        except FilterError as error:
            self._filter.refuse(error)
            return
        self._filter.say(self._standing())
        tree, order = self._tree, self._order
        assert order is not None, "searched once it is open"
        self.query_one(Placements).order = str(order)
        session = self.jinbang.session
        self.ask_for_parts("search", partial(session.parts, tree, order), self._found_part)

    def _found_part(self, part: Part) -> None:
        """Show the first lines, or put more behind them."""
        if part.start:
            self.query_one(Placements).follow(part)
            self._count()
            return
        # What was shown at a glance is mostly what is there: who has moved about in it stays where he is.
        keep = part.ids == self._at_a_glance
        self._at_a_glance = part.ids[:] if self._is_left else array("I")
        self._show(part, keep=keep)

    def _show(self, part: Part, *, keep: bool) -> None:
        self._trouble = None
        self.query_one(Placements).show(part, keep=keep)
        self._count()

    def _count(self) -> None:
        table = self.query_one(Placements)
        at = table.position + 1 if table.count else 0
        more = "" if table.is_whole else "+"
        self._filter.count(f"{at:,} / {table.count:,}{more}")

    def caught_up(self) -> None:
        """Search once more, and stay on the line: the first lines at once, in front of those that were there."""
        self.retell()
        tree, order = self._tree, self._order
        if tree is not None and order is not None:
            found = partial(self._again, tree, order, self.query_one(Placements).ids)
            self.ask_for_parts("search", found, self._found_again)

    def _again(
        self, tree: Term, order: Order, shown: array[int], is_wanted: Callable[[], bool]
    ) -> Generator[Part, None, None]:
        """Yield lines that may no longer all be, then those that are; a thread asks."""
        ids: array[int] = array("I")
        for part in self.jinbang.session.parts(tree, order, is_wanted):
            ids.extend(part.ids)
            if not part.start:
                first = set(part.ids)
                ahead = part.ids[:]
                ahead.extend(one for one in shown if one not in first)
                yield part._replace(ids=ahead, is_last=False)
        yield part._replace(start=0, ids=ids, lines=[], is_last=True)

    def _found_again(self, part: Part) -> None:
        table = self.query_one(Placements)
        if part.is_last and part.ids == table.ids:
            # They are shown; that is all of them.
            table.follow(part._replace(start=table.count, ids=array("I")))
            self._count()
        else:
            self._show(part, keep=True)

    # What is shown of a line

    def on_placements_moved(self, message: Placements.Moved) -> None:
        """Ask what is wrong with the line under the cursor."""
        self._count()
        line = message.line
        self._line_known = None
        if line is None:
            if self._trouble is None:
                self._why([Told("", words.NOTHING.said(self.language))] if self.query_one(Placements).is_whole else [])
            return
        if self._unreadable is not None:
            self._why(telling.unchecked(line, self._unreadable, self.language))
            return
        passes = time.monotonic() - self._moved_s < _REST_S
        self._moved_s = time.monotonic()
        self.ask_for_parts("why", partial(self._known, line, _REST_S if passes else 0), partial(self._found, line))

    def _known(self, line: Line, rest_s: float, is_wanted: Callable[[], bool]) -> Generator[Known, None, None]:
        """Yield what is known of a line, unless the cursor does not rest on it; a thread waits for that."""
        time.sleep(rest_s)
        if is_wanted():
            yield self.jinbang.session.known(line)

    def _found(self, line: Line, known: Known) -> None:
        self._line_known = known
        self._why(telling.placement(line, known, self.language))

    def _why(self, lines: Iterable[Told]) -> None:
        self.query_one("#why", Pane).tell(lines)

    def on_filter_box_offered(self, message: FilterBox.Offered) -> None:
        """Show what could stand at the cursor."""
        self._filter.offer(message.candidates, message.chosen)

    def failed(self, error: Exception) -> None:
        """Show an error where the answer would stand."""
        self._trouble = error
        self._why(telling.failure(error))

    def retell(self) -> None:
        super().retell()
        table = self.query_one(Placements)
        table.language = self.language
        table.refresh()
        if self._unreadable is not None:
            self._filter.say(self._standing())
            table.moved()
        elif self._trouble is None and table.line is not None and self._line_known is not None:
            self._found(table.line, self._line_known)

    # What keys do

    def on_placements_failed(self, message: Placements.Failed) -> None:
        """Say why lines cannot be shown."""
        self.failed(message.error)

    def on_placements_chosen(self, _: Placements.Chosen) -> None:
        """Open a line that is clicked twice."""
        self.action_open()

    def on_placements_headed(self, message: Placements.Headed) -> None:
        """Sort by a column; the other way round when it is sorted by it."""
        if self._order is not None:
            self._sort(message.by, descending=message.by == self._order.by and not self._order.descending)

    def key_escape(self) -> None:
        """Go back to the list; from the list, show everything again."""
        table = self.query_one(Placements)
        if table.has_focus:
            self.query_one(FilterBox).value = ""
            self.jinbang.visited()
        table.focus()

    def action_why(self) -> None:
        self.query_one("#why").focus()

    def action_verify_line(self) -> None:
        from registry.citation import cite

        line, origin = self.query_one(Placements).line, self.jinbang.session.origin
        if line is not None and origin:
            self.jinbang.verify(cite(origin, line.entry_index, line.statement_id, line.model).format())

    def compared(self) -> list[str]:
        """Return the names of what is to be compared: what is marked, else the model under the cursor with its neighbours."""
        table = self.query_one(Placements)
        if table.marked:
            return list(table.marked.values())
        near = {line.model_key: line.model for line in table.near()}
        return list(near.values())[: 1 + _NEIGHBOURS]

    def action_compare_line(self) -> None:
        """Compare the model under the cursor with those that are marked."""
        line = self.query_one(Placements).line
        if line is not None:
            self.jinbang.compare_with(line.model)

    def on_placements_boarded(self, _: Placements.Boarded) -> None:
        """Show the leaderboard of the line under the cursor over time, with the models that are marked."""
        table = self.query_one(Placements)
        if table.line is not None:
            self.jinbang.open_board(table.line.leaderboard_key, table.line.entry_index, list(table.marked.values()))

    def action_sort(self) -> None:
        """Sort by the next column."""
        from registry.reads.sorting import By

        if self._order is not None:
            known = list(By)
            self._sort(known[(known.index(self._order.by) + 1) % len(known)], descending=False)

    def action_reverse(self) -> None:
        """Turn the order round."""
        if self._order is not None:
            self._sort(self._order.by, descending=not self._order.descending)

    def _sort(self, by: str, *, descending: bool) -> None:
        from registry.reads.sorting import By, Order

        self._order = Order(By(by), descending=descending)
        self._search()

    def action_export(self) -> None:
        """Write what is filtered to a file."""
        from tui.handing_keys import export

        if self._tree is not None and self.query_one(Placements).count and not self._is_left:
            export(self, partial(self.jinbang.session.write, self._tree))

    def action_reload(self) -> None:
        """Bring the index to the ledger's head once more."""
        self._why([Told("", words.OPENING.said(self.language))])
        self._open()

    def subject(self) -> Subject | None:
        line = self.query_one(Placements).line
        return Subject(line.entry_index, line.model) if line is not None else None

    def arguments(self) -> tuple[object, ...] | None:
        return ()

    @property
    def filter_text(self) -> str:
        """What is written in the box."""
        return self._filter.text if self.is_mounted else self._first_filter

    def show_filter(self, text: str) -> None:
        """Show what a filter finds."""
        self.query_one(FilterBox).value = text
        self.query_one(Placements).focus()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Remember a filter once it is written."""
        if isinstance(event.widget, FilterBox):
            self.jinbang.visited()

    def focus_filter(self) -> None:
        """Write in the filter box."""
        self._filter.write()
