"""What the keys do by which something is handed out: ask for it in a thread, hand it on, and say how that was done."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ledger.text import plain
from tui import outside, words
from tui.asking import AskingScreen
from tui.handing import Subject, Written, save

if TYPE_CHECKING:
    from tui.app import JinbangApp
    from tui.session import Session
    from tui.words import Words

T = TypeVar("T")
_GROUP = "handing"


def copy(app: JinbangApp) -> None:
    """Ask what to copy of what the cursor is on, or of what is said about it, and copy it."""
    from tui.screens.menu import CopyMenu

    front, pane = app.screen, app.pane
    subject = _subject(app)
    if isinstance(front, AskingScreen) and (subject is not None or pane is not None):
        text = pane.text if pane is not None else ""
        app.push_screen(CopyMenu(), partial(_copy, app, front, subject, text))
    else:
        _say(app, words.NOT_OF_THIS)


def copy_text(app: JinbangApp, front: AskingScreen, text: str) -> None:
    """Copy a text that was selected."""
    front.ask(_GROUP, lambda: (text, _way(app, text)), partial(_copied, app))


def _way(app: JinbangApp, text: str) -> str:
    """Return the name of the program that copied a text; empty when the terminal is to do that."""
    return "" if app.read_only or not text else outside.copy(text, os.environ)


def _copy(app: JinbangApp, front: AskingScreen, subject: Subject | None, told: str, what: str | None) -> None:
    # In the thread, as a program that sets a clipboard may be slow to answer.
    def copied() -> tuple[str, str]:
        text = told if what == "text" else _form(app.session, subject, what or "")
        return text, _way(app, text)

    if what:
        front.ask(_GROUP, copied, partial(_copied, app))


def _form(session: Session, subject: Subject | None, what: str) -> str:
    if subject is None:
        return ""
    if what == "url":
        return "\n".join(session.addresses(subject))
    handed = session.handed(subject)
    return {"citation": handed.citation, "row": handed.row, "json": handed.json}[what]


def _copied(app: JinbangApp, copied: tuple[str, str]) -> None:
    text, way = copied
    if not text:
        _say(app, words.NOT_OF_THIS)
    elif way:
        app.notify(f"{words.COPIED.said(app.language)} {way}", markup=False)
    else:
        app.copy_to_clipboard(text)
        app.notify(words.SENT.said(app.language), markup=False)


def browse(app: JinbangApp) -> None:
    """Show the addresses of the evidence in full, and open the one that is chosen."""
    found = None if _refused(app) else _here(app)
    if found is not None:
        front, subject = found
        session = app.session
        front.ask(_GROUP, lambda: session.addresses(subject), partial(_choose, app))


def _choose(app: JinbangApp, addresses: list[str]) -> None:
    from tui.screens.menu import AddressMenu

    if addresses:
        app.push_screen(AddressMenu(words.ADDRESSES, addresses), partial(_open, app))
    else:
        _say(app, words.NOT_OF_THIS)


def _open(app: JinbangApp, url: str | None) -> None:
    # A browser of the terminal needs it for itself.
    if url and beside(app, lambda: outside.browse(url)) is not True:
        _say(app, words.NO_BROWSER)


def page(app: JinbangApp) -> None:
    """Show the pane in the user's pager."""
    pane = app.pane
    if pane is None or _refused(app):
        return
    text = pane.text + "\n"
    error = beside(app, lambda: outside.page(text, os.environ))
    if error is not None:
        app.notify(plain(outside.why(error)), severity="error", markup=False)


def flag(app: JinbangApp) -> None:
    """Let a flag be written on what the cursor is on."""
    from tui.screens.flag import FlagScreen

    found = None if _refused(app) else _here(app)
    if found is not None:
        app.push_screen(FlagScreen(found[1]))


def beside(app: JinbangApp, work: Callable[[], T]) -> T | OSError:
    """Leave the terminal to another program, and return what came of it."""
    with app.suspend():
        # Caught in here, as the terminal would not be taken back from an error that goes through.
        try:
            return work()
        except OSError as error:
            return error


def export(front: AskingScreen, write: Callable[[str, Path], Written]) -> None:
    """Ask for a format, and have a new file of it written in the folder at hand: `write` gets its ending and the folder."""
    from tui.screens.menu import ExportMenu

    app = front.jinbang
    if not _refused(app):
        app.push_screen(ExportMenu(), partial(_export, front, write))


def _export(front: AskingScreen, write: Callable[[str, Path], Written], ending: str | None) -> None:
    if ending:
        front.ask(_GROUP, lambda: write(ending, Path.cwd()), partial(_written, front.jinbang))


def _written(app: JinbangApp, written: Written) -> None:
    said = f"{written.placements:,} {words.WRITTEN.said(app.language)} {written.path}"
    app.notify(plain(said), markup=False)


def keep(front: AskingScreen, stem: str, ending: str, content: bytes) -> None:
    """Write a file in the folder at hand, and say where it is."""
    app = front.jinbang
    if not _refused(app):
        front.ask(_GROUP, lambda: save(Path.cwd(), stem, ending, [content]), partial(_kept, app))


def _kept(app: JinbangApp, path: Path) -> None:
    app.notify(plain(f"{words.KEPT_IN.said(app.language)} {path}"), markup=False)


def _here(app: JinbangApp) -> tuple[AskingScreen, Subject] | None:
    """Return the screen in front and what its cursor is on; says so when that is nothing."""
    front, subject = app.screen, _subject(app)
    if not isinstance(front, AskingScreen) or subject is None:
        _say(app, words.NOT_OF_THIS)
        return None
    return front, subject


def _subject(app: JinbangApp) -> Subject | None:
    front = app.screen
    return front.subject() if isinstance(front, AskingScreen) and app.session.origin else None


def _refused(app: JinbangApp) -> bool:
    """Say whether nothing may be started or written here, and tell it."""
    if app.read_only:
        _say(app, words.READ_ONLY)
    return app.read_only


def _say(app: JinbangApp, said: Words) -> None:
    app.notify(said.said(app.language), severity="warning", markup=False)
