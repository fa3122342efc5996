"""Collections of many short byte strings in little memory: a million objects of their own would take hundreds of megabytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

DIGEST_BYTES = 32
_INDEX_BYTES = 5
_RECORD_BYTES = DIGEST_BYTES + _INDEX_BYTES
_BUCKETS = 1 << 16


class Packed:
    """Byte strings of one length, in order, in one piece."""

    __slots__ = ("_raw", "_width")

    def __init__(self) -> None:
        self._raw = bytearray()
        self._width = 1

    def append(self, value: bytes) -> None:
        """Add one at the end; the first decides the length, which is not 0."""
        if not self._raw:
            self._width = len(value)
        if len(value) != self._width or not value:
            raise ValueError(f"{len(value)} bytes, needed {self._width}")
        self._raw += value

    def __len__(self) -> int:
        return len(self._raw) // self._width

    def __iter__(self) -> Iterator[bytes]:
        raw, width = self._raw, self._width
        return (bytes(raw[at : at + width]) for at in range(0, len(raw), width))


class FirstIndexes:
    """At which index each digest was first seen."""

    __slots__ = ("_buckets",)

    def __init__(self) -> None:
        self._buckets = [b""] * _BUCKETS

    def add(self, start: int, digests: Iterable[bytes]) -> list[tuple[int, int]]:
        """Take in digests of 32 bytes, of the indexes from `start` on; return (index, first index) of those seen before."""
        buckets, again = self._buckets, []
        for index, digest in enumerate(digests, start):
            # By Python's own hash, which differs from process to process: nobody can make digests that meet in one bucket.
            number = hash(digest) % _BUCKETS
            bucket = buckets[number]
            first = _find(bucket, digest) if digest in bucket else None
            if first is None:
                buckets[number] = bucket + digest + index.to_bytes(_INDEX_BYTES, "big")
            else:
                again.append((index, first))
        return again


def _find(bucket: bytes, digest: bytes) -> int | None:
    for at in range(0, len(bucket), _RECORD_BYTES):
        if bucket.startswith(digest, at):
            return int.from_bytes(bucket[at + DIGEST_BYTES : at + _RECORD_BYTES], "big")
    # It lies across two records.
    return None
