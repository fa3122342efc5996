"""The app: which screen is in front, in which language it speaks, and how it looks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App
from textual.driver import Driver
from textual.events import Event, InputEvent, Paste
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import ModalScreen, Screen
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input

from ledger.text import plain
from registry.errors import RegistryError
from registry.exit_codes import Exit
from tui import keymap, memory, saved, words
from tui.asking import AskingScreen, Filtered, Narrowed
from tui.following import Following
from tui.harmless import Harmless
from tui.history import History
from tui.keymap import Scope
from tui.screens.rankings import RankingsScreen
from tui.session import Session
from tui.settings import AUTO, DEFAULTS, Settings
from tui.widgets.bars import LEAST, TopBar
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from registry.filter import Term
    from registry.filter.complete import Candidate

_REST_S = 0.5
"""Seconds between two looks whether nothing is being made."""
_HARMLESS, _WITHOUT_COLOURS = Harmless(), NoColor()


class Place(NamedTuple):
    """Where one is: a screen, and the filter of the rankings behind it."""

    filter_text: str
    screen: Callable[..., AskingScreen]
    """Its class."""
    arguments: tuple[object, ...]


class JinbangApp(App[None]):
    """The terminal interface on one ledger."""

    TITLE = "jinbang"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_IN_MAXIMIZED_VIEW = "KeyLine"
    BINDINGS = keymap.bindings(Scope.EVERYWHERE)
    # Beside a pane the table has three fifths: from here on that is room for every column.
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (LEAST.width, "-narrow"), (132, "-wide")]  # noqa: RUF012 - as Textual types it
    # Below eight lines there is none for a list and a pane both.
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-tiny"), (LEAST.height, "-low"), (8, "-high")]  # noqa: RUF012 - as Textual types it

    def __init__(
        self,
        session: Session,
        filter_text: str = "",
        settings: Settings = DEFAULTS,
    ) -> None:
        super().__init__()
        self.session = session
        self.language = settings.language
        self.glyphs = settings.glyphs
        self.read_only = settings.read_only
        self.keys = keymap.with_user(settings.keys)
        """Every behaviour, with the keys that call it here."""
        self.filters = dict(settings.filters)
        """Those that have a name."""
        self.past_filters: list[str] = []
        """Those that were written, the newest last."""
        self._own_keys = settings.keys
        self._filter_text = filter_text
        self._left = False
        self._early: list[Event] | None = []
        """What was typed before there was a screen to type in; None from then on."""
        self._history: History[Place] = History()
        self.no_color = is_colourless(os.environ)
        self.follows_background = settings.theme == AUTO and not self.no_color
        """Whether it is dark or light as its terminal is."""
        if settings.theme != AUTO:
            self.theme = settings.theme
        if self.no_color:
            self.theme = "ansi-dark"
            self.add_class("-colourless")
        self.add_class(settings.glyphs.border)

    def _fatal_error(self) -> None:
        """End because of a defect: Textual, which calls this, would print the program's text with the values of its variables."""
        from rich.text import Text

        from registry.places import Places
        from tui import defect

        self._return_code = int(Exit.CANNOT)
        # The first one tells; what fails after it follows from it.
        if self._exception is not None and not self._exit_renderables:
            folder = None if self.read_only else Places.of().cache / "defects"
            self.panic(Text(defect.told(self._exception, folder)))
        self._close_messages_no_wait()

    def on_load(self) -> None:
        """Take the user's keys."""
        self.set_keymap(self._own_keys)

    async def on_event(self, event: Event) -> None:
        """Keep what is typed before the first screen is there until it is."""
        if self._early is not None and isinstance(event, (InputEvent, Paste)):
            self._early.append(event)
        else:
            await super().on_event(event)

    def is_there(self) -> None:
        """Have the first screen take what was typed before."""
        self.call_next(self._take_early)
        self.set_interval(_REST_S, memory.Rest().look)

    async def _take_early(self) -> None:
        early, self._early = self._early, None
        for event in early or ():
            await self.on_event(event)

    def get_driver_class(self) -> type[Driver]:
        from textual.drivers.linux_driver import LinuxDriver

        from tui.terminal import TerminalDriver

        known = super().get_driver_class()
        return TerminalDriver if known is LinuxDriver else known

    def gives_up_terminal(self) -> bool:
        """Give the terminal back its settings, whatever was drawn on it; not while another program has it."""
        from tui.terminal import TerminalDriver

        driver = self._driver
        if isinstance(driver, TerminalDriver):
            if driver.is_lent:
                return False
            driver.let_go()
        return True

    def on_ready(self) -> None:
        """Look for lines once the first picture is there: to load what they are read with takes as long as to draw it."""
        self._rankings.begin()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take out of what is drawn what a terminal would obey, and every colour where there are to be none."""
        # Textual's own filter turns the colours of a terminal, of which it knows nothing, into black on black.
        colours = [one for one in super().get_line_filters() if not isinstance(one, Monochrome)]
        return [_HARMLESS, *([_WITHOUT_COLOURS] if self.no_color else colours)]

    def filter_tree(self, text: str) -> Term:
        """Return the tree of a filter, which may call saved ones by name; raises FilterError with the place."""
        return saved.parse(text, self.filters, self.session.tree)

    def candidates(self, text: str, cursor: int) -> list[Candidate]:
        """Return what could stand at the cursor of a filter: after an @ the filters that have a name."""
        return saved.complete(text, cursor, self.filters) or self.session.complete(text, cursor)

    def show_filter(self, text: str) -> None:
        """Show in the rankings what a filter finds."""
        self.action_rankings()
        self._rankings.show_filter(text)
        self.visited()

    def save_filter(self, name: str) -> None:
        """Keep the filter that is in sight under a name, for this start and those to come."""
        from registry.places import Places

        if self.read_only:
            self.notify(words.READ_ONLY.said(self.language), severity="warning", markup=False)
            return
        path, text = Places.of().filters, self._filter_in_sight
        try:
            kept = saved.save(path, name, text, self.filters)
        except (RegistryError, OSError) as error:
            self.notify(plain(str(error)), severity="error", markup=False)
            return
        self.filters[name] = kept
        self.notify(f"{words.SAVED.said(self.language)} @{name}: {plain(kept)}", markup=False)

    @property
    def _filter_in_sight(self) -> str:
        """What is written in the box of the screen that is nearest, of those whose filter asks the ledger."""
        front = next(one for one in reversed(self.screen_stack) if isinstance(one, Narrowed))
        return front.filter_text

    def take_background(self, *, is_light: bool) -> None:
        """Look as the terminal does, unless another look was chosen."""
        if self.follows_background:
            self.theme = "textual-light" if is_light else "textual-dark"

    def take_theme(self, name: str) -> None:
        """Look so, and say how that is called."""
        self.follows_background = False
        self.theme = name
        self.notify(name, title=words.THEME.said(self.language), markup=False)

    def visited(self) -> None:
        """Remember what is in front."""
        place = self._place()
        if place is not None:
            self._history.visit(place)

    def _place(self) -> Place | None:
        front = self.screen
        arguments = front.arguments() if isinstance(front, AskingScreen) else None
        if not isinstance(front, AskingScreen) or arguments is None:
            return None
        return Place(self._rankings.filter_text, type(front), arguments)

    def _go_to(self, place: Place | None) -> None:
        if place is None:
            return
        self.action_rankings()
        if self._rankings.filter_text != place.filter_text:
            self._rankings.show_filter(place.filter_text)
        if place.screen is not RankingsScreen:
            self.push_screen(place.screen(*place.arguments))

    def get_default_screen(self) -> Screen[None]:
        return RankingsScreen(self._filter_text)

    @property
    def _rankings(self) -> RankingsScreen:
        bottom = self.screen_stack[0]
        assert isinstance(bottom, RankingsScreen), "it is the first screen and never closed"
        return bottom

    def open_entry(self, index: int, placement: str) -> None:
        """Show an entry in full."""
        from tui.screens.entry import EntryScreen

        if not self._left:
            self.push_screen(EntryScreen(index, placement))

    def compare(self, names: Sequence[str]) -> None:
        """Set models side by side."""
        from tui.screens.compare import CompareScreen

        if self.session.origin and not self._left and not isinstance(self.screen, CompareScreen):
            self.push_screen(CompareScreen(names))

    def compare_with(self, name: str) -> None:
        """Set a model beside those that are marked in the rankings."""
        self.compare(list(dict.fromkeys((name, *self._rankings.compared()))))

    def open_board(self, leaderboard_key: str, entry_index: int, names: Sequence[str]) -> None:
        """Show a leaderboard over time, as one of its rankings sets it, with the ranks of some models."""
        from tui.screens.board import BoardScreen

        if self.session.may_answer and not self._left:
            self.push_screen(BoardScreen(leaderboard_key, entry_index, names))

    def verify(self, text: str) -> None:
        """Show what a text comes to."""
        from tui.screens.verify import VerifyScreen

        front = self.screen
        if isinstance(front, VerifyScreen):
            if text:
                front.judge(text)
            else:
                front.focus_text()
        elif self.session.may_answer and not self._left:
            self.push_screen(VerifyScreen(text))

    def on_paste(self, event: Paste) -> None:
        """Verify what is pasted anywhere outside of a box."""
        self.verify(event.text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual calls it so
        """Say whether an action may be done: a box or a menu takes every key, and who has left opens nothing."""
        writes = isinstance(self.focused, Input) or isinstance(self.screen, ModalScreen)
        return not self._left and not (action == "filter" and writes)

    def action_filter(self) -> None:
        if not isinstance(self.screen, Filtered):
            self.action_rankings()
        assert isinstance(self.screen, Filtered), "the rankings are"
        self.screen.focus_filter()

    def action_rankings(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_compare(self) -> None:
        self.compare(self._rankings.compared())

    def action_audit(self) -> None:
        from tui.screens.audit import AuditScreen

        if not isinstance(self.screen, AuditScreen):
            self.action_rankings()
            self.push_screen(AuditScreen())

    def action_follow(self) -> None:
        self.following.turn()
        said = words.FOLLOWING if self.following.is_on else words.NOT_FOLLOWING
        self.notify(said.said(self.language), markup=False)

    def reload(self) -> None:
        """Bring the rankings to the ledger's head, whatever is in front of them."""
        self._rankings.action_reload()

    def caught_up(self) -> None:
        """Show on every screen what the log has grown by."""
        for screen in self._telling:
            screen.caught_up()

    def lost(self, error: Exception) -> None:
        """Say why the log is no longer followed, in front of whatever screen."""
        self.notify(plain(str(error)), title=words.NOT_FOLLOWING.said(self.language), severity="error", markup=False)
        self.caught_up()

    @property
    def _background_screens(self) -> list[Screen[object]]:
        """The screens that can be seen through the one in front.

        Textual counts the next one below among them whatever is in front, and then each message that this one takes
        draws all that is in sight once more.
        """
        return super()._background_screens if self.screen.styles.background.a < 1 else []

    @cached_property
    def following(self) -> Following:
        """What follows the log."""
        return Following(self._rankings)

    def action_verify(self) -> None:
        self.verify("")

    def action_palette(self) -> None:
        from textual.command import CommandPalette

        from tui.palette import Commands

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(providers=[Commands], placeholder=" "))

    def action_earlier(self) -> None:
        self.visited()
        self._go_to(self._history.back())

    def action_later(self) -> None:
        self.visited()
        self._go_to(self._history.forward())

    def action_copy(self) -> None:
        from tui import handing_keys

        handing_keys.copy(self)

    def action_browser(self) -> None:
        from tui import handing_keys

        handing_keys.browse(self)

    def action_pager(self) -> None:
        from tui import handing_keys

        handing_keys.page(self)

    def action_flag(self) -> None:
        from tui import handing_keys

        handing_keys.flag(self)

    def action_theme(self) -> None:
        known = list(BUILTIN_THEMES)
        self.take_theme(known[(known.index(self.theme) + 1) % len(known)])

    def action_maximise(self) -> None:
        front = self.screen
        if front.maximized is not None:
            front.minimize()
        elif front.focused is not None and not isinstance(front.focused, Input):
            front.maximize(front.focused)

    def action_next_finding(self) -> None:
        self._to_finding(1)

    def action_previous_finding(self) -> None:
        self._to_finding(-1)

    @property
    def pane(self) -> Pane | None:
        """The pane that has the focus, else the screen's first, if it has one."""
        focused = self.focused
        return focused if isinstance(focused, Pane) else next(iter(self.screen.query(Pane)), None)

    def _to_finding(self, by: int) -> None:
        pane = self.pane
        if pane is not None:
            pane.to_finding(by)

    def action_language(self) -> None:
        self.language = self.language.next
        self.retell()

    def retell(self) -> None:
        """Have every screen say everything again."""
        for screen in self._telling:
            screen.retell()

    @property
    def _telling(self) -> list[AskingScreen]:
        """The screens that say something. One that is only being put together has nothing to say it in, and does once it is there."""
        return [one for one in self.screen_stack if isinstance(one, AskingScreen) and one.query(TopBar)]

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_leave(self) -> None:
        if len(self.screen_stack) > 1:
            self.pop_screen()
            return
        self.end()

    def end(self, code: int = 0) -> None:
        """Leave, with an exit code, whatever is in front."""
        self._left = True
        self.exit(return_code=code)


def is_colourless(environ: Mapping[str, str]) -> bool:
    """Say whether the terminal is to have no colours."""
    return bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
