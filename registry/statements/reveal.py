"""A reveal: a sealed dataset is opened, whole or some items of it. Whether it is the sealed one is shown by its proofs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from ledger.entry import MAX_ENTRY_BYTES
from ledger.errors import FormatError
from ledger.text import from_base64
from registry.errors import Problem
from registry.statements.common import Count, Hash, Record, Source, Spoken, StatementId

MAX_PROOF = 53
"""Hashes from a leaf to the root of the largest tree whose size a statement can give."""


class Opened(Record, frozen=True, kw_only=True):
    """One item of a sealed dataset, with what shows that it is the sealed one."""

    index: Count
    """Which item, counted from 0."""
    salt: Hash
    """The secret bytes of its leaf."""
    item: Annotated[str, Meta(title="any text", max_length=MAX_ENTRY_BYTES)]
    """The item's bytes, as text or encoded."""
    encoding: Literal["", "base64"] = ""
    """How `item` gives the bytes: as UTF-8 text when empty."""
    proof: Annotated[tuple[Hash, ...], Meta(max_length=MAX_PROOF)] = ()
    """Inclusion proof (RFC 6962) from its leaf to the root of the seal."""

    @property
    def content(self) -> bytes:
        """The item's bytes. Raises FormatError when `item` is not the base64 that it says it is."""
        return from_base64(self.item, what="item") if self.encoding else self.item.encode()


class Reveal(Spoken, frozen=True, kw_only=True, tag="jinbang/reveal/v1"):
    """A sealed dataset is opened: all of it as a file, or some items with their proofs."""

    SHORT_NAME: ClassVar[str] = "reveal"

    seal: StatementId
    """The seal that is opened."""
    opening: Source = Source()
    """The file with every item and its salt, when the whole dataset is opened."""
    items: tuple[Opened, ...] = ()
    """Instead of it: the items that are opened, in order."""

    def contradictions(self) -> Iterator[Problem]:
        yield from super().contradictions()
        if self.items and self.opening != Source():
            yield Problem("items", "an opening as well", "one of the two")
        elif not self.items and not self.opening.sha256:
            yield Problem("opening.sha256", "nothing", "the hash of the opening file, or items that are opened")
        for number, one in enumerate(self.items):
            if number and one.index <= self.items[number - 1].index:
                yield Problem(f"items[{number}].index", str(one.index), "items in order, each once")
            try:
                _ = one.content
            except FormatError:
                yield Problem(f"items[{number}].item", "text that is not base64", "the item's bytes in base64")
