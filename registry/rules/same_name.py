"""How a rule compares the names of developers and datasets."""

from __future__ import annotations

from collections.abc import Callable

from registry.names import Kind, folded, key
from registry.rules.base import Context


def comparing(kind: Kind, context: Context) -> Callable[[str], str]:
    """Return what makes two names one: their key, or without a ledger at hand their folded spelling.

    The table of names holds the user's own, which is read where there is a ledger anyway; a bundle is verified without it.
    """
    return folded if context.record is None else lambda name: key(kind, name)
