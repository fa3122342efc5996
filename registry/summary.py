"""What an entry says, in a few words, for commit messages and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.entry import Entry
from ledger.text import plain
from registry.citation import ID_DIGITS

MAX_WORDS = 80
"""Characters of a summary."""


def summary(entry: Entry) -> str:
    """Return a line on an entry of any type; empty when there is nothing short to say. Reads only what is surely text."""
    value = entry.statement.value
    kind = entry.statement.type.split("/")[1]
    words = _WORDS.get(kind)
    said = plain(" ".join(words(value).split())) if words is not None else ""
    return said if len(said) <= MAX_WORDS else said[: MAX_WORDS - 1] + "…"


def _evaluation(value: Mapping[str, object]) -> str:
    board = value.get("leaderboard")
    placements = value.get("placements")
    name, release = (_text(board, "name"), _text(board, "release")) if isinstance(board, dict) else ("", "")
    count = len(placements) if isinstance(placements, list) else 0
    part = value.get("part")
    piece = f", part {part.get('number')} of {part.get('of')}" if isinstance(part, dict) else ""
    return f'"{name}" {release}, {_counted(count, "placement")}{piece}'.replace(" ,", ",")


def _claim(value: Mapping[str, object]) -> str:
    return f'"{_text(value, "text")}"'


def _publisher(value: Mapping[str, object]) -> str:
    return " ".join(part for part in (_text(value, "display"), _text(value, "class")) if part)


def _reason(value: Mapping[str, object]) -> str:
    return _text(value, "reason")


def _flag(value: Mapping[str, object]) -> str:
    return f'{_text(value, "reason")} on {_short(value, "entry")}: "{_text(value, "because")}"'


def _response(value: Mapping[str, object]) -> str:
    return f'to {_short(value, "flag")}: "{_text(value, "because")}"'


def _amendment(value: Mapping[str, object]) -> str:
    by, because = _short(value, "by"), _text(value, "because")
    said = f"{_text(value, 'action')} {_short(value, 'target')}{f' by {by}' if by else ''}"
    return f'{said}: "{because}"' if because else said


def _seal(value: Mapping[str, object]) -> str:
    dataset = value.get("dataset")
    items = dataset.get("items") if isinstance(dataset, dict) else None
    name = _text(dataset, "name") if isinstance(dataset, dict) else ""
    return f'"{name}", {_counted(items if isinstance(items, int) else 0, "item")}'


def _reveal(value: Mapping[str, object]) -> str:
    items = value.get("items")
    return f"{_counted(len(items), 'item') if isinstance(items, list) else 'all'} of {_short(value, 'seal')}"


def _short(value: Mapping[str, object], name: str) -> str:
    return _text(value, name)[:ID_DIGITS]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _text(value: Mapping[str, object], name: str) -> str:
    found = value.get(name, "")
    return found if isinstance(found, str) else ""


_WORDS: dict[str, Callable[[Mapping[str, object]], str]] = {
    "evaluation": _evaluation,
    "claim": _claim,
    "flag": _flag,
    "response": _response,
    "amendment": _amendment,
    "seal": _seal,
    "reveal": _reveal,
    "publisher": _publisher,
    "publisher-keys": _reason,
}
