"""Publishers and their keys, as a pure function of the log: the state at index i follows from entries 0..i-1 alone.

No clock is asked. Two types of statement change keys:

- `jinbang/publisher/v1` enrols a publisher: every listed key signs (proof of possession); a recovery key is named.
- `jinbang/publisher-keys/v1` replaces the whole set. `previous` is the statement id of the publisher's last key event,
  so that the events form a chain. `reason` is `rotate` (signed by a current key and each new one), `compromise` (signed
  by the recovery key and each new one; names `last_good_index`) or `retire` (signed by a current key; no keys follow).

After a compromise, entries between `last_good_index` and the event, signed by a key that the event drops, are disputed.
They stay valid entries of the log: what was accepted is never un-accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ledger import text as strict
from ledger.entry import Entry
from ledger.errors import FormatError, SignatureError
from ledger.note import Algorithm, VerifierKey, by_pair, verify_line

PUBLISHER = "jinbang/publisher/v1"
PUBLISHER_KEYS = "jinbang/publisher-keys/v1"
KEY_EVENTS = (PUBLISHER, PUBLISHER_KEYS)
MAX_KEYS = 16
"""Signing keys that a publisher may have at once."""
_EVENT_PREFIX = b'{\n  "type": "jinbang/publisher'


def is_key_event(raw: bytes) -> bool:
    """Say whether an entry's bytes can be a key event, without parsing them. Sound, because `type` comes first."""
    return raw.startswith(_EVENT_PREFIX)


class Tenure(Struct, frozen=True):
    """When a key may sign: entries `since` <= index < `until`."""

    key: VerifierKey
    since: int
    until: int | None = None
    """None while the key is current."""


class Compromise(Struct, frozen=True):
    """What a compromise event disputes."""

    event: int
    """Index of the event."""
    last_good_index: int
    pairs: frozenset[tuple[str, bytes]]
    """(name, key id) of the keys that it drops."""

    def disputes(self, index: int, pair: tuple[str, bytes]) -> bool:
        """Say whether an entry at `index` with a signature line by `pair` is in doubt."""
        return self.last_good_index < index < self.event and pair in self.pairs


class Publisher(Struct, frozen=True):
    """A publisher as the log knows it after its last key event."""

    name: str
    enrolled: int
    """Index of its enrolment."""
    last_event: str
    """Statement id of its last key event; the next one must name it as `previous`."""
    recovery: VerifierKey
    tenures: tuple[Tenure, ...]
    """Every key it ever had, in the order of the log."""
    events: tuple[int, ...]
    """Indexes of its key events."""
    compromises: tuple[Compromise, ...] = ()

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Keys that may sign now; none when retired."""
        return tuple(tenure.key for tenure in self.tenures if tenure.until is None)

    def key_at(self, key_id: bytes, index: int) -> VerifierKey:
        """Return the key with this id that may sign the entry at `index`.

        Raises: SignatureError that says whether the key is not yet, no longer or never valid.
        """
        spans = [tenure for tenure in self.tenures if tenure.key.key_id == key_id]
        for tenure in spans:
            if tenure.since <= index and (tenure.until is None or index < tenure.until):
                return tenure.key
        who = f"key {key_id.hex()} of {self.name}"
        if not spans:
            raise SignatureError(f"{who}: never a key of this publisher")
        if index < spans[0].since:
            raise SignatureError(f"{who}: not valid before entry {spans[0].since}")
        raise SignatureError(f"{who}: no longer valid since entry {spans[-1].until}")


class Publishers(Struct):
    """Key state, grown entry by entry. Later events never change what was valid earlier."""

    by_name: dict[str, Publisher] = field(default_factory=dict)

    def check(self, index: int, entry: Entry) -> None:
        """Verify that an entry is signed by exactly those who speak in it, with keys valid at `index`.

        Raises: SignatureError; FormatError when a key event is not well formed.
        """
        if entry.statement.type in KEY_EVENTS:
            self._after(index, entry)
            return
        speakers = entry.statement.publishers
        if entry.signers != speakers:
            raise SignatureError(f"signed by {', '.join(entry.signers)}; needed {', '.join(speakers)}")
        for line in entry.note.signatures:
            verify_line(line, self.key_at(line.name, line.key_id, index), entry.note.text)

    def key_at(self, name: str, key_id: bytes, index: int) -> VerifierKey:
        """Return the key that may sign as `name` at `index`; raises SignatureError when there is none."""
        publisher = self.by_name.get(name)
        if publisher is None:
            raise SignatureError(f"{name}: not an enrolled publisher before entry {index}")
        return publisher.key_at(key_id, index)

    def apply(self, index: int, entry: Entry) -> None:
        """Take a key event into the state, after checking it; other entries change nothing.

        Raises: SignatureError, FormatError.
        """
        if entry.statement.type in KEY_EVENTS:
            publisher = self._after(index, entry)
            self.by_name[publisher.name] = publisher

    def disputes(self, index: int, entry: Entry) -> tuple[tuple[str, int], ...]:
        """Return who signed the entry with a key that was later declared compromised, and the index of that event."""
        found = (
            (line.name, compromise.event)
            for line in entry.note.signatures
            for compromise in (self.by_name[line.name].compromises if line.name in self.by_name else ())
            if compromise.disputes(index, line.pair)
        )
        return tuple(sorted(found, key=lambda dispute: dispute[1]))

    def disputed_by(self, index: int, entry: Entry) -> int | None:
        """Return the index of the first compromise event that disputes the entry, or None."""
        return next((event for _, event in self.disputes(index, entry)), None)

    def _after(self, index: int, entry: Entry) -> Publisher:
        """Return the publisher as it is after a key event, which is checked."""
        if len(entry.statement.publishers) != 1:
            raise FormatError("key event", "is by one publisher")
        name = entry.statement.publishers[0]
        known = self.by_name.get(name)
        if entry.statement.type == PUBLISHER:
            if known is not None:
                raise SignatureError(f"{name}: already enrolled by entry {known.enrolled}")
            return self._enrol(index, name, entry)
        if known is None:
            raise SignatureError(f"{name}: not an enrolled publisher before entry {index}")
        return _change(index, known, entry)

    def _enrol(self, index: int, name: str, entry: Entry) -> Publisher:
        """Check an enrolment: each key signs; anyone else who signs (a registrar) is an enrolled publisher."""
        value = entry.statement.value
        keys = _keys(value, name)
        recovery = _key(value.get("recovery"), name, what="recovery")
        if not keys or recovery.pair in by_pair(keys):
            raise FormatError("publisher", "needs a signing key and a recovery key that is not one of them")
        own = by_pair(keys)
        for line in entry.note.signatures:
            key = own.pop(line.pair, None) or self.key_at(line.name, line.key_id, index)
            verify_line(line, key, entry.note.text)
        if own:
            raise SignatureError(f"{name}: key {next(iter(own))[1].hex()} is listed but did not sign")
        tenures = tuple(Tenure(key, index + 1) for key in keys)
        return Publisher(name, index, entry.statement.id, recovery, tenures, (index,))


def _change(index: int, known: Publisher, entry: Entry) -> Publisher:
    """Return a publisher after a `publisher-keys` event."""
    value = entry.statement.value
    if value.get("previous") != known.last_event:
        raise SignatureError(f"{known.name}: previous is not its last key event {known.last_event[:16]}")
    keys = _keys(value, known.name)
    reason = value.get("reason")
    recovery = _key(value["recovery"], known.name, what="recovery") if "recovery" in value else known.recovery
    if (reason == "retire") == bool(keys):
        raise FormatError("publisher-keys", "a retired publisher has no keys, any other has one or more")
    if recovery.pair in by_pair(keys):
        raise FormatError("publisher-keys", "the recovery key must not be a signing key")
    # Ids have four bytes, so two keys with one id are quickly found; a signature line could not tell them apart.
    earlier = by_pair([known.recovery, *(tenure.key for tenure in known.tenures)])
    if any(earlier.get(key.pair, key) != key for key in (*keys, recovery)):
        raise FormatError("publisher-keys", "a new key has the id of an earlier one")
    _check_change_signers(known, keys, recovery, reason, entry)
    changed = replace(
        known,
        last_event=entry.statement.id,
        recovery=recovery,
        tenures=_succeed(known.tenures, keys, index),
        events=(*known.events, index),
    )
    if reason != "compromise":
        return changed
    return replace(changed, compromises=(*known.compromises, _compromise(index, known, keys, value)))


def _check_change_signers(
    known: Publisher, keys: Sequence[VerifierKey], recovery: VerifierKey, reason: object, entry: Entry
) -> None:
    """Check that those who must sign a change did, and nobody else."""
    current = by_pair(known.keys)
    added = {pair: key for pair, key in by_pair(keys).items() if pair not in current}
    if recovery != known.recovery:
        added[recovery.pair] = recovery
    old_recovery = by_pair([known.recovery])
    allowed = {**current, **added, **old_recovery}
    signed = set()
    for line in entry.note.signatures:
        key = allowed.get(line.pair)
        if key is None:
            raise SignatureError(f"key {line.key_id.hex()} of {line.name}: may not sign this change of keys")
        verify_line(line, key, entry.note.text)
        signed.add(line.pair)
    if not added.keys() <= signed:
        raise SignatureError(f"{known.name}: a new key did not sign")
    if reason in ("rotate", "retire"):
        if not current.keys() & signed:
            raise SignatureError(f"{known.name}: no current key signed the change")
    elif reason != "compromise":
        raise FormatError("publisher-keys reason", "needed rotate, compromise or retire")
    if (reason == "compromise" or recovery != known.recovery) and known.recovery.pair not in signed:
        raise SignatureError(f"{known.name}: the recovery key did not sign")


def _succeed(tenures: Sequence[Tenure], keys: Sequence[VerifierKey], index: int) -> tuple[Tenure, ...]:
    """End the keys that are not in the new set and begin those that are new to it; the event itself is signed by the old."""
    wanted = by_pair(keys)
    kept = [
        tenure if tenure.until is not None or tenure.key.pair in wanted else replace(tenure, until=index + 1)
        for tenure in tenures
    ]
    current = {tenure.key.pair for tenure in kept if tenure.until is None}
    return (*kept, *(Tenure(key, index + 1) for pair, key in wanted.items() if pair not in current))


def _compromise(index: int, known: Publisher, keys: Sequence[VerifierKey], value: Mapping[str, object]) -> Compromise:
    """Return what a compromise disputes: every key that could sign after the last good entry and is not in the new set."""
    last_good = value.get("last_good_index")
    if not isinstance(last_good, int) or isinstance(last_good, bool) or not known.enrolled <= last_good < index:
        found = strict.shown(repr(last_good))
        raise FormatError("last_good_index", f"needed {known.enrolled} to {index - 1}, found {found}")
    wanted = by_pair(keys)
    dropped = (
        tenure.key.pair
        for tenure in known.tenures
        if tenure.key.pair not in wanted and (tenure.until is None or tenure.until > last_good + 1)
    )
    return Compromise(index, last_good, frozenset(dropped))


def _keys(value: Mapping[str, object], name: str) -> tuple[VerifierKey, ...]:
    """Read the `keys` of a key event: at most 16, none twice."""
    listed = value.get("keys", [])
    if not isinstance(listed, list) or len(listed) > MAX_KEYS:
        raise FormatError("keys", f"needed a list of at most {MAX_KEYS} vkeys")
    keys = tuple(_key(item, name, what="keys") for item in listed)
    if len(by_pair(keys)) != len(keys):
        raise FormatError("keys", "a key, or its id, stands there twice")
    return keys


def _key(item: object, name: str, *, what: str) -> VerifierKey:
    if not isinstance(item, str):
        raise FormatError(what, "needed a vkey")
    key = VerifierKey.parse(item)
    if key.name != name or key.algorithm is not Algorithm.ED25519:
        raise FormatError(what, f"needed an Ed25519 vkey of the name {name}, found {key.name}")
    return key
