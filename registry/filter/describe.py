"""The table of fields as Markdown, for `docs/query.md`."""

from __future__ import annotations

from collections.abc import Iterator

from registry.filter.fields import FIELDS, Field, Kind

_WORDS_SHOWN = 8


def field_table() -> str:
    """Return every field with the ways to write it, what it holds, and an example."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "| field | also | holds | of | may be absent | example |"
    yield "|---|---|---|---|---|---|"
    for field in FIELDS:
        also = ", ".join(f"`{alias}`" for alias in field.aliases)
        optional = "yes" if field.optional else ""
        yield f"| `{field.name}` | {also} | {_holds(field)} | {field.help} | {optional} | `{field.example}` |"


def _holds(field: Field) -> str:
    """Return the kind of value, and the words where there are few."""
    if field.kind is not Kind.CHOICE:
        return str(field.kind)
    words = list(dict.fromkeys(value.split("/")[1] if "/" in value else value for value in field.choices().values()))
    shown = ", ".join(f"`{word}`" for word in words[:_WORDS_SHOWN])
    return f"{shown}, …" if len(words) > _WORDS_SHOWN else shown
