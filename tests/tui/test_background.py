"""It is as light or dark as its terminal, and what the terminal answers is never taken for what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tui.faked import Faked, interface
from tui.background import QUESTION, Answer, is_light, is_said_light

LIGHT, DARK = "rgb:ffff/ffff/dddd", "rgb:1c1c/1c1c/1c1c"
ST, BEL = "\x1b\\", "\x07"
COLOURS = {"COLORTERM": "truecolor"}


def answer(colour: str, end: str = ST) -> str:
    return f"\x1b]11;{colour}{end}"


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        (LIGHT, True),
        (DARK, False),
        ("rgb:f/f/f", True),
        ("rgb:ff/00/00", False),
        ("rgba:fdfd/f6f6/e3e3/ffff", True),
        ("rgb:0000/2b2b/3636", False),
        ("rgb:fffff/0/0", None),
        ("rgb:ff/ff", None),
        ("#ffffff", None),
        ("white", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_colour_is_light_dark_or_none(colour: str, light: bool | None) -> None:
    assert is_light(colour) is light


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("0;15", True),
        ("0;default;7", True),
        ("15;0", False),
        ("15;8", False),
        ("0;99", False),
        ("", False),
        (";", False),
    ],
)
def test_the_environment_may_say_it(value: str, light: bool) -> None:
    assert is_said_light({"COLORFGBG": value}) is light
    assert is_said_light({}) is False


def read(*parts: str) -> tuple[str, list[str]]:
    """Return what is typed, and what was answered, when these come one after the other at once."""
    told: list[str] = []
    one = Answer(told.append)
    return "".join(map(one.typed, parts)) + one.nothing_more(), told


@given(
    before=st.text("ab/;1[]\x1b"),
    after=st.text("ab/;1[]"),
    cuts=st.sets(st.integers(0, 40)),
    end=st.sampled_from([ST, BEL]),
)
def test_an_answer_is_taken_out_wherever_it_is_cut(before: str, after: str, cuts: set[int], end: str) -> None:
    # What begins as an answer is one that was cut off, and is read to its end.
    assume("\x1b]11;" not in before)
    whole = before + answer(LIGHT, end) + after
    edges = [0, *sorted(cuts), len(whole)]

    typed, told = read(*(whole[a:b] for a, b in zip(edges, edges[1:], strict=False)))

    assert (typed, told) == (before + after, [LIGHT])


@given(text=st.text("ab/;1[]0~\x1b\\\x07"), cuts=st.sets(st.integers(0, 40)))
def test_what_is_no_answer_is_typed(text: str, cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(text)]
    if "\x1b]11;" not in text:
        assert read(*(text[a:b] for a, b in zip(edges, edges[1:], strict=False))) == (text, [])


def test_only_one_answer_is_looked_for_and_none_in_what_is_pasted() -> None:
    pasted = f"\x1b[200~{answer(DARK)}\x1b[201~"

    assert read(pasted[:3], pasted[3:20], pasted[20:] + "x" + answer(LIGHT), answer(DARK)) == (
        pasted + "x" + answer(DARK),
        [LIGHT],
    )


def test_an_answer_without_an_end_takes_no_memory_and_ends_with_the_next_escape_or_by_itself() -> None:
    endless = "\x1b]11;" + "f" * 100_000

    assert read(endless) == ("", [])
    assert read(endless, "f" * 1_000, "\x1b[A") == ("\x1b[A", ["f" * 64])
    one = Answer(lambda _: None)
    typed = [one.typed("\x1b]11;rgb:ff"), one.nothing_more(), one.typed("/quark")]
    assert typed == ["", "", "/quark"]


def test_who_presses_a_key_that_begins_like_an_answer_does_not_wait_long() -> None:
    one = Answer(lambda _: None)

    held = one.typed("a\x1b"), one.patience_s
    let_go = one.nothing_more(), one.patience_s

    assert held == ("a", 0.02)
    assert let_go == ("\x1b", None)


# In a terminal

_BACKGROUND = re.compile(r"48;2;([0-9]+);([0-9]+);([0-9]+)m")


def looks_light(drawn: str) -> bool:
    """Say whether the last background that was drawn is a light one."""
    red, green, blue = map(int, _BACKGROUND.findall(drawn)[-1])
    return red + green + blue > 3 * 128


def answering(*parts: str, late_s: float = 0) -> Callable[[Faked, str], None]:
    """Answer the question so, in so many writes."""

    def said(terminal: Faked, text: str) -> None:
        if QUESTION in text:
            terminal.answer = lambda _terminal, _text: None
            for part in parts:
                if late_s:
                    terminal.take(late_s)
                terminal.type(part)

    return said


@pytest.mark.parametrize(
    ("said", "environ", "light"),
    [
        (answering(answer(LIGHT)), {}, True),
        (answering(answer(LIGHT, BEL)), {}, True),
        (answering(answer(DARK)), {}, False),
        (answering(answer(DARK)), {"COLORFGBG": "0;15"}, False),
        (answering(answer(LIGHT), late_s=1.5), {}, True),
        (answering(answer(LIGHT)[:9], answer(LIGHT)[9:], late_s=0.4), {}, True),
        (answering(), {}, False),
        (answering(), {"COLORFGBG": "0;15"}, True),
        (answering(answer("\u202e[bold]" + "q" * 5_000)), {}, False),
        (answering("\x1b]11;rgb:ffff"), {}, False),
        (answering("\x1b]11;rgb:zz/zz/zz" + BEL), {}, False),
    ],
    ids=["light", "bell", "dark", "over", "late", "parts", "never", "said", "long", "cut", "garbled"],
)
def test_it_looks_as_its_terminal_and_what_is_typed_arrives(
    ledger: Path, said: Callable[[Faked, str], None], environ: Mapping[str, str], light: bool
) -> None:
    with interface(ledger, environ={**COLOURS, **environ}) as terminal:
        terminal.answer = said
        terminal.shows("unsourced")
        terminal.take(1.2)
        start = len(terminal.drawn)
        terminal.type("/quark first\r")
        # All is drawn anew.
        terminal.resize(90, 24)
        drawn = terminal.until(lambda drawn: "quark first" in drawn[start:] and "QuarkLLM" in drawn[start:])

        assert looks_light(drawn) is light
        assert "rgb" not in drawn and "ffff" not in drawn
        terminal.type("q")
        assert terminal.ends() == 0


def test_a_theme_that_was_chosen_stays(ledger: Path) -> None:
    with interface(ledger, environ=COLOURS) as terminal:
        terminal.answer = answering(answer(LIGHT), late_s=3)
        terminal.shows("unsourced")
        terminal.type("T")
        terminal.shows("nord")
        terminal.take(4)

        assert not looks_light(terminal.drawn)


@pytest.mark.parametrize(
    "environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": "linux"}, {"JINBANG_HOME": "themed"}], ids=str
)
def test_it_asks_only_who_knows_and_when_it_would_follow(
    ledger: Path, tmp_path: Path, environ: Mapping[str, str]
) -> None:
    if "JINBANG_HOME" in environ:
        (tmp_path / "config.toml").write_text('[tui]\ntheme = "nord"\n')
        environ = {"JINBANG_HOME": str(tmp_path)}
    with interface(ledger, environ=environ) as terminal:
        terminal.shows("unsourced")
        terminal.type("q")

        assert terminal.ends() == 0
        assert "\x1b]11;" not in terminal.drawn
