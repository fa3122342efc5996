"""YAML: only what all its readers take alike."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import StatementError
from registry.statements import parse, read_file
from registry.statements.reading import Spelled
from registry.statements.yaml_text import read_yaml
from tests.registry.statements import made

YAML = """\
type: jinbang/evaluation/v1
publisher: example.org
published: 2023-11-20
transcribed: true
leaderboard: {name: C-Eval, release: "2023-11"}
placements:
  - rank: 1
    model:
      name: 云天书
    scores:
      - criterion: accuracy
        value: "77.10"
"""


def refused(text: str) -> str:
    with pytest.raises(StatementError) as caught:
        read_yaml(text)
    return str(caught.value)


def test_the_same_statement_is_read_from_yaml_and_from_json() -> None:
    value = made.evaluation(
        published="2023-11-20",
        transcribed=True,
        leaderboard={"name": "C-Eval", "release": "2023-11"},
        placements=[made.placement(rank=1, scores=[{"criterion": "accuracy", "value": "77.10"}])],
    )
    assert read_file(YAML.encode(), "ranking.YML") == parse(value)


@pytest.mark.parametrize(
    "word",
    "yes no on off Yes NO y N 1_000 0x10 0o17 017 1e3 1.5e3 +1 12:30:45 190:20:30 .5 5. .inf .nan Null ~ True << =".split(),
)
def test_a_word_that_readers_take_in_more_than_one_way_wants_quotes(word: str) -> None:
    assert "on line 2" in refused(f"a: 1\nb: {word}\n")
    assert read_yaml(f'a: 1\nb: "{word}"\n') == {"a": 1, "b": word}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x\n", 'the anchor "x" on line 1'),
        ("a: *x\n", "an alias on line 1"),
        ("a: !!str 1\n", 'the tag "tag:yaml.org,2002:str" on line 1'),
        ("a: !python/object:os.system 1\n", "the tag"),
        ("a: 1\n---\nb: 2\n", "a second document on line 2"),
        ("1: a\n", "a key that is no text on line 1"),
        ("[a]: b\n", "a key that is no text on line 1"),
        ("", "nothing on line 1"),
        ("# nothing\n", "nothing on line"),
        ("a: [1\n", "is not YAML (did not find expected ',' or ']') on line 2"),
        ("a: \x07\n", "text that is not YAML"),
        ("[" * 40, "at most 32 levels"),
    ],
)
def test_what_is_more_than_plain_data_is_refused_with_its_line(text: str, found: str) -> None:
    assert found in refused(text)


def test_a_key_that_stands_twice_is_told_as_in_json() -> None:
    with pytest.raises(StatementError, match="publisher: found .* expected each key once|publisher"):
        read_file((YAML + "publisher: other.example\n").encode(), "ranking.yaml")


def test_a_fraction_is_answered_with_its_own_digits() -> None:
    assert repr(read_yaml("a: 77.10")) == "{'a': 77.10}"
    with pytest.raises(StatementError, match='write it as a string: "77.10"'):
        read_file(YAML.replace('"77.10"', "77.10").encode(), "ranking.yaml")


@pytest.mark.parametrize("raw", [b"\xff", b"- a\n", b"text", b"a: 1" + b"0" * 5000])
def test_what_is_no_mapping_of_a_statement_is_refused_in_one_line(raw: bytes) -> None:
    with pytest.raises(StatementError) as caught:
        read_file(raw, "claim.yaml")
    assert "\n" not in str(caught.value)


_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcß 榜:-#", max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(_PLAIN)
def test_what_json_spells_reads_the_same_as_yaml(value: object) -> None:
    """JSON is a part of YAML, quotes and all, but for the few characters that YAML folds or wants escaped in another way."""
    text = json.dumps({"value": value}, ensure_ascii=False)
    assert read_yaml(text) == {"value": value}


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_refused_and_never_more_generous_than_a_common_reader(text: str) -> None:
    try:
        value = read_yaml(text)
    except StatementError:
        return
    common = yaml.load(text, Loader=yaml.CBaseLoader)
    assert _texts(value) == _texts(common)


def _texts(value: object) -> object:
    """Return a value with every scalar as it is written, as the base loader gives it."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else repr(value) if isinstance(value, Spelled) else str(value)
