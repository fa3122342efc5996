"""What each field of a statement is for: the text under it in its type, read from the source, for the schema and for the docs.

The texts are no part of a type when it is made, so that a process that only reads statements does not pay for them.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from registry.statements.problems import fields_of, record_in

_BEFORE_IT = ("title", "examples")
"""What stands before the description of a property."""


def described_schema(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the JSON Schema of a type, each property with what it is for."""
    import msgspec.json

    schema = msgspec.json.schema(kind)
    for record in _records(kind):
        properties = schema["$defs"][record.__name__]["properties"]
        words = meanings(record)
        for field in fields_of(record):
            properties[field.encode_name] = _described(properties[field.encode_name], words[field.name])
    return schema


def meanings(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return what each field of a record is for, by its name in Python."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            found |= _under_fields(_class_bodies(base.__module__)[base.__name__])
    return found


def _under_fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, " ".join(words.split())


@lru_cache
def _class_bodies(module: str) -> dict[str, list[ast.stmt]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}


def _records(kind: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """Return the record and every record within it."""
    inner = (record_in(field.type) for field in fields_of(kind))
    return {kind}.union(*(_records(one) for one in inner if one is not None))


def _described(property_: dict[str, Any], words: str) -> dict[str, Any]:
    before = {key: property_[key] for key in _BEFORE_IT if key in property_}
    return before | {"description": words} | property_
