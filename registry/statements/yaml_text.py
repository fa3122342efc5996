"""A strict subset of YAML: what every reader of YAML 1.1 and 1.2 takes for the same value, and nothing else.

`no`, `1_000`, `0x10`, `1e3` and `12:30` mean one thing to one reader and another to the next, so without quotes they are
refused, with the line. So are anchors, aliases, tags and merge keys. A day such as `2023-11-20` stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn

from ledger.statement import MAX_DEPTH
from ledger.text import plain as printable
from registry.errors import Problem, StatementError, shown
from registry.statements.reading import Spelled, object_of

if TYPE_CHECKING:
    from yaml.events import Event, NodeEvent, ScalarEvent

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_FRACTION = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DAY_OR_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
# YAML 1.2.2 section 10.3.2; and the one-letter truths of YAML 1.1, which not every reader of it knows.
_MORE_TO_SOME = re.compile(r"[yYnN]|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+")
_LONGEST_INT = 40
"""Python refuses to read integers of thousands of digits; none that long is meant."""
_TEXT = "tag:yaml.org,2002:str"
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_yaml(text: str) -> object:
    """Return the value that a text spells; numbers with a fraction as `Spelled`.

    Raises: StatementError that names the line.
    """
    import yaml

    # libyaml's parser is fifty times as fast; where it is not there the same events come slowly.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reader(iter(yaml.parse(text, Loader=loader))).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 1}" if mark is not None else ""
        why = getattr(error, "problem", None) or "a character that it does not allow"
        raise _refusal(f"text that is not YAML{where} ({printable(str(why))})", "one YAML mapping") from error


class _Reader:
    """Builds a value from the events of a parser."""

    def __init__(self, events: Iterator[Event]) -> None:
        from yaml import events as kinds
        from yaml.nodes import ScalarNode
        from yaml.resolver import Resolver

        self._events = events
        self._kinds = kinds
        # The types of pyyaml leave `resolve` untyped.
        resolve: Callable[[type, str, tuple[bool, bool]], str] = Resolver().resolve
        self._tag_of: Callable[[str], str] = lambda value: resolve(ScalarNode, value, (True, False))

    def document(self) -> object:
        """Return the one value of a stream."""
        kinds = self._kinds
        self._next(kinds.StreamStartEvent, "nothing")
        self._next(kinds.DocumentStartEvent, "nothing")
        value = self._value(next(self._events), 0)
        self._next(kinds.DocumentEndEvent, "more than one value")
        self._next(kinds.StreamEndEvent, "a second document")
        return value

    def _next(self, wanted: type[Event], otherwise: str) -> None:
        event = next(self._events)
        if not isinstance(event, wanted):
            _refuse(event, otherwise, "one YAML mapping")

    def _value(self, event: Event, depth: int) -> object:
        kinds = self._kinds
        if isinstance(event, kinds.AliasEvent):
            _refuse(event, "an alias", "the value itself")
        assert isinstance(event, kinds.ScalarEvent | kinds.MappingStartEvent | kinds.SequenceStartEvent), (
            "a node follows"
        )
        self._check_bare(event)
        if isinstance(event, kinds.ScalarEvent):
            return self._scalar(event)
        if depth == MAX_DEPTH:
            _refuse(event, "a value", f"at most {MAX_DEPTH} levels")
        if isinstance(event, kinds.SequenceStartEvent):
            return list(self._items(depth))
        return object_of(list(self._pairs(depth)))

    @staticmethod
    def _check_bare(event: NodeEvent) -> None:
        if event.anchor is not None:
            _refuse(event, f"the anchor {shown(event.anchor)}", "no anchors")
        if getattr(event, "tag", None) is not None:
            _refuse(event, f"the tag {shown(getattr(event, 'tag', ''))}", "no tags")

    def _items(self, depth: int) -> Iterator[object]:
        while not isinstance(event := next(self._events), self._kinds.SequenceEndEvent):
            yield self._value(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[str, object]]:
        while not isinstance(event := next(self._events), self._kinds.MappingEndEvent):
            key = self._value(event, depth + 1)
            if not isinstance(key, str):
                _refuse(event, "a key that is no text", "a name")
            yield key, self._value(next(self._events), depth + 1)

    def _scalar(self, event: ScalarEvent) -> object:
        if not event.implicit[0]:
            # In quotes, or a block of text.
            return event.value
        value = event.value
        if value in _WORDS:
            return _WORDS[value]
        if _WHOLE.fullmatch(value):
            return int(value) if len(value) < _LONGEST_INT else Spelled(value)
        if _FRACTION.fullmatch(value):
            return Spelled(value)
        if _DAY_OR_INSTANT.fullmatch(value):
            return value
        if self._tag_of(value) != _TEXT or _MORE_TO_SOME.fullmatch(value):
            _refuse(event, f"{shown(value)} without quotes, which readers of YAML take in more than one way", "quotes")
        return value


def _refuse(event: Event, found: str, expected: str) -> NoReturn:
    line = event.start_mark.line + 1 if event.start_mark is not None else 0
    raise _refusal(f"{found} on line {line}", expected)


def _refusal(found: str, expected: str) -> StatementError:
    return StatementError([Problem("", found, expected)])
