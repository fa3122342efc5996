"""A strict subset of YAML: what every reader of YAML 1.1 and 1.2 takes for the same value, and nothing else.

`no`, `1_000`, `0x10`, `1e3` and `12:30` mean one thing to one reader and another to the next, so without quotes they are
refused, with the line. So are anchors, aliases, tags and merge keys. A day such as `2023-11-20` stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ledger.statement import MAX_DEPTH
from registry.errors import Problem, StatementError, shown
from registry.statements.reading import Spelled, object_of
from registry.statements.yaml_events import YamlReader

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

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
    return _Reader(MAX_DEPTH).read(text)


class _Reader(YamlReader):
    """Takes what every reader takes for the same value."""

    def __init__(self, max_depth: int) -> None:
        super().__init__(max_depth)
        from yaml.nodes import ScalarNode
        from yaml.resolver import Resolver

        # The types of pyyaml leave `resolve` untyped.
        resolve: Callable[[type, str, tuple[bool, bool]], str] = Resolver().resolve
        self._tag_of: Callable[[str], str] = lambda value: resolve(ScalarNode, value, (True, False))

    def refusal(self, found: str, line: int, expected: str) -> StatementError:
        """Return a problem of the statement as a whole."""
        return StatementError([Problem("", f"{found} on line {line}" if line else found, expected)])

    def name(self, event: ScalarEvent) -> str | None:
        """Return a key that is a text."""
        value = self.scalar(event) if event.implicit[0] else event.value
        return value if isinstance(value, str) else None

    def mapping(self, pairs: Iterator[tuple[str, object, Event]]) -> object:
        """Return an object that remembers which keys stood twice: that is told with all else that is wrong."""
        return object_of([(name, value) for name, value, _ in pairs])

    def scalar(self, event: ScalarEvent) -> object:
        """Return the value of a word on which all agree."""
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
            found = f"{shown(value)} without quotes, which readers of YAML take in more than one way"
            self.refuse(event, found, "quotes")
        return value
