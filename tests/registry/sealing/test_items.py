"""The items of a file of JSON Lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from registry.errors import NothingToJudge, QuestionError
from registry.sealing import items


def written(folder: Path, content: bytes) -> Path:
    (folder / "exam.jsonl").write_bytes(content)
    return folder / "exam.jsonl"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"q": 1}\n{"q": 2}\n', [b'{"q": 1}', b'{"q": 2}']),
        (b'{"q": 1}\n\n \t\r\n[2]', [b'{"q": 1}', b"[2]"]),
        (b'"a"\r\n"a"\n', [b'"a"\r', b'"a"']),
        (' "中文"\n'.encode(), [' "中文"'.encode()]),
    ],
)
def test_an_item_is_a_line_as_it_stands_without_its_line_feed(
    tmp_path: Path, content: bytes, found: list[bytes]
) -> None:
    assert list(items.read(written(tmp_path, content))) == found


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"q": 1}\n{\n"q": 2}\n', "exam.jsonl line 2: not JSON"),
        (b"\n\nyes\n", "exam.jsonl line 3: not JSON"),
        (b'"\xff"\n', "exam.jsonl line 1: not JSON"),
        (b"\xef\xbb\xbf{}\n", "exam.jsonl line 1: not JSON"),
        (b"[" * 100_000, "exam.jsonl line 1: not JSON"),
        (b"NaN\n", "exam.jsonl line 1: not JSON"),
        (b'"' + b"x" * items.MAX_ITEM_BYTES + b'"\n', "exam.jsonl line 1: more than 8,388,608 bytes"),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(tmp_path: Path, content: bytes, line: str) -> None:
    with pytest.raises(QuestionError) as refused:
        list(items.read(written(tmp_path, content)))
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\n"])
def test_a_file_without_items_is_nothing_to_seal(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NothingToJudge, match="holds no item"):
        list(items.read(written(tmp_path, content)))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(QuestionError, match="not a file"):
            list(items.read(path))
