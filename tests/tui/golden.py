"""The pictures of screens that are kept: `python -m tests.tui.golden [NAME]...` draws them anew, and the page that shows them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.strip import Strip

from ledger.keys import KeyRing
from registry.demo.facts import PUBLISHERS
from tests.tui.conftest import Screen, drive
from tests.tui.made import import_demo_keys
from tests.tui.objected import objected
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.session import Session
from tui.settings import Settings
from tui.words import Language

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("golden")
PAGE = ROOT / "docs" / "screens.md"
BUILT = datetime(2026, 11, 24, 6, tzinfo=UTC)
"""When the demo's commits are made: what is seen must be the same every time."""
LANGUAGES = (Language.EN, Language.ZH)
SIZES = ((80, 24), (100, 30), (160, 50))
_SHOWN = (100, 30)
"""The size that the page shows; to the others it leads."""


class Look(NamedTuple):
    """How a terminal shows a screen, and in which sizes that is kept."""

    name: str
    """Stands in the names of the pictures; empty for the usual one."""
    sizes: tuple[tuple[int, int], ...]
    is_colourless: bool = False
    glyphs: Glyphs = UNICODE


USUAL = Look("", SIZES)
COLOURLESS = Look("no-color", ((100, 30),), is_colourless=True)
IN_ASCII = Look("ascii", ((80, 24),), glyphs=ASCII)
LOOKS = (USUAL, COLOURLESS, IN_ASCII)


class Shown(NamedTuple):
    """A screen that is kept."""

    keys: str
    """What is pressed before the picture is taken."""
    title: str
    """What is seen, for the page."""
    is_objected: bool = False
    """Whether people object to what is in the ledger."""


SCREENS = {
    "rankings": Shown("j j", "Rankings: the newest first, and why the one under the cursor can be believed or not"),
    "narrowed": Shown("slash v e r d i c t colon v e r i f i e d escape", "Rankings: narrowed by a filter"),
    "completed": Shown("slash v e r d i c t colon tab tab", "Rankings: what could stand in the filter"),
    "refused": Shown("slash r a n k less_than_sign equals_sign 3 x", "Rankings: a filter that does not parse"),
    "alone": Shown("j j w z", "Rankings: one pane alone"),
    "entry": Shown("j j enter", "Entry: every check, finding and cure, and the statement"),
    "objected": Shown(
        "slash M i n d space C M M L U escape w z G",
        "Rankings: what people object to, and who answered",
        is_objected=True,
    ),
    "retracted": Shown(
        "slash i n d e x colon 9 escape", "Rankings: one that its publisher took back", is_objected=True
    ),
    "compared": Shown("slash b o a r d colon c m m l u escape j space j j space c", "Compare: models across lists"),
    "board": Shown("slash b o a r d colon c m m l u escape b", "Leaderboard: one list over time"),
    "audit": Shown("3", "Audit: the log itself"),
    "searched": Shown("3 slash b o a r d colon c m m l u escape", "Audit: what a filter finds in all of the log"),
    "audited": Shown("3 v", "Audit: everything checked again"),
    "consistent": Shown("3 j space j space p", "Proof: an older tree is a prefix of a newer one"),
    "proof": Shown("j enter p", "Proof: an entry is in the tree"),
    "asked": Shown("4", "Verify: a text is asked for"),
    "verify": Shown("j j v", "Verify: what a citation comes to"),
    "said": Shown(
        "4 v i v o L M minus 7 B space r a n k s space f i r s t space o n space C minus E v a l enter",
        "Verify: what a sentence comes to",
    ),
    "flag": Shown("f 5 tab tab n o space p a g e", "Flag: exactly the bytes that will be signed"),
    "keys": Shown("question_mark", "Help: what every key does here"),
    "copying": Shown("j j y", "What to copy"),
    "exporting": Shown("x", "In which format to export"),
    "opening": Shown("j j o", "Which address to open"),
    "commands": Shown("colon c m m", "Commands, and names on record"),
}


def kept(name: str, size: tuple[int, int], language: Language, look: Look = USUAL) -> Path:
    """Return where a picture is kept."""
    return FOLDER / ("-".join(filter(None, (name, f"{size[0]}x{size[1]}", language, look.name))) + ".svg")


class Taken(NamedTuple):
    """A screen as it was shown at a size."""

    picture: str
    lines: list[Strip]


def home(folder: Path) -> Path:
    """Make a home in a folder, with the key that signs what is flagged."""
    import_demo_keys(KeyRing(folder / "keys"), PUBLISHERS[0].name)
    return folder


def taken(
    ledger: Path, name: str, language: Language, look: Look = USUAL, sizes: tuple[tuple[int, int], ...] = ()
) -> dict[tuple[int, int], Taken]:
    """Show a screen at each size of its look, or at others: it opens at the first, and the terminal then takes the rest."""
    wanted, shown = sizes or look.sizes, SCREENS[name]
    path = _objected(ledger) if shown.is_objected else ledger

    async def steps(screen: Screen) -> dict[tuple[int, int], Taken]:
        await screen.press(*shown.keys.split())
        await screen.steady()
        found = {}
        for size in wanted:
            await screen.resize(size)
            found[size] = Taken(screen.picture(), screen.lines())
        return found

    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("TERM", "xterm-256color")
        environ.delenv("NO_COLOR", raising=False)
        if look.is_colourless:
            environ.setenv("NO_COLOR", "1")
        return drive(Session(path), steps, size=wanted[0], settings=Settings(language, look.glyphs))


def _objected(ledger: Path) -> Path:
    """Return a copy of the demo's ledger beside it in which people object, made once."""
    folder = ledger.with_name("objected")
    if not folder.exists():
        folder.mkdir()
        objected(ledger, folder)
    return folder / "ledger.git"


def page() -> str:
    """Return the page that shows them."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# What every screen looks like"
    yield ""
    yield "On the ledger of `jinbang demo`. The pictures are drawn and compared by the tests; `python -m tests.tui.golden` draws"
    yield "them, and this page, anew. What the keys do is in [tui.md](tui.md)."
    for name, shown in SCREENS.items():
        yield ""
        yield f"## {shown.title}"
        yield ""
        for language in LANGUAGES:
            yield f"![{shown.title}, {language}]({link(kept(name, _SHOWN, language))})"
        yield ""
        others = [
            f"[{size[0]}x{size[1]} {language}{look.name and f' {look.name}'}]({link(kept(name, size, language, look))})"
            for look, language in product(LOOKS, LANGUAGES)
            for size in look.sizes
            if (size, look) != (_SHOWN, USUAL)
        ]
        yield "Also " + ", ".join(others) + "."


def link(path: Path) -> str:
    """Return how the page leads to a picture."""
    return f"../{path.relative_to(ROOT).as_posix()}"


def main(*names: str) -> None:
    """Draw some, or all, and take away what is no longer drawn."""
    from registry.demo.run import build

    with tempfile.TemporaryDirectory() as folder:
        os.environ["JINBANG_HOME"] = str(home(Path(folder) / "home"))
        ledger = build(Path(folder), lambda: BUILT).path
        FOLDER.mkdir(exist_ok=True)
        stale = set() if names else set(FOLDER.iterdir())
        for name, language, look in product(names or SCREENS, LANGUAGES, LOOKS):
            for size, one in taken(ledger, name, language, look).items():
                path = kept(name, size, language, look)
                path.write_text(one.picture, encoding="utf-8")
                stale.discard(path)
        for path in stale:
            path.unlink()
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
