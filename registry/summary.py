"""What an entry says, in a few words, for commit messages and lists."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.entry import Entry
from ledger.text import plain

MAX_WORDS = 80
"""Characters of a summary."""


def summary(entry: Entry) -> str:
    """Return a line on an entry of any type; empty when there is nothing short to say. Reads only what is surely text."""
    value = entry.statement.value
    kind = entry.statement.type.split("/")[1]
    words = {"evaluation": _evaluation, "claim": _claim, "publisher": _publisher, "publisher-keys": _reason}.get(kind)
    said = plain(" ".join(words(value).split())) if words is not None else ""
    return said if len(said) <= MAX_WORDS else said[: MAX_WORDS - 1] + "…"


def _evaluation(value: Mapping[str, object]) -> str:
    board = value.get("leaderboard")
    placements = value.get("placements")
    name, release = (_text(board, "name"), _text(board, "release")) if isinstance(board, dict) else ("", "")
    count = len(placements) if isinstance(placements, list) else 0
    return f'"{name}" {release}, {count} placement{"" if count == 1 else "s"}'.replace(" ,", ",")


def _claim(value: Mapping[str, object]) -> str:
    return f'"{_text(value, "text")}"'


def _publisher(value: Mapping[str, object]) -> str:
    return " ".join(part for part in (_text(value, "display"), _text(value, "class")) if part)


def _reason(value: Mapping[str, object]) -> str:
    return _text(value, "reason")


def _text(value: Mapping[str, object], name: str) -> str:
    found = value.get(name, "")
    return found if isinstance(found, str) else ""
