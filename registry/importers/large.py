"""What stands in a file and is too large to be held as a value: it is read from the file each time it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

HELD = 1 << 18
"""Bytes of what is held as a value. Nothing larger ends in a statement: an entry has 65,535."""


class File(Protocol):
    """A file that was checked."""

    def items(self, start: int) -> Iterator[object]:
        """Yield the items of the large list that starts at a byte."""
        ...

    def places(self, start: int) -> Mapping[str, int]:
        """Return where the members of the large object that starts at a byte start themselves, by their names."""
        ...

    def value_at(self, start: int) -> object:
        """Return what starts at a byte."""
        ...


@dataclass(frozen=True, slots=True)
class Large:
    """A text, list or object that is not held."""

    KIND: ClassVar[str] = "a text"
    file: File = field(repr=False)
    start: int
    """Its first byte in the file."""

    def __str__(self) -> str:
        """Say what it is, for a message."""
        return f"{self.KIND} of more than {HELD:,} bytes"


class LargeList(Large):
    """A list whose items are read one after the other."""

    __slots__ = ()
    KIND = "a list"

    def __iter__(self) -> Iterator[object]:
        """Yield the items in their order."""
        return self.file.items(self.start)


class LargeObject(Large):
    """An object whose names are known, and whose members are read one at a time."""

    __slots__ = ()
    KIND = "an object"

    def names(self) -> tuple[str, ...]:
        """Return the names in their order."""
        return tuple(self.file.places(self.start))

    def get(self, name: str) -> object:
        """Return a member, or None when there is none of this name."""
        place = self.file.places(self.start).get(name)
        return None if place is None else self.file.value_at(place)
