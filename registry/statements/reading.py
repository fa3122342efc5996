"""JSON, TOML and YAML files as values, with nothing lost that a checker must see: how a number was spelled, a key given twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Self

from ledger.text import plain as printable
from registry.errors import Problem, StatementError, shown

MAX_FILE_BYTES = 4 << 20
"""A statement that fits an entry is far smaller."""


class Spelled(float):
    """A number with a fraction, which remembers its digits so that the message can repeat them."""

    __slots__ = ("spelling",)
    spelling: str

    def __new__(cls, spelling: str) -> Self:
        self = super().__new__(cls, spelling)
        self.spelling = spelling
        return self

    def __repr__(self) -> str:
        return self.spelling


class _Object(dict[str, object]):
    """A JSON object in whose text a key stood twice."""

    repeated: tuple[str, ...] = ()


def repeated_keys(value: Mapping[str, object]) -> tuple[str, ...]:
    """Return the keys that stood more than once in the text of an object that `read_json` returned."""
    return value.repeated if isinstance(value, _Object) else ()


def read(raw: bytes, name: str = "") -> dict[str, object]:
    """Return the object in a file: by the ending of its name, else JSON when it begins with a brace and TOML if not.

    YAML is never recognised by how it begins: too much of what is no YAML is YAML too.

    Raises: StatementError.
    """
    ending = name.lower().rpartition(".")[2]
    if ending in ("yaml", "yml"):
        return _read_yaml(raw)
    is_json = ending == "json" or (ending != "toml" and raw.lstrip()[:1] in (b"{", b"["))
    return read_json(raw) if is_json else read_toml(raw)


def read_json(raw: bytes | str) -> dict[str, object]:
    """Return the object that a JSON text spells.

    Raises: StatementError.
    """
    import json

    try:
        value = json.loads(_text(raw), object_pairs_hook=object_of, parse_float=Spelled, parse_constant=Spelled)
    except (ValueError, RecursionError) as error:
        raise _refusal(f"text that is not JSON ({printable(str(error))})", "one JSON object") from error
    if not isinstance(value, dict):
        raise _refusal(f"a {type(value).__name__}", "one JSON object")
    return value


def read_toml(raw: bytes | str) -> dict[str, object]:
    """Return the table that a TOML text spells, its dates as text.

    Raises: StatementError.
    """
    import tomllib

    try:
        value = tomllib.loads(_text(raw), parse_float=Spelled)
    except (ValueError, RecursionError) as error:
        raise _refusal(f"text that is not TOML ({printable(str(error))})", "JSON or TOML") from error
    return {key: _without_dates(item) for key, item in value.items()}


def _read_yaml(raw: bytes) -> dict[str, object]:
    from registry.statements.yaml_text import read_yaml  # deferred: it loads a YAML parser

    try:
        text = _text(raw)
    except UnicodeDecodeError as error:
        raise _refusal(f"text that is not UTF-8 at byte {error.start}", "one YAML mapping") from error
    value = read_yaml(text)
    if not isinstance(value, dict):
        raise _refusal(shown(value), "one YAML mapping")
    return value


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object that remembers which keys its text gave twice."""
    value = _Object(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        value.repeated = tuple(key for key in value if keys.count(key) > 1)
    return value


def _without_dates(value: object) -> object:
    """Return a TOML value with its dates and times written as text."""
    if isinstance(value, dict):
        return {key: _without_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_dates(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _text(raw: bytes | str) -> str:
    if len(raw) > MAX_FILE_BYTES:
        raise _refusal(f"{len(raw):,} bytes", f"at most {MAX_FILE_BYTES:,}")
    return raw if isinstance(raw, str) else raw.decode("utf-8")


def _refusal(found: str, expected: str) -> StatementError:
    return StatementError([Problem("", found, expected)])
