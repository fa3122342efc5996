"""JSON read piece by piece, held against the parser of the standard library, with next to nothing held."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.importers import json_file, large
from registry.importers.json_file import read_value
from registry.importers.large import Large, LargeList, LargeObject
from registry.importers.place import At, ImportRefusedError, TooLargeError
from tests.registry.importers.fuzz import Sample, samples
from tests.registry.importers.reading import exact, imported

TEXTS = st.text(max_size=12) | st.sampled_from(["é", "🆕 x", "\\", '"', "\n", "\u2028", "long " * 9])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.sampled_from([1e300, 1.5e-9, -0.0, 12345678901234567890])
    | TEXTS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXTS, inner, max_size=6),
    max_leaves=30,
)


def whole(value: object) -> Any:
    """Return a value with all that is large in it; a large text is None, as nobody reads it."""
    if isinstance(value, LargeObject):
        return {name: whole(value.get(name)) for name in value.names()}
    if isinstance(value, list | LargeList):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {name: whole(item) for name, item in value.items()}
    return None if isinstance(value, Large) else str(value) if isinstance(value, str) else value


@pytest.mark.parametrize("held", [64, 100, 1000])
@settings(max_examples=150, deadline=None)
@given(value=VALUES, indent=st.sampled_from([None, 0, 3]), is_ascii=st.booleans())
def test_the_values_are_those_that_the_whole_text_has(
    held: int, value: object, indent: int | None, is_ascii: bool
) -> None:
    raw = json.dumps(value, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "HELD", held)
        patch.setattr(json_file, "_SOUGHT", 16)
        try:
            read = read_value(raw)
        except ImportRefusedError as error:
            assert "too many digits" in str(error) or "property name" in str(error)
            return
        assert _same(whole(read), exact(raw), held)


def _same(read: Any, real: Any, held: int) -> bool:
    """Say whether two values are the same, but for texts that are not held."""
    if isinstance(real, dict):
        return list(read) == list(real) and all(_same(read[name], real[name], held) for name in real)
    if isinstance(real, list):
        return len(read) == len(real) and all(_same(a, b, held) for a, b in zip(read, real, strict=True))
    return read == real or (read is None and isinstance(real, str) and len(json.dumps(real)) > held // 4)


@settings(max_examples=400, deadline=None)
@given(value=VALUES, data=st.data())
def test_what_the_standard_library_refuses_is_refused_and_nothing_else(value: object, data: st.DataObject) -> None:
    raw = bytearray(json.dumps(value, indent=data.draw(st.sampled_from([None, 1]))).encode())
    at = data.draw(st.integers(0, len(raw)))
    raw[at : at + data.draw(st.integers(0, 2))] = data.draw(
        st.sampled_from(
            [b"", b",", b"]", b"}", b'"', b":", b"\\", b"\0", b"1", b".", b"e", b"-", b"N", b"[", b" ", b"\xc3"]
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "HELD", 48)
        try:
            read_value(bytes(raw))
        except ImportRefusedError as error:
            refused = str(error)
        else:
            refused = ""
    try:
        json.loads(raw.decode(), object_pairs_hook=_each_once)
    except ValueError as error:
        assert refused, error
    else:
        assert not refused or "too many digits" in refused or ("property name" in refused and len(raw) > 48), refused


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("twice")
    return dict(pairs)


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'{"a": [' + b"1, " * 99 + b"]}", "line 1 column 305: not JSON (Expecting value)"),
        (b'{"a": [\n' + b"1,\n" * 99 + b'1]\n "b": 2}', "line 102 column 2: not JSON (Expecting ',' delimiter)"),
        (b'{"a": "' + b"x" * 99 + b'", "a": 2}', 'key "a": stands twice'),
        (b'{"\xc3\xa9": "' + b"x" * 99 + b'", 2: 2}', "line 1 column 110: not JSON (Expecting property name"),
        (b'["' + b"x" * 99, "line 1 column 2: not JSON (Unterminated string"),
        (b"[" + b"1" * 99 + b"]", "line 1 column 2: not JSON (a number of too many digits)"),
        (b"[" * 120 + b"]" * 120, "file: nested deeper than 100"),
        (b"[" + b"[1]," * 40 + b"1] 2", "line 1 column 165: not JSON (Extra data)"),
    ],
)
def test_what_is_wrong_in_a_large_file_is_told_with_its_place(
    raw: bytes, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "HELD", 64)
    with pytest.raises(ImportRefusedError) as refused:
        read_value(raw)
    assert str(refused.value).startswith(where)


def test_more_names_than_are_held_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "MAX_NAMES", 9)
    monkeypatch.setattr(large, "HELD", 64)
    with pytest.raises(TooLargeError, match="more than 9 members"):
        read_value(json.dumps({f"name {number}": number for number in range(10)}).encode())


def test_more_items_than_are_looked_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "MAX_ITEMS", 99)
    monkeypatch.setattr(large, "HELD", 64)
    assert len(list(At(read_value(json.dumps([1] * 99).encode())).list())) == 99
    with pytest.raises(TooLargeError, match="^line 1 column 299: found more than 99 items"):
        read_value(json.dumps([1] * 100).encode())


def test_a_large_value_is_told_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "HELD", 64)
    at = At(read_value(json.dumps({"a": "x" * 99, "b": [1] * 99, "c": {"d": "y" * 99}}).encode()))

    for name, kind in (("a", "a text"), ("b", "a list"), ("c", "an object")):
        with pytest.raises(
            ImportRefusedError, match=rf"^\$\.{name}: found {kind} of more than 64 bytes, expected a whole"
        ):
            at[name].count()


@pytest.mark.parametrize("sample", [one for one in samples() if one.raw[:1] in (b"{", b"[")], ids=lambda one: one.name)
def test_every_importer_reads_the_same_whether_a_file_is_held_or_not(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes into `extra` must be held, and so must each text."""
    as_ever = imported(sample.raw, sample.base)
    longest = max(map(len, re.findall(rb'"(?:[^"\\]|\\.)*"', sample.raw)))
    monkeypatch.setattr(large, "HELD", max(1_500, longest, len(sample.raw) // 20))

    assert imported(sample.raw, sample.base) == as_ever
