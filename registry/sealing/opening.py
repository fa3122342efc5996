r"""The opening file of a seal: JSON Lines with every item and its salt, secret until the dataset is revealed. See docs/sealing.md.

    {"type":"jinbang-opening/v1","seal":"6f…","items":2,"root":"9a…"}
    {"index":0,"salt":"70…","item":"{\"question\": \"…\"}"}
    {"index":1,"salt":"c4…","item":"{\"question\": \"…\"}"}

It has one spelling, so the SHA-256 of an opening follows from the seal, the salts and the items.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from ledger.errors import FormatError, VerificationError
from ledger.text import from_base64, plain, to_base64
from registry.sealing.items import MAX_ITEM_BYTES, open_file
from registry.sealing.tree import Tree, leaf
from registry.statements.common import Hash, Ordinal, StatementId

MAX_ITEMS = 1 << 20
"""Items of a dataset that is sealed; their hashes are held in memory."""
MAX_OPENING_BYTES = 1 << 30
_MAX_LINE_BYTES = 2 * MAX_ITEM_BYTES
_START = b'{"type":"jinbang-opening/'
_NEWLINE = b"\n"
_PATH = re.compile(r"`\$\.([a-z]+)`$")
_T = TypeVar("_T")


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The first line of an opening."""

    type: Literal["jinbang-opening/v1"] = "jinbang-opening/v1"
    seal: StatementId
    """The statement id of the seal that it opens."""
    items: Ordinal
    """How many lines follow."""
    root: Hash
    """The root of the seal."""


class Line(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One item."""

    index: int
    """Which item, counted from 0: the lines stand in the order of the leaves."""
    salt: Hash
    """The 32 secret bytes before the item in its leaf."""
    item: str
    """The item's bytes: as text, or in base64 if they are no UTF-8."""
    encoding: Literal["", "base64"] = ""

    @property
    def content(self) -> bytes:
        """The item's bytes; raises FormatError when they could have been spelled otherwise."""
        if not self.encoding:
            return self.item.encode()
        content = from_base64(self.item, what="item")
        if _text(content) is not None:
            raise FormatError("item", "UTF-8 in base64, needed as text")
        return content

    @property
    def leaf(self) -> bytes:
        """The leaf hash of the item."""
        return leaf(bytes.fromhex(self.salt), self.content)


class Opening(NamedTuple):
    """A sound opening: in its one spelling, and its items lead to the root that it names."""

    header: Header
    sha256: str
    """Of the file, 64 hex digits."""
    tree: Tree
    salts: list[bytes]
    lines: dict[int, Line]
    """The items that were asked for, by index."""


_header = msgspec.json.Decoder(Header)
_line = msgspec.json.Decoder(Line)
_encode = msgspec.json.Encoder().encode


def line_of(index: int, salt: bytes, item: bytes) -> Line:
    """Return the line of an item."""
    text = _text(item)
    if text is None:
        return Line(index, salt.hex(), to_base64(item), "base64")
    return Line(index, salt.hex(), text)


def format(header: Header, lines: Iterable[Line]) -> bytes:
    """Return the bytes of an opening."""
    return b"".join(_encode(one) + _NEWLINE for one in (header, *lines))


def is_opening(path: Path) -> bool:
    """Say whether a file begins as an opening does; a folder does not. Raises OSError."""
    if not path.is_file():
        return False
    with open_file(path) as file:
        return file.read(len(_START)) == _START


def read_header(path: Path) -> Header:
    """Return what the first line of an opening says, and nothing about whether the rest bears it out; raises as `read` does."""
    return _header_of(next(_lines(path), b""))


def read(path: Path, wanted: Collection[int] = ()) -> Opening:
    """Return an opening, with the lines of the items that are wanted.

    Raises: FormatError with the line that is not as it must be; VerificationError when the items do not lead to the root;
    QuestionError, OSError when the file cannot be read.
    """
    hashed, leaves, salts, kept = hashlib.sha256(), list[bytes](), list[bytes](), dict[int, Line]()
    spelled = _lines(path)
    raw = next(spelled, b"")
    hashed.update(raw)
    header = _header_of(raw)
    for number, raw in enumerate(spelled):
        hashed.update(raw)
        line = _line_at(raw, number, header)
        leaves.append(_leaf(line))
        salts.append(bytes.fromhex(line.salt))
        if number in wanted:
            kept[number] = line
    if len(leaves) != header.items:
        raise FormatError("opening", f"{len(leaves):,} items, and its first line says {header.items:,}")
    tree = Tree(leaves)
    if tree.root.hex() != header.root:
        raise VerificationError(f"opening: its items lead to root {tree.root.hex()[:16]}…; needed {header.root[:16]}…")
    return Opening(header, hashed.hexdigest(), tree, salts, kept)


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file with their line feeds, never more bytes than are allowed."""
    with open_file(path) as file:
        left = MAX_OPENING_BYTES
        while raw := file.readline(_MAX_LINE_BYTES + 1):
            left -= len(raw)
            if left < 0 or len(raw) > _MAX_LINE_BYTES:
                raise FormatError("opening", f"more than {MAX_OPENING_BYTES:,} bytes, or a line of {_MAX_LINE_BYTES:,}")
            yield raw


def _header_of(raw: bytes) -> Header:
    header = _read(_header, raw, 1)
    if header.items > MAX_ITEMS:
        raise FormatError("opening line 1", f"{header.items:,} items, at most {MAX_ITEMS:,}")
    return header


def _line_at(raw: bytes, number: int, header: Header) -> Line:
    """Return the line of an item if it is the one that belongs here."""
    line = _read(_line, raw, number + 2)
    if number >= header.items:
        raise FormatError(f"opening line {number + 2}", f"one more than the {header.items:,} items of its first line")
    if line.index != number:
        raise FormatError(f"opening line {number + 2}", f"index {line.index}, needed {number}")
    return line


def _leaf(line: Line) -> bytes:
    try:
        return line.leaf
    except FormatError as error:
        raise FormatError(f"opening line {line.index + 2}", str(error)) from error


def _read(decoder: msgspec.json.Decoder[_T], raw: bytes, number: int) -> _T:
    """Return a line of the file if it is in its one spelling."""
    try:
        read = decoder.decode(raw)
        spelled = _encode(read) + _NEWLINE
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise FormatError(f"opening line {number}", _reason(raw, str(error))) from error
    if spelled != raw:
        raise FormatError(f"opening line {number}", "not in its one spelling (docs/sealing.md)")
    return read


def _reason(raw: bytes, message: str) -> str:
    """Return why a line cannot be read; a pattern that a value does not fit says nothing to most readers."""
    path = _PATH.search(message)
    if "regex" in message and path is not None:
        return f"{path[1]}: not as many hex digits in lower case as there must be"
    return plain(message) if raw else "nothing there"


def _text(content: bytes) -> str | None:
    """Return bytes as text, or None when they are no UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
