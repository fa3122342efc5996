"""Proofs as files: the C2SP tlog-proof of one entry, and the proof bundle, which verifies offline with no ledger.

A bundle is plain text. Each section is a line that names it, with the length in bytes of what follows:

    jinbang-proof/v1
    log example.org/rankings+0302c6c8+ATkp…        the log's key as the maker of the bundle knows it; a hint, not to be trusted
    entry 1234                                     the entry, 1,234 bytes
    {…}
    proof 567                                      its C2SP tlog-proof: index, hashes from leaf to root, and the checkpoint
    c2sp.org/tlog-proof@v1
    …
    event 0 890 2                                  a key event of a signer: its index, length, and count of hashes
    {…}
    <hash in base64>
    <hash in base64>

Events are in the order of the log, at the size of the same checkpoint. A bundle says "valid as of size n": a later revocation
needs a later bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from ledger import entry, note
from ledger import text as strict
from ledger.checkpoint import MAX_CHECKPOINT_BYTES
from ledger.errors import FormatError
from ledger.merkle import HASH_BYTES

if TYPE_CHECKING:
    from ledger.log import Ledger
    from ledger.publishers import Publishers

MAX_BUNDLE_BYTES = 8 << 20
MAX_EVENTS = 1024
MAX_HASHES = 63
"""Longest path: a tree has at most 2^63 leaves."""
_TLOG_PROOF = "c2sp.org/tlog-proof@v1"
_BUNDLE = "jinbang-proof/v1"


class TlogProof(Struct, frozen=True):
    """Proof that an entry is in a log. Source: C2SP tlog-proof (draft)."""

    index: int
    hashes: tuple[bytes, ...]
    """32 bytes each, from leaf to root."""
    checkpoint: bytes
    """The signed checkpoint, verbatim."""
    extra: bytes | None = None
    """Unauthenticated data of the application; None when the line is absent."""

    @classmethod
    def parse(cls, raw: bytes) -> TlogProof:
        """Read a `.tlog-proof` file; raises FormatError."""
        what = "tlog-proof"
        head, separator, checkpoint = strict.within(raw, 2 * MAX_CHECKPOINT_BYTES, what=what).partition(b"\n\n")
        if not separator:
            raise FormatError(what, "no empty line before the checkpoint")
        lines = strict.utf8(head, what=what).split("\n")
        if lines.pop(0) != _TLOG_PROOF:
            raise FormatError(what, f"does not begin with {_TLOG_PROOF}")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = strict.from_base64(lines.pop(0)[len("extra ") :], what="tlog-proof extra")
        if not lines or not lines[0].startswith("index "):
            raise FormatError(what, "no index line")
        index = strict.decimal(lines.pop(0)[len("index ") :], what="tlog-proof index")
        return cls(index, read_hashes(lines, what=what), checkpoint, extra)

    def format(self) -> bytes:
        """Return the file's bytes."""
        extra = [] if self.extra is None else [f"extra {strict.to_base64(self.extra)}"]
        lines = [_TLOG_PROOF, *extra, f"index {self.index}", *map(strict.to_base64, self.hashes)]
        return "\n".join(lines).encode() + b"\n\n" + self.checkpoint


class Event(Struct, frozen=True):
    """A key event with its proof at the bundle's checkpoint."""

    index: int
    raw: bytes
    hashes: tuple[bytes, ...]


class Bundle(Struct, frozen=True):
    """An entry and all that its verification rests on. Nothing in it is verified yet: see `verify`."""

    vkey: str
    """The log's key as the maker states it."""
    raw: bytes
    """The entry."""
    proof: TlogProof
    events: tuple[Event, ...]
    """Key events of its signers, in the order of the log."""

    @classmethod
    def parse(cls, raw: bytes) -> Bundle:
        """Read a bundle; raises FormatError."""
        reader = Sections(strict.within(raw, MAX_BUNDLE_BYTES, what="proof bundle"), "proof bundle")
        if reader.line() != _BUNDLE:
            raise FormatError("proof bundle", f"does not begin with {_BUNDLE}")
        (vkey,) = reader.header("log", 1)
        note.VerifierKey.parse(vkey)
        raw_entry = reader.take(*reader.header("entry", 1))
        proof = TlogProof.parse(reader.take(*reader.header("proof", 1)))
        events: list[Event] = []
        while not reader.at_end:
            index, length, count = reader.header("event", 3)
            content = reader.take(length)
            if strict.decimal(count, what="proof bundle") > MAX_HASHES or len(events) == MAX_EVENTS:
                raise FormatError("proof bundle", f"more than {MAX_HASHES} hashes or {MAX_EVENTS} events")
            hashes = read_hashes([reader.line() for _ in range(int(count))], what="proof bundle")
            events.append(Event(strict.decimal(index, what="event index"), content, hashes))
        if any(first.index >= second.index for first, second in zip(events, events[1:], strict=False)):
            raise FormatError("proof bundle", "events are not in the order of the log")
        return cls(vkey, raw_entry, proof, tuple(events))

    def format(self) -> bytes:
        """Return the file's bytes."""
        proof = self.proof.format()
        parts = [f"{_BUNDLE}\nlog {self.vkey}\nentry {len(self.raw)}\n".encode(), self.raw]
        parts += [f"proof {len(proof)}\n".encode(), proof]
        for event in self.events:
            hashes = "".join(strict.to_base64(one) + "\n" for one in event.hashes)
            parts += [
                f"event {event.index} {len(event.raw)} {len(event.hashes)}\n".encode(),
                event.raw,
                hashes.encode(),
            ]
        return b"".join(parts)


def bundle(ledger: Ledger, index: int) -> Bundle:
    """Return the bundle of an entry at the ledger's head; raises NotLogged, StoreError."""
    head = ledger.catch_up()
    subject = ledger.entry(index, head)
    wanted = _key_events(subject.signers, ledger.publishers(), dict(ledger.scan.events()))
    events = tuple(
        Event(at, raw, tuple(ledger.prove_inclusion(at, head))) for at, raw in sorted(wanted.items()) if at != index
    )
    proof = TlogProof(index, tuple(ledger.prove_inclusion(index, head)), head.signed.raw)
    return Bundle(ledger.identity.key.format(), subject.raw, proof, events)


def _key_events(names: Iterable[str], publishers: Publishers, events: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return every key event that signatures by these names rest on: their own, and those of whoever countersigned them."""
    wanted: dict[int, bytes] = {}
    waiting, seen = list(names), set(names)
    while waiting:
        publisher = publishers.by_name.get(waiting.pop())
        for at in publisher.events if publisher is not None else ():
            wanted[at] = events[at]
            waiting += set(entry.parse(events[at]).signers) - seen
            seen.update(waiting)
    return wanted


def read_hashes(lines: Sequence[str], *, what: str) -> tuple[bytes, ...]:
    """Read hashes of a proof, one a line in base64; raises FormatError."""
    if len(lines) > MAX_HASHES:
        raise FormatError(what, f"{len(lines)} hashes, at most {MAX_HASHES}")
    return tuple(strict.from_base64(line, what=f"{what} hash", length=HASH_BYTES) for line in lines)


class Sections:
    """Takes lines and counted bytes off a file of sections; raises FormatError with what the file is."""

    def __init__(self, raw: bytes, what: str) -> None:
        self._raw = raw
        self._what = what
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._raw)

    def line(self) -> str:
        end = self._raw.find(b"\n", self._at)
        if end < 0:
            raise FormatError(self._what, "ends in the middle of a line")
        line = strict.utf8(self._raw[self._at : end], what=self._what)
        self._at = end + 1
        return line

    def header(self, name: str, count: int) -> list[str]:
        """Read `name` and `count` words."""
        line = self.line()
        words = line.split(" ")
        if words[0] != name or len(words) != count + 1:
            raise FormatError(self._what, f"needed a line {name!r}, found {strict.shown(line)}")
        return words[1:]

    def take(self, length: str) -> bytes:
        """Read as many bytes as a header says."""
        count = strict.decimal(length, what=f"{self._what} length")
        if count > max(entry.MAX_ENTRY_BYTES, 2 * MAX_CHECKPOINT_BYTES) or self._at + count > len(self._raw):
            raise FormatError(self._what, f"a section of {count:,} bytes does not fit")
        taken = self._raw[self._at : self._at + count]
        self._at += count
        return taken
