"""Where a log is kept: the one seam to storage, the layout of its files, and a store in memory.

A store keeps revisions: each is the whole set of files after one append, with one parent. Writing is two steps, so that the
log can record what it is about to sign in between: `prepare` makes a revision durable but invisible, `publish` moves the head
by compare-and-swap.

    ledger.json                 format, origin and vkey; written once
    README.md, allowed_signers, .gitattributes    for people and stock git; written once
    checkpoint                  the current signed tree head
    entries/000/001/234.note    entry 1234
    tile/<L>/<N>[.p/<W>]        hash tiles; only the newest partial of each level
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from ledger.errors import BusyError, DamagedError, MovedError, StoreError
from ledger.note import Signer, VerifierKey

CHECKPOINT = "checkpoint"
LEDGER_JSON = "ledger.json"
MAX_ENTRIES = 10**9
"""Nine digits name an entry's file."""
_ENTRY_PATH = re.compile(r"entries/([0-9]{3})/([0-9]{3})/([0-9]{3})\.note")


def entry_path(index: int) -> str:
    """Return where entry `index` is kept."""
    digits = f"{index:09d}"
    return f"entries/{digits[:3]}/{digits[3:6]}/{digits[6:]}.note"


def entry_index(path: str) -> int | None:
    """Return the index that a path names, or None when it is not an entry's path."""
    match = _ENTRY_PATH.fullmatch(path)
    return int("".join(match.groups())) if match else None


class Change(Struct, frozen=True):
    """One path that differs between two revisions."""

    path: str
    before: str | None
    """Content id in the older revision; None when the path is new."""
    after: str | None
    """Content id in the newer revision; None when the path is gone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one append adds."""

    start: int
    """Index of the first new entry."""
    entries: Sequence[bytes]
    """New entries in order; may be read more than once, and lazily."""
    files: Mapping[str, bytes | None]
    """Other files by path: new content, or None to remove."""
    message: str
    """Commit message: subject, body and trailers."""
    made_at: datetime
    """Aware UTC; for people only."""


class Store(Protocol):
    """Revisions of a log's files. Everything it returns is hostile until the log has checked it."""

    def head(self) -> str | None:
        """Return the newest revision, or None when nothing was ever published."""

    def read(self, revision: str, path: str) -> bytes:
        """Return a file of a revision; raises DamagedError when it is not there."""

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        """Return contents by id, in order, as a stream; raises DamagedError at one that is not there."""

    def entries(self, revision: str, start: int, stop: int) -> Iterator[bytes]:
        """Return the entries start..stop-1 of a revision, in order, as a stream; raises DamagedError at one that is not there."""

    def chosen(self, revision: str, indexes: Iterable[int]) -> Iterator[bytes]:
        """Return some entries of a revision, in the order asked for, as a stream; raises DamagedError at one that is not there."""

    def history(self, revision: str) -> list[str]:
        """Return the revisions from the first to this one; raises DamagedError when the chain is broken or merged."""

    def changes(self, before: str | None, after: str) -> Iterable[Change]:
        """Return every path that differs, sorted by path; raises DamagedError on the way at what is not a ledger's."""

    def check_revision(self, revision: str, key: VerifierKey, *, size: int, root: bytes) -> None:
        """Check that the operator signed this revision as the one for a size and root; raises VerificationError."""

    def prepare(self, parent: str | None, draft: Draft, signer: Signer) -> str:
        """Make a new revision durable without showing it, and return it."""

    def publish(self, before: str | None, after: str) -> None:
        """Move the head from `before` to `after`; raises MovedError when it is no longer there, StoreError when `after` is not."""

    def holds(self, revision: str, parent: str | None) -> bool:
        """Say whether a prepared revision is there, with this parent."""

    def lock(self, timeout_s: float) -> AbstractContextManager[None]:
        """Be the only writer; raises BusyError when another one is for longer than the time limit."""


@dataclass(slots=True)
class _Snapshot:
    parent: str | None
    files: dict[str, bytes]
    draft: Draft


@dataclass(slots=True)
class MemoryStore:
    """A store without a disk: each revision is a dictionary."""

    snapshots: dict[str, _Snapshot] = field(default_factory=dict)
    newest: str | None = None
    _mutex: threading.Lock = field(default_factory=threading.Lock)
    _writers: threading.Lock = field(default_factory=threading.Lock)
    _by_id: dict[str, bytes] = field(default_factory=dict)

    def head(self) -> str | None:
        return self.newest

    def read(self, revision: str, path: str) -> bytes:
        try:
            return self._files(revision)[path]
        except KeyError as error:
            raise DamagedError(path, "no such file", "a file of the ledger") from error

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        return (self._content(content_id) for content_id in ids)

    def entries(self, revision: str, start: int, stop: int) -> Iterator[bytes]:
        return self.chosen(revision, range(start, stop))

    def chosen(self, revision: str, indexes: Iterable[int]) -> Iterator[bytes]:
        return (self.read(revision, entry_path(index)) for index in indexes)

    def history(self, revision: str) -> list[str]:
        chain: list[str] = []
        at: str | None = revision
        while at is not None:
            chain.append(at)
            at = self._snapshot(at).parent
        return chain[::-1]

    def changes(self, before: str | None, after: str) -> list[Change]:
        old = self._files(before) if before is not None else {}
        new = self._files(after)
        return [
            Change(path, self._id(old.get(path)), self._id(new.get(path)))
            for path in sorted(old.keys() | new.keys())
            if old.get(path) != new.get(path)
        ]

    def check_revision(self, revision: str, key: VerifierKey, *, size: int, root: bytes) -> None:
        """Nothing is signed here but the checkpoint; a snapshot cannot be altered without being another one."""

    def prepare(self, parent: str | None, draft: Draft, signer: Signer) -> str:
        files = dict(self._files(parent)) if parent is not None else {}
        files.update((entry_path(draft.start + at), raw) for at, raw in enumerate(draft.entries))
        for path, content in draft.files.items():
            if content is None:
                files.pop(path, None)
            else:
                files[path] = content
        seed = f"{parent}\n{draft.message}\n" + "".join(f"{path} {self._id(files[path])}\n" for path in sorted(files))
        revision = hashlib.sha256(seed.encode() + signer.key.public_key).hexdigest()
        self.snapshots[revision] = _Snapshot(parent, files, draft)
        return revision

    def publish(self, before: str | None, after: str) -> None:
        with self._mutex:
            if self.newest != before:
                raise MovedError("head: moved by another writer")
            self._snapshot(after)
            self.newest = after

    def holds(self, revision: str, parent: str | None) -> bool:
        return revision in self.snapshots and self.snapshots[revision].parent == parent

    def lock(self, timeout_s: float) -> AbstractContextManager[None]:
        return _MemoryLock(self._writers, timeout_s)

    def _snapshot(self, revision: str) -> _Snapshot:
        try:
            return self.snapshots[revision]
        except KeyError as error:
            raise StoreError(f"revision {revision[:12]}: not here") from error

    def _files(self, revision: str) -> dict[str, bytes]:
        return self._snapshot(revision).files

    def _content(self, content_id: str) -> bytes:
        try:
            return self._by_id[content_id]
        except KeyError as error:
            raise DamagedError(f"object {content_id}", "missing", "a content of the ledger") from error

    def _id(self, content: bytes | None) -> str | None:
        if content is None:
            return None
        content_id = hashlib.sha256(content).hexdigest()
        self._by_id[content_id] = content
        return content_id


@dataclass(slots=True)
class _MemoryLock:
    mutex: threading.Lock
    timeout_s: float

    def __enter__(self) -> None:
        if not self.mutex.acquire(timeout=self.timeout_s):
            raise BusyError(f"ledger: another writer has held the lock for {self.timeout_s:g} s")

    def __exit__(self, *_: object) -> None:
        self.mutex.release()
