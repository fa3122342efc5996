"""What an importer is: it turns the file of an evaluation tool into statements, and judges nothing.

It gives the value of a statement, field by field, without who signs. What the file lacks stays out, and shows as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol, TypeVar

from registry.importers.content import Content
from registry.importers.large import Large
from registry.importers.place import At, ImportRefusedError, TooLargeError

T = TypeVar("T")
MAX_LISTED = 1_000
"""Results whose names stand in the head of a statement: each takes more than 65 bytes, and an entry has 65,535."""
Value = dict[str, object]
"""The JSON value of a statement or of a part of one."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The placements of a large table, or what `extra.lines` tells of each: made from the file each time, so that none are held."""

    make: Callable[[], Iterator[object]]

    def __iter__(self) -> Iterator[object]:
        """Yield them in their order."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says of one evaluation."""

    value: Value
    """The fields of an evaluation, without type and publisher; `placements` and `extra.lines` are lists, or `Lines`."""
    called: str = ""
    """What the list goes by when neither the file nor base names one: the names of the tasks that were run."""


def held(said: Said) -> Said:
    """Return the same with all its placements at hand."""
    return replace(said, value={name: _held(value) for name, value in said.value.items()})


def _held(value: object) -> object:
    if isinstance(value, dict):
        return {name: _held(item) for name, item in value.items()}
    return list(value) if isinstance(value, Lines) else value


class Importer(Protocol):
    """Reads one format."""

    @property
    def name(self) -> str:
        """What `--from` calls it, and `import.format` records."""
        ...

    @property
    def title(self) -> str:
        """What people call the format."""
        ...

    def detects(self, content: Content) -> bool:
        """Say whether a file is of this format, by its content alone."""
        ...

    def read(self, content: Content) -> Iterable[Said]:
        """Yield evaluations without publisher; raises ImportRefusedError with the place in the file."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """What every statement says about the file that it was made from."""

    content: Content
    format: str
    version: str
    title: str
    media_type: str = "application/json"

    def fields(self, more: Sequence[Value] = ()) -> Value:
        """Return `import` and `evidence`: the file, by its hash, and what else the file itself refers to."""
        digest = self.content.sha256
        return {
            "evidence": [filled({"title": self.title, "sha256": digest, "media_type": self.media_type}), *more],
            "import": filled({"format": self.format, "version": self.version, "file_sha256": digest}),
        }


def filled(fields: Mapping[str, object]) -> Value:
    """Return the fields that hold something: no empty text, list or object, and not None."""
    return {key: value for key, value in fields.items() if value is not None and value != "" and value not in ([], {})}


def scored(criterion: str, value: str, **more: object) -> Value:
    """Return a score of a line, with what else is known of it; one without a value was not reported."""
    return filled({"criterion": criterion, "value": value, **more, "missing": "" if value else "not-reported"})


def kept(value: object) -> object:
    """Return a value of a file as `extra` can keep it: numbers become texts with the same digits.

    Raises: ImportRefusedError when it is more than an entry can hold.
    """
    if isinstance(value, Large):
        raise ImportRefusedError(f"byte {value.start}: found {value}, expected what entries can hold")
    if isinstance(value, dict):
        return {key: kept(item) for key, item in value.items()}
    if isinstance(value, list):
        return [kept(item) for item in value]
    return str(value) if isinstance(value, str) else value


def at_most(found: Iterable[T], where: str, most: int = MAX_LISTED) -> list[T]:
    """Return what was found; raises ImportRefusedError when it is more than entries can hold.

    What stands in the head of a statement must fit an entry; what is divided with the lines may be more.
    """
    some = list(islice(found, most + 1))
    _check_count(len(some), where, most)
    return some


def check_length(found: At, most: int) -> None:
    """Raise TooLargeError when a list of the file, which is not held, has more items."""
    _check_count(sum(1 for _ in islice(found.list(), most + 1)), found.path, most)


def _check_count(count: int, where: str, most: int) -> None:
    if count > most:
        raise TooLargeError(f"{where}: found more than {most:,} of them, expected what entries can hold")


def joined(records: Iterable[Value]) -> list[Value]:
    """Return records by name, each once; of a name that stands for several, the fields on which all of them agree."""
    found: dict[object, Value] = {}
    for one in records:
        before = found.get(one["name"], one)
        found[one["name"]] = {key: value for key, value in before.items() if one.get(key) == value}
    return list(found.values())


def agreed(values: Sequence[object]) -> object:
    """Return the value that all have, or None when they differ: a statement has one setting for all scores of a line."""
    return values[0] if values and all(value == values[0] for value in values) else None
