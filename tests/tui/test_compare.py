"""The comparison, by keys alone."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from registry import cells
from registry.across import Column, Spread, rows
from registry.compare import Beside, Orders, Position
from registry.exporters.comparison import COLUMNS, as_csv, as_markdown, values
from registry.reads import Line, Table
from tests.tui.conftest import Screen, drive
from tests.tui.made import ledger_of, ranking
from tui import comparing
from tui.asked.comparing import Compared
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.session import Session
from tui.widgets import places
from tui.widgets.crossing import Crossing
from tui.widgets.hanging import content
from tui.words import Language

CMMLU = "board:cmmlu"
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066\r\n[bold red]x[/] [@click=app.leave]y[/]\x9b31m"


def crossing(screen: Screen) -> list[str]:
    """Return the lines of the table as they are drawn."""
    table = screen.app.screen.query_one(Crossing)
    return [table.render_line(y).text for y in range(table.size.height)]


def words_of(line: str) -> list[str]:
    return line.replace("(", " ").replace(")", " ").split()


def test_c_sets_the_model_beside_those_that_are_marked(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[list[str], str]:
        await screen.press("j", "space", "j", "j", "c")
        return crossing(screen), screen.text("#told")

    lines, told = drive(Session(ledger), steps, text=CMMLU)

    assert lines[0].split() == ["leaderboard", "^", ">vivoLM-7B", "ZW-LM"]
    assert words_of(lines[1])[:7] == [">", "CMMLU", "0-shot", "test", "2/26", "flagged", "━━━━━━"]
    assert words_of(lines[2])[3:5] == ["4/27", "flagged"]
    assert "rank 2 of 26, above 96% of the others" in told
    assert "mostly the same order: tau +0.62, over 7 models in both" in told
    assert "vivoLM-7B is above ZW-LM in 1 and below in 1 of 2 rankings that rank both" in told


def test_2_shows_the_marked_alone_and_without_marks_the_neighbours(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("2")
        heads = [crossing(screen)[0]]
        await screen.press("q", "space", "j", "2")
        return [*heads, crossing(screen)[0]]

    near, marked = drive(Session(ledger), steps, text=CMMLU, size=(160, 40))

    assert near.split()[2:] == [">MindGPT", "ZW-LM", "QuarkLLM"]
    assert marked.split()[2:] == [">MindGPT"]


def test_a_mark_stands_on_every_line_of_the_model_until_it_is_taken_away(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[int]:
        counts = []
        for key in ("space", "space"):
            await screen.press(key)
            counts.append(sum(screen.row(y)[1] == "*" for y in range(1, 5)))
        return counts

    assert drive(Session(ledger), steps, text="quark board:cmmlu") == [3, 0]


MADE = (
    ranking("Alpha", "2026-03-01", "A", "B", "C", "D", "E"),
    ranking("Beta", "2026-02-01", "C", "B", "A", "E", "D", entrants=41),
    ranking("Beta", "2026-03-09", "B", "C", "A", entrants=41),
    ranking("Gamma", "2025-01-01", "E", "A", entrants=21),
)


def test_a_place_in_doubt_is_bracketed_and_left_out_until_it_is_counted(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("c")
        shown = [crossing(screen)[1], crossing(screen)[-1], screen.text("#chosen"), screen.text("#told")]
        await screen.press("D")
        return [*shown, crossing(screen)[1], crossing(screen)[-1], screen.text("#chosen"), screen.text("#told")]

    one = drive(Session(ledger_of(tmp_path, *MADE)), steps, text="model:A", size=(60, 40))

    assert "(1/5)flagged" in one[0].replace(" ", "") and "(1/5)" not in one[4]
    assert one[1].split() == ["spread", "-"] and one[5].split() == ["spread", "0.05", "narrow"]
    assert "left out of spread" in one[2] and "flagged ones count" in one[6]
    assert "no spread: 0 lists count, two are needed" in one[3]
    assert "spread 0.05, narrow: from 95% to 100% on 3 lists" in one[7]


def test_while_lists_are_marked_they_alone_count_in_the_spread(tmp_path: Path) -> None:
    """A is first of 5, third of 41 and second of 21."""

    async def steps(screen: Screen) -> list[tuple[list[str], list[str], str, str]]:
        await screen.press("c", "D")
        seen = []
        for keys in (["j", "space", "j", "space"], ["d"], ["d", "j", "space", "j", "space"]):
            await screen.press(*keys)
            lines = crossing(screen)
            marks = [line[2:].split()[0] for line in lines if line[1] == "*"]
            last = screen.text("#told").splitlines()[-1]
            seen.append((marks, lines[-1].split(), screen.text("#chosen").partition("*")[2], last))
        return seen

    both, aligned, none = drive(Session(ledger_of(tmp_path, *MADE)), steps, text="model:A", size=(60, 40))

    assert both[0] == ["Beta", "Gamma"] and both[1] == ["spread", "*", "0.00", "narrow"]
    assert both[2] == " 2 of 3 lists count" and "from 95% to 95% on 2 lists" in both[3]
    # In that month Gamma has no ranking, so only Beta counts.
    assert aligned[0] == ["Beta"] and aligned[1] == ["spread", "*", "-"]
    assert none[0] == [] and none[1] == ["spread", "0.05", "narrow"] and "on 3 lists" in none[3]


def test_the_place_under_the_cursor_is_verified_and_copied(ledger: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("j", "space", "j", "j", "c", "j", "l", "y", "c")
        copied = screen.app.clipboard
        await screen.press("v")
        return copied, screen.text("#result")

    copied, shown = drive(Session(ledger), steps, text=CMMLU)

    assert "/10#ZW-LM@" in copied and "index 10, " in shown


def test_where_the_model_is_not_nothing_is_verified(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("space", "j", "space", "2", "G", "l", "v")
        return type(screen.app.screen).__name__, [one.message for one in screen.app._notifications][-1]

    made = (ranking("Alpha", "2026-03-01", "A", "B"), ranking("Beta", "2026-02-01", "A"))
    assert drive(Session(ledger_of(tmp_path, *made)), steps) == ("CompareScreen", "Nothing here has that.")


def test_d_takes_all_places_from_one_month(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> list[list[str]]:
        await screen.press("c")
        shown = [crossing(screen), [screen.text("#chosen")]]
        await screen.press("d")
        return [*shown, crossing(screen), [screen.text("#chosen")]]

    newest, said, aligned, month = drive(Session(ledger_of(tmp_path, *MADE)), steps, text="model:A")

    assert [line.split()[0] for line in newest[1:4]] == [">", "Beta", "Gamma"]
    assert [line.split()[:2] for line in aligned[1:3]] == [[">", "Alpha"], ["Beta", "(3/41)"]]
    assert len(aligned) == 4 and aligned[3].split()[0] == "spread"
    assert said[0].startswith("newest ranking of each list") and month[0].startswith("all from 2026-03")


def test_s_sorts_by_name_then_by_the_chosen_models_share_then_by_day(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        orders = []
        await screen.press("c")
        for _ in range(4):
            orders.append(" ".join(line.strip("> ")[:5].strip() for line in crossing(screen)[1:4]))
            await screen.press("s")
        return orders

    orders = drive(Session(ledger_of(tmp_path, *MADE)), steps, text="model:A")

    assert orders == ["Alpha Beta Gamma", "Alpha Beta Gamma", "Beta Alpha Gamma", "Alpha Beta Gamma"]


def test_models_without_room_are_reached_by_key_and_said(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> list[tuple[str, str]]:
        await screen.press("space", "j", "space", "j", "space", "j", "space", "2")
        shown = [(crossing(screen)[0], screen.text("#chosen"))]
        for keys in (("l", "l"), ("left", "h", "h")):
            await screen.press(*keys)
            shown.append((crossing(screen)[0], screen.text("#chosen")))
        return shown

    ledger = ledger_of(tmp_path, ranking("Alpha", "2026-03-01", "A", "B", "C", "D"))
    first, third, back = drive(Session(ledger), steps)

    assert first[0].split()[2:] == [">A", "B"] and first[1].startswith("models 1-2 of 4")
    assert third[0].split()[2:] == ["B", ">C"] and third[1].startswith("models 2-3 of 4")
    assert back == first


def test_a_rank_without_a_field_is_no_share(tmp_path: Path) -> None:
    bare = {"leaderboard": {"name": "Bare"}, "placements": [{"rank": 2, "model": {"name": "A"}}]}

    async def steps(screen: Screen) -> tuple[str, str]:
        await screen.press("c")
        return crossing(screen)[1], screen.text("#told")

    line, told = drive(Session(ledger_of(tmp_path, bare)), steps)

    assert words_of(line)[2] == "2/?" and "━" not in line
    assert "rank 2, of how many is not stated" in told and "%" not in told


def test_escape_goes_from_the_words_to_the_table_and_from_there_back(ledger: Path) -> None:
    async def steps(screen: Screen) -> list[str]:
        await screen.press("c", "w")
        names = [str(screen.app.focused and screen.app.focused.id)]
        for _ in range(2):
            await screen.press("escape")
            names.append(str(screen.app.focused and screen.app.focused.id))
        return names

    assert drive(Session(ledger), steps) == ["told", "crossing", "list"]


def test_nothing_on_record_is_said(tmp_path: Path) -> None:
    async def steps(screen: Screen) -> str:
        await screen.press("2", "l", "s", "d", "D", "j", "L")
        return screen.text("#told")

    assert "No model to compare" in drive(Session(ledger_of(tmp_path)), steps)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("language", list(Language))
def test_a_hostile_entry_is_text_and_shifts_no_column(tmp_path: Path, glyphs: Glyphs, language: Language) -> None:
    names = ("[bold red]x[/] [@click=app.leave]y[/] \u202elive\u2066", "名" * 200, "a" * 200, "plain")
    made = ranking(names[0], "2026-03-01", *names), ranking("榜" * 200, "2026-03-01", *reversed(names))

    async def steps(screen: Screen) -> tuple[list[str], str, bool]:
        await screen.press("space", "j", "space", "j", "space", "j", "space", "2", "j", "l", "l")
        return crossing(screen), screen.text("#told"), screen.app.is_running

    lines, told, is_running = drive(
        Session(ledger_of(tmp_path, *made)), steps, size=(100, 40), language=language, glyphs=glyphs
    )

    assert is_running and len(told) < 5_000 and "[bold red]x[/]" in told
    assert {cell_len(line) for line in lines} == {100}
    assert len({cell_len(line[: line.index("/4)")]) for line in lines[1:3]}) == 1
    for text in (*lines, told):
        assert not set(text) & {"\u202e", "\u2066"}


@pytest.mark.parametrize("name", [HOSTILE, "名" * 20_000, "a" * 60_000, "\u202e" * 60_000, "e\u0301" * 30_000])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_no_text_of_an_index_that_was_tampered_with_gets_out_of_its_cells(name: str, glyphs: Glyphs) -> None:
    """A ledger holds no such names; the index is a file that anybody may have written."""
    made = one_list(name)
    room = places.layout(98, 2, Language.EN)
    (row,) = made.rows
    told = [*comparing.row(row, made.columns, Language.BOTH, glyphs)]
    told += comparing.agreements(row.table, made.orders, Language.BOTH, glyphs)
    told += comparing.beside(made.beside, Language.BOTH, glyphs)
    told += comparing.across(made, 0, Language.BOTH, glyphs, with_doubted=True)
    labels = [column.label for column in made.columns]

    text = content(told).plain
    heads = places.head(labels, 0, room, "share", Language.BOTH, glyphs)
    width = room.list + 2 * room.place

    assert not set(text + heads) & {"\x1b", "\x07", "\u202e", "\u2066", "\r", "\x9b"} and len(text) < 5_000
    assert cells.width(heads) == cells.width(places.foot([Spread(0, None)] * 2, room, Language.EN, glyphs)) == width
    for place in row.places:
        assert cells.width("".join(places.place_texts(place, room, glyphs, is_out=True))) == room.place


def one_list(name: str) -> Compared:
    """Return a comparison of two models on one list, every text of which is `name`."""
    table = Table(1, name, name, name, name, name, 10**9, name, name, 10**12, 1, None, name)
    line = Line(name, name, name, name, name, 10**9, name, name, name, name)
    position = Position(table, line, ((name, name),), 3)
    columns = [Column(name, name, name, {table.list: position})] * 2
    other = table._replace(split="")
    orders = Orders({table.list: table, other.list: other}, {table.list: {}, other.list: {}})
    return Compared(columns, rows(columns), (Beside(name, name, 1, 2, 3),), orders, "")


def test_a_comparison_is_written_with_every_place(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "comparison.csv").write_text("mine", encoding="utf-8")

    async def steps(screen: Screen) -> tuple[list[str], int]:
        await screen.press("j", "space", "j", "j", "c")
        for key in "cjm":
            await screen.press("x", key)
        found = screen.app.screen.query_one(Crossing).rows
        return [one.message for one in screen.app._notifications], sum(
            one is not None for row in found for one in row.places
        )

    said, count = drive(Session(ledger), steps, text=CMMLU)

    assert said[0] == f"{count} placements in {tmp_path / 'comparison-2.csv'}"
    assert (tmp_path / "comparison.csv").read_text(encoding="utf-8") == "mine"
    with (tmp_path / "comparison-2.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    objects = [json.loads(line) for line in (tmp_path / "comparison.jsonl").read_text(encoding="utf-8").splitlines()]
    table = (tmp_path / "comparison.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(objects) == len(table) - 2 == count > 1
    assert [one["citation"] for one in lines] == [one["citation"] for one in objects]
    first = objects[0]
    command = [sys.executable, "-m", "registry", "verify", first["citation"], "--ledger", str(ledger)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert f"verdict: {first['verdict']}" in done.stdout


def test_texts_of_a_ledger_run_in_no_spreadsheet_and_are_no_markup(tmp_path: Path) -> None:
    hostile = one_list("=1+1|[x](y)\u202e")
    lines = list(values("o.example", hostile.rows, hostile.columns))

    (cells_,) = list(csv.DictReader(b"".join(as_csv(lines[:1])).decode().splitlines()))
    marked = b"".join(as_markdown(lines[:1])).decode().splitlines()

    assert cells_["model"].startswith("'=") and "\u202e" not in "".join(cells_.values())
    assert "[x](y)" not in marked[2] and "\u202e" not in marked[2]
    assert [text.count("|") - text.count("\\|") for text in marked] == [len(COLUMNS) + 1] * 3


def test_nothing_is_written_when_nothing_may_be(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(screen: Screen) -> list[str]:
        await screen.press("j", "space", "j", "j", "c", "x")
        return [one.message for one in screen.app._notifications]

    assert drive(Session(ledger), steps, text=CMMLU, read_only=True) == ["Not here: it was started with --read-only."]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("models", [1, 2, 5])
@pytest.mark.parametrize("width", [60, 78, 98, 158, 238])
@pytest.mark.parametrize("longest", [0, 30, 60, 500])
def test_what_is_wide_is_used_for_names_of_lists_and_then_for_bars(models: int, width: int, longest: int) -> None:
    room = places.layout(width, models, Language.EN, longest)
    used = room.list + room.shown * room.place

    assert used <= width and room.bar >= places.BAR
    if room.bar > places.BAR:
        # No name is cut for the sake of a bar.
        assert room.list >= min(longest, places.LIST_MOST)
    if width - used >= room.shown:
        assert room.bar == 20 and room.list >= min(longest, places.LIST_MOST)
