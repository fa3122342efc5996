"""The log itself: checkpoints, the right edge of the tree, witnesses, the newest entries; and everything checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from ledger.text import plain
from tui import audited, keymap, telling, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.keymap import Scope
from tui.screens.proof import ProofScreen
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.filter_box import FilterBox
from tui.widgets.filter_line import FilterLine
from tui.widgets.pane import Pane
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from ledger.audit import Failure, Report
    from registry.filter import Term
    from registry.filter.complete import Candidate
    from tui.asked.auditing import Overview, Sealed
    from tui.session import Matching

_TWO = 2


class Checkpoints(Rows):
    """A list of which two can be marked."""

    BINDINGS = keymap.bindings(Scope.CHECKPOINTS)

    def action_mark(self) -> None:
        """Mark the checkpoint under the cursor, or take its mark away; with a third the first mark goes."""
        self.mark()
        if len(self.marked) > _TWO:
            del self.marked[0]


class AuditScreen(AskingScreen):
    """It looks at the log when it opens, and again when it is told that the log has grown. A filter narrows the entries."""

    BINDINGS = keymap.bindings(Scope.AUDIT)

    def __init__(self, filter_text: str = "") -> None:
        super().__init__()
        self._first_filter = filter_text
        self._tree: Term | None = None
        """Of the filter, the last that could be read; None while there is none."""
        self._matching: Matching | None = None
        """What it finds, once that is known."""
        self._overview: Overview | None = None
        self._above: list[Told] = []
        """What stands over the tree: how far an audit is, or what it came to."""
        self._audited: tuple[Report, list[Failure]] | None = None
        self._checking = False
        self._evidence = b""
        """Of the newest alarm."""

    def compose(self) -> Iterable[Widget]:
        glyphs = self.jinbang.glyphs
        yield TopBar(words.AUDIT)
        yield Static(markup=False, id="alarm")
        with Container(id="halves"):
            with Vertical(classes="half"):
                yield Checkpoints(glyphs, "checkpoints")
                yield Pane("tree")
            with Vertical(classes="half right"):
                yield Pane("witnesses")
                yield FilterLine(self._candidates, self.jinbang.past_filters, self._first_filter)
                yield Rows(glyphs, "entries")
        yield KeyLine(Scope.AUDIT, Scope.CHECKPOINTS)

    def on_mount(self) -> None:
        """Look at the log."""
        self.query_one("#alarm").display = False
        self._filter.display = bool(self._first_filter)
        self.query_one("#checkpoints").focus()
        self.retell()
        self._look()
        self._read_filter()

    def caught_up(self) -> None:
        """Look at the log once more."""
        self.retell()
        self._look()
        self._narrow()

    def _look(self) -> None:
        self.ask("audit", self.jinbang.session.auditing.overview, self._show)

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        language = self.language
        if overview.alarm:
            # It stays, whatever comes: a log that took something back is not to be trusted because it went on.
            alarm = self.query_one("#alarm", Static)
            self._evidence = overview.evidence
            key = next(one.shown for one in self.jinbang.keys if one.name == "audit.evidence")
            more = f"; {words.KEEP_EVIDENCE.filled(key=key).said(language)}" if self._evidence else ""
            alarm.update(Content(f"FAIL {plain(overview.alarm)}{more}"))
            alarm.display = True
        self.query_one("#checkpoints", Rows).show(
            audited.checkpoint_columns(language), audited.checkpoint_rows(overview, language)
        )
        self._show_entries()
        self.query_one("#witnesses", Pane).tell(
            audited.witnesses(overview, language, self.jinbang.glyphs), from_start=False
        )
        self._tell_tree()

    # Which entries are shown

    @property
    def _filter(self) -> FilterLine:
        return self.query_one(FilterLine)

    @property
    def filter_text(self) -> str:
        """What is written in the box."""
        return self._filter.text if self.is_mounted else self._first_filter

    def focus_filter(self) -> None:
        """Write in the filter box."""
        self._filter.display = True
        self._filter.write()

    def _candidates(self, text: str, cursor: int) -> list[Candidate]:
        """Return what could stand at the cursor; nothing before it is known what is on record."""
        return self.jinbang.candidates(text, cursor) if self.jinbang.session.origin else []

    def on_input_changed(self, _: Input.Changed) -> None:
        """Narrow as it is written."""
        self._read_filter()

    def on_filter_box_offered(self, message: FilterBox.Offered) -> None:
        """Show what could stand at the cursor."""
        self._filter.offer(message.candidates, message.chosen)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Remember a filter once it is written; without one there is no line for it."""
        if isinstance(event.widget, FilterBox):
            self._filter.display = bool(self._filter.text)
            self.jinbang.visited()

    def _read_filter(self) -> None:
        """Narrow the entries; while a filter does not parse, those of the last one stay."""
        from registry.filter import FilterError

        text = self._filter.text
        try:
            self._tree = self.jinbang.filter_tree(text) if text.strip() else None
        except FilterError as error:
            self._filter.refuse(error)
            return
        self._filter.say("")
        # What it counts is not known before it is looked for.
        self._filter.count("")
        self._narrow(self._found_anew)

    def _narrow(self, then: Callable[[Matching], None] | None = None) -> None:
        """Ask for the entries that the filter finds; with none show the newest."""
        if self._tree is not None:
            self.ask_for_parts("entries", partial(self.jinbang.session.matching, self._tree), then or self._found)
        else:
            self.workers.cancel_group(self, "entries")
            self._found(None)

    def _found_anew(self, matching: Matching) -> None:
        """Show what another filter finds, from its first line."""
        self._found(matching)
        self.query_one("#entries", Rows).move(0)

    def _found(self, matching: Matching | None) -> None:
        self._matching = matching
        self._show_entries()

    def _show_entries(self) -> None:
        """Show the entries that the filter finds, else the newest."""
        found, language = self._matching, self.language
        latest = self._overview.entries if self._overview is not None else ()
        self.query_one("#entries", Rows).show(
            audited.entry_columns(language, narrowed=found is not None),
            audited.entry_rows(latest if found is None else found.entries),
        )
        self._filter.count(audited.matching(found, language) if found is not None else "")

    # What stands over the tree

    def _tell_tree(self) -> None:
        if self._audited is not None:
            self._above = [*audited.audited(*self._audited, self.language), Told("", "")]
        tree = audited.tree(self._overview, self.language) if self._overview is not None else ()
        self.query_one("#tree", Pane).tell([*self._above, *tree])

    def failed(self, error: Exception) -> None:
        """Show an error over the tree."""
        self._checking = False
        self._above, self._audited = [*telling.failure(error), Told("", "")], None
        self._tell_tree()

    def retell(self) -> None:
        super().retell()
        if self._overview is not None:
            self._show(self._overview)

    def arguments(self) -> tuple[object, ...] | None:
        return (self.filter_text,)

    def subject(self) -> Subject | None:
        if not self.query_one("#checkpoints").has_focus:
            key = self.query_one("#entries", Rows).key
            return Subject(int(key)) if key else None
        # Of a checkpoint the entry that it ends with.
        sealed = self._sealed().get(self.query_one("#checkpoints", Rows).key)
        return Subject(sealed.size - 1) if sealed is not None and sealed.size else None

    def _sealed(self) -> dict[str, Sealed]:
        return {one.revision: one for one in self._overview.checkpoints} if self._overview is not None else {}

    # What keys do

    def key_escape(self) -> None:
        """Stop an audit; with none under way show all entries again; then close the screen."""
        if not self._checking:
            if self._filter.display:
                self._filter.box.value, self._filter.display = "", False
                self.jinbang.visited()
            else:
                self.dismiss()
            return
        self.workers.cancel_group(self, "check")
        self._checking = False
        self._above = [Told("-", words.STOPPED.said(self.language)), Told("", "")]
        self._tell_tree()

    def on_rows_chosen(self, _: Rows.Chosen) -> None:
        """Open an entry that is clicked twice."""
        self.action_open()

    def action_proof(self) -> None:
        """Draw how one checkpoint is a prefix of another: of two that are marked, or of one and that under the cursor."""
        rows = self.query_one("#checkpoints", Rows)
        known = self._sealed()
        chosen = list(dict.fromkeys((*rows.marked, *([rows.key] if len(rows.marked) < _TWO else []))))
        if len(chosen) != _TWO or not all(known[one].root for one in chosen):
            self.jinbang.notify(words.MARK_TWO.said(self.language), markup=False)
            return
        self._prove(known[chosen[0]], known[chosen[1]])

    def _prove(self, one: Sealed, other: Sealed) -> None:
        self.jinbang.push_screen(ProofScreen(lambda session: session.auditing.prefix(one, other)))

    def action_check_all(self) -> None:
        """Check every entry, signature, tile, checkpoint and commit again."""
        if self._checking:
            return
        self._checking, self._audited = True, None
        self._show_progress(0, 0)
        auditing = self.jinbang.session.auditing

        def show(done: int, total: int) -> None:
            self.call_later(self._show_progress, done, total)

        def check() -> tuple[Report, list[Failure]]:
            worker = get_current_worker()
            return auditing.audit(show, lambda: worker.is_cancelled)

        self.ask("check", check, self._checked)

    def _show_progress(self, done: int, total: int) -> None:
        if not self._checking:
            return
        share = min(30, done * 30 // total) if total else 0
        self._above = [
            Told("", words.CHECKING_ALL.said(self.language)),
            Told("", f"{self.jinbang.glyphs.bar * share:<30} {done:,} / {total:,}"),
            Told("", ""),
        ]
        self._tell_tree()

    def _checked(self, answer: tuple[Report, list[Failure]]) -> None:
        self._checking = False
        self._audited = answer
        self._tell_tree()

    def action_evidence(self) -> None:
        """Write both checkpoints of an alarm to a file, with what shows that they contradict each other."""
        from tui.handing_keys import keep

        if self._evidence:
            keep(self, "contradiction", "txt", self._evidence)
        else:
            self.jinbang.notify(words.NO_EVIDENCE.said(self.language), markup=False)

    def action_reload(self) -> None:
        """Look at the log once more, at all of it, and bring up to date what the filter is asked of."""
        session = self.jinbang.session
        self.ask("audit", lambda: session.auditing.overview(anew=True), self._show)
        if self._tree is not None:
            self.ask("entries", session.follow, lambda _: self.jinbang.caught_up())
