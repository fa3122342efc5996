"""How names are compared before anything else is known of them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

KEPT = 1 << 15
"""Names of which is remembered what they come to: a ledger says the same ones again and again."""


@lru_cache(KEPT)
def folded(name: str) -> str:
    """Return a name as it is compared: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@lru_cache(KEPT)
def bare(name: str) -> str:
    """Return a name's letters and digits; all of the name when it has none."""
    return "".join(filter(str.isalnum, folded(name))) or folded(name)
