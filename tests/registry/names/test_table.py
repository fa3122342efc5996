"""The tables of names: ours says why in every line, and the user's own is refused at the first thing that is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import QuestionError
from registry.names.aliases import ALIASES
from registry.names.folding import folded
from registry.names.table import Kind, extended, known_names, shipped


def test_every_line_that_is_shipped_says_where_it_says_so() -> None:
    lines = [line for section in ALIASES.values() for line in section]
    assert len(lines) > 30
    assert [line["name"] for line in lines if len(str(line["source"])) < 10 or not line["aliases"]] == []


def test_every_developer_of_a_model_that_is_shipped_is_known() -> None:
    table = shipped()
    made_by = {named.developer for (kind, _), named in table.items() if kind is Kind.MODEL and named.developer}
    assert all((Kind.DEVELOPER, folded(one)) in table for one in made_by)


def test_a_line_adds_to_the_one_that_knows_its_name() -> None:
    own = '[[model]]\nname = "ERNIE Bot"\naliases = ["文心"]\n'.encode()
    table = extended(shipped(), own, "names.toml")
    assert table[Kind.MODEL, "文心"] == table[Kind.MODEL, "文心一言"]
    assert table[Kind.MODEL, "文心"].name == "文心一言"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[model]]\nname = "A"\naliases = ["ERNIE Bot"]',
            'names.toml: model 1: "ERNIE Bot" is already a name of "文心一言"',
        ),
        (
            '[[model]]\nname = "A"\n[[model]]\nname = "B"\naliases = ["a"]',
            'names.toml: model 2: "a" is already a name of "A"',
        ),
        (
            '[[model]]\nname = "文心一言"\ndeveloper = "B"',
            'names.toml: model 1: developer: found "B", and "文心一言" is of "百度"',
        ),
        (
            "[[publisher]]\nname = 'A'",
            "names.toml: found [[publisher]], expected one of model, developer, leaderboard, dataset",
        ),
        ("model = 1", "names.toml: model: found 1, expected [[model]]"),
        ("model = [1]", "names.toml: model 1: found 1, expected a table with name and aliases"),
        (
            "[[model]]\nnamed = 'A'",
            'names.toml: model 1: found "named", expected one of aliases, developer, name, source',
        ),
        (
            "[[developer]]\nname = 'A'\ndeveloper = 'B'",
            'names.toml: developer 1: found "developer", expected one of aliases, name, source',
        ),
        (
            "[[model]]\naliases = ['A']",
            "names.toml: model 1: name: found null, expected a name of 1 to 200 printable characters",
        ),
        ("[[model]]\nname = 'A'\naliases = 'B'", 'names.toml: model 1: aliases: found "B", expected a list of names'),
        (
            "[[model]]\nname = 'A'\naliases = [' ']",
            'names.toml: model 1: aliases: found " ", expected a name of 1 to 200 printable characters',
        ),
        ("[[model]]\nname = 'A'\naliases = ['a\\tb'", "names.toml: not TOML: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_place(text: str, said: str) -> None:
    table = shipped()
    with pytest.raises(QuestionError) as caught:
        extended(table, text.encode(), "names.toml")
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("raw", [b"\xff", b"#" * ((1 << 20) + 1), b"[" * 5_000])
def test_what_is_no_text_too_long_or_too_deep_is_refused(raw: bytes) -> None:
    with pytest.raises(QuestionError, match=r"^names\.toml: (not UTF-8|more than|not TOML)"):
        extended({}, raw, "names.toml")


@given(st.binary(max_size=200))
def test_no_file_gives_anything_but_a_table_or_a_question_error(raw: bytes) -> None:
    try:
        extended({}, raw, "names.toml")
    except QuestionError as error:
        assert "\n" not in str(error)


def test_the_users_own_names_count_in_a_new_process(tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text('[[leaderboard]]\nname = "C-Eval"\naliases = ["中文考试"]\n', encoding="utf-8")
    code = "from registry.names import Kind, key; print(key(Kind.LEADERBOARD, '中文考试') == key(Kind.LEADERBOARD, 'ceval'))"
    environ = {"JINBANG_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("True\n", 0)


def test_every_known_name_leads_to_what_it_is_a_name_of() -> None:
    assert all(name in map(folded, named.names) for (_, name), named in known_names().items())
