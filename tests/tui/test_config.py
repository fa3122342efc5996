"""`config.toml`: what is nearer wins, the screen follows it, and a slip in it is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from registry.errors import QuestionError
from registry.filter import FilterError, parse
from tests.tui.conftest import Screen, drive
from tui import config, keymap, keynames, saved
from tui.glyphs import ASCII
from tui.session import Session
from tui.settings import Settings
from tui.words import Language

ROOT = Path(__file__).resolve().parents[2]


def read(folder: Path, near: str = "", own: str = "") -> Settings:
    """Return what two files come to."""
    paths = [folder / "near.toml", folder / "own.toml"]
    for path, said in zip(paths, (near, own), strict=True):
        if said:
            path.write_text(said, encoding="utf-8")
    return config.read(paths, folder / "filters.toml").settings(None, None, read_only=False)


def test_without_files_all_is_as_it_comes(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_what_is_nearer_wins_setting_by_setting(tmp_path: Path) -> None:
    near = '[tui]\nlanguage = "zh"\n[tui.keymap]\n"rankings.sort" = "f2"\n[tui.filters]\na = "near"\n'
    own = (
        '[admission]\nregistrars = []\n[tui]\nlanguage = "en"\nglyphs = "ascii"\ntheme = "nord"\n'
        '[tui.keymap]\n"rankings.sort" = "f3"\n"rankings.reverse" = ["^o", "f5"]\n[tui.filters]\na = "own"\nb = "own"\n'
    )

    found = read(tmp_path, near, own)

    assert (found.language, found.glyphs, found.theme) == (Language.ZH, ASCII, "nord")
    assert found.keys == {"rankings.sort": "f2", "rankings.reverse": "ctrl+o,f5"}
    assert found.filters == {"a": "near", "b": "own"}


def test_options_come_before_files(tmp_path: Path) -> None:
    (tmp_path / "near.toml").write_text('[tui]\nlanguage = "zh"\n', encoding="utf-8")
    given_ = config.read([tmp_path / "near.toml"], tmp_path / "filters.toml")

    assert given_.settings("en", ASCII, read_only=True) == Settings(Language.EN, ASCII, read_only=True)


BAD = [
    ("not toml", "not TOML"),
    ("tui = 1", "tui: expected a table"),
    ('[tui]\nlanguag = "zh"', 'found "languag", which is no setting; did you mean language?'),
    ('[tui]\nlanguage = "zhh"', 'tui.language: found "zhh", expected one of both, zh, en; did you mean zh?'),
    ("[tui]\nlanguage = [1]", 'tui.language: found "[1]"'),
    ('[tui]\ntheme = "norde"', "did you mean nord?"),
    ('[tui]\nglyphs = "emoji"', "expected one of unicode, ascii"),
    ("[tui]\nkeymap = 1", "tui.keymap: expected a table"),
    ('[tui.keymap]\n"rankings.srt" = "x"', 'found "rankings.srt", which is no behaviour; did you mean rankings.sort?'),
    ('[tui.keymap]\nrankings.sort = "escpe"', 'rankings.sort: found "escpe", expected a key, such as x, ^x, f5 or esc; did you mean escape?'),
    ('[tui.keymap]\n"rankings.sort" = []', "expected a key or a list of keys"),
    ('[tui.keymap]\n"rankings.sort" = 1', "expected a key or a list of keys"),
    ('[tui.keymap]\n"box.keep" = "k"', 'box.keep: found "k", which a box takes as text'),
    ('[tui.keymap]\n"rankings.sort" = "S"', "S would be rankings.sort and rankings.reverse"),
    ('[tui.keymap]\n"rankings.sort" = "q"', "q would be everywhere.leave and rankings.sort"),
    ('[tui.keymap]\n"list.down" = "s"', "s would be rankings.sort and list.down"),
    ('[tui.filters]\n"a b" = "x"', "expected a name of letters and a filter in quotes"),
    ("[tui.filters]\na = 1", "tui.filters: a: expected a name"),
    ("a = " + "[" * 5_000, "not TOML"),
    ("#" * (config.MAX_BYTES + 1), "more than"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "why"), BAD)
def test_a_slip_is_said_with_the_near_name(said: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(QuestionError) as error:
        read(tmp_path, said)

    assert why in str(error.value) and "toml" in str(error.value) and "\n" not in str(error.value)


def test_in_a_process_a_slip_is_one_line_and_code_2(tmp_path: Path, ledger: Path) -> None:
    (tmp_path / "config.toml").write_text('[tui.keymap]\n"rankings.srt" = "\\u001b[2J"\n', encoding="utf-8")
    command = [sys.executable, "-m", "tui", "--print", "--ledger", str(ledger)]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        'jinbang: config.toml: tui.keymap: found "rankings.srt", which is no behaviour; did you mean rankings.sort?'
    ]


def test_the_file_of_the_folder_at_hand_is_followed(tmp_path: Path, ledger: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[tui]\nlanguage = "zh"\n[tui.filters]\nbest = "board:cmmlu first"\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "tui", "--print", "--ledger", str(ledger), "@best"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )

    head, *lines = done.stdout.splitlines()
    assert "模型" in head and lines and all("CMMLU" in line for line in lines)


def test_every_key_that_is_written_is_read_again() -> None:
    keys = [key for one in keymap.KEYS for key in one.keys.split(",")]

    assert [keynames.read(keynames.written(key)) for key in keys] == keys
    assert [keynames.read(key) for key in keys] == keys


def test_the_keys_that_it_comes_with_do_not_clash() -> None:
    config._check_clashes({key.name: key.keys for key in keymap.KEYS})


def test_remapped_keys_work_and_stand_in_footer_help_and_tabs(ledger: Path) -> None:
    settings = Settings(
        Language.EN, keys={"rankings.sort": "S", "rankings.reverse": "s", "everywhere.verify": "f4", "list.down": "f6"}
    )

    async def steps(screen: Screen) -> tuple[list[str], str, str, int, str]:
        orders = []
        for key in ("S", "s"):
            await screen.press(key)
            orders.append(screen.table.order)
        footer, tabs = screen.text("KeyLine"), screen.text("TopBar .tabs")
        await screen.press("j", "f6")
        at = screen.table.position
        await screen.press("question_mark")
        return orders, footer, tabs, at, screen.text("#keys")

    orders, footer, tabs, at, shown = drive(Session(ledger), steps, settings=settings, size=(160, 60))

    assert orders == ["model", "-model"]
    assert "S sort" in footer and "f4 Verify" in tabs
    assert at == 1
    assert "  f6                 next line" in shown


def test_a_theme_of_the_file_is_taken_but_for_no_colours(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(screen: Screen) -> str:
        return screen.app.theme

    settings = Settings(theme="nord")
    assert drive(Session(ledger), steps, settings=settings) == "ansi-dark"
    monkeypatch.setenv("TERM", "xterm")
    assert drive(Session(ledger), steps, settings=settings) == "nord"


# Filters with a name

FILTERS = {"best": "first OR rank:2", "none": "", "榜": "board:cmmlu", "bad": "rank<=x"}


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("@best", "(first OR rank:2)"),
        ("@best board:cmmlu", "(first OR rank:2) board:cmmlu"),
        ("-@best", "-(first OR rank:2)"),
        ("＠榜 x", "(board:cmmlu) x"),
        ("(@best)", "((first OR rank:2))"),
        ("@none x", " x"),
        ('"@best"', '"@best"'),
        ("a@best", "a@best"),
        ("model:@best", "model:@best"),
    ],
)
def test_a_name_stands_for_its_filter(said: str, means: str) -> None:
    assert saved.parse(said, FILTERS, parse) == parse(means)


@pytest.mark.parametrize(
    ("said", "start", "stop", "why"),
    [
        ("qwen @bets", 5, 10, "found no saved filter @bets; did you mean best?"),
        ("@", 0, 1, "found no saved filter @"),
        ("@best rank<=x", 12, 13, 'found "x", expected a number'),
        ("a @bad", 2, 2, 'found "x", expected a number'),
    ],
)
def test_what_cannot_be_read_is_shown_where_it_was_written(said: str, start: int, stop: int, why: str) -> None:
    with pytest.raises(FilterError) as error:
        saved.parse(said, FILTERS, parse)

    assert (error.value.start, error.value.stop, error.value.why) == (start, stop, why)
    assert error.value.text == said


@given(text(alphabet='@best bad"(-)x', max_size=20))
def test_the_place_of_an_error_is_in_the_text(said: str) -> None:
    try:
        saved.parse(said, FILTERS, parse)
    except FilterError as error:
        assert error.text == said and 0 <= error.start <= error.stop <= len(said)


def test_saved_filters_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "filters.toml"
    filters = {"best": 'board:"C Eval" first\\', "榜": "模型：通义 😀 'x'", "none": ""}

    saved.write(path, filters)

    assert saved.read(path) == filters
    assert [one.name for one in path.parent.iterdir()] == ["filters.toml"]


def test_tab_completes_a_saved_name(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("slash")
        await screen.type("@be")
        await screen.press("tab")
        return screen.app.screen.query_one("#filter").value, screen.text("#count")  # type: ignore[attr-defined]

    settings = Settings(Language.EN, filters={"best": "board:cmmlu first"})
    value, count = drive(Session(ledger), steps, settings=settings)

    assert value == "@best" and not count.endswith("/ 75")
