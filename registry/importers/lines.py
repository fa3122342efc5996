"""The text of a file piece by piece: of a large file, no more than a line is held as text."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import TextIO

from registry.importers.place import ImportRefusedError

MAX_LINE = 4 << 20
"""Characters of a line; a page may be written in a single one."""
MAX_ROW = 1 << 18
"""Characters of a row of a table."""
_PIECE = 1 << 16


def text_of(raw: bytes, newline: str | None = None) -> TextIO:
    """Return the text of a file to be read in pieces, without a mark of byte order; `newline` is that of `open`.

    Raises: ImportRefusedError with the byte where it ends being UTF-8.
    """
    check_utf8(raw)
    # The bytes are shared, not copied.
    return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline=newline)


def lines_of(raw: bytes, newline: str | None = None) -> Iterator[str]:
    """Yield the lines of a file, each with its end; raises ImportRefusedError on one that is too long."""
    with text_of(raw, newline) as text:
        number = 1
        while line := text.readline(MAX_LINE + 1):
            check_length(len(line), MAX_LINE, number)
            yield line
            number += 1


def pieces_of(raw: bytes) -> Iterator[str]:
    """Yield the text of a file in pieces of any length."""
    with text_of(raw, newline="") as text:
        while piece := text.read(_PIECE):
            yield piece


def check_length(length: int, limit: int, line: int) -> None:
    """Raise ImportRefusedError when a line, or what stands for one, is too long."""
    if length > limit:
        raise ImportRefusedError(f"line {line}: found more than {limit:,} characters, expected at most that many")


def check_utf8(raw: bytes) -> None:
    """Raise ImportRefusedError with the byte where a file ends being UTF-8."""
    view = memoryview(raw)
    at = 0
    while at < len(raw):
        piece = view[at : at + _PIECE]
        try:
            _, read = codecs.utf_8_decode(piece, "strict", at + len(piece) == len(raw))
        except UnicodeDecodeError as error:
            raise ImportRefusedError(f"byte {at + error.start}: not UTF-8") from error
        at += read
