"""What the screens look like, as pictures that are kept: `python -m tests.tui.golden` draws them anew."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.strip import Strip

from registry import cells
from tests.tui import golden
from tests.tui.golden import COLOURLESS, IN_ASCII, LANGUAGES, LOOKS, PAGE, SCREENS, SIZES, USUAL, Look, kept, taken
from tui.words import Language

_TEXT = re.compile(r"<text class=\"[^\"]*\" x=[^>]*>([^<]*)</text>")
HELP = {Language.EN: "? help", Language.ZH: "? 帮助"}


@pytest.fixture(scope="module")
def demo(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo's ledger, and a home with a key in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(golden.home(tmp_path_factory.mktemp("pictured") / "home")))
        yield ledger


def said(picture: str) -> str:
    """Return the letters in a picture, from top to bottom."""
    return "".join(unescape("".join(_TEXT.findall(picture))).split())


def segments(lines: list[Strip]) -> Iterator[Segment]:
    return (segment for strip in lines for segment in strip)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name or "usual")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_looks_as_it_did(name: str, look: Look, language: Language, demo: Path) -> None:
    shown = taken(demo, name, language, look, SIZES if look is IN_ASCII else ())

    for size, one in shown.items():
        assert [cells.width(strip.text) for strip in one.lines] == [size[0]] * size[1]
        assert HELP[language] in one.lines[-1].text
        if size in look.sizes:
            path = kept(name, size, language, look)
            assert one.picture == path.read_text(encoding="utf-8"), f"{path.name} is another picture; see above"
        if look is COLOURLESS:
            assert not [part for part in segments(one.lines) if has_colour(part)]
            assert said(one.picture) == said(kept(name, size, language).read_text(encoding="utf-8"))
        if look is IN_ASCII:
            assert not [letter for strip in one.lines for letter in strip.text if not is_in_ascii(letter)]


def is_in_ascii(letter: str) -> bool:
    """Say whether a letter is ASCII, or of a Chinese word or its quotation marks: no terminal draws these in another width."""
    return letter.isascii() or unicodedata.east_asian_width(letter) in ("W", "F") or letter in "“”"


def has_colour(part: Segment) -> bool:
    """Say whether a segment asks for a colour that is not the terminal's own."""
    style = part.style
    return style is not None and any(one is not None and not one.is_default for one in (style.color, style.bgcolor))


@pytest.mark.parametrize(("name", "size"), [("rankings", (160, 50)), ("compared", (100, 30)), ("board", (160, 50))])
def test_a_screen_looks_the_same_when_it_opens_at_its_size(name: str, size: tuple[int, int], demo: Path) -> None:
    """The others are shown in a terminal that became so large."""
    opened = taken(demo, name, Language.EN, USUAL, (size,))[size].picture

    assert opened == kept(name, size, Language.EN).read_text(encoding="utf-8")


def test_every_picture_is_one_of_these_and_the_page_shows_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    known = {
        kept(name, size, language, look)
        for name in SCREENS
        for language in LANGUAGES
        for look in LOOKS
        for size in look.sizes
    }

    assert set(golden.FOLDER.iterdir()) == known
    assert page == golden.page()
    assert all(f"({golden.link(path)})" in page for path in known)
