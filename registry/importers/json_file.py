"""JSON as a file has it: what is small as values, what is large (`registry.importers.large`) read again from the bytes.

The whole file is checked when it is opened: its form, its depth, and that no key stands twice in an object. That leaves where
each large object and list ends, and where the members of the objects are, so that one is found without reading the rest. What
is smaller than `HELD` is read by the parser of the standard library; larger things are walked here, one level at a time.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from ledger.text import plain
from registry.importers import large
from registry.importers.large import Large, LargeList, LargeObject
from registry.importers.lines import check_utf8
from registry.importers.numbers import Number
from registry.importers.place import ImportRefusedError, TooLargeError

MAX_DEPTH = 100
"""Levels of nesting that are read; real files have about twenty."""
MAX_NAMES = 50_000
"""Members of the large objects of a file together: their names are held."""
MAX_ITEMS = 1_000_000
"""Items of the large lists of a file together; each is looked at alone, and a log of all answers has a hundredth of that."""
_SOUGHT = 1 << 12
"""Bytes that are read at first of a member that was asked for."""
_WITHIN = bytes(range(0x80, 0xC0))
"""Bytes that do not begin a character."""
_SPACE = re.compile(r"[ \t\n\r]*")
_TEXT = re.compile(rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"')


def read_value(raw: bytes) -> object:
    """Return the value of a JSON file: numbers as `Number`, what is large as `Large`.

    Raises: ImportRefusedError with line and column, or the object in which a key stands twice; TooLargeError.
    """
    check_utf8(raw)
    # Large values refer to the file, so it must not refer to one of them: it would stay until somebody looks for cycles.
    return _File(raw).checked()


class _File:
    """The bytes of a JSON file, and where the large things in it are."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._ends: dict[int, int] = {}
        self._places: dict[int, dict[str, int]] = {}
        self._names = self._items = 0

    def checked(self) -> object:
        """Return the value of the whole file; raises ImportRefusedError when it is none."""
        cursor = _Cursor(self, 0, large.HELD)
        cursor.mark()
        value = self._checked(cursor, 0)
        if cursor.mark():
            cursor.refuse("Extra data")
        return value

    def items(self, start: int) -> Iterator[object]:
        """Yield the items of the large list that starts at a byte."""
        cursor = _Cursor(self, start, large.HELD)
        for _ in cursor.steps("]"):
            value = cursor.value()
            if isinstance(value, LargeList | LargeObject):
                cursor.go(self._ends[value.start])
            yield value

    def places(self, start: int) -> Mapping[str, int]:
        """Return where the members of the large object that starts at a byte start themselves, by their names."""
        return self._places[start]

    def value_at(self, start: int) -> object:
        """Return what starts at a byte."""
        if start in self._ends:
            return _large_at(self, start)
        return _Cursor(self, start, min(_SOUGHT, large.HELD)).value()

    def _checked(self, cursor: _Cursor, depth: int) -> object:
        """Return the value at the cursor, and leave it behind that value."""
        if depth > MAX_DEPTH:
            raise ImportRefusedError(f"file: nested deeper than {MAX_DEPTH} levels")
        value = cursor.value()
        if isinstance(value, LargeObject):
            self._check_members(cursor, value.start, depth)
        elif isinstance(value, LargeList):
            for _ in cursor.steps("]"):
                self._items += 1
                if self._items > MAX_ITEMS:
                    raise TooLargeError(
                        f"{cursor.where()}: found more than {MAX_ITEMS:,} items of large lists, expected fewer"
                    )
                self._checked(cursor, depth + 1)
        else:
            check_depth(value, depth)
            return value
        self._ends[value.start] = cursor.place()
        return value

    def _check_members(self, cursor: _Cursor, start: int, depth: int) -> None:
        places = self._places[start] = {}
        for _ in cursor.steps("}"):
            name = cursor.name()
            if name in places:
                raise _twice(name)
            self._names += 1
            if self._names > MAX_NAMES:
                where = cursor.where()
                raise TooLargeError(f"{where}: found more than {MAX_NAMES:,} members of large objects, expected fewer")
            places[name] = cursor.place()
            self._checked(cursor, depth + 1)


class _Cursor:
    """A place in a file, and the text that follows it, as far as it was read."""

    def __init__(self, file: _File, start: int, size: int) -> None:
        self._file = file
        self._raw = file.raw
        self._size = size
        self._text = ""
        self._at = 0
        self._from = 0
        self._base = start
        """The byte at which the character `_from` of the text starts."""
        self._fill()

    def value(self) -> object:
        """Return the value that starts here and go behind it; before a large list or object, stay."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if self._has_more():
                    continue
                return self._large(error)
            # "1." and "1e+" may go on to be numbers.
            if not self._is_end and isinstance(value, Number) and end + 2 >= len(self._text):
                if self._has_more():
                    continue
                self.refuse("a number of too many digits")
            self._at = end
            return value

    def name(self) -> str:
        """Return the name of the member that starts here, and go to its value."""
        value = self.value() if self.mark() == '"' else None
        if not isinstance(value, str):
            self.refuse("Expecting property name enclosed in double quotes")
        if self.mark() != ":":
            self.refuse("Expecting ':' delimiter")
        self._at += 1
        self.mark()
        return value

    def steps(self, closing: str) -> Iterator[None]:
        """Go into a list or object, stop at each item, which must be left behind in between, and go out of it."""
        self._at += 1
        if self.mark() == closing:
            self._at += 1
            return
        while True:
            yield
            mark = self.mark()
            if mark not in (",", closing):
                self.refuse("Expecting ',' delimiter")
            self._at += 1
            if mark == closing:
                return
            self.mark()

    def mark(self) -> str:
        """Go over white space, and return the next character; empty at the end of the file."""
        while True:
            found = _SPACE.match(self._text, self._at)
            assert found is not None, "nothing is white space too"
            self._at = found.end()
            if self._at < len(self._text) or self._is_end:
                return self._text[self._at : self._at + 1]
            self._fill()

    def place(self) -> int:
        """Return the byte that we are at."""
        self._base += len(self._text[self._from : self._at].encode())
        self._from = self._at
        return self._base

    def go(self, place: int) -> None:
        """Go to another byte."""
        self._text, self._at, self._from, self._base = "", 0, 0, place
        self._fill()

    def where(self) -> str:
        """Return line and column, counted from 1."""
        place = self.place()
        start = self._raw.rfind(b"\n", 0, place) + 1
        # All may be one line.
        pieces = (self._raw[at : min(at + large.HELD, place)] for at in range(start, place, large.HELD))
        column = sum(len(piece.translate(None, _WITHIN)) for piece in pieces) + 1
        line = self._raw.count(b"\n", 0, place) + 1
        return f"line {line} column {column}"

    def refuse(self, why: str) -> NoReturn:
        """Raise ImportRefusedError with the place."""
        raise ImportRefusedError(f"{self.where()}: not JSON ({plain(why)})")

    def _has_more(self) -> bool:
        """Read more of the text that follows, or say that there is no more, or that it is as much as is held."""
        if self._is_end:
            return False
        if self._at == 0:
            if self._size >= large.HELD:
                return False
            self._size = min(8 * self._size, large.HELD)
        self._fill()
        return True

    def _fill(self) -> None:
        start = self.place()
        end = min(start + self._size, len(self._raw))
        self._text, read = codecs.utf_8_decode(memoryview(self._raw)[start:end], "strict", end == len(self._raw))
        self._at = self._from = 0
        self._is_end = start + read == len(self._raw)

    def _large(self, error: Exception) -> object:
        """Return what is too large for the text at hand, or not of good form, which is found when it is walked."""
        mark = self._text[self._at : self._at + 1]
        if mark in ("{", "["):
            return _large_at(self._file, self.place())
        text = _TEXT.match(self._raw, self.place()) if mark == '"' else None
        if text is None:
            assert isinstance(error, json.JSONDecodeError), "what has no levels has no depth"
            self._at = error.pos
            self.refuse(error.msg)
        self.go(text.end())
        return Large(self._file, text.start())


def _large_at(file: _File, start: int) -> LargeList | LargeObject:
    return (LargeObject if file.raw[start : start + 1] == b"{" else LargeList)(file, start)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _twice(next(key for key in value if keys.count(key) > 1))
    return value


def _twice(key: str) -> ImportRefusedError:
    return ImportRefusedError(f'key "{plain(key[:40])}": stands twice in one object, expected once')


def check_depth(value: object, depth: int) -> None:
    """Raise ImportRefusedError when a value that stands so deep has levels that are too deep."""
    level = [value]
    for _ in range(MAX_DEPTH + 1 - depth):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ImportRefusedError(f"file: nested deeper than {MAX_DEPTH} levels")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=Number)
