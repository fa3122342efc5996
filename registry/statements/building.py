"""Building a statement from a value that was checked before: what reading it again costs without looking at every text again.

`msgspec.convert` holds each text against its pattern, which is most of what it takes; of an entry that stands in the index that
was done. A value of a form that was never checked makes nonsense here, or an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec.inspect
from msgspec import inspect

S = TypeVar("S", bound=msgspec.Struct)
_Build = Callable[[Any], Any]


def build(value: Mapping[str, object], kind: type[S]) -> S:
    """Return what `msgspec.convert` makes of a value that it takes: JSON without floats, as the ledger's is."""
    built: S = _of_struct(kind)(value)
    return built


@cache
def _of_struct(kind: type[msgspec.Struct]) -> _Build:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType), "statements and what is in them are structs"
    tag = info.tag_field
    renamed = [(one.encode_name, one.name) for one in info.fields if one.encode_name != one.name]
    built = [(one.name, build) for one in info.fields if (build := _of(one.type)) is not None]

    def make(value: Mapping[str, Any]) -> msgspec.Struct:
        given = dict(value)
        if tag is not None:
            given.pop(tag, None)
        for there, here in renamed:
            if there in given:
                given[here] = given.pop(there)
        for name, build in built:
            if name in given:
                given[name] = build(given[name])
        return kind(**given)

    return make


def _of(info: inspect.Type) -> _Build | None:
    """Return what builds a value of some type; None for one that stays as it is."""
    match info:
        case inspect.StructType():
            return _of_struct(info.cls)
        case inspect.VarTupleType():
            item = _of(info.item_type)
            return tuple if item is None else lambda value: tuple(map(item, value))
        case inspect.TupleType():
            return tuple
        case inspect.UnionType():
            return _of_union(info)
        case inspect.Metadata():
            return _of(info.type)
    return None


def _of_union(info: inspect.UnionType) -> _Build | None:
    """Return what builds a value that may be absent."""
    found = [build for one in info.types if (build := _of(one)) is not None]
    if not found:
        return None
    (build,) = found
    return lambda value: None if value is None else build(value)
