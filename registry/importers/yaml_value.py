"""YAML as values in which every word and number is as it was spelled.

`commit_hash: 0282574` is a number to one reader of YAML and a text to the next. Here it is its seven digits, and `no` is
two letters: whoever reads the field knows which of them it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from ledger.text import plain
from registry.importers.content import Content
from registry.importers.json_file import MAX_DEPTH
from registry.importers.numbers import Number
from registry.importers.place import At, ImportRefusedError

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
MAX_BYTES = 4 << 20
"""A thousand times the largest model card; a value takes far more memory than its text."""


def text_of(content: Content) -> str:
    """Return the file as text; raises ImportRefusedError with the byte where it ends being UTF-8."""
    if len(content.raw) > MAX_BYTES:
        raise ImportRefusedError(f"file: found {len(content.raw):,} bytes of YAML, expected at most {MAX_BYTES:,}")
    try:
        return content.raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"byte {error.start}: not UTF-8") from error


def read_yaml(text: str) -> At:
    """Return the one value of a YAML text.

    Raises: ImportRefusedError with the line of what is no YAML, an anchor, an alias, a tag, or a key that stands twice.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return At(_document(iter(yaml.parse(text, Loader=loader))))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "file"
        why = getattr(error, "problem", None) or "a character that it does not allow"
        raise ImportRefusedError(f"{where}: not YAML ({plain(str(why))})") from error


def _document(events: Iterator[Event]) -> object:
    from yaml import events as kinds

    next(events)
    if isinstance(event := next(events), kinds.StreamEndEvent):
        _refuse(event, "nothing, expected a value")
    value = _value(next(events), events, 0)
    next(events)
    if not isinstance(event := next(events), kinds.StreamEndEvent):
        _refuse(event, "a second document, expected one")
    return value


def _value(event: Event, events: Iterator[Event], depth: int) -> object:
    from yaml import events as kinds

    if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
        _refuse(event, "an anchor, alias or tag, expected the value itself")
    if isinstance(event, kinds.ScalarEvent):
        return _scalar(event)
    if depth == MAX_DEPTH:
        _refuse(event, f"a value, expected at most {MAX_DEPTH} levels")
    if isinstance(event, kinds.SequenceStartEvent):
        return list(_items(events, depth))
    return _mapping(events, depth)


def _items(events: Iterator[Event], depth: int) -> Iterator[object]:
    from yaml.events import SequenceEndEvent

    while not isinstance(event := next(events), SequenceEndEvent):
        yield _value(event, events, depth + 1)


def _mapping(events: Iterator[Event], depth: int) -> dict[str, object]:
    from yaml.events import MappingEndEvent, ScalarEvent

    value: dict[str, object] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        if not isinstance(event, ScalarEvent):
            _refuse(event, "a key that is no word, expected a name")
        if event.value in value:
            _refuse(event, f'the key "{event.value[:40]}" twice, expected each once')
        value[event.value] = _value(next(events), events, depth + 1)
    return value


def _scalar(event: ScalarEvent) -> object:
    if not event.implicit[0]:
        # In quotes, or a block of text.
        return event.value
    if event.value in _WORDS:
        return _WORDS[event.value]
    return Number(event.value) if _NUMBER.fullmatch(event.value) else event.value


def _refuse(event: Event, found: str) -> NoReturn:
    line = event.start_mark.line + 1 if event.start_mark is not None else 0
    raise ImportRefusedError(f"line {line}: found {plain(found)}")
