"""Filters with a name: `@mine` in a filter stands for what was saved as `mine`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import durable
from ledger.text import plain
from registry.errors import QuestionError

if TYPE_CHECKING:
    from registry.filter import Term
    from registry.filter.complete import Candidate

_NAME = re.compile(r"[\w-]{1,40}")
# What stands in quotes is text. A Chinese keyboard types the wide sign.
_CALLED = re.compile(r'"[^"]*"?|(?<![^\s(（-])[@＠]([\w-]*)')


def is_name(text: str) -> bool:
    """Say whether a filter can be called so."""
    return _NAME.fullmatch(text) is not None


def parse(text: str, filters: Mapping[str, str], parsed: Callable[[str], Term]) -> Term:
    """Return the tree of a filter, with those that it calls by name put in; raises FilterError with the place in `text`."""
    from registry.filter import FilterError  # deferred: the first picture waits for no filter

    parts = _parts(text, filters)
    try:
        return parsed("".join(said for _, said in parts))
    except FilterError as error:
        start, stop = (_place(parts, at) for at in (error.start, error.stop))
        raise FilterError(text, start, max(start, stop), error.why) from error


def complete(text: str, cursor: int, filters: Mapping[str, str]) -> list[Candidate]:
    """Return the saved filters whose names could stand at the cursor."""
    from registry.filter.complete import Candidate

    found = next((one for one in _CALLED.finditer(text) if one.start() < cursor <= one.end()), None)
    if found is None or found[1] is None:
        return []
    part = text[found.start() + 1 : cursor]
    return [Candidate(f"@{name}", *found.span(), filters[name]) for name in sorted(filters) if name.startswith(part)]


def _parts(text: str, filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the text in parts, each with what it stands for."""
    from registry.filter.errors import FilterError, near

    parts, at = [], 0
    for found in _CALLED.finditer(text):
        name = found[1]
        if name is None:
            continue
        if name not in filters:
            why = f"found no saved filter @{plain(name)}{near(name, filters)}"
            raise FilterError(text, found.start(), found.end(), why)
        before = text[at : found.start()]
        parts += [(before, before), (found[0], f"({filters[name]})" if filters[name].strip() else "")]
        at = found.end()
    return [*parts, (text[at:], text[at:])]


def _place(parts: list[tuple[str, str]], at: int) -> int:
    """Return where in the text a place of what it stands for is."""
    begins = accumulate((len(written) for written, _ in parts), initial=0)
    said_before = accumulate((len(said) for _, said in parts), initial=0)
    for begin, before, (written, said) in zip(begins, said_before, parts, strict=False):
        if at <= before + len(said):
            return begin + (at - before if written == said else 0)
    return sum(len(written) for written, _ in parts)


def read(path: Path) -> dict[str, str]:
    """Return the filters that were saved; raises QuestionError, OSError."""
    from tui.config import toml

    found = toml(path)
    return {name: text for name, text in found.items() if is_name(name) and isinstance(text, str)}


def write(path: Path, filters: Mapping[str, str]) -> None:
    """Save filters, in place of those that were; raises OSError."""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(plain(text), ensure_ascii=False)}\n"
        for name, text in filters.items()
    ]
    durable.replace(path, "".join(lines).encode(), mode=0o666)


def save(path: Path, name: str, text: str, filters: Mapping[str, str]) -> str:
    """Keep a filter under a name, and return it as it was kept, with those that it calls put in.

    Raises: QuestionError for a name or a filter that cannot be used; OSError.
    """
    if not is_name(name):
        raise QuestionError(f'found "{plain(name)[:80]}", expected a name of up to 40 letters, digits, _ or -')
    said = plain("".join(said for _, said in _parts(text, filters)))
    write(path, read(path) | {name: said})
    return said
