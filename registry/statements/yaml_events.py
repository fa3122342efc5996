"""YAML as plain values, event by event: one document, without anchors, aliases and tags, with names as keys.

What a word means its readers say: a statement takes only what all readers of YAML take alike, an importer all as it is spelled.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn, TextIO

from ledger.text import plain
from registry.errors import shown

if TYPE_CHECKING:
    from yaml.events import Event, NodeEvent, ScalarEvent

MAX_VALUES = 20_000
"""Values and names of one text: more than an entry holds, each with a line of its own."""


class YamlReader(ABC):
    """Builds the one value of a text."""

    def __init__(self, max_depth: int) -> None:
        from yaml import events as kinds

        self._kinds = kinds
        self._max_depth = max_depth
        self._values = 0

    def read(self, text: str | TextIO) -> object:
        """Return the value; a file is read in pieces. Raises what `refusal` returns."""
        import yaml

        # libyaml's parser is fifty times as fast; where it is not there the same events come slowly.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            return self._document(iter(yaml.parse(text, Loader=loader)))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or "a character that it does not allow"
            found = f"text that is not YAML ({plain(str(why))})"
            raise self.refusal(found, mark.line + 1 if mark is not None else 0, "one YAML value") from error

    @abstractmethod
    def refusal(self, found: str, line: int, expected: str) -> Exception:
        """Return what to raise; the line is counted from 1, and 0 when nobody knows it."""

    @abstractmethod
    def scalar(self, event: ScalarEvent) -> object:
        """Return the value of a word without quotes."""

    @abstractmethod
    def name(self, event: ScalarEvent) -> str | None:
        """Return the name that a key is, or None when it is none."""

    @abstractmethod
    def mapping(self, pairs: Iterator[tuple[str, object, Event]]) -> object:
        """Return the value of a mapping, of whose keys some may stand twice."""

    def refuse(self, event: Event, found: str, expected: str) -> NoReturn:
        """Raise at the place of an event."""
        raise self.refusal(found, event.start_mark.line + 1 if event.start_mark is not None else 0, expected)

    def _document(self, events: Iterator[Event]) -> object:
        kinds = self._kinds
        self._next(events, kinds.StreamStartEvent, "nothing")
        self._next(events, kinds.DocumentStartEvent, "nothing")
        value = self._value(next(events), events, 0)
        self._next(events, kinds.DocumentEndEvent, "more than one value")
        self._next(events, kinds.StreamEndEvent, "a second document")
        return value

    def _next(self, events: Iterator[Event], wanted: type[Event], otherwise: str) -> None:
        event = next(events)
        if not isinstance(event, wanted):
            self.refuse(event, otherwise, "one YAML value")

    def _value(self, event: Event, events: Iterator[Event], depth: int) -> object:
        kinds = self._kinds
        self._values += 1
        if self._values > MAX_VALUES:
            self.refuse(event, f"more than {MAX_VALUES:,} values", "fewer")
        if isinstance(event, kinds.AliasEvent):
            self.refuse(event, "an alias", "the value itself")
        assert isinstance(event, kinds.ScalarEvent | kinds.MappingStartEvent | kinds.SequenceStartEvent), (
            "a node follows"
        )
        self._check_bare(event)
        if isinstance(event, kinds.ScalarEvent):
            # In quotes, or a block of text, it is what stands there.
            return self.scalar(event) if event.implicit[0] else event.value
        if depth == self._max_depth:
            self.refuse(event, "a value", f"at most {self._max_depth} levels")
        if isinstance(event, kinds.SequenceStartEvent):
            return list(self._items(events, depth))
        return self.mapping(self._pairs(events, depth))

    def _check_bare(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            self.refuse(event, f"the anchor {shown(event.anchor)}", "no anchors")
        if getattr(event, "tag", None) is not None:
            self.refuse(event, f"the tag {shown(getattr(event, 'tag', ''))}", "no tags")

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[object]:
        while not isinstance(event := next(events), self._kinds.SequenceEndEvent):
            yield self._value(event, events, depth + 1)

    def _pairs(self, events: Iterator[Event], depth: int) -> Iterator[tuple[str, object, Event]]:
        while not isinstance(event := next(events), self._kinds.MappingEndEvent):
            name = None
            if isinstance(event, self._kinds.AliasEvent):
                self.refuse(event, "an alias", "the value itself")
            if isinstance(event, self._kinds.ScalarEvent):
                self._check_bare(event)
                name = self.name(event)
            if name is None:
                self.refuse(event, "a key that is no text", "a name")
            yield name, self._value(next(events), events, depth + 1), event
