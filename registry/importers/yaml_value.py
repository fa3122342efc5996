"""YAML as values in which every word and number is as it was spelled.

`commit_hash: 0282574` is a number to one reader of YAML and a text to the next. Here it is its seven digits, and `no` is
two letters: whoever reads the field knows which of them it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from ledger.text import plain
from registry.importers.content import Content
from registry.importers.json_file import MAX_DEPTH
from registry.importers.lines import check_utf8
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError
from registry.statements.yaml_events import YamlReader

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 4 << 20
"""A thousand times the largest model card."""


def checked(content: Content) -> bytes:
    """Return the bytes of a file in YAML.

    Raises: ImportRefusedError when it is too large, or with the byte where it ends being UTF-8.
    """
    if len(content.raw) > MAX_BYTES:
        raise ImportRefusedError(f"file: found {len(content.raw):,} bytes of YAML, expected at most {MAX_BYTES:,}")
    check_utf8(content.raw)
    return content.raw


def read_yaml(text: TextIO) -> At:
    """Return the one value of a YAML text, which is read in pieces.

    Raises: ImportRefusedError with the line of what is no YAML, an anchor, an alias, a tag, or a key that stands twice.
    """
    return At(_Reader(MAX_DEPTH).read(text))


class _Reader(YamlReader):
    """Takes each word as it is spelled."""

    def refusal(self, found: str, line: int, expected: str) -> ImportRefusedError:
        """Return an error that begins with the line."""
        where = f"line {line}" if line else "file"
        return ImportRefusedError(f"{where}: found {plain(found)}, expected {plain(expected)}")

    def name(self, event: ScalarEvent) -> str:
        """Return any key, as it is spelled."""
        return event.value

    def mapping(self, pairs: Iterator[tuple[str, object, Event]]) -> object:
        """Return an object; raises ImportRefusedError at a key that stands there already."""
        value: dict[str, object] = {}
        for name, item, event in pairs:
            if name in value:
                self.refuse(event, f'the key "{name[:40]}" twice', "each once")
            value[name] = item
        return value

    def scalar(self, event: ScalarEvent) -> object:
        """Return true, false, nothing, the digits of a number, or the word itself."""
        if event.value in _WORDS:
            return _WORDS[event.value]
        return Number(event.value) if _NUMBER.fullmatch(event.value) else event.value
