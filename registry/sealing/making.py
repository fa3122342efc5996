"""Making a seal with its opening, and a reveal from an opening."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ledger.errors import VerificationError
from registry.errors import QuestionError, shown
from registry.sealing import opening
from registry.sealing.items import read
from registry.sealing.opening import MAX_ITEMS, Header, Line, Opening, line_of
from registry.sealing.tree import SALT_BYTES, Tree
from registry.statements import Seal

MAX_DATASET_BYTES = 128 << 20
"""A dataset is sealed in memory, together with its opening."""
_ITEMS = re.compile(r"[0-9]{1,9}(-[0-9]{1,9})?(,[0-9]{1,9}(-[0-9]{1,9})?)*")


class Sealed(NamedTuple):
    """The items of a dataset with fresh salts, and the root over them."""

    lines: list[Line]
    root: str
    """64 hex digits."""

    def opening(self, seal_id: str) -> bytes:
        """Return the opening file of the seal that was made of them."""
        return opening.format(Header(seal=seal_id, items=len(self.lines), root=self.root), self.lines)


def seal_items(path: Path) -> Sealed:
    """Return the items of a file of JSON Lines under fresh salts; raises QuestionError when it is too large, as `items.read` does."""
    lines, size = list[Line](), 0
    for item in read(path):
        size += len(item)
        if size > MAX_DATASET_BYTES or len(lines) == MAX_ITEMS:
            limits = f"{MAX_ITEMS:,} items and {MAX_DATASET_BYTES:,} bytes"
            raise QuestionError(f"{path.name}: too large to be sealed at once, at most {limits}; seal it in parts")
        lines.append(line_of(len(lines), os.urandom(SALT_BYTES), item))
    return Sealed(lines, Tree([one.leaf for one in lines]).root.hex())


def check_opens(found: Opening, seal: Seal) -> None:
    """Return if an opening opens a seal; raises VerificationError with what is on record and what is not."""
    needed = f"{seal.dataset.items:,} items and root {seal.root[:16]}…"
    if (found.header.items, found.header.root) != (seal.dataset.items, seal.root):
        given = f"{found.header.items:,} items and root {found.header.root[:16]}…"
        raise VerificationError(f"opening: {given}; needed {needed}, as the seal says")


def parse_indexes(text: str, size: int) -> Sequence[int]:
    """Return which items are meant by `1,5-9`, counted from 0, in order; raises QuestionError."""
    if _ITEMS.fullmatch(text) is None:
        raise QuestionError(f"--items: found {shown(text)}, expected items counted from 0, such as 1,5-9")
    wanted = set[int]()
    for part in text.split(","):
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        if not low <= high < size:
            raise QuestionError(f"--items: found {part}, expected items from 0 to {size - 1}")
        wanted.update(range(low, high + 1))
    return sorted(wanted)


def opened(found: Opening, indexes: Sequence[int]) -> list[dict[str, object]]:
    """Return items of an opening as a reveal gives them, each with its proof."""
    return [
        {
            "index": line.index,
            "salt": line.salt,
            "item": line.item,
            **({"encoding": line.encoding} if line.encoding else {}),
            "proof": [one.hex() for one in found.tree.prove(line.index)],
        }
        for line in (found.lines[index] for index in indexes)
    ]
