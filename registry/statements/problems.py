"""What keeps a JSON value from being a statement: every problem, with the path of its field.

Two walks. `misspelt` looks at the value alone: what no statement may hold, wherever it stands. `misfits` holds the value
against a type.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from ledger.statement import MAX_DEPTH, MAX_INTEGER
from ledger.text import MAX_SHOWN
from ledger.text import plain as printable
from registry.errors import Problem, shown
from registry.statements.reading import repeated_keys


@lru_cache
def fields_of(kind: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """Return the fields of a record in their order, with resolved types."""
    return msgspec.structs.fields(kind)


def one_of(names: Iterable[str], found: object = None) -> str:
    """Return the names as an expectation; only the nearest when `found` looks like a slip of one."""
    import difflib

    known = [name for name in names if name]
    near = difflib.get_close_matches(found, known, n=1) if isinstance(found, str) else []
    if near:
        return f'"{near[0]}"'
    return "one of " + ", ".join(f'"{name}"' for name in known) if len(known) > 1 else f'"{known[0]}"'


def misspelt(value: object, path: str = "", depth: int = 0) -> Iterator[Problem]:
    """Yield what no statement may hold anywhere: fractions, large numbers, deep nesting, repeated keys, half characters."""
    if depth > MAX_DEPTH:
        yield Problem(path, "a value nested too deep", f"at most {MAX_DEPTH} levels")
    elif isinstance(value, dict):
        for key in repeated_keys(value):
            yield Problem(_member(path, key), "a key that stands there twice", "each key once")
        for key, item in value.items():
            if not isinstance(key, str) or not _is_unicode(key):
                yield Problem(path, "a key that is not text", "text")
            else:
                yield from misspelt(item, _member(path, key), depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from misspelt(item, f"{path}[{number}]", depth + 1)
    else:
        yield from _misspelt_leaf(value, path)


def _misspelt_leaf(value: object, path: str) -> Iterator[Problem]:
    if isinstance(value, float):
        yield Problem(path, shown(value), _cure(value))
    elif isinstance(value, str):
        if not _is_unicode(value):
            yield Problem(path, shown(value), "text without half characters (lone surrogates)")
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            yield Problem(path, shown(value), "a number within 2^53; write it as a string")
    elif value is not None:
        yield Problem(path, shown(value), "a JSON value")


def _cure(value: float) -> str:
    if value - value != 0:  # NaN and the infinities
        return 'a number; leave it out, and say why in "missing"'
    return f'no number with a fraction; write it as a string: "{shown(value)}"'


def _is_unicode(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def misfits(value: object, hint: Any, path: str = "") -> Iterator[Problem]:
    """Yield what keeps a value from being of a type."""
    base, metas = _unwrapped(hint)
    if get_origin(base) in (Union, types.UnionType):
        (base,) = (arm for arm in get_args(base) if arm is not type(None))
        if value is not None:
            yield from misfits(value, base, path)
    elif isinstance(value, dict) and isinstance(base, type) and issubclass(base, msgspec.Struct):
        yield from _record_misfits(value, base, path)
    elif isinstance(value, list) and get_origin(base) is tuple:
        yield from _list_misfits(value, base, metas, path)
    else:
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError:
            yield Problem(path, shown(value), expected(hint, value))


def _record_misfits(value: Mapping[str, object], kind: type[msgspec.Struct], path: str) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in fields_of(kind)}
    for key in value:
        if key not in fields and key != kind.__struct_config__.tag_field:
            yield Problem(_member(path, key), "an unknown field", one_of(fields, key))
    for key, field in fields.items():
        if key in value:
            yield from misfits(value[key], field.type, _member(path, key))
        elif field.required:
            yield Problem(_member(path, key), "nothing", expected(field.type))


def _list_misfits(value: list[object], base: Any, metas: tuple[Any, ...], path: str) -> Iterator[Problem]:
    items = get_args(base)
    low, high = _bounds(metas) if items[-1] is Ellipsis else (len(items), len(items))
    if not low <= len(value) <= high:
        yield Problem(path, f"a list of {len(value)}", _span(low, high))
    for number, item in enumerate(value):
        yield from misfits(item, items[0], f"{path}[{number}]")


def _bounds(metas: tuple[Any, ...]) -> tuple[float, float]:
    """Return the least and greatest length that a list may have."""
    low = max((meta.min_length or 0 for meta in metas), default=0)
    high = min((meta.max_length for meta in metas if meta.max_length is not None), default=float("inf"))
    return low, high


def _span(low: float, high: float) -> str:
    if low == high:
        return f"{low}"
    return f"{low} or more" if high == float("inf") else f"{low} to {high}"


def expected(hint: Any, found: object = None) -> str:
    """Return what belongs in a field of this type, in words."""
    base, metas = _unwrapped(hint)
    title = next((meta.title for meta in metas if meta.title), "")
    examples: list[str] = next((meta.examples for meta in metas if meta.examples), [])
    if title:
        return title + (f', such as "{examples[0]}"' if examples else "")
    if get_origin(base) is Literal:
        return one_of(get_args(base), found)
    if get_origin(base) in (Union, types.UnionType):
        return expected(next(arm for arm in get_args(base) if arm is not type(None)))
    if get_origin(base) is tuple:
        return f"a list of {len(get_args(base))}" if get_args(base)[-1] is not Ellipsis else "a list"
    return "true or false" if base is bool else "an object"


def record_in(hint: Any) -> type[msgspec.Struct] | None:
    """Return the type of record that a field holds, alone, in a list or when present; None when it holds something else."""
    base, _ = _unwrapped(hint)
    if isinstance(base, type) and issubclass(base, msgspec.Struct):
        return base
    return next((kind for arm in get_args(base) if (kind := record_in(arm)) is not None), None)


def is_list(hint: Any) -> bool:
    """Say whether a field holds any number of values."""
    return Ellipsis in get_args(_unwrapped(hint)[0])


def item_of(hint: Any) -> Any:
    """Return the type of the values of a list."""
    return get_args(_unwrapped(hint)[0])[0]


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without its annotations, and the annotations."""
    return (hint.__origin__, hint.__metadata__) if get_origin(hint) is Annotated else (hint, ())


def _member(path: str, key: object) -> str:
    name = printable(str(key)[:MAX_SHOWN])
    return f"{path}.{name}" if path else name
