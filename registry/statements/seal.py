"""A seal: a commitment to the items of a dataset that nobody may see yet. A reveal opens it."""

from __future__ import annotations

from typing import ClassVar

from registry.statements.common import Date, Hash, Line, Name, Ordinal, Record, Spoken


class SealedDataset(Record, frozen=True, kw_only=True):
    """What is sealed."""

    name: Name
    """The dataset's name."""
    version: Line = ""
    """Its version."""
    items: Ordinal
    """How many items are sealed: leaves of the tree."""
    languages: tuple[Name, ...] = ()
    """Languages of the items, as BCP 47 tags."""
    domains: tuple[Name, ...] = ()
    """Fields of the items."""


class Seal(Spoken, frozen=True, kw_only=True, tag="jinbang/seal/v1"):
    """A commitment to a dataset before it is used, with the promise to open it."""

    SHORT_NAME: ClassVar[str] = "seal"

    dataset: SealedDataset
    """What is sealed."""
    root: Hash
    """Merkle root (RFC 6962) over the items in their order; each leaf is 32 secret random bytes, then the item's
    bytes."""
    reveal_after: Date = ""
    """From when on it will be opened; empty promises nothing."""
