"""The ledger: append, read, prove. The face that others import.

ledger = Ledger.open(GitStore(path), cache=None)
receipt = ledger.append([entry.raw], operator)
ledger.prove_inclusion(receipt.start)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ledger import checkpoint, entry, founding, merkle, ranges, revision
from ledger import text as strict
from ledger.checkpoint import Checkpoint, SignedCheckpoint
from ledger.entry import Entry
from ledger.errors import (
    ConsistencyError,
    DuplicateError,
    FormatError,
    LedgerError,
    NotLogged,
    RefusedError,
    RollbackError,
    SignatureError,
    StoreError,
    VerificationError,
)
from ledger.founding import Identity
from ledger.note import Signer
from ledger.publishers import PUBLISHER, Publishers, is_key_event
from ledger.scan import Scan
from ledger.signer_state import Signed, SignerState
from ledger.store import CHECKPOINT, LEDGER_JSON, MAX_ENTRIES, Draft, Store
from ledger.tile import TILE_HEIGHT, TILE_WIDTH, Edge, Tile, TileHashes

_SCAN_CHUNK = 16_384
_ID_OR_PREFIX = re.compile(r"[0-9a-f]{8,64}")


def _now() -> datetime:
    return datetime.now(UTC)


def _no_summary(_: Entry) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who writes: the log's key, and what it has signed before."""

    signer: Signer
    state: SignerState
    """Kept outside the repository."""
    registrars: frozenset[str] = frozenset()
    """Publishers of whom one must countersign each enrolment; empty when enrolment is open."""
    now: Callable[[], datetime] = _now
    """Aware UTC; dates the commit, decides nothing."""
    timeout_s: float = 30.0
    """How long to wait for another writer."""

    def check_may_found(self) -> None:
        """Raise RollbackError when the key has signed entries before: a second log of its name would be a fork.

        An empty log that was cut off while it was founded is a prefix of any other, and may be founded again.
        """
        last = self.state.read()
        if last is not None and checkpoint.open(last.checkpoint, self.signer.key).size:
            raise RollbackError(f"{self.signer.name}: this key has signed checkpoints of a log of that name before")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest revision and its checkpoint, signed by the ledger's key."""

    revision: str
    signed: SignedCheckpoint

    @property
    def size(self) -> int:
        """Entries."""
        return self.signed.size

    @property
    def root(self) -> bytes:
        """32 bytes."""
        return self.signed.root


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an append came to."""

    start: int
    """Index of the first new entry."""
    statement_ids: tuple[str, ...]
    head: Head


@dataclass(slots=True)
class Ledger:
    """One log in one store."""

    store: Store
    identity: Identity
    scan: Scan
    _edge_at: dict[str, Edge] = field(default_factory=dict)
    """The right edge by revision: of the last append only."""
    _newest: Head | None = None
    """The last head seen; its signature was checked then."""
    _state: tuple[int, Publishers] = field(default_factory=lambda: (0, Publishers()))
    """Key state after so many entries."""

    @classmethod
    def create(cls, store: Store, operator: Operator, *, cache: Path | None = None) -> Ledger:
        """Found an empty log in an empty store; raises StoreError when something is there, FormatError on its name."""
        identity = Identity(operator.signer.key)
        founding.check_origin(identity.origin)
        if store.head() is not None:
            raise StoreError("ledger: is there already")
        ledger = cls(store, identity, Scan(cache, identity.key.format()))
        signed = checkpoint.sign(Checkpoint(identity.origin, 0, merkle.EMPTY_ROOT), operator.signer)
        files: dict[str, bytes | None] = {**founding.files(identity), CHECKPOINT: signed.raw}
        message = revision.founding_message(identity.origin, signed.root)
        draft = Draft(0, (), files, message, operator.now())
        with store.lock(operator.timeout_s):
            operator.check_may_found()
            ledger._commit(None, draft, signed, operator)
        return ledger

    @classmethod
    def open(cls, store: Store, *, cache: Path | None = None) -> Ledger:
        """Open the log in a store; `cache` is a file for what was read of it, None keeps that in memory.

        Raises: StoreError, FormatError.
        """
        newest = store.head()
        if newest is None:
            raise StoreError("ledger: nothing was ever published in it")
        identity = Identity.parse(store.read(newest, LEDGER_JSON))
        return cls(store, identity, Scan(cache, identity.key.format()))

    # Reading

    def head(self) -> Head:
        """Return the newest revision and its checkpoint, whose signature is checked."""
        newest = self.store.head()
        if newest is None:
            raise StoreError("ledger: nothing was ever published in it")
        if self._newest is None or self._newest.revision != newest:
            self._newest = Head(newest, checkpoint.open(self.store.read(newest, CHECKPOINT), self.identity.key))
        return self._newest

    def entry(self, index: int, head: Head | None = None) -> Entry:
        """Return an entry's form; raises NotLogged."""
        at = head or self.head()
        if not 0 <= index < at.size:
            raise NotLogged(f"entry {index}: the ledger has {at.size} entries, counted from 0")
        return entry.parse(next(self.store.entries(at.revision, index, index + 1)))

    def entries(self, start: int, stop: int, head: Head | None = None) -> Iterator[bytes]:
        """Return the raw entries start..stop-1 as a stream."""
        at = head or self.head()
        return self.store.entries(at.revision, start, min(stop, at.size))

    def chosen(self, indexes: Iterable[int], head: Head | None = None) -> Iterator[bytes]:
        """Return some raw entries, in the order asked for, as a stream; raises DamagedError at one that is not there."""
        at = head or self.head()
        return self.store.chosen(at.revision, indexes)

    def find(self, statement_id: str) -> int:
        """Return the index of a statement by its id, or by a prefix of 8 or more hex digits that only it has.

        Raises: FormatError when it is neither; NotLogged, also when several begin so.
        """
        if _ID_OR_PREFIX.fullmatch(statement_id) is None:
            raise FormatError("statement id", f"not 8 to 64 lowercase hex digits: {strict.shown(statement_id)}")
        self.catch_up()
        low = bytes.fromhex(statement_id.ljust(64, "0"))
        high = bytes.fromhex(statement_id.ljust(64, "f"))
        found = self.scan.find_prefix(low, high, 2)
        if not found:
            raise NotLogged(f"statement {statement_id[:16]}: not in the ledger")
        if len(found) > 1:
            raise NotLogged(f"statement {statement_id}: several begin so; give more digits")
        return found[0][1]

    def publishers(self) -> Publishers:
        """Return the key state after the last entry; it knows what was valid at every index before."""
        self.catch_up()
        return Publishers(dict(self._known().by_name))

    def publishers_at(self, size: int) -> Publishers:
        """Return the key state after so many entries, of those that were read."""
        state = Publishers()
        for index, raw in self.scan.events():
            if index < size:
                state.apply(index, entry.parse(raw))
        return state

    def _known(self) -> Publishers:
        """Return the key state that the scan has, growing the one kept."""
        size, state = self._state
        if size > self.scan.size:
            size, state = 0, Publishers()
        for index, raw in self.scan.events(size):
            state.apply(index, entry.parse(raw))
        self._state = (self.scan.size, state)
        return state

    # Proving

    def hashes(self, head: Head | None = None) -> TileHashes:
        """Return the tree's hashes as stored; a proof made of them is checked by whoever receives it."""
        at = head or self.head()
        return TileHashes(at.size, lambda tile: self.tile(tile, at))

    def prove_inclusion(self, index: int, head: Head | None = None) -> list[bytes]:
        """Return the hashes from an entry to the head's root; reads O(log n) tiles."""
        at = head or self.head()
        if not 0 <= index < at.size:
            raise NotLogged(f"entry {index}: the ledger has {at.size} entries, counted from 0")
        return merkle.prove_inclusion(index, at.size, self.hashes(at))

    def prove_consistency(self, old_size: int, new_size: int | None = None) -> list[bytes]:
        """Return the hashes that show one size is a prefix of another, by default of the head."""
        at = self.head()
        return merkle.prove_consistency(old_size, at.size if new_size is None else new_size, self.hashes(at))

    def root_at(self, size: int, head: Head | None = None) -> bytes:
        """Return the root that the stored tiles give for an earlier size."""
        return merkle.root(size, self.hashes(head))

    def edge_at(self, size: int, head: Head) -> Edge:
        """Return the right edge of the tree at an earlier size, as the stored tiles give it: compare its root."""
        return Edge.load(size, lambda tile: self.tile(tile, head))

    def tile(self, tile: Tile, head: Head) -> bytes:
        """Return a tile of just that width, cut from the one that a revision keeps: since then it may have grown."""
        grown = (head.size >> tile.level * TILE_HEIGHT) - tile.number * TILE_WIDTH
        stored = replace(tile, width=min(TILE_WIDTH, grown))
        return self.store.read(head.revision, stored.path)[: tile.width * merkle.HASH_BYTES]

    # Knowing what was read

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> Head:
        """Bring the scan to the head: read what is new, and compare it with the signed root. Returns that head.

        Raises: RollbackError when this log had other entries before; VerificationError when the entries do not give the
        signed root, or a key event is false.
        """
        head = self.head()
        self.check_remembered(head)
        if self.scan.size == head.size:
            return head
        edge = Edge.load(self.scan.size, lambda tile: self.tile(tile, head))
        state = Publishers(dict(self._known().by_name))
        start = self.scan.size
        try:
            for begin in range(start, head.size, _SCAN_CHUNK):
                self._scan_chunk(head, begin, min(begin + _SCAN_CHUNK, head.size), edge, state)
                if progress is not None:
                    progress(min(begin + _SCAN_CHUNK, head.size) - start, head.size - start)
            if edge.root() != head.root:
                raise VerificationError(f"entries {start} to {head.size - 1}: do not give the root of the checkpoint")
        except LedgerError:
            self.scan.restart()
            raise
        return head

    def check_remembered(self, head: Head | None = None) -> None:
        """Compare the head with what was read of this log before; raises RollbackError."""
        head = head or self.head()
        size = self.scan.size
        if size > head.size:
            raise RollbackError(f"ledger: has {head.size} entries, but {size} of this log were read before")
        before = head.root if size == head.size else self.root_at(size, head)
        if size and before != self.scan.root:
            raise RollbackError(f"ledger: other entries than the {size} of this log that were read before")

    def _scan_chunk(self, head: Head, begin: int, stop: int, edge: Edge, state: Publishers) -> None:
        leaves, ids, events = [], [], []
        for index, raw in enumerate(self.store.entries(head.revision, begin, stop), begin):
            leaves.append(merkle.leaf_hash(raw))
            ids.append((bytes.fromhex(entry.statement_id(raw)), index))
            if is_key_event(raw):
                error = ranges.apply_key_event(index, raw, state)
                if error is not None:
                    raise VerificationError(f"entry {index}: {error}") from error
                events.append((index, raw))
        edge.append(leaves)
        self.scan.add(begin, ids, events, stop, edge.root(), head.signed.raw if stop == head.size else b"")

    # Writing

    def append(
        self,
        raws: Sequence[bytes],
        operator: Operator,
        *,
        summary: revision.Summary = _no_summary,
        executor: Executor | None = None,
    ) -> Receipt:
        """Check entries, sign the log's next checkpoint, and commit both; all or nothing, durable when it returns.

        `summary` says in a few words what an entry is, for the commit message; `executor` checks large batches in parallel.
        Raises: RefusedError with every entry that may not be appended; RollbackError; BusyError; StoreError.
        """
        if operator.signer.key != self.identity.key:
            raise SignatureError(f"operator key: {operator.signer.key.format()}, needed {self.identity.key.format()}")
        with self.store.lock(operator.timeout_s):
            self._recover(operator)
            head = self.catch_up()
            if not raws:
                return Receipt(head.size, (), head)
            if head.size + len(raws) > MAX_ENTRIES:
                raise StoreError(f"ledger: full at {MAX_ENTRIES:,} entries")
            ids = self._admit(head, raws, operator, executor)
            edge = self._edge(head)
            tiles = revision.grow(edge, (merkle.leaf_hash(raw) for raw in raws))
            signed = checkpoint.sign(Checkpoint(self.identity.origin, edge.size, edge.root()), operator.signer)
            files = {change.path: change.content for change in tiles} | {CHECKPOINT: signed.raw}
            message = revision.message(head.size, raws, signed.size, signed.root, summary)
            draft = Draft(head.size, raws, files, message, operator.now())
            made = self._commit(head.revision, draft, signed, operator)
            self._edge_at = {made: edge}
            self._remember(head.size, raws, ids, signed)
        return Receipt(head.size, tuple(one.hex() for one in ids), Head(made, signed))

    def _recover(self, operator: Operator) -> None:
        """Compare the head with what the key has signed; finish an append that was cut off between signing and publishing.

        Raises: RollbackError, ConsistencyError.
        """
        last = operator.state.read()
        if last is None:
            return
        signed = checkpoint.open(last.checkpoint, self.identity.key)
        head = self.head()
        if signed.size > head.size:
            if not self.store.holds(last.revision, head.revision):
                raise RollbackError(
                    f"ledger: has {head.size} entries, but its key has signed a checkpoint of {signed.size}"
                )
            self.store.publish(head.revision, last.revision)
        elif signed.raw != head.signed.raw and self.root_at(signed.size, head) != signed.root:
            raise ConsistencyError(
                f"ledger: its key has signed another root for size {signed.size}", signed.raw, head.signed.raw
            )

    def _admit(self, head: Head, raws: Sequence[bytes], operator: Operator, executor: Executor | None) -> list[bytes]:
        """Return the statement ids of entries that may follow the head; raises RefusedError."""
        state = self.publishers()
        ids: list[bytes] = []
        refused: dict[int, LedgerError] = {}
        for checked in ranges.check_entries(head.size, raws, state, executor or ranges.INLINE):
            ids.extend(checked.statement_ids)
            refused.update((one.index - head.size, one.error) for one in checked.refused)
        seen: dict[bytes, int] = {}
        for at, statement_id in enumerate(ids):
            known = self.scan.find(statement_id)
            known = seen.setdefault(statement_id, head.size + at) if known is None else known
            if known != head.size + at:
                refused.setdefault(at, DuplicateError(statement_id.hex(), known))
        if operator.registrars:
            well_formed = [at for at in range(len(raws)) if at not in refused]
            refused |= _uncountersigned(raws, well_formed, operator.registrars)
        if refused:
            raise RefusedError(refused)
        return ids

    def _edge(self, head: Head) -> Edge:
        """Return the right edge at the head, from the last append of this object when nobody else wrote since."""
        kept = self._edge_at.get(head.revision)
        edge = kept.copy() if kept is not None else Edge.load(head.size, lambda tile: self.tile(tile, head))
        if edge.root() != head.root:
            raise VerificationError("tiles: do not give the root of the checkpoint")
        return edge

    def _commit(self, parent: str | None, draft: Draft, signed: SignedCheckpoint, operator: Operator) -> str:
        """Prepare, record what is about to be signed for the world, publish. In this order a crash can fork nothing."""
        made = self.store.prepare(parent, draft, operator.signer)
        operator.state.write(Signed(signed.raw, made))
        self.store.publish(parent, made)
        return made

    def _remember(self, start: int, raws: Sequence[bytes], ids: list[bytes], signed: SignedCheckpoint) -> None:
        events = [(index, raw) for index, raw in enumerate(raws, start) if is_key_event(raw)]
        numbered = zip(ids, range(start, signed.size), strict=True)
        self.scan.add(start, numbered, events, signed.size, signed.root, signed.raw)


def _uncountersigned(
    raws: Sequence[bytes], well_formed: Iterable[int], registrars: frozenset[str]
) -> dict[int, LedgerError]:
    """Return the enrolments that no registrar signed, by position."""
    refused: dict[int, LedgerError] = {}
    for at in well_formed:
        if is_key_event(raws[at]):
            parsed = entry.parse(raws[at])
            if parsed.statement.type == PUBLISHER and not registrars & set(parsed.signers):
                refused[at] = SignatureError(f"enrolment: not countersigned by {' or '.join(sorted(registrars))}")
    return refused
