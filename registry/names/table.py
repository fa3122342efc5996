"""The tables of names that are surely one: ours, as shipped, and the user's own.

    [[model]]
    name = "文心一言"
    aliases = ["ERNIE Bot"]
    developer = "百度"                 # optional, of models: under another developer the same words are another name
    source = "where it says so"        # may be left out in the user's own file

A line adds to the one that already knows its name. One alias for two names is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import QuestionError, shown
from registry.names.folding import folded

MAX_BYTES = 1 << 20
MAX_NAME = 200
"""Characters of a name, as in a statement."""


class Kind(StrEnum):
    """What a name is of."""

    MODEL = "model"
    DEVELOPER = "developer"
    LEADERBOARD = "leaderboard"
    DATASET = "dataset"
    PUBLISHER = "publisher"
    """An identifier that a key signs with: it has no aliases."""


class Named(Struct, frozen=True):
    """One thing with all the names that it surely has."""

    name: str
    aliases: tuple[str, ...] = ()
    developer: str = ""
    """Of a model: who made it. Empty when the table does not say."""
    source: str = ""
    """Where it says that these are one."""

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, the first in front."""
        return (self.name, *self.aliases)


Table = Mapping[tuple[Kind, str], Named]
"""What is known, by kind and folded name: under each of its names."""


@cache
def known_names() -> Table:
    """Return the shipped table with the user's own. Raises: QuestionError when the user's file is not right."""
    from registry.places import Places

    place = Places.of().names
    return extended(shipped(), _own(place), str(place))


def shipped() -> Table:
    """Return our own table."""
    from registry.names.aliases import ALIASES

    return _grown({}, ALIASES, "aliases")


def extended(table: Table, raw: bytes, place: str) -> Table:
    """Return a table with the lines of a file; `place` names the file in what is refused.

    Raises: QuestionError at the first line that is not right.
    """
    return _grown(table, _read(raw, place), place) if raw else table


def _grown(table: Table, content: Mapping[str, object], place: str) -> Table:
    grown = dict(table)
    for kind, path, line in _lines(content, place):
        _add(grown, kind, line, path)
    return grown


def _own(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return b""


def _read(raw: bytes, place: str) -> dict[str, object]:
    import tomllib  # deferred: costs 8 ms

    if len(raw) > MAX_BYTES:
        raise QuestionError(f"{place}: more than {MAX_BYTES:,} bytes")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QuestionError(f"{place}: not UTF-8 at byte {error.start}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise QuestionError(f"{place}: not TOML: {error}") from error


def _lines(content: Mapping[str, object], place: str) -> Iterator[tuple[Kind, str, Named]]:
    """Yield kind, place and content of each line of a file."""
    kinds = [kind for kind in Kind if kind is not Kind.PUBLISHER]
    for section, lines in content.items():
        if section not in kinds:
            raise QuestionError(f"{place}: found [[{section}]], expected one of {', '.join(kinds)}")
        if not isinstance(lines, list):
            raise QuestionError(f"{place}: {section}: found {shown(lines)}, expected [[{section}]]")
        for number, line in enumerate(lines, 1):
            path = f"{place}: {section} {number}"
            yield Kind(section), path, _named(line, path, Kind(section))


def _named(line: object, path: str, kind: Kind) -> Named:
    if not isinstance(line, dict):
        raise QuestionError(f"{path}: found {shown(line)}, expected a table with name and aliases")
    allowed = {"name", "aliases", "source"} | ({"developer"} if kind is Kind.MODEL else set())
    unknown = next((key for key in line if key not in allowed), None)
    if unknown is not None:
        raise QuestionError(f"{path}: found {shown(unknown)}, expected one of {', '.join(sorted(allowed))}")
    aliases = line.get("aliases", [])
    if not isinstance(aliases, list):
        raise QuestionError(f"{path}: aliases: found {shown(aliases)}, expected a list of names")
    names = tuple(_text(one, f"{path}: aliases") for one in aliases)
    developer, source = (_text(line[key], f"{path}: {key}") if key in line else "" for key in ("developer", "source"))
    return Named(_text(line.get("name"), f"{path}: name"), names, developer, source)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not folded(value) or len(value) > MAX_NAME or not value.isprintable():
        raise QuestionError(f"{path}: found {shown(value)}, expected a name of 1 to {MAX_NAME} printable characters")
    return value


def _add(table: dict[tuple[Kind, str], Named], kind: Kind, line: Named, path: str) -> None:
    """Put a line into a table, joined with the one that already knows its name."""
    owner = table.get((kind, folded(line.name)))
    joined = line if owner is None else _joined(owner, line, path)
    for name in line.names:
        other = table.get((kind, folded(name)))
        if other is not None and other is not owner:
            raise QuestionError(f"{path}: {shown(name)} is already a name of {shown(other.name)}")
    for name in joined.names:
        table[kind, folded(name)] = joined


def _joined(owner: Named, line: Named, path: str) -> Named:
    if line.developer and owner.developer and folded(line.developer) != folded(owner.developer):
        raise QuestionError(
            f"{path}: developer: found {shown(line.developer)}, and {shown(owner.name)} is of {shown(owner.developer)}"
        )
    aliases = (*owner.aliases, *(name for name in line.names if name not in owner.names))
    return replace(owner, aliases=aliases, developer=owner.developer or line.developer)
