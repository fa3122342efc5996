"""Models across leaderboards: a line a list, a column a model, and in words what the list under the cursor says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui import comparing, keymap, words
from tui.asking import AskingScreen
from tui.handing import Subject
from tui.keymap import Scope
from tui.telling import Told
from tui.widgets.bars import KeyLine, TopBar
from tui.widgets.crossing import Crossing
from tui.widgets.pane import Pane
from tui.words import Words

if TYPE_CHECKING:
    from registry.across import By
    from registry.compare import Position
    from tui.asked.comparing import Compared


class CompareScreen(AskingScreen):
    """It opens with the names of models."""

    BINDINGS = keymap.bindings(Scope.COMPARE)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._found: Compared | None = None
        self._same_month = False
        self._with_doubted = False
        self._by: By | None = None
        self._told_of: object = None
        """What the words below are about."""

    def arguments(self) -> tuple[object, ...] | None:
        return (self._names,)

    def compose(self) -> Iterable[Widget]:
        yield TopBar(words.COMPARE)
        yield Static(markup=False, id="chosen")
        yield Crossing(self.jinbang.glyphs)
        yield Pane("told")
        yield KeyLine(Scope.COMPARE, Scope.CROSSING)

    def on_mount(self) -> None:
        """Ask where the models stand."""
        self.query_one(Crossing).focus()
        self.retell()
        self._look()

    def caught_up(self) -> None:
        """Ask once more, and stay where one is."""
        self.retell()
        self._ask()

    def _look(self) -> None:
        """Say that it is looked for, and ask."""
        self._told([Told("", words.LOOKING.said(self.language))])
        self._ask()

    def _ask(self) -> None:
        session, names, same_month = self.jinbang.session, self._names, self._same_month
        self.ask("compare", lambda: session.compared(names, same_month=same_month), self._show)

    def _show(self, found: Compared) -> None:
        self._found = found
        self._draw()

    def _draw(self) -> None:
        """Show what was found, as it is to be arranged."""
        from registry.across import By, arranged

        found, table = self._found, self.query_one(Crossing)
        if found is None:
            return
        by = self._by or By.LEADERBOARD
        rows = arranged(found.rows, by, table.chosen) if found.rows else []
        table.order = by.value
        table.show(found.columns, rows, with_doubted=self._with_doubted)

    def on_crossing_moved(self, _: Crossing.Moved) -> None:
        """Say what is on record of the list under the cursor."""
        self._tell()

    def _tell(self) -> None:
        self._tell_chosen()
        found, table = self._found, self.query_one(Crossing)
        if found is None:
            return
        row = table.row
        if row is None:
            self._told([Told("", words.NOTHING_TO_COMPARE.said(self.language))])
            return
        language, glyphs = self.language, self.jinbang.glyphs
        self._told(
            [
                *comparing.row(row, found.columns, language, glyphs),
                *comparing.agreements(row.table, found.orders, language, glyphs),
                *comparing.beside(found.beside, language, glyphs),
                *comparing.across(
                    found, table.chosen, language, glyphs, marked=table.marked, with_doubted=self._with_doubted
                ),
            ],
            of=(row.table.list, table.chosen),
        )

    def _tell_chosen(self) -> None:
        """Say how dates are chosen, what counts, and which models are in sight."""
        found, table = self._found, self.query_one(Crossing)
        if found is None:
            return
        sight = table.sight
        shown = words.MODELS_SHOWN.filled(first=sight.start + 1, last=sight.stop, all=len(found.columns))
        said = [
            # In front, as it must not be cut off: else who is not in sight would seem not to be compared.
            *([shown] if len(sight) < len(found.columns) else []),
            self._dates(found),
            words.SORTED_BY[table.order],
            words.WITH_DOUBTED if self._with_doubted else words.WITHOUT_DOUBTED,
            *([words.MARKED_COUNT.filled(marked=len(table.marked), all=table.count)] if table.marked else []),
        ]
        self.query_one("#chosen", Static).update(Content("  ".join(one.said(self.language) for one in said)))

    def _dates(self, found: Compared) -> Words:
        if not self._same_month:
            return words.NEWEST_DATES
        return words.SAME_MONTH.filled(month=found.month) if found.month else words.NO_MONTH

    def _told(self, lines: Iterable[Told], of: object = None) -> None:
        """Show words, from their start when they are about something else than before."""
        self.query_one("#told", Pane).tell(lines, from_start=of is None or of != self._told_of)
        self._told_of = of

    def retell(self) -> None:
        super().retell()
        table = self.query_one(Crossing)
        table.language = self.language
        table.refresh()
        self._tell()

    def key_escape(self) -> None:
        """From the words go to the table; from there close it."""
        table = self.query_one(Crossing)
        if table.has_focus:
            self.dismiss()
        else:
            table.focus()

    def action_dates(self) -> None:
        """Take each list's newest ranking, or the rankings of one month."""
        self._same_month = not self._same_month
        self._look()

    def action_doubted(self) -> None:
        """Count the places about which something was found, or leave them out."""
        self._with_doubted = not self._with_doubted
        self._draw()

    def action_arrange(self) -> None:
        """Sort by the next order."""
        from registry.across import By

        known = list(By)
        self._by = known[(known.index(self._by or By.LEADERBOARD) + 1) % len(known)]
        self._draw()

    def action_previous_model(self) -> None:
        self.query_one(Crossing).choose(-1)
        self._draw()

    def action_next_model(self) -> None:
        self.query_one(Crossing).choose(1)
        self._draw()

    def action_board(self) -> None:
        """Show the list under the cursor over time."""
        row = self.query_one(Crossing).row
        if row is not None:
            self.jinbang.open_board(row.table.leaderboard_key, row.table.entry_index, self._names)

    def action_export(self) -> None:
        """Write all places to a file, the lists in the order in which they stand here."""
        from registry.exporters.comparison import WRITERS, values
        from tui.handing import Written, save
        from tui.handing_keys import export

        found, rows, origin = self._found, self.query_one(Crossing).rows, self.jinbang.session.origin
        if found is None or not rows:
            self.jinbang.notify(words.NOTHING_TO_COMPARE.said(self.language), markup=False)
            return

        def write(ending: str, folder: Path) -> Written:
            lines = list(values(origin, rows, found.columns))
            return Written(save(folder, "comparison", ending, WRITERS[ending](lines)), len(lines))

        export(self, write)

    def action_why(self) -> None:
        self.query_one("#told").focus()

    def _place(self) -> Position | None:
        """Return where the model of the marked column stands in the list under the cursor."""
        table = self.query_one(Crossing)
        return table.row.places[table.chosen] if table.row is not None else None

    def subject(self) -> Subject | None:
        place = self._place()
        return Subject(place.table.entry_index, place.line.model) if place is not None else None

    def action_verify_place(self) -> None:
        """Verify the line on which the model of the marked column stands in the list under the cursor."""
        from registry.citation import cite

        place = self._place()
        if place is None:
            self.jinbang.notify(words.NOT_OF_THIS.said(self.language), severity="warning", markup=False)
            return
        table, origin = place.table, self.jinbang.session.origin
        self.jinbang.verify(cite(origin, table.entry_index, table.statement_id, place.line.model).format())
