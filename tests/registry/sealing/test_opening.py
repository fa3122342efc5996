"""The opening file: one spelling, redone by others, and refused with its line when anything is not as it must be."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import merkle
from ledger.errors import FormatError, VerificationError
from registry.sealing import opening
from registry.sealing.opening import Header, line_of
from registry.sealing.tree import Tree
from tests.registry.sealing.redone import root_of

SEAL = "5e" * 32
CONTENT = (b'{"q": 1}', "题目".encode(), b"\xff\x00", b"", b"a\x1f\x7f\r")


def written(path: Path, content: tuple[bytes, ...] = CONTENT) -> Path:
    lines = [line_of(at, bytes([at]) * 32, item) for at, item in enumerate(content)]
    root = Tree([line.leaf for line in lines]).root.hex()
    path.write_bytes(opening.format(Header(seal=SEAL, items=len(lines), root=root), lines))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "exam.opening.jsonl")


def test_what_was_written_is_read_with_the_items_that_are_wanted(path: Path) -> None:
    found = opening.read(path, {1, 2})
    assert found.header == Header(seal=SEAL, items=5, root=found.tree.root.hex())
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [found.lines[at].content for at in (1, 2)] == [CONTENT[1], CONTENT[2]]
    assert found.salts == [bytes([at]) * 32 for at in range(5)]
    assert opening.is_opening(path)
    assert not opening.is_opening(path.parent)


def test_another_implementation_gives_the_same_root_for_every_small_number_of_items(tmp_path: Path) -> None:
    for count in range(1, 40):
        path = written(tmp_path / f"{count}.jsonl", tuple(b"%d" % at for at in range(count)))
        assert root_of(path) == opening.read(path).header.root


def test_every_item_is_proved_by_the_hashes_beside_its_way(tmp_path: Path) -> None:
    for count in range(1, 20):
        tree = opening.read(written(tmp_path / f"{count}.jsonl", tuple(b"%d" % at for at in range(count)))).tree
        for index in range(count):
            merkle.check_inclusion(index, count, tree.read(0, index), tree.prove(index), tree.root)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.binary(max_size=20), min_size=1, max_size=5))
def test_any_bytes_are_an_item_and_come_back(tmp_path: Path, content: list[bytes]) -> None:
    path = written(tmp_path / "any.jsonl", tuple(content))
    found = opening.read(path, range(len(content)))
    assert [found.lines[at].content for at in range(len(content))] == content
    assert root_of(path) == found.header.root


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused_or_is_in_the_name_of_the_seal(path: Path, at: int, bit: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 1 << bit
    changed = path.with_name("changed.jsonl")
    changed.write_bytes(raw)
    try:
        found = opening.read(changed)
    except (FormatError, VerificationError) as error:
        assert "\n" not in str(error)
    else:
        assert found.header.seal != SEAL
        assert found.header.root == opening.read(path).header.root


def header(**changed: Any) -> bytes:
    return json.dumps({"type": "jinbang-opening/v1", "seal": SEAL, "items": 1, "root": "00" * 32} | changed).encode()


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda raw: b"", "line 1: nothing there"),
        (lambda raw: raw[:1], "opening: 0 items, and its first line says 5"),
        (lambda raw: raw[:-1], "opening: 4 items, and its first line says 5"),
        (lambda raw: [*raw, raw[-1].replace(b'"index":4', b'"index":5')], "line 7: one more than the 5 items"),
        (lambda raw: [raw[0], raw[2], raw[1], *raw[3:]], "line 2: index 1, needed 0"),
        (lambda raw: [raw[0], raw[1], raw[1], *raw[3:]], "line 3: index 0, needed 1"),
        (lambda raw: [*raw[:-1], raw[-1].rstrip(b"\n")], "line 6: not in its one spelling"),
        (lambda raw: [raw[0], b"\n", *raw[1:]], "line 2:"),
        (lambda raw: [raw[0], raw[1].replace(b'"salt":', b'"index":0,"salt":'), *raw[2:]], "line 2: not in its one"),
        (lambda raw: [raw[0], raw[1].replace(b'"index":0', b'"index": 0'), *raw[2:]], "line 2: not in its one"),
        (lambda raw: [raw[0], raw[1].replace(b"}\n", b',"more":1}\n'), *raw[2:]], "line 2:"),
        (lambda raw: [raw[0], raw[1].replace(b"00" * 32, b"00" * 31), *raw[2:]], "line 2: salt: not as many hex"),
        (lambda raw: [raw[0], raw[1].replace(b"00" * 32, b"AA" * 32), *raw[2:]], "line 2: salt: not as many hex"),
        (lambda raw: [*raw[:3], raw[3].replace(b"/wA=", b"/wB="), *raw[4:]], "line 4: item: not canonical base64"),
        (lambda raw: [*raw[:3], raw[3].replace(b"/wA=", b"YWE="), *raw[4:]], "line 4: item: UTF-8 in base64"),
        (lambda raw: [raw[0].replace(b"/v1", b"/v2"), *raw[1:]], "line 1:"),
        (lambda raw: [raw[0].replace(b'"items":5', b'"items":5.0'), *raw[1:]], "line 1:"),
        (lambda raw: [raw[0].replace(b'"items":5', b'"items":1048577'), *raw[1:]], "line 1: 1,048,577 items, at most"),
        (lambda raw: [b"[" * 100_000 + b"\n"], "line 1:"),
        (lambda raw: [b"\xff\xfe\n"], "line 1:"),
        (lambda raw: [header() + b"\n"], "line 1: not in its one spelling"),
    ],
)
def test_what_is_not_as_it_must_be_is_refused_with_its_line(path: Path, change: Any, reason: str) -> None:
    path.write_bytes(b"".join(change(lines_of(path))))
    with pytest.raises(FormatError) as refused:
        opening.read(path)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_another_salt_or_item_does_not_lead_to_the_root(path: Path) -> None:
    for old, new in ((b"01" * 32, b"02" * 32), (b"a\\u001f", b"b\\u001f")):
        changed = path.with_name("changed.jsonl")
        changed.write_bytes(path.read_bytes().replace(old, new, 1))
        with pytest.raises(VerificationError, match="its items lead to root"):
            opening.read(changed)


def test_a_file_that_is_too_large_is_refused_before_it_is_read_to_its_end(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MAX_OPENING_BYTES", 300)
    with pytest.raises(FormatError, match="more than 300 bytes"):
        opening.read(path)


def test_a_line_without_an_end_is_cut_off(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(1 << 29)
    with pytest.raises(FormatError, match="or a line of 16,777,216"):
        opening.read(path)
