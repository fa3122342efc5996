"""Kinds of field: one value, one spelling."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from registry.errors import StatementError
from registry.statements import common, parse
from tests.registry.statements import made


def accepts(hint: Any, value: object) -> bool:
    """Say whether a field of this kind takes the value."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return False
    return True


def test_a_date_is_accepted_if_and_only_if_the_calendar_has_it() -> None:
    calendar, day = set(), date(1895, 1, 1)
    while day.year < 2105:
        calendar.add(day.isoformat())
        day += timedelta(days=1)

    for year in range(1895, 2105):
        for month in range(14):
            for number in range(33):
                text = f"{year:04}-{month:02}-{number:02}"
                assert accepts(common.Date, text) == (text in calendar), text


@pytest.mark.parametrize("text", ["", "2023-11-29T00:00:00Z", "2024-02-29T23:59:59Z", "1000-01-01", "9999-12-31"])
def test_a_date_or_an_instant_in_utc_is_accepted(text: str) -> None:
    assert accepts(common.Date, text)


@pytest.mark.parametrize(
    "text",
    [
        "2023",
        "2023-11",
        "2023-1-2",
        "20231129",
        "2023-11-29 ",
        "2023-11-29\n",
        "2023-11-29T24:00:00Z",
        "2023-11-29T08:00:00",
        "2023-11-29T08:00:00+00:00",
        "2023-11-29T08:00:00.5Z",
        "0000-01-01",
        "0004-02-29",
        "٢٠٢٣-11-29",
    ],
)
def test_any_other_spelling_of_a_date_is_refused(text: str) -> None:
    assert not accepts(common.Date, text)


@pytest.mark.parametrize("text", ["0", "77.1", "77.10", "-3", "-0.05", "0.0", "1" * 40, "100"])
def test_a_decimal_keeps_its_printed_digits(text: str) -> None:
    assert accepts(common.Decimal, text)
    assert accepts(common.MaybeDecimal, text)


@pytest.mark.parametrize(
    "text",
    [
        "77,1",
        "+1",
        "01",
        "1.",
        ".5",
        "1e3",
        "-0",
        "-0.00",
        "NaN",
        "inf",
        "1_0",
        " 1",
        "1\n",
        "٣",
        "0x1",
        "1%",
        "--1",
        "1" * 41,
    ],
)
def test_any_other_spelling_of_a_decimal_is_refused(text: str) -> None:
    assert not accepts(common.Decimal, text)
    assert not accepts(common.MaybeDecimal, text)


def test_only_an_optional_decimal_may_be_empty() -> None:
    assert not accepts(common.Decimal, "")
    assert accepts(common.MaybeDecimal, "")


@pytest.mark.parametrize(
    "text", ["云天书", "GPT-4 (high)", "vivo蓝心大模型-7B（BlueLM）", "[ZW-LM]()", "🏅️", "x" * 200]
)
def test_a_name_keeps_its_own_script(text: str) -> None:
    assert accepts(common.Name, text)


@pytest.mark.parametrize(
    "text", ["", " a", "a ", "a\n", "a\nb", "a\tb", "\x1b[0m", "a\x7f", "a\x85b", "a\u2028b", "\u3000a", "x" * 201]
)
def test_a_name_is_one_line_without_space_around_it(text: str) -> None:
    assert not accepts(common.Name, text)


def test_a_text_may_have_lines_and_no_other_control_character() -> None:
    assert accepts(common.Text, "one\n\ntwo\n")
    assert not accepts(common.Text, "one\ttwo")
    assert not accepts(common.Text, "one\r\ntwo")
    assert not accepts(common.Text, "x" * 8001)


@pytest.mark.parametrize("text", ["", "https://例.org/a?b#c", "doi:10.1/x", "git+ssh://a/b"])
def test_an_address_has_a_scheme(text: str) -> None:
    assert accepts(common.Url, text)


@pytest.mark.parametrize("text", ["example.org", "https:", "https://a b", "HTTPS://a", "https://a\n", "//a"])
def test_what_has_no_scheme_or_holds_a_space_is_no_address(text: str) -> None:
    assert not accepts(common.Url, text)


@pytest.mark.parametrize("text", ["0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n", "g" * 64])
def test_a_hash_is_64_lowercase_hex_digits(text: str) -> None:
    assert accepts(common.Sha256, "0f" * 32)
    assert not accepts(common.Sha256, text)
    assert not accepts(common.MaybeStatementId, text)


@pytest.mark.parametrize(
    ("speakers", "path"),
    [
        ({}, "publisher"),
        ({"publisher": "a", "publishers": ["a", "b"]}, "publishers"),
        ({"publishers": ["a"]}, "publishers"),
        ({"publishers": ["b", "a"]}, "publishers"),
        ({"publishers": ["a", "a"]}, "publishers"),
        ({"publishers": ["a", "b c"]}, "publishers[1]"),
        ({"publisher": "a+b"}, "publisher"),
    ],
)
def test_one_publisher_speaks_or_several_in_order(speakers: dict[str, object], path: str) -> None:
    for value in (made.evaluation(), made.claim()):
        del value["publisher"]
        with pytest.raises(StatementError) as caught:
            parse(value | speakers)
        assert [problem.path for problem in caught.value.problems] == [path]


def test_several_publishers_may_speak_together() -> None:
    value = made.evaluation(publishers=["a.org", "b.org"])
    del value["publisher"]

    assert parse(value).signers == ("a.org", "b.org")
