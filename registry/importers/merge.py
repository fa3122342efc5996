"""What `--base` adds to what a file says: it fills in, and never silently contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ledger.text import plain
from registry.errors import QuestionError, shown
from registry.importers.base import Lines, Value

_ADDED = frozenset({"evidence", "checks"})
"""Lists that are joined; what the file says keeps its numbers."""
_TYPE = "jinbang/evaluation/v1"


def merged(said: Value, base: Mapping[str, object]) -> Value:
    """Return what a file says, and what `base` says beyond it.

    Raises: QuestionError at the field where the two differ.
    """
    kind = base.get("type", _TYPE)
    if kind != _TYPE:
        raise QuestionError(f'--base: type: found {shown(kind)}, expected "{_TYPE}"')
    return _objects(said, {key: value for key, value in base.items() if key != "type"}, "")


def _objects(said: Mapping[str, object], base: Mapping[str, object], path: str) -> Value:
    added = {key: value for key, value in base.items() if key not in said}
    both = {key: _values(value, base[key], f"{path}.{key}".lstrip(".")) for key, value in said.items() if key in base}
    return {**said, **both, **added}


def _values(said: object, base: object, path: str) -> object:
    if isinstance(said, dict) and isinstance(base, dict):
        return _objects(said, base, path)
    if isinstance(said, Lines):
        return _lines(said, base, path)
    if isinstance(said, list) and isinstance(base, list):
        if path in _ADDED:
            return [*said, *base]
        if path == "placements" and len(said) == len(base) == 1 and not _name(said[0]):
            # The file is of one model and does not name it.
            return [_values(said[0], base[0], f"{path}[0]")]
        if all(_name(item) for item in [*said, *base]):
            return _named(said, base, path)
    if said != base:
        raise QuestionError(f"--base: {plain(path)}: found {shown(base)}, and the file says {shown(said)}")
    return said


def _lines(said: Lines, base: object, path: str) -> Lines:
    """Return the lines of a table, each with what base says of the one with its name."""
    if path != "placements" or not isinstance(base, list):
        raise QuestionError(f"--base: {plain(path)}: found {shown(base)}, and the file tells it of each line")
    if not all(_name(item) for item in base):
        raise QuestionError(f"--base: {path}: found {shown(base)}, expected each with the name of its model")
    _added_by(said, base, path)
    return Lines(lambda: _both(said, base, path))


def _named(said: list[object], base: list[object], path: str) -> list[object]:
    """Return the items of a list, each with what base says of the one with its name; base may not add placements."""
    more = _added_by(said, base, path)
    return [*_both(said, base, path), *more]


def _added_by(said: Iterable[object], base: list[object], path: str) -> list[object]:
    """Return the items of base whose names the file does not have."""
    ours = {_name(item) for item in said}
    more = [item for item in base if _name(item) not in ours]
    if more and path == "placements":
        raise QuestionError(f"--base: {path}: found {shown(_name(more[0]))}, a model that is not in the file")
    if len({_name(item) for item in base}) < len(base):
        raise QuestionError(f"--base: {path}: found a name that stands twice, expected each once")
    return more


def _both(said: Iterable[object], base: list[object], path: str) -> Iterator[object]:
    """Yield what the file says, each with what base says of the same."""
    of_base = {_name(item): item for item in base}
    for number, item in enumerate(said):
        name = _name(item)
        yield _values(item, of_base[name], f"{path}[{number}]") if name in of_base else item


def _name(item: object) -> str:
    """Return what an item of a list is known by, empty when it has no name."""
    if not isinstance(item, dict):
        return ""
    model = item.get("model")
    name = item.get("name") or item.get("criterion") or (model.get("name") if isinstance(model, dict) else "")
    return name if isinstance(name, str) else ""
