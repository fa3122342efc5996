"""Tables of real pages, held against the pages themselves."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.text import plain
from registry import importers
from registry.errors import QuestionError, RegistryError, StatementError
from registry.importers.content import Content
from registry.importers.grid import MAX_COLUMNS, MAX_ROWS, read_grid
from registry.importers.pick import only_table
from registry.importers.place import ImportRefusedError, TooLargeError
from registry.importers.table import Table, parse_columns
from registry.statements import Evaluation, format, parse
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, imported, together

BASE = {"leaderboard": {"name": "CMMLU", "release": "2023-11-13"}}


def evaluation(raw: bytes, **columns: str) -> Evaluation:
    """Return the table of some bytes."""
    (one,) = together(importers.statements_of(Table(columns), Content(raw), BASE, PUBLISHER))
    return one


def five_shot() -> bytes:
    """Return the first table of the real page with the heading above it."""
    page = data("cmmlu", "README-leaderboard-2023-11-13.md").read_text(encoding="utf-8")
    return page[page.index("#### Five-shot") : page.index("#### Zero-shot")].encode()


def alpaca() -> Path:
    return data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv")


def test_every_number_of_a_real_page_is_there_in_its_row() -> None:
    raw = five_shot()
    one = evaluation(raw)
    numbers = re.findall(r"(?<=[|*\s])[0-9]+\.[0-9]+(?=[*\s|])", raw.decode())

    assert [score.value for line in one.placements for score in line.scores] == numbers
    assert len(one.placements) == 27
    assert [criterion.name for criterion in one.methodology.criteria][-1] == "平均分"
    assert one.imported.file_sha256 == hashlib.sha256(raw).hexdigest()
    assert one.evidence[0].media_type == "text/markdown"


def test_rows_keep_their_section_and_have_no_rank_that_the_page_does_not_print() -> None:
    lines = {line.model.name: line for line in evaluation(five_shot()).placements}

    assert lines["GPT4"].printed.section == "开放测试的模型"
    assert lines["QuarkLLM"].printed.section == "尚未开放测试的模型"
    assert lines["ZW-LM"].scores[-1].value == "81.73"
    assert {line.rank for line in lines.values()} == {None}


def test_a_page_of_two_tables_is_refused_with_the_line_of_the_second() -> None:
    page = data("cmmlu", "README-leaderboard-2023-11-13.md").read_bytes()

    with pytest.raises(ImportRefusedError, match=r"line [0-9]+: found a second table"):
        evaluation(page)


def test_a_real_csv_keeps_its_digits_and_does_not_take_errors_and_counts_for_scores() -> None:
    raw = alpaca().read_bytes()
    rows = list(csv.DictReader(raw.decode().splitlines()))
    one = evaluation(raw, n_total="n")

    assert [line.model.name for line in one.placements] == [row[""] for row in rows]
    assert {criterion.name for criterion in one.methodology.criteria} == {
        "win_rate",
        "discrete_win_rate",
        "length_controlled_winrate",
    }
    for line, row in zip(one.placements, rows, strict=True):
        for score in line.scores:
            assert score.value == row[score.criterion]
            assert str(score.n) == row["n_total"]
    assert len(rows) == 223


def test_what_columns_are_taken_for_is_recorded() -> None:
    one = evaluation(b"Model,Organization,Params,Score,Notes\nA,Org,7B,71.40,x\n")

    assert one.extra["table"] == {
        "columns": {
            "Model": "model",
            "Organization": "developer",
            "Params": "parameters",
            "Score": "score",
            "Notes": "ignored",
        }
    }
    (line,) = one.placements
    assert (line.model.developer, line.model.parameters, line.scores[0].value) == ("Org", "7B", "71.40")


def test_a_column_is_what_the_user_says_it_is() -> None:
    raw = b"System,Votes,Who\nA,10,x\nB,5,y\n"
    one = evaluation(raw, Votes="score", Who="developer")

    assert [line.scores[0].value for line in one.placements] == ["10", "5"]
    assert [line.model.developer for line in one.placements] == ["x", "y"]


def test_ranks_are_those_that_are_printed() -> None:
    table = (
        "| # | 模型 | 得分 |\n|---|:-:|--:|\n| 1 | 甲 | 9 |\n| 2 | 乙 | 8 |\n| 2 | 丙 | 8 |\n| 🏅 | 丁 | - |\n".encode()
    )
    lines = evaluation(table).placements

    assert [(line.rank, line.tied, line.printed.rank) for line in lines] == [
        (1, False, "1"),
        (2, True, "2"),
        (2, True, "2"),
        (None, False, "🏅"),
    ]
    assert lines[3].scores[0].missing == "not-reported"


def test_marks_links_and_percent_signs_come_off_and_nothing_else() -> None:
    table = b"| Model | acc |\n|---|---|\n| [A \\| B](https://a.example/) | **77.10%** |\n| <a href='x'>C</a><br/> | 5 % |\n"
    one = evaluation(table)

    assert [(line.model.name, line.scores[0].value) for line in one.placements] == [("A | B", "77.10"), ("C", "5")]
    assert one.methodology.criteria[0].unit == "percent"


@pytest.mark.parametrize(
    ("odd", "of", "taken"), [(1, 10, "score"), (2, 20, "score"), (1, 9, "ignored"), (3, 20, "ignored")]
)
def test_a_column_of_scores_is_not_passed_over_for_a_cell_that_is_no_number(odd: int, of: int, taken: str) -> None:
    """It would be gone without a word, and the table would look like another one than its neighbours in a history."""
    cells = ["see below"] * odd + ["70.1"] * (of - odd)
    table = "".join(f"M{at},{cell},1.5\n" for at, cell in enumerate(cells)).encode()
    if taken == "ignored":
        one = evaluation(b"Model,Average,Other\n" + table)
        assert [criterion.name for criterion in one.methodology.criteria] == ["Other"]
        return
    with pytest.raises(ImportRefusedError) as refused:
        evaluation(b"Model,Average,Other\n" + table)
    assert str(refused.value) == (
        'line 2, column "Average": found "see below", expected a number; say --column HEAD=ignored of a column that is no score'
    )
    assert len(evaluation(b"Model,Average,Other\n" + table, Average="ignored").methodology.criteria) == 1


def test_a_number_may_lack_the_digits_after_its_point() -> None:
    """The line for chance in the real tables of CMMLU has 25. beside 25.00, and each column is one of numbers all the same."""
    page = data("cmmlu", "README-leaderboard-2023-09-18a.md").read_bytes()
    one = evaluation(only_table(page, 2))
    (chance,) = (line for line in one.placements if line.model.name == "Random")

    assert re.search(rb"\| +25\. +\|", page)
    assert [score.value for score in chance.scores] == ["25.00", "25.00", "25.00", "25.00", "25", "25.00"]


@pytest.mark.parametrize(
    "cell", ["**7**9", "[7](x)9", "`7`.5", "<b>7</b>9", "7**9**", "**7", "-**7**", "+[7](x)", " -`7`"]
)
def test_marks_within_a_number_do_not_make_another_one(cell: str) -> None:
    with pytest.raises(ImportRefusedError, match='line 3, column "acc": found'):
        evaluation(f"| Model | acc |\n|---|---|\n| A | {cell} |\n".encode(), acc="score")


def test_only_what_is_a_table_of_models_is_taken_for_one() -> None:
    assert importers.choose(Content(five_shot())) == Table()
    for other in (
        b"a,b\n1,2\n",
        b'type = "jinbang/evaluation/v1"\n',
        b"type: jinbang/evaluation/v1\n",
        b"model\nx\n",
        b"\xff",
    ):
        assert importers.choose(Content(other)) is None


@pytest.mark.parametrize(
    ("raw", "columns", "said"),
    [
        (b"Model,Score\nA,1\nB\n", {}, "line 3: found 1 cells, expected 2"),
        (b"Model,Score\n,1\n", {}, 'line 2, column "Model": found "", expected the name of a model'),
        (b"Model,Score\nA,1\nB,high\n", {"Score": "score"}, 'line 3, column "Score": found "high", expected a number'),
        (b"Model,Score\nA,1\nB,20.0 \xc2\xb1 1.2\n", {"Score": "score"}, 'line 3, column "Score": found "20.0'),
        (b"Model,Score\nA,1\nB,high\n", {}, "heads of the table: found no column of score"),
        (b"Model,Score,Score\nA,1,2\n", {}, 'heads of the table: found "Score" twice'),
        (b"Model,Score\n", {}, "file: found a table without rows"),
        (b'Model,Score\n"A,1\n', {}, "line 2: not CSV"),
        (b"Model,Score\n\xff,1\n", {}, "byte 12: not UTF-8"),
        (b"Model,Score\nA,1\n", {"Scroe": "score"}, '--column: found "Scroe", expected "Score"'),
        (b"Model,Name,Score\nA,B,1\n", {"Name": "model", "Model": "model"}, "--column: found two columns of model"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(raw: bytes, columns: dict[str, str], said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        evaluation(raw, **columns)
    assert str(refused.value).startswith(said)


def test_a_table_without_a_base_does_not_name_its_leaderboard() -> None:
    with pytest.raises(QuestionError, match="leaderboard: the file does not name one; say it with --base FILE"):
        list(importers.statements_of(Table(), Content(b"Model,Score\nA,1\n"), {}, PUBLISHER))


@pytest.mark.parametrize(("text", "said"), [("Score", '"Score"'), ("Score=scores", 'FIELD "score"'), ("=", '"="')])
def test_a_column_that_is_no_head_and_field_is_refused(text: str, said: str) -> None:
    with pytest.raises(QuestionError, match="--column: found") as refused:
        parse_columns([text])
    assert said in str(refused.value)


def test_a_head_may_hold_an_equals_sign_and_is_said_once() -> None:
    assert parse_columns(["a=b=score", "=model"]) == {"a=b": "score", "": "model"}
    with pytest.raises(QuestionError, match="twice"):
        parse_columns(["a=score", "a=n"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(drawn=st.data(), is_markdown=st.booleans())
def test_a_damaged_table_is_refused_or_holds_only_numbers_of_the_file(drawn: st.DataObject, is_markdown: bool) -> None:
    raw = five_shot() if is_markdown else b"\n".join(alpaca().read_bytes().splitlines()[:12])
    at = drawn.draw(st.integers(0, len(raw) - 1))
    changed = (
        raw[:at]
        + drawn.draw(st.sampled_from([b"|", b",", b'"', b"\n", b"-", b"\0", b"\xe2\x80\xae", b"9", b"", b"\r"]))
        + raw[at + 1 :]
    )

    try:
        one = evaluation(changed)
    except RegistryError as error:
        assert plain(str(error)) == str(error)
        return
    text = changed.decode()
    assert parse(format(one)) == one
    assert all(score.value in text for line in one.placements for score in line.scores)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_refusal(raw: bytes) -> None:
    try:
        grid = read_grid(raw)
    except ImportRefusedError as error:
        assert plain(str(error)) == str(error)
    else:
        assert all(len(row.cells) == len(grid.heads) for row in grid.rows)


def test_a_table_with_more_rows_than_a_leaderboard_has_is_refused_with_the_line_and_not_taken_for_another_file() -> (
    None
):
    raw = b"Model,Score\n" + b"A,1\n" * (MAX_ROWS + 1)

    with pytest.raises(TooLargeError, match=r"^line 20002: found more than 20,000 rows"):
        imported(raw, BASE)
    assert importers.choose(Content(b"words\n" * (MAX_ROWS + 2))) is None


def test_a_table_with_more_scores_or_columns_than_a_leaderboard_has_is_refused() -> None:
    heads = ",".join(f"s{number}" for number in range(MAX_COLUMNS))
    row = "A" + ",1" * MAX_COLUMNS
    with pytest.raises(TooLargeError, match=r"^heads of the table: found 2,001, expected at most 2,000$"):
        imported(f"Model,{heads}\n{row}\n".encode(), BASE, "table")

    many = "\n".join(["Model" + "".join(f",s{at}" for at in range(11)), *["A" + ",1" * 11] * MAX_ROWS])
    with pytest.raises(
        TooLargeError, match=r"found 11 columns of scores in 20,000 rows, expected at most 200,000 scores"
    ):
        imported(many.encode(), BASE)


def test_a_row_without_end_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match=r"^line [0-9]+: found more than 262,144 characters"):
        imported(b"Model,Score\n" + b'"x\n",' * (1 << 16), BASE, "table")


def test_a_table_of_many_lines_comes_in_parts_that_are_made_one_after_the_other() -> None:
    raw = b"Model,Score\n" + b"".join(b"m%d,%d.50\n" % (number, number) for number in range(1500))
    base = {**BASE, "placements": [{"model": {"name": "m1400"}, "settings": {"shots": 5}}]}

    made = importers.statements_of(importers.named("table"), Content(raw), base, PUBLISHER)
    first = next(made)
    parts = [first, *made]

    assert [one.part and (one.part.number, one.part.of) for one in parts] == [
        (number, len(parts)) for number in range(1, len(parts) + 1)
    ]
    assert len(parts) > 3
    lines = [line for one in parts for line in one.placements]
    assert [(line.model.name, line.scores[0].value) for line in lines] == [(f"m{n}", f"{n}.50") for n in range(1500)]
    assert [line.model.name for line in lines if line.settings.shots == 5] == ["m1400"]


def test_what_is_wrong_with_a_late_line_is_told_with_its_own_number() -> None:
    raw = b"Model,Score\n" + b"".join(b"m%d,1\n" % number for number in range(500))
    base = {**BASE, "placements": [{"model": {"name": "m431"}, "settings": {"shots": "five"}}]}

    with pytest.raises(StatementError, match=r"^placements\[431\]\.settings\.shots: "):
        list(importers.statements_of(importers.named("table"), Content(raw), base, PUBLISHER))


def test_a_base_may_not_add_a_line_to_a_table() -> None:
    for more, why in (
        ({"model": {"name": "x"}}, "a model that is not in the file"),
        ({"rank": 1}, "each with the name"),
    ):
        with pytest.raises(QuestionError, match=why):
            imported(b"Model,Score\nA,1\n", {**BASE, "placements": [more]})
