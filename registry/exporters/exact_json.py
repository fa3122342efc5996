"""JSON in which a number has the digits that it was recorded with: 77.10 stays 77.10, which no binary number can hold."""

from __future__ import annotations

import json


class Digits(str):
    """A decimal string that is written as a number."""

    __slots__ = ()


def written(value: object, indent: str = "") -> str:
    """Return a value as JSON, indented by two blanks a level; all that must not be seen is escaped."""
    deeper = indent + "  "
    match value:
        case dict():
            lines = [f"{deeper}{_text(str(key))}: {written(item, deeper)}" for key, item in value.items()]
            return _block("{", lines, "}", indent)
        case list() | tuple():
            return _block("[", [deeper + written(item, deeper) for item in value], "]", indent)
        case Digits():
            return str(value)
        case str():
            return _text(value)
        case _:
            return json.dumps(value, allow_nan=False)


def _block(first: str, lines: list[str], last: str, indent: str) -> str:
    return f"{first}\n" + ",\n".join(lines) + f"\n{indent}{last}" if lines else first + last


def _text(words: str) -> str:
    return escaped(json.dumps(words, ensure_ascii=False))


def escaped(line: str) -> str:
    """Return a line of JSON in which what is not printable is an escape, so that it is the same JSON."""
    return line if line.isprintable() else "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in line)
