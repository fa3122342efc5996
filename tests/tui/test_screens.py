"""The screens by keys alone, on the demo's ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest

from ledger import entry as entries
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from registry import cells, statements
from registry.demo.facts import PUBLISHERS, demo_signer
from registry.filter import Term
from registry.reads import IndexDamaged
from registry.reads.pages import Line, Part
from registry.reads.sorting import Order
from tests.tui.conftest import Screen, drive
from tui.screens import rankings
from tui.session import Known, Session
from tui.widgets.filter_box import FilterBox
from tui.words import Language

FIRST = "jinbang:hundred-model-war.demo.example/10#MindGPT@90ae615d0c4d0b4f"
HOSTILE = "[bold red]evil[/] [@click=app.leave]x[/] \u202elive\u2066"


def test_it_opens_on_the_newest_placements_with_their_verdicts(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, str]:
        return screen.row(1), screen.text("#why"), screen.text("#count")

    row, why, count = drive(Session(ledger), steps)

    assert row.split() == [">", "1/27", "MindGPT", "CMMLU", "2023-11-30", "82.08", "flagged:", "unsourced"]
    assert "unnamed-model" in why and "cure" in why
    assert count == "1 / 75"


@pytest.mark.parametrize("width", [80, 100, 131, 132])
def test_a_verdict_is_never_cut_off_by_the_pane_beside_it(width: int, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        return screen.row(1)

    assert "flagged 存疑: unsourced" in drive(Session(ledger), steps, size=(width, 24), language=Language.BOTH)


def test_a_filter_narrows_as_it_is_typed_and_escape_clears_it(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("slash")
        await screen.type("quark board:cmmlu first")
        narrowed = screen.text("#count")
        await screen.press("escape")
        kept_filter = screen.text("#count")
        await screen.press("escape")
        return [narrowed, kept_filter, screen.text("#count")]

    narrowed, kept_filter, cleared = drive(Session(ledger), steps)

    assert narrowed == kept_filter != cleared == "1 / 75"
    assert narrowed == "1 / 1"


def test_keys_of_the_screen_are_letters_in_the_box(ledger: Path) -> None:
    """Else a q in a name would leave the program."""

    async def steps(screen: Screen) -> tuple[object, bool]:
        await screen.press("slash")
        await screen.type("qL?14sw")
        return screen.app.screen.query_one("#filter").value, screen.app.is_running  # type: ignore[attr-defined]

    assert drive(Session(ledger), steps) == ("qL?14sw", True)


def test_a_filter_that_does_not_parse_keeps_the_lines_and_shows_the_place(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("slash")
        await screen.type("board:cmmlu rank<=1")
        await screen.press("x")
        return screen.text("#hint"), screen.text("#count")

    hint, count = drive(Session(ledger), steps)

    caret, why = hint.splitlines()
    assert caret == " " * len("/ board:cmmlu rank<=") + "^^"
    assert why.strip() == 'found "1x", expected a number'
    assert not count.endswith("/ 75") and not count.endswith("/ 0")


def test_the_caret_stands_under_its_place_in_a_filter_longer_than_its_box(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str, str]:
        await screen.press("slash")
        await screen.type(f"model:{'通义' * 25} rank<=x")
        drawn = screen.lines()
        await screen.press("home")
        return drawn[1].text, drawn[2].text, screen.text("#hint")

    box, caret, unseen = drive(Session(ledger), steps, size=(60, 24))

    assert cells.width(box.partition("x")[0]) == cells.width(caret.partition("^")[0])
    assert unseen.strip() == 'found "x", expected a number'


def test_a_caret_goes_with_its_error(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("slash")
        for key in "rank<=x":
            await screen.pilot.press(key)
        await screen.press("backspace", "2")
        return screen.text("#hint")

    assert drive(Session(ledger), steps) == ""


def test_a_filter_of_the_command_line_is_there_from_the_start(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        return screen.text("#count")

    assert drive(Session(ledger), steps, text="model:quark first") == "1 / 1"


def test_tab_completes_and_goes_on_to_the_next(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("slash")
        await screen.type("verdict:fl")
        found = []
        for _ in range(2):
            await screen.press("tab")
            found.append(screen.app.screen.query_one("#filter").value)  # type: ignore[attr-defined]
        await screen.press("backspace")
        await screen.type(" boa")
        await screen.press("tab")
        found.append(screen.app.screen.query_one("#filter").value)  # type: ignore[attr-defined]
        return found

    found = drive(Session(ledger), steps)

    assert found[0] == "verdict:flagged"
    assert found[-1].endswith("board:")


def test_sorting_goes_from_column_to_column_and_back(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        orders = []
        for key in ("s", "s", "S"):
            await screen.press(key)
            orders.append(screen.table.order + " " + screen.row(1).split()[2])
        return orders

    assert [one.split()[0] for one in drive(Session(ledger), steps)] == ["model", "leaderboard", "-leaderboard"]


def test_enter_opens_the_entry_with_every_check_and_q_comes_back(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("enter")
        text = screen.text("#entry")
        await screen.press("q")
        return text, screen.text("#count")

    text, count = drive(Session(ledger), steps)

    assert FIRST in text
    for name in ("text", "origin", "signature", "key state", "entry", "inclusion", "witnesses", "newer", "findings"):
        assert f"\nok    {name} " in text
    assert "the ledger's own word is taken" in text
    assert '"type":' in text and count == "1 / 75"


def test_the_verdict_on_a_line_is_the_one_that_its_entry_shows(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[tuple[str, str]]:
        pairs = []
        for _ in range(12):
            line = screen.table.line
            assert line is not None
            await screen.press("enter")
            shown = screen.text("#entry").partition("verdict ")[2].splitlines()[0]
            pairs.append((f"{line.verdict}: {line.worst}" if line.worst else line.verdict, shown))
            await screen.press("q", "j")
        return pairs

    pairs = drive(Session(ledger), steps)

    assert [shown for _, shown in pairs] == [listed for listed, _ in pairs]
    assert {"verified", "flagged: conflict"} <= {shown for _, shown in pairs}


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        (FIRST, "flagged: unsourced"),
        ("31", "contradicted"),
        ("90ae615d0c4d0b4f", "flagged"),
        ("vivoLM-7B ranks first on C-Eval", "unsupported"),
        ("vivoLM-7B在C-Eval榜单排名第一", "unsupported"),
    ],
)
def test_a_text_is_judged_as_verify_judges_it(typed: str, verdict: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("4")
        await screen.type(typed)
        await screen.press("enter")
        return screen.text("#result")

    assert f"verdict {verdict}" in drive(Session(ledger), steps)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999", "! "),
        ("nonsense", '"nonsense": not a citation'),
        ("jinbang:x", "is not jinbang:ORIGIN/INDEX"),
        (FIRST.replace("90ae", "0000"), "needed 0000615d0c4d0b4f"),
        (FIRST.replace("MindGPT", "Nobody"), "has no placement of 'Nobody'"),
        ("the weather is fine", "! "),
    ],
)
def test_what_cannot_be_judged_is_one_line_that_says_why(typed: str, said: str, ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("4")
        await screen.type(typed)
        await screen.press("enter")
        return screen.text("#result")

    shown = drive(Session(ledger), steps)

    assert said in shown and "verdict" not in shown


def test_v_verifies_the_line_under_the_cursor(ledger: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("v")
        return screen.text("#result")

    assert "verdict flagged: unsourced" in drive(Session(ledger), steps)


def test_the_language_goes_round_on_every_screen(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        said = []
        for _ in range(3):
            await screen.press("L")
            said.append(screen.text("TopBar .tabs").split("]")[0])
        return said

    assert drive(Session(ledger), steps) == ["[1 Rankings 排行", "[1 排行", "[1 Rankings"]


def test_a_ledger_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("enter", "v", "s", "4", "j")
        return screen.text("#why")

    assert "no such ledger" in drive(Session(tmp_path / "none.git"), steps)


def test_a_filter_that_finds_nothing_says_so(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("enter", "j")
        return screen.text("#why"), screen.text("#count")

    assert drive(Session(ledger), steps, text="nobody-has-this-name") == ("Nothing on record matches.", "0 / 0")


def hostile_ledger(folder: Path) -> Path:
    """Return a ledger with a ranking whose every text is meant to do harm."""
    operator = Operator(demo_signer("h.demo.example"), SignerState(folder / "state"))
    ledger = Ledger.create(GitStore.create(folder / "ledger.git"), operator)
    publisher = PUBLISHERS[0]
    placement = {"rank": 1, "model": {"name": HOSTILE, "developer": HOSTILE, "version": HOSTILE}}
    value = {
        "type": "jinbang/evaluation/v1",
        "publisher": publisher.name,
        "leaderboard": {"name": HOSTILE, "release": HOSTILE, "organiser": {"name": HOSTILE}},
        "placements": [placement],
    }
    ledger.append(
        [publisher.enrolment(), entries.sign(statements.format(statements.parse(value)), [publisher.signer]).raw],
        operator,
    )
    return folder / "ledger.git"


def test_a_hostile_entry_is_text_on_every_screen(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], bool]:
        shown = [screen.row(1), screen.text("#why")]
        await screen.press("enter")
        shown.append(screen.text("#entry"))
        await screen.press("q", "v")
        shown.append(screen.text("#result"))
        return shown, screen.app.is_running

    shown, is_running = drive(Session(hostile_ledger(tmp_path)), steps, size=(200, 60))

    assert is_running
    for text in shown:
        assert "\u202e" not in text and "\u2066" not in text
        assert "[bold red]evil[/]" in text


def test_lines_that_the_cursor_passes_are_not_asked_about(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To tell of one takes longer than to pass it, so that a key that is held down would leave the screen behind."""
    asked: list[int] = []
    known = Session.known

    def noted(session: Session, line: Line) -> Known:
        asked.append(line.placement_id)
        return known(session, line)

    async def steps(screen: Screen) -> tuple[str, Line]:
        await screen.press("home")
        asked.clear()
        for _ in range(20):
            screen.table.action_down()
            await asyncio.sleep(0.01)
        await screen.settle()
        line = screen.table.line
        assert line is not None and screen.table.position == 20
        return screen.text("#why"), line

    # Longer than a busy machine takes for a step.
    monkeypatch.setattr(rankings, "_REST_S", 1.0)
    monkeypatch.setattr(Session, "known", noted)
    told, line = drive(Session(ledger), steps, size=(160, 50))

    assert told.startswith(line.model) and asked[-1] == line.placement_id and len(asked) <= 3


def test_up_recalls_the_filters_that_were_written_before_on_any_screen(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        for text in ("first", "quark", "first"):
            await screen.press("slash", "ctrl+u")
            await screen.type(text)
            await screen.press("escape")
        await screen.press("3", "slash")
        await screen.type("type:flag")
        seen = []
        for _ in range(4):
            await screen.press("up")
            box = screen.app.focused
            assert isinstance(box, FilterBox)
            seen.append(box.value)
        return seen

    assert drive(Session(ledger), steps) == ["first", "quark", "type:flag", "first"]


def test_a_filter_is_written_in_sight_though_a_pane_was_alone(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[object]:
        await screen.press("w", "z")
        alone = screen.app.screen.maximized is not None
        await screen.press("slash")
        await screen.type("first")
        box = screen.app.focused
        assert isinstance(box, FilterBox)
        return [alone, screen.app.screen.maximized, box.value]

    assert drive(Session(ledger), steps) == [True, None, "first"]


def test_lines_that_cannot_be_read_are_told_and_end_nothing(ledger: Path) -> None:
    class Lost(Session):
        def lines(self, ids: Sequence[int]) -> list[Line]:
            raise IndexDamaged("index: gone")

        def parts(self, tree: Term, order: Order, is_wanted: Callable[[], bool]) -> Generator[Part, None, None]:
            yield from (part._replace(lines=[]) for part in super().parts(tree, order, is_wanted))

    async def steps(screen: Screen) -> tuple[str, str, bool]:
        await screen.press("j", "G", "g")
        return screen.row(1), screen.text("#why"), screen.app.is_running

    row, why, is_running = drive(Lost(ledger), steps)

    assert (row.strip(), is_running) == ("> -", True)
    assert why.startswith("! index: gone") and "The index is only a cache" in why
