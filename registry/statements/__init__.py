"""What may be recorded: one type of statement a file, each a frozen record with a strict parser.

`parse` reads a JSON text or value and tells everything that is wrong with it; `format` writes the one spelling that the
ledger takes; `read_file` also reads TOML and YAML. To add a type, write its file and add it to `TYPES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ledger.statement import spell
from registry.errors import Problem, QuestionError, StatementError, shown
from registry.statements import reading
from registry.statements.amendment import Amendment
from registry.statements.claim import Claim
from registry.statements.common import Statement
from registry.statements.evaluation import Evaluation
from registry.statements.flag import Flag
from registry.statements.problems import one_of
from registry.statements.publisher import Publisher, PublisherKeys
from registry.statements.records import check, plain
from registry.statements.response import Response
from registry.statements.reveal import Reveal
from registry.statements.seal import Seal

__all__ = [
    "TYPES",
    "Amendment",
    "Claim",
    "Evaluation",
    "Flag",
    "Publisher",
    "PublisherKeys",
    "Response",
    "Reveal",
    "Seal",
    "Statement",
    "format",
    "of_checked",
    "parse",
    "read_file",
    "schema",
    "type_named",
]

TYPES: dict[str, type[Statement]] = {
    f"jinbang/{kind.SHORT_NAME}/v1": kind
    for kind in (Evaluation, Claim, Flag, Response, Amendment, Seal, Reveal, Publisher, PublisherKeys)
}
"""Types by what a statement's `type` says."""


def parse(raw: bytes | str | Mapping[str, object]) -> Statement:
    """Return the statement that a JSON text, or a value read from one, spells; its keys may stand in any order.

    Raises: StatementError with everything that is wrong.
    """
    value = raw if isinstance(raw, Mapping) else reading.read_json(raw)
    return check(value, _type_of(value))


def of_checked(value: Mapping[str, object]) -> Statement | None:
    """Return the statement of a value whose spelling the ledger has checked, or None when it is not one we know."""
    name = value.get("type")
    kind = TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    try:
        statement = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None
    return statement if next(statement.contradictions(), None) is None else None


def read_file(raw: bytes, name: str = "") -> Statement:
    """Return the statement in a file's bytes: JSON, TOML or YAML, by the ending of `name`, else by how it begins.

    Raises: StatementError.
    """
    return parse(reading.read(raw, name))


def format(statement: Statement) -> bytes:
    """Return the text to be signed: keys in the order of the type, what was left out left out, a final newline.

    Raises: StatementError when the statement was put together from values that `parse` would refuse.
    """
    value = plain(statement)
    check(value, type(statement))
    return spell(value)


def type_named(name: str) -> type[Statement]:
    """Return a type by its full name or its short one: `jinbang/evaluation/v1`, `evaluation`.

    Raises: QuestionError.
    """
    short = {kind.SHORT_NAME: kind for kind in TYPES.values()}
    kind = TYPES.get(name) or short.get(name)
    if kind is None:
        raise QuestionError(f"type of statement: found {shown(name)}, expected {one_of(short, name)}")
    return kind


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a type, with what each field is for.

    Raises: QuestionError when there is no such type.
    """
    from registry.statements.meanings import described_schema  # deferred: reading a statement does without it

    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described_schema(type_named(name))}


def _type_of(value: Mapping[str, object]) -> type[Statement]:
    name = value.get("type")
    kind = TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        found = shown(name) if "type" in value else "nothing"
        raise StatementError([Problem("type", found, one_of(TYPES, name))])
    return kind
