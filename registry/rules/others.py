"""Rules of other packages, found by the entry point `jinbang.rules`: each names a `Rule`, or a tuple of them.

    [project.entry-points."jinbang.rules"]
    house-rules = "house_rules:RULES"

They are judged with as ours are. One that cannot be used is an error, never a rule that is silently not there; one that fails on
a statement could not look at it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from registry.errors import RegistryError
from registry.rules.base import Context, Hit, Missing, Rule
from registry.statements import Statement

GROUP = "jinbang.rules"
_MARK = b"[jinbang.rules]"


class RuleUnusable(RegistryError):
    """A rule that another package brings cannot be used: nothing was judged without it."""


@cache
def others(own: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules that installed packages bring, in the order of their entry points' names.

    `own` are the ids and codes that are taken. Raises: RuleUnusable.
    """
    return tuple(_loaded(dict.fromkeys(own, "jinbang"))) if _is_any_installed(sys.path) else ()


def said_by(rule: Rule, statement: Statement, context: Context) -> Iterator[Hit | Missing]:
    """Yield what a rule of another package says; that it fails is something it could not look at."""
    try:
        yield from rule.check(statement, context)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it did not look
        yield Missing(f"the rule itself failed, {type(error).__name__}: {error}")


def _is_any_installed(path: list[str]) -> bool:
    """Say whether a package on the path may bring rules: the library that knows costs 15 ms to load, a look at its files 1."""
    return any(_MARK in points.replace(b" ", b"") for folder in path for points in _entry_points(folder))


def _entry_points(folder: str) -> Iterator[bytes]:
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - every command pays for this look: a path object a name is twice as slow
    except OSError:
        # What is on the path need not be there, or be a folder.
        return
    for name in names:
        path = f"{folder}/{name}/entry_points.txt"
        if name.endswith((".dist-info", ".egg-info")) and os.access(path, os.R_OK):
            yield Path(path).read_bytes()


def _loaded(taken: dict[str, str]) -> Iterator[Rule]:
    from importlib.metadata import entry_points  # deferred: costs 15 ms

    for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        try:
            value = point.load()
        except Exception as error:  # whatever another package does when it is loaded
            raise RuleUnusable(f"rules {point.name} = {point.value}: {type(error).__name__}: {error}") from error
        for rule in value if isinstance(value, tuple) else (value,):
            if not isinstance(rule, Rule):
                raise RuleUnusable(f"rules {point.name} = {point.value}: {type(rule).__name__} is not a Rule")
            for name in (rule.id, rule.code):
                if name in taken:
                    raise RuleUnusable(f"rules {point.name} = {point.value}: {name} is also a rule of {taken[name]}")
                taken[name] = point.value
            yield rule
