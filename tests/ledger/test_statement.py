"""A statement has one spelling, and whatever else arrives is refused by a reason."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import statement
from ledger.errors import FormatError

GOOD = """\
{
  "type": "jinbang/evaluation/v1",
  "publisher": "a.example",
  "title": "金榜 é \\"C-Eval\\" \\\\ \\n 😀",
  "rank": 1,
  "low": -9007199254740991,
  "high": 9007199254740991,
  "open": true,
  "gone": null,
  "none": [],
  "empty": {},
  "scores": [
    {
      "value": "71.40"
    },
    2
  ]
}
""".encode()


def with_value(spelled: str) -> bytes:
    """Return a statement with one more value, spelled as given."""
    return f'{{\n  "type": "a/b/v1",\n  "publisher": "a.example",\n  "value": {spelled}\n}}\n'.encode()


def nested(depth: int) -> list[object]:
    """Return lists within lists that need `depth` levels of indentation."""
    value: list[object] = [1]
    for _ in range(depth - 1):
        value = [value]
    return value


def test_a_statement_is_read_as_it_stands() -> None:
    read = statement.parse(GOOD)

    assert read.text == GOOD
    assert read.value == json.loads(GOOD)
    assert (read.type, read.publishers) == ("jinbang/evaluation/v1", ("a.example",))
    assert read.id == hashlib.sha256(GOOD).hexdigest()


def test_the_spelling_is_that_of_the_standard_library_too() -> None:
    """So that anybody can make the bytes without our code."""
    assert (json.dumps(json.loads(GOOD), indent=2, ensure_ascii=False) + "\n").encode() == GOOD


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace(b"  ", b" "),
        GOOD.replace(b"  ", b"\t"),
        GOOD.replace(b": 1,", b":1,"),
        GOOD.replace(b": 1,", b": 1 ,"),
        GOOD.replace(b"[]", b"[ ]"),
        GOOD.replace(b"[]", b"[\n  ]"),
        GOOD.replace(b"{}", b"{ }"),
        GOOD.replace(b"\n    2\n", b" 2\n"),
        json.dumps(json.loads(GOOD), ensure_ascii=False).encode() + b"\n",
        GOOD.replace("é".encode(), b"\\u00e9"),
        GOOD.replace("é".encode(), b"\\u00E9"),
        GOOD.replace("😀".encode(), b"\\ud83d\\ude00"),
        GOOD.replace(b"a.example", b"\\u0061.example"),
        GOOD.replace(b"a.example", b"a\\/example"),
        GOOD.replace(b"\\n", b"\\u000a"),
        GOOD.replace(b'\\"', b"\\u0022"),
        GOOD.replace(b'"rank": 1,', b'"rank": 1,\n  "rank": 1,'),
        GOOD.replace(b'"rank": 1,', b'"rank": 1,\n  "r\\u0061nk": 2,'),
        GOOD[:-1],
        GOOD + b"\n",
        b" " + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"\n", b"\r"),
        with_value("-0"),
        with_value("0").replace(b"\n}", b"\n} "),
    ],
)
def test_a_second_spelling_is_refused(text: bytes) -> None:
    assert text != GOOD
    with pytest.raises(FormatError, match="the one spelling"):
        statement.decode(text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf" + GOOD,
        GOOD.decode().encode("utf-16"),
        GOOD[:-2] + b"\n",
        GOOD + GOOD,
        GOOD + b"\x00",
        GOOD.replace(b"true", b"True"),
        GOOD.replace(b'"rank"', b"'rank'"),
        GOOD.replace(b'"rank": 1,', b'"rank": 1,,'),
        GOOD.replace(b"    2\n", b"    2,\n"),
        GOOD.replace(b'"rank": 1,', b'"rank": 1, // first\n'),
        with_value("NaN"),
        with_value("Infinity"),
        with_value("-Infinity"),
        with_value("nan"),
        with_value("01"),
        with_value("+1"),
        with_value("1_000"),
        with_value("0x10"),
        with_value("٣"),
        with_value("1" * 5000),
        with_value('"\\ud800"'),
        with_value('"\\udc00\\ud800"'),
        with_value('"\\x41"'),
        with_value('"a\nb"'),
        with_value('"?"').replace(b"?", b"\xff"),
        with_value('"?"').replace(b"?", b"\xed\xa0\x80"),
        with_value('"?"').replace(b"?", b"\xc0\xaf"),
        with_value('"?"').replace(b"?", b"\t"),
    ],
)
def test_what_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(FormatError, match=r"^statement: (not JSON|line \d+ is)"):
        statement.parse(text)


@pytest.mark.parametrize("number", ["1.0", "0.5", "-0.0", "1e3", "1E3", "1e-3", "1e400", "71.4", "1." + "0" * 5000])
def test_a_number_with_a_fraction_or_an_exponent_is_refused_in_one_short_line(number: str) -> None:
    with pytest.raises(FormatError, match="number with a fraction: .*; write it as a string") as refused:
        statement.decode(with_value(number))
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize("magnitude", [2**53, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 10**100, 10**4000])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_not_every_reader_keeps_exactly_is_refused(magnitude: int, sign: int) -> None:
    for value in ([1, {"a": sign * magnitude}], sign * magnitude):
        with pytest.raises(FormatError, match=r"number beyond 2\^53: .*; write it as a string") as refused:
            statement.decode(statement.spell(value))
        assert len(str(refused.value)) < 150


def test_numbers_up_to_the_bound_and_long_strings_of_digits_are_kept() -> None:
    value = [2**53 - 1, 1 - 2**53, 0, "9" * 40, {"1" * 30: True}]
    assert statement.decode(statement.spell(value)) == value


def test_thirty_two_levels_are_read_and_thirty_three_are_not() -> None:
    deepest = statement.spell(nested(statement.MAX_DEPTH))
    assert statement.decode(deepest) == nested(32)
    with pytest.raises(FormatError, match="nested deeper than 32"):
        statement.decode(statement.spell(nested(33)))


def test_no_nesting_at_all_exhausts_the_stack() -> None:
    """What is nested just less than the stack allows breaks whoever walks it after the parser."""
    limit = sys.getrecursionlimit()
    for depth in (*range(limit - 120, limit + 20), 10 * limit, 200 * limit):
        for inner in (b"", b"1" * 16):
            with pytest.raises(FormatError, match="nested deeper than 32|the one spelling"):
                statement.decode(b"[" * depth + inner + b"]" * depth + b"\n")


@pytest.mark.parametrize("value", [None, True, 1, "text", [], ["type", "a/b/v1"]])
def test_a_statement_is_an_object(value: object) -> None:
    with pytest.raises(FormatError, match="not a JSON object"):
        statement.parse(statement.spell(value))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"publisher": "a.example"},
        {"publisher": "a.example", "type": "a/b/v1"},
        {"type": None},
        {"type": 1},
        {"type": ["a/b/v1"]},
        {"type": ""},
        {"type": "a/b"},
        {"type": "a/b/1"},
        {"type": "a/b/v0"},
        {"type": "a/b/v01"},
        {"type": "a/b/v10000"},
        {"type": "a/b/v1 "},
        {"type": "a/b/v1\n"},
        {"type": "A/b/v1"},
        {"type": "a/b/c/v1"},
        {"type": "a/b.c/v1"},
        {"type": "-a/b/v1"},
        {"type": "a" * 64 + "/b/v1"},
        {"type": "金/b/v1"},
    ],
)
def test_the_type_comes_first_and_is_well_formed(fields: dict[str, object]) -> None:
    """`is_key_event` looks at the first bytes only, so the place of the type is part of its meaning."""
    with pytest.raises(FormatError, match="the first field must be"):
        statement.parse(statement.spell({**fields, "publisher": "a.example"}))


@pytest.mark.parametrize(
    "who",
    [
        {},
        {"publisher": "a.example", "publishers": ["a.example", "b.example"]},
        {"publisher": None},
        {"publisher": 1},
        {"publisher": ["a.example"]},
        {"publisher": ""},
        {"publisher": "a example"},
        {"publisher": "a+example"},
        {"publisher": "a\u00a0example"},
        {"publisher": "a\u202eexample"},
        {"publisher": "a\nexample"},
        {"publishers": "a.example"},
        {"publishers": []},
        {"publishers": ["a.example"]},
        {"publishers": ["b.example", "a.example"]},
        {"publishers": ["a.example", "a.example"]},
        {"publishers": ["a.example", 1]},
        {"publishers": ["a.example", None, "b.example"]},
        {"publishers": ["", "a.example"]},
        {"publishers": {"a.example": 1, "b.example": 2}},
    ],
)
def test_who_speaks_is_one_name_or_a_sorted_list_of_several(who: dict[str, object]) -> None:
    with pytest.raises(FormatError, match="publisher"):
        statement.parse(statement.spell({"type": "a/b/v1", **who}))


def test_a_joint_statement_has_every_publisher_in_order() -> None:
    read = statement.parse(statement.spell({"type": "a/b/v9999", "publishers": ["a.example", "b.example", "金榜"]}))
    assert read.publishers == ("a.example", "b.example", "金榜")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (GOOD.replace(b": 1,", b":1,"), r"""line 5 is '  "rank":1,', the one spelling is '  "rank": 1,'"""),
        (GOOD + b"\n", "20 lines, the one spelling has 19"),
        (with_value('"' + "\\u0041" * 100 + '"'), r"line 4 is .*\\u2026.*, the one spelling is .*\\u2026"),
    ],
)
def test_a_refusal_names_the_line_and_both_spellings(text: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why) as refused:
        statement.decode(text)
    assert str(refused.value).isascii()
    assert len(str(refused.value)) < 300


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_is_spelled_is_read_back(value: object) -> None:
    assert statement.decode(statement.spell(value)) == value


@given(JSON)
def test_any_other_way_to_write_a_value_is_refused_or_is_the_same_bytes(value: object) -> None:
    spelled = statement.spell(value)
    for other in (json.dumps(value), json.dumps(value, indent=2), json.dumps(value, indent=1, ensure_ascii=False)):
        text = other.encode() + b"\n"
        with contextlib.suppress(FormatError):
            statement.decode(text)
            assert text == spelled


@given(st.binary())
def test_no_bytes_do_anything_but_parse_or_be_refused(text: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert statement.parse(text).text == text


@given(st.data())
def test_no_change_of_a_good_statement_does_anything_but_parse_or_be_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    upto = data.draw(st.integers(at, len(GOOD)))
    text = GOOD[:at] + data.draw(st.binary(max_size=8) | st.sampled_from(JSON_WORDS)) + GOOD[upto:]
    with contextlib.suppress(FormatError):
        assert statement.spell(statement.parse(text).value) == text


JSON_WORDS = [b"[" * 900, b"1" * 17, b"1e9", b'"\\ud800"', b'{"a":1}', b"null", b'"type": 1', b"\xf0\x9f\x98\x80"]
