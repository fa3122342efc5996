"""Bytes of a hostile file: refused by size, depth and spelling before anything is made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.text import plain
from registry.importers.content import MAX_BYTES, Content, read_json
from registry.importers.json_file import MAX_DEPTH
from registry.importers.place import At, ImportRefusedError


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'{"a": 1,\n "b" 2}', "line 2 column 6: not JSON"),
        (b'{"a": "\xff"}', "byte 7: not UTF-8"),
        (b'{"a": 1, "a": 2}', 'key "a": stands twice'),
        (b"[" * 200 + b"]" * 200, f"file: nested deeper than {MAX_DEPTH}"),
        (b"[" * 100_000, f"file: nested deeper than {MAX_DEPTH}"),
        (b'{"a":' * 100_000, f"file: nested deeper than {MAX_DEPTH}"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(raw: bytes, where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        Content(raw).json()
    assert str(refused.value).startswith(where)


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(ImportRefusedError, match="at most 33,554,432"):
        Content(bytes(MAX_BYTES + 1))


def test_a_number_of_many_digits_is_only_text() -> None:
    at = read_json(b'{"n": ' + b"9" * 200_000 + b"}")["n"]

    with pytest.raises(ImportRefusedError) as refused:
        at.count()
    assert len(str(refused.value)) < 100


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_every_way_of_reading_gives_a_value_or_says_where(value: object) -> None:
    at = At(value)["a"]["b"] if isinstance(value, dict) and isinstance(value.get("a"), dict) else At(value)
    for read in (at.text, at.line, at.spelled, at.decimal, at.count, at.truth, at.unix_time, at.iso_time, at.names):
        try:
            read()
        except ImportRefusedError as error:
            assert str(error).startswith("$")
            assert plain(str(error)) == str(error)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-10-21T00:40:45+02:00", "2025-10-20T22:40:45Z"),
        ("2025-02-11T15:17:00-05:00", "2025-02-11T20:17:00Z"),
        ("2025-02-11T15:17:00.5Z", "2025-02-11T15:17:00Z"),
    ],
)
def test_a_time_with_its_zone_becomes_an_instant_in_utc(text: str, instant: str) -> None:
    assert At(text).iso_time() == instant


@pytest.mark.parametrize(
    "text", ["2025-10-21T00:40:45", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_time_without_zone_or_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ImportRefusedError):
        At(text).iso_time()


def test_a_member_of_nothing_is_nothing_and_of_a_text_is_refused() -> None:
    assert not At(None)["a"]["b"]
    with pytest.raises(ImportRefusedError, match=r"\$\.a: found \"x\", expected an object"):
        At({"a": "x"})["a"]["b"].text()
