"""The items of a dataset, one after another, as the bytes that a seal commits to.

JSON Lines: an item is a line without its line feed. Lines of nothing but white space are none.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from ledger.text import plain
from registry.errors import NothingToJudge, QuestionError

MAX_ITEM_BYTES = 8 << 20
_decoder = msgspec.json.Decoder()


def read(path: Path) -> Iterator[bytes]:
    """Yield the items of a file of JSON Lines, in memory of an item whatever the size of the file.

    Raises: QuestionError with the line that is no JSON or too long; NothingToJudge when there is no item; OSError.
    """
    number, found = 0, False
    with open_file(path) as file:
        while line := file.readline(MAX_ITEM_BYTES + 2):
            number += 1
            item = line.removesuffix(b"\n")
            if item.strip():
                found = True
                _check(item, f"{path.name} line {number}")
                yield item
    if not found:
        raise NothingToJudge(f"{path.name}: holds no item")


def open_file(path: Path) -> BinaryIO:
    """Return a file opened for reading; raises QuestionError when it is a folder or a device."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise QuestionError(f"{path}: not a file")
    return path.open("rb")


def _check(item: bytes, where: str) -> None:
    if len(item) > MAX_ITEM_BYTES:
        raise QuestionError(f"{where}: more than {MAX_ITEM_BYTES:,} bytes")
    try:
        _decoder.decode(item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise QuestionError(f"{where}: not JSON ({plain(str(error))}); each line of a dataset is an item") from error
