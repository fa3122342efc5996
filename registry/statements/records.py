"""Between JSON values and records: check a value against a type, or write a record out.

A value that is well formed is converted by msgspec in one step. Only one that is not is walked, to name every problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import FieldInfo

from registry.errors import StatementError
from registry.statements.common import Statement
from registry.statements.problems import fields_of, misfits, misspelt

S = TypeVar("S", bound=Statement)


def check(value: Mapping[str, object], kind: type[S]) -> S:
    """Return the value as a statement of this kind.

    Raises: StatementError with everything that is wrong.
    """
    spelling = list(misspelt(value))
    try:
        statement = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        known = {problem.path for problem in spelling}
        more = (problem for problem in misfits(value, kind) if problem.path not in known)
        raise StatementError([*spelling, *more]) from None
    problems = spelling or list(statement.contradictions())
    if problems:
        raise StatementError(problems)
    return statement


def plain(value: object) -> Any:
    """Return a record as JSON values, without the fields that hold their default."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if not isinstance(value, msgspec.Struct):
        return value
    tag = {"type": value.type} if isinstance(value, Statement) else {}
    held = ((field, getattr(value, field.name)) for field in fields_of(type(value)))
    return tag | {field.encode_name: plain(item) for field, item in held if not _is_default(field, item)}


def _is_default(field: FieldInfo, value: object) -> bool:
    return not field.required and value == (field.default if field.default is not msgspec.NODEFAULT else {})
