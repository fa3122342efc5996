"""Re-verify everything, from the bytes.

The audit walks the history from the first revision to the head and asks of each whether it is what a writer would have written:
signed by the operator, a checkpoint of the right origin and size with the root that its entries give, the tiles that follow from
them byte for byte, and nothing else. Every entry must be of good form and signed under the keys valid at its index. Because each
root is computed from the entries before it, each checkpoint is thereby a prefix of the next.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum

from ledger import checkpoint, cosignature, merkle, note, ranges, revision
from ledger import entry as entries
from ledger import text as strict
from ledger.checkpoint import Checkpoint, SignedCheckpoint
from ledger.compact import FirstIndexes, Packed
from ledger.errors import DamagedError, FormatError, LedgerError, SignatureError, StoreError
from ledger.founding import Identity, files
from ledger.merkle import HASH_BYTES
from ledger.policy import Policy
from ledger.publishers import Publishers, is_key_event
from ledger.store import CHECKPOINT, LEDGER_JSON, MAX_ENTRIES, Change, Store, entry_index, entry_path
from ledger.tile import TILE_WIDTH, Edge, Tile
from ledger.workers import Workers

MANY = 16_384
"""From so many entries on processes are worth their start: at 10,000 threads are faster on two cores, at 40,000 no longer."""
Progress = Callable[[int], None]
"""Told how many entries have been checked."""


class Kind(StrEnum):
    """What is wrong."""

    ENTRY = "entry"
    SIGNATURE = "signature"
    TILE = "tile"
    CHECKPOINT = "checkpoint"
    STRAY = "stray"
    HISTORY = "history"
    COSIGNATURE = "cosignature"


# The most telling first: a changed entry also changes tiles, roots and the commit that holds it.
_ORDER = list(Kind)


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as it must be."""

    kind: Kind
    index: int | None
    """Entry, when one is concerned."""
    path: str
    """File in the ledger, or `commit <name>`."""
    found: str
    needed: str

    def __str__(self) -> str:
        where = self.path if self.index is None else f"entry {self.index}, {self.path}"
        return f"{self.kind}: {where}: {self.found}; needed {self.needed}"


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit came to."""

    origin: str
    size: int
    """Entries of the head."""
    root: bytes
    entries: int
    """Entries that were read and hashed."""
    checkpoints: int
    """Checkpoints whose root was computed again."""
    failures: tuple[Failure, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


@dataclass(slots=True)
class _Walk:
    """The state of an audit between two revisions."""

    store: Store
    policy: Policy | None
    everything: bool
    identity: Identity
    founding: str = ""
    """The first revision, which must be of an empty log."""
    edge: Edge = field(default_factory=Edge.empty)
    publishers: Publishers = field(default_factory=Publishers)
    seen: FirstIndexes = field(default_factory=FirstIndexes)
    failures: list[Failure] = field(default_factory=list)
    checkpoints: int = 0
    newest: SignedCheckpoint | None = None
    root_failed: bool = False
    """Every later root rests on the first wrong one, so it is told once."""

    def fail(self, kind: Kind, path: str, error: LedgerError | str, needed: str = "", index: int | None = None) -> None:
        """Note a failure; `needed` is by default what the error says."""
        found, _, wanted = str(error).partition("; needed ")
        self.failures.append(Failure(kind, index, path, strict.plain(found), needed or wanted or _NEEDED[kind]))

    def walk(self, revisions: list[str], before: str | None) -> Iterator[bytes]:
        """Check revision after revision; yields the entries they add, for their signatures to be checked."""
        for at in revisions:
            try:
                yield from self._revision(before, at)
            except DamagedError as error:
                self.fail(_kind_of(error.path), error.path, error.found, error.needed, entry_index(error.path))
                return
            if self.failures and not self.everything:
                return
            before = at

    def _revision(self, before: str | None, at: str) -> Iterator[bytes]:
        start = self.edge.size
        added, changes = self._sort(self.store.changes(before, at), start)
        signed = self._checkpoint(at)
        self._entries(changes, start, start + len(added), signed.size if signed is not None else None)
        leaves = Packed()
        try:
            for raw in self.store.contents(one.hex() for one in added):
                leaves.append(merkle.leaf_hash(raw))
                yield raw
        except DamagedError as error:
            raise DamagedError(entry_path(start + len(leaves)), error.found, error.needed) from error
        self._tiles(at, changes, revision.grow(self.edge, leaves))
        self._files(at, changes, founding=before is None)
        if signed is not None:
            self._root(at, signed, founding=before is None, start=start)

    def _sort(self, changes: Iterable[Change], start: int) -> tuple[Packed, dict[str, Change]]:
        """Return the content ids of the entries that follow the last one without a gap, and the other changes by path."""
        added, others = Packed(), {}
        path = entry_path(start)
        for change in changes:
            if change.path == path and change.before is None and change.after is not None:
                added.append(bytes.fromhex(change.after))
                path = entry_path(start + len(added))
            else:
                others[change.path] = change
        return added, others

    def _checkpoint(self, at: str) -> SignedCheckpoint | None:
        """Return a revision's checkpoint when it is signed by the log's key for its origin."""
        try:
            raw = self.store.read(at, CHECKPOINT)
            signed = checkpoint.open(raw, self.identity.key)
        except (FormatError, SignatureError, DamagedError) as error:
            self.fail(Kind.CHECKPOINT, CHECKPOINT, error)
            return None
        for line in signed.note.signatures:
            key = self.policy.witness(line.pair) if self.policy is not None else None
            if key is not None:
                try:
                    cosignature.verify(line, key, signed.note.text)
                except (SignatureError, FormatError) as error:
                    self.fail(Kind.COSIGNATURE, CHECKPOINT, error)
        return signed

    def _entries(self, changes: dict[str, Change], start: int, end: int, size: int | None) -> None:
        """Take every other change to an entry as a failure, and hold those added, `start` to `end`, against the checkpoint."""
        ahead: list[int] = []
        for path, index in [(path, index) for path in changes if (index := entry_index(path)) is not None]:
            change = changes.pop(path)
            if change.before is not None:
                word = "changed after it was published" if change.after is not None else "removed"
                self.fail(Kind.ENTRY, path, word, "an entry never changes", index)
            else:
                ahead.append(index)
        for index in sorted(ahead):
            self.fail(Kind.ENTRY, entry_path(index), "out of order", f"entry {end} next", index)
        if size is not None and end < size:
            self.fail(Kind.ENTRY, entry_path(end), "missing", f"entries up to {size - 1}, as the checkpoint says", end)
        # A size below `start` is an older checkpoint: see `_root`.
        if size is not None and start <= size < end:
            self.fail(Kind.ENTRY, entry_path(size), "extra", f"{size} entries, as the checkpoint says", size)

    def _tiles(self, at: str, changes: dict[str, Change], expected: list[revision.TileChange]) -> None:
        """Compare the tile files that changed with those that follow from the entries."""
        for tile in expected:
            change = changes.pop(tile.path, None)
            if tile.content is None:
                if change is None or change.after is not None:
                    self.fail(Kind.TILE, tile.path, "still there", "the older partial tile removed")
            elif change is None or change.after is None:
                self.fail(Kind.TILE, tile.path, "missing or not updated")
            else:
                self._tile(at, tile.path, tile.content)

    def _tile(self, at: str, path: str, needed: bytes) -> None:
        """Compare a tile's bytes; in a tile of leaf hashes the first that differs names an entry."""
        try:
            found = self.store.read(at, path)
        except DamagedError as error:
            self.fail(Kind.TILE, path, error.found, error.needed)
            return
        if found != needed:
            self.fail(Kind.TILE, path, "other bytes", _NEEDED[Kind.TILE], _first_other(Tile.parse(path), found, needed))

    def _files(self, at: str, changes: dict[str, Change], *, founding: bool) -> None:
        """Check what is left of the changes: the checkpoint, and once the founding files."""
        if changes.pop(CHECKPOINT, None) is None:
            self.fail(Kind.HISTORY, f"commit {at}", "does not change the checkpoint", "one append a commit")
        expected = files(self.identity) if founding else {}
        for path in sorted(expected):
            if changes.pop(path, None) is None:
                self.fail(Kind.HISTORY, path, "missing", "a file that every ledger is founded with")
        for path in ("allowed_signers", LEDGER_JSON) if founding else ():
            if self.store.read(at, path) != expected[path]:
                self.fail(Kind.HISTORY, path, "other bytes", "what follows from the log's key")
        for path in sorted(changes):
            if path.startswith("tile/"):
                self.fail(Kind.TILE, path, "changed" if changes[path].before else "stray file", _NEEDED[Kind.STRAY])
            elif changes[path].before:
                self.fail(Kind.HISTORY, path, "changed or removed", "a file that is written once")
            else:
                self.fail(Kind.STRAY, path, "stray file")

    def _root(self, at: str, signed: SignedCheckpoint, *, founding: bool, start: int) -> None:
        """Compare the signed root with the one that the entries give, and the commit with the checkpoint."""
        self.checkpoints += 1
        self.newest = signed
        if at == self.founding and signed.size:
            self.fail(Kind.HISTORY, f"commit {at}", f"size {signed.size} in the first commit", "an empty log")
        if signed.size < start or (signed.size == start and not founding):
            self.fail(Kind.CHECKPOINT, CHECKPOINT, f"size {signed.size} after size {start}", "a growing log")
        elif signed.size == self.edge.size and signed.root != self.edge.root() and not self.root_failed:
            self.root_failed = True
            found = strict.to_base64(signed.root)
            needed = f"{strict.to_base64(self.edge.root())}, which the entries give"
            self.fail(Kind.CHECKPOINT, CHECKPOINT, f"root {found} at size {signed.size}", needed)
        try:
            self.store.check_revision(at, self.identity.key, size=signed.size, root=signed.root)
        except LedgerError as error:
            self.fail(Kind.HISTORY, f"commit {at}", error)

    def take(self, checked: ranges.Checked) -> None:
        """Take in what a range of entries came to, and look for statements that are logged twice."""
        for one in checked.refused:
            kind = Kind.SIGNATURE if isinstance(one.error, SignatureError) else Kind.ENTRY
            self.fail(kind, entry_path(one.index), one.error, index=one.index)
        for index, first in self.seen.add(checked.start, checked.statement_ids):
            self.fail(Kind.ENTRY, entry_path(index), f"the statement of entry {first} again", "each once", index)


_NEEDED = {
    Kind.ENTRY: "an entry of good form",
    Kind.SIGNATURE: "a signature by a key valid at this index",
    Kind.TILE: "the hashes that follow from the entries",
    Kind.CHECKPOINT: "a checkpoint signed by the log's key for its origin",
    Kind.HISTORY: "a commit signed by the log's key, each with one parent",
    Kind.STRAY: "nothing else in a ledger",
    Kind.COSIGNATURE: "a cosignature that verifies",
}


def audit(
    store: Store,
    *,
    key: note.VerifierKey | None = None,
    since: bytes | None = None,
    policy: Policy | None = None,
    everything: bool = False,
    executor: Executor | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a whole log, or what follows a trusted checkpoint, and return what was found.

    `key` is the log's key as the caller trusts it; by default what the ledger says of itself. `since` is a checkpoint that was
    verified before: entries up to it are hashed, not verified again. Without `everything` the walk ends at the first
    revision that fails. `executor` is by default `jobs` processes, one a core; a few entries are checked in this one.

    Raises: StoreError when the ledger cannot be looked at, or a worker process died; FormatError when `since` is no checkpoint of this log.
    """
    try:
        head = store.head()
    except DamagedError as error:
        return _nothing(Failure(Kind.HISTORY, None, error.path, error.found, error.needed))
    if head is None:
        raise StoreError("ledger: nothing was ever published in it")
    identity, failed = _identity(store, head, key)
    if identity is None:
        return _nothing(*failed)
    walk = _Walk(store, policy, everything, identity, failures=list(failed))
    try:
        revisions = store.history(head)
    except DamagedError as error:
        walk.fail(Kind.HISTORY, error.path, error.found, error.needed)
        return _report(walk, 0)
    walk.founding = revisions[0]
    before, checked = None, 0
    if since is not None:
        before, revisions = _start_at(walk, checkpoint.open(since, identity.key), revisions)
        checked = walk.edge.size
    with _pool(executor, jobs, _promised(store, head)) as pool:
        stream = walk.walk(revisions, before)
        for one in ranges.check_entries(walk.edge.size, stream, walk.publishers, pool):
            walk.take(one)
            checked += len(one.statement_ids)
            if progress is not None:
                progress(checked)
    return _report(walk, checked)


def _identity(store: Store, head: str, key: note.VerifierKey | None) -> tuple[Identity | None, tuple[Failure, ...]]:
    """Return which log this is; a trusted key goes before what the ledger says of itself."""
    try:
        stated = Identity.parse(store.read(head, LEDGER_JSON))
    except DamagedError as error:
        failed = Failure(Kind.HISTORY, None, strict.plain(error.path), strict.plain(error.found), error.needed)
        return (Identity(key) if key is not None else None), (failed,)
    except FormatError as error:
        failed = Failure(Kind.HISTORY, None, LEDGER_JSON, strict.plain(str(error)), "the file that names the log's key")
        return (Identity(key) if key is not None else None), (failed,)
    if key is None or key == stated.key:
        return stated, ()
    return Identity(key), (Failure(Kind.HISTORY, None, LEDGER_JSON, stated.key.format(), key.format()),)


def _start_at(walk: _Walk, since: SignedCheckpoint, revisions: list[str]) -> tuple[str | None, list[str]]:
    """Bring the walk to a trusted checkpoint: check the whole of its revision but the signatures in it.

    Returns that revision and those after it.
    """
    position = _position(walk, since.size, revisions)
    if position is None:
        return None, []
    at = revisions[position]
    for index, raw in enumerate(walk.walk([at], None)):
        walk.seen.add(index, [entries.statement_digest(raw)])
        error = ranges.apply_key_event(index, raw, walk.publishers) if is_key_event(raw) else None
        if error is not None:
            walk.fail(Kind.SIGNATURE, entry_path(index), error, index=index)
    if walk.edge.root() != since.root:
        found = f"root {strict.to_base64(walk.edge.root())} at size {walk.edge.size}"
        walk.fail(Kind.CHECKPOINT, CHECKPOINT, found, f"{strict.to_base64(since.root)}, as in the trusted checkpoint")
    return at, [] if walk.failures and not walk.everything else revisions[position + 1 :]


def _position(walk: _Walk, size: int, revisions: list[str]) -> int | None:
    """Return the first revision of a trusted checkpoint's size; when there is none that is a failure."""
    first: int | None = None
    for position in reversed(range(len(revisions))):
        try:
            signed = checkpoint.open(walk.store.read(revisions[position], CHECKPOINT), walk.identity.key)
        except (FormatError, SignatureError, DamagedError) as error:
            walk.fail(Kind.CHECKPOINT, CHECKPOINT, error)
            return None
        if signed.size == size:
            first = position
        elif signed.size < size:
            break
    if first is not None:
        return first
    walk.fail(Kind.HISTORY, CHECKPOINT, f"no revision of size {size}", "the trusted checkpoint in the history")
    return None


def _first_other(tile: Tile, found: bytes, needed: bytes) -> int | None:
    """Return the entry whose leaf hash differs first; None on the levels above, where a hash is over many."""
    for at in range(0, len(needed) if tile.level == 0 else 0, HASH_BYTES):
        if found[at : at + HASH_BYTES] != needed[at : at + HASH_BYTES]:
            return tile.number * TILE_WIDTH + at // HASH_BYTES
    return None


def _promised(store: Store, head: str) -> int:
    """Return the size that the head states. Unchecked: it decides how the work is done, not what it comes to."""
    try:
        return Checkpoint.parse(note.parse(store.read(head, CHECKPOINT)).text).size
    except (FormatError, DamagedError):
        return 0


def _pool(executor: Executor | None, jobs: int | None, size: int) -> AbstractContextManager[Executor]:
    """Return the caller's executor, which stays open, or one for this audit."""
    if executor is not None:
        return nullcontext(executor)
    count = jobs or os.cpu_count() or 1
    # Threads, for one interpreter's lock, are slower than processes once these have started.
    return Workers(count) if size >= MANY else ThreadPoolExecutor(count)


def _kind_of(path: str) -> Kind:
    if entry_index(path) is not None:
        return Kind.ENTRY
    return Kind.TILE if path.startswith("tile/") else Kind.HISTORY


def _nothing(*failures: Failure) -> Report:
    """Return the report of a ledger that does not say which log it is."""
    return Report("", 0, b"", 0, 0, failures)


def _report(walk: _Walk, checked: int) -> Report:
    failures = sorted(walk.failures, key=_urgency)
    size, root = (walk.newest.size, walk.newest.root) if walk.newest is not None else (0, b"")
    kept = failures if walk.everything else failures[:1]
    return Report(walk.identity.origin, size, root, checked, walk.checkpoints, tuple(kept))


def _urgency(failure: Failure) -> tuple[int, int]:
    """Sort by what tells most, then by entry; failures that concern no one entry stay in the order of the history."""
    return _ORDER.index(failure.kind), failure.index if failure.index is not None else MAX_ENTRIES
