"""Signed entries on their way into a ledger: few are held, many wait in a file without a name, and the order is theirs."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass

HELD = 4 << 20
"""Bytes of entries that are held."""


class Pile:
    """Keeps bytes until they are asked for, as often as they are."""

    def __init__(self) -> None:
        # It has no name, so it is gone when the process ends, however that is.
        self._file = tempfile.SpooledTemporaryFile(HELD)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._end = 0

    def put(self, raw: bytes) -> Piled:
        """Take some bytes."""
        self._file.seek(self._end)
        self._file.write(raw)
        self._end += len(raw)
        return Piled(self, self._end - len(raw), len(raw))

    def read(self, start: int, size: int) -> bytes:
        """Return the bytes that stand somewhere."""
        self._file.seek(start)
        return self._file.read(size)


@dataclass(frozen=True, slots=True)
class Piled:
    """Bytes in a pile."""

    pile: Pile
    start: int
    size: int

    def read(self) -> bytes:
        """Return them."""
        return self.pile.read(self.start, self.size)
