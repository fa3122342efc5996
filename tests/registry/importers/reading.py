"""What tests of importers share: a file as the statements it makes, and damaged copies of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.text import plain
from registry import importers
from registry.errors import RegistryError
from registry.importers.content import Content
from registry.statements import Evaluation, format, parse
from registry.statements.evaluation import LINES

PUBLISHER = "evals.example.org"


def imported(raw: bytes, base: Mapping[str, object] | None = None, name: str = "") -> list[Evaluation]:
    """Return the statements of a file whose format is found by content, or named; a table in parts is put together."""
    content = Content(raw)
    importer = importers.named(name) if name else importers.choose(content)
    assert importer is not None, "no format knows the file"
    return together(importers.statements_of(importer, content, base or {}, PUBLISHER))


def together(made: Iterable[Evaluation]) -> list[Evaluation]:
    """Return evaluations with the parts of each table put together, which come one after the other."""
    whole: list[Evaluation] = []
    for one in made:
        if one.part is None or one.part.number == 1:
            whole.append(replace(one, part=None))
        else:
            before = whole[-1]
            told = [*before.extra.get(LINES, []), *one.extra.get(LINES, [])]
            extra = before.extra | ({LINES: told} if told else {})
            whole[-1] = replace(before, placements=before.placements + one.placements, extra=extra)
    return whole


def exact(raw: bytes) -> Any:
    """Return a JSON value whose numbers are their own digits, read without the code under test."""
    return json.loads(raw, parse_float=str, parse_int=str, parse_constant=str)


def numbers_in(value: object) -> Iterator[str]:
    """Yield every number of a JSON value read by `exact`, and every text, which may be one."""
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, str):
        yield value


def _places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from _places(item, (*path, key))


_STRANGE: tuple[object, ...] = (
    None,
    True,
    [],
    {},
    "",
    "x" * 300,
    "a\nb",
    "\ud800",
    "\u202e",
    -1,
    0.5,
    1e300,
    10**400,
    float("nan"),
    float("inf"),
    [[]],
    {"": {}},
    "2026-13-45",
)


@st.composite
def damaged(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return a file with a value exchanged, a member taken out, or a byte changed or cut."""
    kind = draw(st.sampled_from(["exchange", "exchange", "exchange", "remove", "byte", "cut"]))
    if kind == "cut":
        return raw[: draw(st.integers(0, len(raw) - 1))]
    if kind == "byte":
        at = draw(st.integers(0, len(raw) - 1))
        return raw[:at] + draw(st.binary(min_size=1, max_size=2)) + raw[at + 1 :]
    value = copy.deepcopy(json.loads(raw))
    *way, last = draw(st.sampled_from(list(_places(value))))
    holder = value
    for step in way:
        holder = holder[step]
    if kind == "remove":
        del holder[last]
    else:
        holder[last] = draw(st.sampled_from(_STRANGE))
    return json.dumps(value).encode()


def check_damaged(raw: bytes, name: str) -> None:
    """Check that a damaged file is refused in one line that says where, or is a statement of what stands in it."""
    try:
        statements = imported(raw, name=name)
    except RegistryError as error:
        assert len(str(error).splitlines()) == 1
        assert plain(str(error)) == str(error)
        return
    there = {written(one) for one in numbers_in(exact(raw))}
    for statement in statements:
        assert parse(format(statement)) == statement
        for placement in statement.placements:
            for score in placement.scores:
                assert {score.value, score.stderr} - {""} <= there, "a number that the file does not hold"


def written(number: str) -> str:
    """Return a number with its exponent written out, by Python's own decimal."""
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 60:
        return number
    return f"{abs(value) if value == 0 else value:f}"
