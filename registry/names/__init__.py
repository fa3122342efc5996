"""When two names are one, and when they only look it: models, developers, leaderboards, datasets, publishers.

    key(Kind.MODEL, "ERNIE Bot") == key(Kind.MODEL, "文心一言")     one name in two languages, as a table says with its source
    looks_alike("ОpenAI", "OpenAI")                               two names that a reader takes for one: a Cyrillic О

Nothing that is only probable makes two names one, and no version or size is folded away.
"""

from __future__ import annotations

from registry.names.confusable import Oddity, Sight, looks_alike, skeleton, suspicious
from registry.names.folding import bare, folded
from registry.names.identity import (
    Identity,
    developer_names,
    identities,
    key,
    known_spellings,
    model_key,
    model_names,
    rivals,
    same_model,
)
from registry.names.table import Kind

__all__ = [
    "Identity",
    "Kind",
    "Oddity",
    "Sight",
    "bare",
    "developer_names",
    "folded",
    "identities",
    "key",
    "known_spellings",
    "looks_alike",
    "model_key",
    "model_names",
    "rivals",
    "same_model",
    "skeleton",
    "suspicious",
]
