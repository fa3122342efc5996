"""What is meant to do harm is text on every screen: no escape reaches the terminal, and nothing stands elsewhere because of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.widgets import Input

from ledger.text import plain
from tests.tui import hostile
from tests.tui.conftest import Screen, drive
from tests.tui.hostile import ESCAPES, HIDDEN, LONG, MARKUP, NAMES, PASTED, SCORE
from tests.tui.test_printed import printed
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.screens.verify import VerifyScreen
from tui.session import Session
from tui.settings import Settings
from tui.words import Language

SIZES = ((80, 24), (160, 50))
HARMFUL = {letter for letter in ESCAPES + HIDDEN if not letter.isprintable()}
TOURS = {
    "rankings": "j space j space j s S x",
    "completed": "slash m tab tab",
    "refused": "slash a colon x",
    "entry": "enter G p G",
    "verify": "j v G p",
    "compared": "j space j space c l w G",
    "board": "b G enter",
    "audit": "3 space j space p q v",
    "an entry that cannot be read": "3 tab tab tab j enter G",
    "flag": "j f 5 tab h tab t tab tab",
    "help": "question_mark G",
    "names": "colon e v i l",
    "copied": "y r",
    "evidence": "o",
    "gone back": "enter q b q left_square_bracket right_square_bracket",
}
"""By which keys every screen, menu and box is come by; each begins at the rankings."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(tmp_path_factory.mktemp("hostile-home")))
        yield hostile.ledger(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def tampered(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same, in a home where the index was tampered with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINBANG_HOME", str(tmp_path_factory.mktemp("tampered-home")))

        async def steps(_: Screen) -> None:
            return None

        drive(Session(made), steps)
        assert hostile.tamper() > 200
        yield made


def wrong(screen: Screen) -> list[str]:
    """Return the lines that are not as wide as the screen, or that hold what no terminal should be told."""
    size = screen.app.size
    lines = [strip.text for strip in screen.lines()]
    assert len(lines) == size.height
    return [ascii(line) for line in lines if cell_len(line) != size.width or set(line) & HARMFUL or line != plain(line)]


async def afresh(screen: Screen) -> None:
    """Go back to where it began, so that one app serves for many ways."""
    app = screen.app
    while len(app.screen_stack) > 1:
        app.pop_screen()
    app.screen.minimize()
    app.show_filter("")
    await screen.settle()
    screen.table.marked.clear()
    screen.table.move(0)


async def walk(screen: Screen) -> dict[str, list[str]]:
    """Go on every tour in one app, look after every key, and return what is wrong where."""
    found = {}
    for name, keys in TOURS.items():
        for number, key in enumerate(keys.split(), 1):
            await screen.press(key)
            assert screen.app.is_running, name
            found[f"{name}, key {number}"] = wrong(screen)
        await afresh(screen)
    return {place: lines for place, lines in found.items() if lines}


@pytest.mark.parametrize(("size", "glyphs"), [(SIZES[0], ASCII), (SIZES[1], UNICODE)], ids=["narrow", "wide"])
def test_no_screen_is_moved_by_what_a_ledger_says(size: tuple[int, int], glyphs: Glyphs, made: Path) -> None:
    assert drive(Session(made), walk, size=size, settings=Settings(Language.BOTH, glyphs)) == {}


def test_no_screen_is_moved_by_what_an_index_says(tampered: Path) -> None:
    assert drive(Session(tampered), walk, size=SIZES[1]) == {}


def test_no_text_that_is_pasted_moves_a_screen(made: Path) -> None:
    async def steps(screen: Screen) -> list[tuple[int, str, list[str]]]:
        found = []
        for at, pasted in enumerate(PASTED):
            screen.app.post_message(Paste(pasted))
            await screen.settle()
            found.append((at, "pasted", wrong(screen)))
            assert isinstance(screen.app.screen, VerifyScreen)
            await screen.press("left_square_bracket", "right_square_bracket")
            found.append((at, "gone back to", wrong(screen)))
            await afresh(screen)
        return [one for one in found if one[2]]

    assert drive(Session(made), steps) == []


@pytest.mark.parametrize("text", [f"model:{ESCAPES}", LONG])
def test_no_filter_moves_a_screen(text: str, made: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        found = wrong(screen)
        for other in (f'"{ESCAPES}', f"@{ESCAPES}", NAMES[0], f"rank<={ESCAPES}", f"{NAMES[1]} rank<=x"):
            screen.app.show_filter(other)
            await screen.settle()
            found += wrong(screen)
            await screen.press("slash", "tab", "colon")
            found += wrong(screen)
            await afresh(screen)
        return found

    assert drive(Session(made), steps, text=text) == []


def test_no_text_that_is_pasted_into_a_box_moves_a_screen(made: Path) -> None:
    async def steps(screen: Screen) -> list[tuple[str, int, list[str]]]:
        found = []
        for keys in ("slash", "colon", "4", "f", "f tab", "f tab tab", "question_mark slash"):
            await screen.press(*keys.split())
            box = screen.app.focused
            assert isinstance(box, Input), keys
            for at, pasted in enumerate((*PASTED, f"{ESCAPES}{HIDDEN}{NAMES[1]}")):
                box.value = ""
                box.focus()
                await screen.settle()
                screen.app.post_message(Paste(pasted))
                await screen.settle()
                assert box.value
                found.append((keys, at, wrong(screen)))
            await afresh(screen)
        return [one for one in found if one[2]]

    assert drive(Session(made), steps) == []


def test_every_score_stands_in_one_column_and_markup_is_text(made: Path) -> None:
    async def steps(screen: Screen) -> list[set[int]]:
        found = []
        for size in SIZES:
            await screen.resize(size)
            texts = [strip.text for strip in screen.lines()]
            found.append({cell_len(text[: text.index(SCORE)]) for text in texts if SCORE in text[:100]})
        assert MARKUP in screen.text("#why")
        return found

    assert [len(columns) for columns in drive(Session(made), steps)] == [1, 1]


@pytest.mark.parametrize("which", ["made", "tampered"])
def test_what_is_printed_is_lines_of_a_width(which: str, request: pytest.FixtureRequest) -> None:
    done = printed(request.getfixturevalue(which))

    lines = done.stdout.splitlines()
    assert len(lines) == 1 + 2 * len(NAMES)
    assert all(cell_len(line) <= 120 and line == plain(line) and not set(line) & HARMFUL for line in lines)
    assert len({cell_len(line[: line.index(SCORE)]) for line in lines if SCORE in line}) <= 1
