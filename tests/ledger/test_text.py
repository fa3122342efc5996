"""One value, one spelling: what the readers take formats back to the same characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import text as strict
from ledger.errors import FormatError


@given(st.integers(0, 10**19 - 1))
def test_a_decimal_is_read_back(value: int) -> None:
    assert strict.decimal(str(value), what="size") == value


@pytest.mark.parametrize(
    "line",
    ["", "00", "01", "-1", "+1", " 1", "1 ", "1\n", "1_0", "1.0", "1e3", "0x10", "٣", "１", "²", "1" + "0" * 19],
)
def test_any_other_spelling_of_a_decimal_is_refused(line: str) -> None:
    with pytest.raises(FormatError, match="size: not a canonical decimal"):
        strict.decimal(line, what="size")


@given(st.text("0123456789٣_+- \n", max_size=24))
def test_what_a_decimal_reader_takes_it_would_write(line: str) -> None:
    try:
        value = strict.decimal(line, what="size")
    except FormatError:
        return
    assert str(value) == line


@given(st.binary(max_size=80))
def test_base64_is_read_back(raw: bytes) -> None:
    assert strict.from_base64(strict.to_base64(raw), what="root", length=len(raw)) == raw


@pytest.mark.parametrize(
    "line",
    [
        "A",
        "AA",
        "AA=",
        "AAA",
        "AB==",
        "AAB=",
        "AA==\n",
        " AA==",
        "AA==AA==",
        "A-==",
        "_w==",
        "ＡＡ==",
        "AA==é",
        "=",
        "====",
    ],
)
def test_any_other_spelling_of_base64_is_refused(line: str) -> None:
    with pytest.raises(FormatError, match="base64"):
        strict.from_base64(line, what="root")


def test_base64_of_another_length_is_refused() -> None:
    with pytest.raises(FormatError, match="root: 31 bytes, needed 32"):
        strict.from_base64(strict.to_base64(bytes(31)), what="root", length=32)


@given(st.binary(max_size=40))
def test_hexadecimal_is_read_back(raw: bytes) -> None:
    assert strict.from_hex(raw.hex(), what="id", length=len(raw)) == raw


@pytest.mark.parametrize("line", ["", "a", "A0", "g0", "a0a0", " a0", "a0 ", "٣0", "0x"])
def test_any_other_spelling_of_hexadecimal_is_refused(line: str) -> None:
    with pytest.raises(FormatError, match="id: not 2 lowercase hex digits"):
        strict.from_hex(line, what="id", length=1)


@given(st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"])))
def test_text_without_control_characters_is_read_back(text: str) -> None:
    assert strict.utf8(f"{text}\n".encode(), what="note") == f"{text}\n"


@pytest.mark.parametrize("code", [code for code in range(0x20) if code != 0x0A])
def test_every_control_character_but_the_newline_is_refused(code: int) -> None:
    with pytest.raises(FormatError, match=f"control character 0x{code:02x} at byte 3"):
        strict.utf8(b"one" + bytes([code]), what="note")


@pytest.mark.parametrize("raw", [b"ab\xff", b"ab\xc0\x80", b"ab\xed\xa0\x80", b"ab\xe2\x80"])
def test_bytes_that_are_not_utf8_are_refused(raw: bytes) -> None:
    """Overlong forms, half a surrogate pair and a cut character are not UTF-8 either."""
    with pytest.raises(FormatError, match="not UTF-8 at byte 2"):
        strict.utf8(raw, what="note")


def test_what_is_as_long_as_its_limit_is_within_it() -> None:
    assert strict.within(b"abc", 3, what="entry") == b"abc"
    with pytest.raises(FormatError, match="entry: 4 bytes, at most 3"):
        strict.within(b"abcd", 3, what="entry")


@given(st.text())
def test_what_a_message_repeats_is_short_and_ascii(value: str) -> None:
    shown = strict.shown(value)

    assert shown.isascii()
    assert shown.isprintable()
    assert len(shown) <= 10 * (strict.MAX_SHOWN + 1) + 2


@given(st.text())
def test_plain_text_keeps_its_length_and_cannot_steer_a_terminal(value: str) -> None:
    cleaned = strict.plain(value)

    assert len(cleaned) == len(value)
    assert not set(cleaned) & set("\x00\x07\x08\n\r\x1b\x7f\x9b\u200b\u2028\u202e\u2066\ufeff")


def test_plain_text_leaves_what_people_write() -> None:
    assert strict.plain("C-Eval 金榜 é ÷ 😀") == "C-Eval 金榜 é ÷ 😀"


def test_every_character_that_hides_or_steers_is_replaced_wherever_it_stands() -> None:
    """Text that Python calls printable is not searched, so no such character may count as printable."""
    for letter in map(chr, range(0x110000)):
        replaced = re.match(strict._UNPRINTABLE, letter) is not None
        assert strict.plain(letter) == ("\ufffd" if replaced else letter)
