"""What names and models are found by in the tables, and the questions that entries are judged by, as numbers."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from registry import names
from registry.names import Identity, Kind
from registry.statements.evaluation import Model

_SEPARATOR = "\x1f"
_KEPT = 1 << 16


@lru_cache(_KEPT)
def key(kind: Kind, name: str) -> str:
    """Return what all names of one thing have in common."""
    return names.key(kind, name)


@lru_cache(_KEPT)
def skeleton(name: str) -> str:
    """Return what all names that look alike have in common."""
    return names.skeleton(name)


@lru_cache(_KEPT)
def question(*words: str) -> int:
    """Return a question to the record as a signed number of 64 bits."""
    digest = hashlib.blake2b(_SEPARATOR.join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def same_line(identity: Identity) -> int:
    """Return the question for the lines of a model, under one of its names; lines are found by it as well."""
    return question("placements", *identity)


def model_numbers(model: Model) -> tuple[int, ...]:
    """Return the questions for the lines of a model, one a name; that of its own name first."""
    if not model.aliases:
        return _plain_numbers(model.developer, model.name, model.version)
    return tuple(map(same_line, names.identities(model)))


@lru_cache(_KEPT)
def _plain_numbers(developer: str, name: str, version: str) -> tuple[int, ...]:
    return tuple(map(same_line, names.identities(Model(name=name, developer=developer, version=version))))


TODAY = question("today")
