"""What the audit screen asks: checkpoints, tiles, witnesses and the newest entries; proofs between them; and everything again.

It has a ledger of its own, so that a long judgement keeps no look at the log waiting. Texts come back as recorded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from registry.errors import RegistryError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.audit import Failure, Report
    from ledger.checkpoint import SignedCheckpoint
    from ledger.git_store import Dated, GitStore
    from ledger.log import Head, Ledger
    from ledger.policy import Policy
    from ledger.proof import Bundle
    from ledger.steps import Consistency, Way
    from ledger.verify import Check

CHECKPOINTS = 200
"""The newest that are listed."""
_BUNDLE_START = "jinbang-proof/"
ENTRIES = 200
"""As of entries."""


class Stopped(RegistryError):
    """The one who asked wants no answer any more."""


class Sealed(NamedTuple):
    """A checkpoint of the history."""

    revision: str
    size: int
    root: bytes
    """Empty when it cannot be read or is not signed by the log's key."""
    seconds: int | None
    """POSIX, as the commit states it."""
    cosigned: tuple[str, ...]
    """Witnesses of the policy whose cosignature verifies."""
    trouble: str
    """Why it is no checkpoint of this log; empty when it is one."""


class Edge(NamedTuple):
    """The last tile of a level."""

    level: int
    number: int
    width: int
    """Hashes in it, of 256."""


class Witness(NamedTuple):
    """A witness of the policy, and the newest listed checkpoint that it cosigned."""

    name: str
    size: int | None
    """None when it cosigned none of those that are listed."""
    cosigned_at: int
    """POSIX seconds, as it says."""
    outgrown_at: int | None
    """POSIX seconds at which the first listed checkpoint after it with more entries was made, as its commit states; None without one."""


Seen = dict[str, tuple[int, int]]
"""The size that each witness cosigned, and at what second as it says."""


class Logged(NamedTuple):
    """An entry in a line."""

    entry_index: int
    type: str
    summary: str
    by: str


class Overview(NamedTuple):
    """The log as it stands."""

    origin: str
    head: str
    """Its newest revision."""
    size: int
    checkpoints: tuple[Sealed, ...]
    """The newest first."""
    edges: tuple[Edge, ...]
    """From the top level down."""
    witnesses: tuple[Witness, ...]
    need: str
    """The quorum of the policy; empty when there is no policy."""
    entries: tuple[Logged, ...]
    """The newest first."""
    alarm: str
    """Why this is not the log that was read before; empty when it is."""
    evidence: bytes
    """Of an alarm: the file that others can check; empty when the earlier checkpoint was not kept."""
    looked_at: int
    """POSIX seconds, by the clock of this machine."""


class Inclusion(NamedTuple):
    """How an entry is in the tree of a checkpoint."""

    entry_index: int
    size: int
    way: Way
    signed_root: bytes
    signed_by: str


class Prefix(NamedTuple):
    """How a checkpoint's tree is a prefix of another's."""

    old_size: int
    new_size: int
    ways: Consistency | None
    """None when the sizes are equal, or the older tree is empty: then there is nothing to hash."""
    old_root: bytes
    new_root: bytes


class Brought(NamedTuple):
    """All that the checks of an entry look at, as it stands in a file."""

    text: str


class Auditing:
    """One ledger's log, asked from several threads, one at a time."""

    def __init__(self, path: Path | None, policy: Path | None) -> None:
        self._path = path
        self._policy_path = policy
        self._lock = threading.Lock()
        self._ledger: Ledger | None = None
        self._listed: tuple[Head, tuple[Logged, ...]] | None = None
        """The entries that were listed last, and under which head."""
        self._known: dict[str, tuple[Sealed, Seen]] = {}
        """Checkpoints by revision, as `_judged_by` has them."""
        self._judged_by: Policy | None = None

    def close(self) -> None:
        """End the git process that answers reads."""
        if self._ledger is not None:
            self._store().close()

    def head(self) -> str:
        """Return the newest revision: one small file is read."""
        with self._lock:
            return self._store().head() or ""

    def overview(self, *, anew: bool = False) -> Overview:
        """Return the log as it stands, with what the last look read unless it is to be read `anew`.

        Raises: LedgerError, RegistryError, OSError.
        """
        with self._lock:
            if anew:
                self._listed, self._known = None, {}
            ledger, policy = self._opened(), self._policy()
            head = ledger.head()
            sealed = self._checkpoints(head, policy)
            return Overview(
                ledger.identity.origin,
                head.revision,
                head.size,
                tuple(one for one, _ in sealed),
                edges(head.size),
                _witnesses(policy, sealed),
                policy.quorum if policy is not None else "",
                self._entries(ledger, head),
                *_alarm(ledger, head),
                int(time.time()),
            )

    def signed_days(self) -> list[str]:
        """Return the days of the newest checkpoints, as their commits state them; without those that no calendar holds."""
        with self._lock:
            store = self._store()
            head = store.head()
            recent = store.recent(head, CHECKPOINTS) if head is not None else []
        known = (moment(one.seconds) for one in recent)
        return [at.date().isoformat() for at in known if at is not None]

    def logged(self, indexes: Iterable[int]) -> dict[int, datetime]:
        """Return when entries were logged, as the commits of the first checkpoints over them state; without those not known here."""
        wanted = list(indexes)
        if not wanted:
            return {}
        with self._lock:
            sealed = [one for one, _ in self._checkpoints(self._opened().head(), self._policy())]
        found = {index: moment(first_over(index, sealed)) for index in wanted}
        return {index: at for index, at in found.items() if at is not None}

    def inclusion(self, index: int) -> Inclusion:
        """Return how an entry is in the tree of the head."""
        from ledger.proof import bundle

        with self._lock:
            return inclusion_of(bundle(self._opened(), index))

    def witnesses(self, index: int) -> Check:
        """Return whether the witnesses that the policy asks for have cosigned a checkpoint over an entry."""
        from ledger.policy import Policy
        from ledger.proof import bundle
        from ledger.verify import verify

        with self._lock:
            ledger, policy = self._opened(), self._policy()
            checks = verify(bundle(ledger, index), policy or Policy.of_log(ledger.identity.key)).checks
        return next(one for one in checks if one.name == "witnesses")

    def of_text(self, text: str, index: int) -> Inclusion:
        """Return the way of a proof bundle, for a text that is one, else that of an entry in this ledger."""
        bundle = pasted_bundle(text)
        return inclusion_of(bundle) if bundle is not None else self.inclusion(index)

    def brought(self, text: str, index: int) -> Brought:
        """Return what is checked of a proof bundle, for a text that is one, else of an entry in this ledger."""
        from ledger.proof import bundle

        brought = pasted_bundle(text)
        if brought is None:
            with self._lock:
                brought = bundle(self._opened(), index)
        return Brought(brought.format().decode(errors="replace"))

    def prefix(self, one: Sealed, other: Sealed) -> Prefix:
        """Return how the smaller of two checkpoints is a prefix of the other; raises ConsistencyError when it is not."""
        from ledger import merkle, steps

        old, new = sorted((one, other), key=lambda each: each.size)
        with self._lock:
            ledger = self._opened()
            proof = ledger.prove_consistency(old.size, new.size)
        merkle.check_consistency(old.size, old.root, new.size, new.root, proof)
        is_drawn = 0 < old.size < new.size
        ways = steps.consistency(old.size, new.size, old.root, proof) if is_drawn else None
        return Prefix(old.size, new.size, ways, old.root, new.root)

    def audit(self, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> tuple[Report, list[Failure]]:
        """Check everything again from the bytes, and return what failed; raises Stopped when it is no longer wanted."""
        from ledger.audit import audit
        from ledger.git_store import GitStore
        from registry.cli import context

        store = GitStore(context.ledger_path(self._path))
        policy = self._policy()
        total = self._size()

        def show(done: int) -> None:
            if stopped():
                raise Stopped("audit: stopped")
            progress(done, total)

        try:
            report = audit(store, key=context.trusted_key(policy, store), policy=policy, everything=True, progress=show)
            return report, [*context.forgotten(store, report), *report.failures]
        finally:
            store.close()

    def _size(self) -> int:
        """Return how many entries the head speaks of; 0 when it cannot be read, which the audit then says."""
        from ledger.errors import LedgerError

        with self._lock:
            try:
                return self._opened().head().size
            except LedgerError:
                return 0

    def _opened(self) -> Ledger:
        from registry.cli import context

        if self._ledger is None:
            self._ledger = context.open_ledger(self._path)
        return self._ledger

    def _store(self) -> GitStore:
        from ledger.git_store import GitStore

        store = self._opened().store
        assert isinstance(store, GitStore), "the command line opens ledgers in git"
        return store

    def _policy(self) -> Policy | None:
        from registry.cli import context

        return context.policy(self._policy_path)

    def _checkpoints(self, head: Head, policy: Policy | None) -> list[tuple[Sealed, Seen]]:
        """Return the newest checkpoints; what a revision holds never changes, so those of the last look are not read again."""
        known = self._known if policy == self._judged_by else {}
        if next(iter(known), "") == head.revision:
            return list(known.values())
        recent = self._store().recent(head.revision, CHECKPOINTS)
        self._judged_by = policy
        self._known = {
            one.revision: known[one.revision] if one.revision in known else self._sealed(one, policy) for one in recent
        }
        return list(self._known.values())

    def _sealed(self, dated: Dated, policy: Policy | None) -> tuple[Sealed, Seen]:
        """Return a checkpoint, and which witness saw which size of it at what second."""
        from ledger import checkpoint
        from ledger.errors import DamagedError, FormatError, SignatureError
        from ledger.store import CHECKPOINT

        try:
            raw = self._store().read(dated.revision, CHECKPOINT)
            signed = checkpoint.open(raw, self._opened().identity.key)
        except (DamagedError, FormatError, SignatureError) as error:
            return Sealed(dated.revision, 0, b"", dated.seconds, (), str(error)), {}
        seen, trouble = _cosigned(signed, policy)
        return Sealed(dated.revision, signed.size, signed.root, dated.seconds, tuple(seen), trouble), seen

    def _entries(self, ledger: Ledger, head: Head) -> tuple[Logged, ...]:
        """Return the newest entries. Those of the last look are not read again when the tree still begins with them."""
        from registry.cli.log import rows_of

        start = max(0, head.size - ENTRIES)
        known: tuple[Logged, ...] = ()
        if self._listed is not None:
            before, listed = self._listed
            if before.size <= head.size and ledger.root_at(before.size, head) == before.root:
                known = tuple(one for one in listed if one.entry_index >= start)
        rows = list(rows_of(ledger, known[0].entry_index + 1 if known else start, head))
        found = tuple(
            Logged(int(str(one["index"])), str(one["type"]), str(one["summary"]), str(one["by"])) for one in rows[::-1]
        )
        self._listed = head, found + known
        return found + known


def first_over(index: int, sealed: Sequence[Sealed]) -> int | None:
    """Return the second that the first checkpoint over an entry states, of the newest of a log; None when that is none of them."""
    first = None
    for one in sealed:
        # Of one that cannot be read nobody knows what it is over.
        if not one.root:
            return None
        if one.size <= index:
            return first
        first = one.seconds
    return first if len(sealed) < CHECKPOINTS else None


def edges(size: int) -> tuple[Edge, ...]:
    """Return the last tile of each level of a log, the top level first."""
    from ledger.tile import TILE_HEIGHT, TILE_WIDTH

    found, level, hashes = [], 0, size
    while hashes:
        number = (hashes - 1) >> TILE_HEIGHT
        found.append(Edge(level, number, hashes - number * TILE_WIDTH))
        level, hashes = level + 1, hashes >> TILE_HEIGHT
    return tuple(reversed(found))


def moment(seconds: int | None) -> datetime | None:
    """Return a time in UTC; None for one that is not stated, or that no calendar holds. It decides nothing."""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def pasted_bundle(text: str) -> Bundle | None:
    """Return the proof bundle that was pasted, or None when the text is none; raises FormatError."""
    from ledger.proof import Bundle

    if not text.startswith(_BUNDLE_START):
        return None
    # Terminals send a carriage return where a pasted text had a line feed.
    return Bundle.parse(text.replace("\r\n", "\n").replace("\r", "\n").encode())


def inclusion_of(bundle: Bundle) -> Inclusion:
    """Return how the entry of a bundle is in the tree of its checkpoint, signed by the key that the bundle names.

    Raises: FormatError, SignatureError, InclusionError.
    """
    from ledger import checkpoint, merkle, note, steps

    signed = checkpoint.open(bundle.proof.checkpoint, note.VerifierKey.parse(bundle.vkey))
    index, leaf = bundle.proof.index, merkle.leaf_hash(bundle.raw)
    merkle.check_inclusion(index, signed.size, leaf, bundle.proof.hashes, signed.root)
    way = steps.inclusion(index, signed.size, leaf, bundle.proof.hashes)
    return Inclusion(index, signed.size, way, signed.root, signed.signed_by.name)


def _cosigned(signed: SignedCheckpoint, policy: Policy | None) -> tuple[Seen, str]:
    """Return the witnesses of a policy that cosigned, each with size and second; and what is wrong with a cosignature."""
    from ledger import cosignature
    from ledger.errors import FormatError, SignatureError

    if policy is None:
        return {}, ""
    seen, trouble = {}, ""
    for name, key, line in policy.standing(signed):
        if policy.witness(key.pair) is None:
            continue
        try:
            at = cosignature.verify(line, key, signed.note.text)
        except (FormatError, SignatureError) as error:
            trouble = str(error)
        else:
            seen[name] = signed.size, int(at.timestamp())
    return seen, trouble


def _witnesses(policy: Policy | None, sealed: list[tuple[Sealed, Seen]]) -> tuple[Witness, ...]:
    """Return the witnesses of a policy, from checkpoints of which the newest stand first."""
    found = []
    for name in policy.witnesses if policy is not None else ():
        newest = next((seen[name] for _, seen in sealed if name in seen), None)
        if newest is None:
            found.append(Witness(name, None, 0, None))
            continue
        size, cosigned_at = newest
        larger = [one for one, _ in sealed if one.size > size]
        found.append(Witness(name, size, cosigned_at, larger[-1].seconds if larger else None))
    return tuple(found)


def _alarm(ledger: Ledger, head: Head) -> tuple[str, bytes]:
    """Return why the log is another one than was read before, and the evidence."""
    from ledger import contradiction
    from ledger.errors import RollbackError

    try:
        ledger.check_remembered(head)
    except RollbackError as error:
        signed = ledger.scan.signed
        return str(error), contradiction.of_ledger(ledger, head, signed).format() if signed else b""
    return "", b""
