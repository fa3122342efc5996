"""Verifying one entry, check by check, in the order a sceptic asks. A false answer ends the questions: later ones are not looked at.

The same function judges an entry of a ledger at hand and a bundle that came by mail, because both are brought as a `Bundle`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from ledger import entry as entries
from ledger import merkle, note
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.errors import FormatError, LedgerError, QuorumError, SignatureError, VerificationError
from ledger.policy import Accepted, Policy
from ledger.proof import Bundle
from ledger.publishers import KEY_EVENTS, Publishers

_PROOFS = 6
"""How many of the checks, from the first, say that the entry is in the log as it stands."""


class State(StrEnum):
    """What became of a question."""

    OK = "ok"
    FAIL = "fail"
    SKIPPED = "skipped"


class Check(Struct, frozen=True):
    """One question and its answer."""

    name: str
    state: State
    detail: str
    """What was found (and needed, after a failure), or why it was not looked at."""


class Verification(Struct, frozen=True):
    """What became of an entry. `entry` is given only when no check up to its inclusion is false."""

    checks: tuple[Check, ...]
    entry: Entry | None
    index: int
    size: int
    """Size of the checkpoint that it was checked against."""
    root: bytes
    """32 bytes; empty when there was no checkpoint to speak of."""
    disputed_by: int | None
    """Index of the compromise event that puts the entry in doubt."""
    accepted: Accepted | None
    """Log and witnesses as the policy accepted them; None when no policy names the log's key."""

    @property
    def ok(self) -> bool:
        """Whether every check was looked at and is true. Not failed and not ok means: not proven."""
        return all(check.state is State.OK for check in self.checks)

    @property
    def failed(self) -> bool:
        """Whether a check is false."""
        return any(check.state is State.FAIL for check in self.checks)


class _Inquiry(Struct):
    bundle: Bundle
    policy: Policy | None
    statement_id: str
    entry: Entry | None = None
    accepted: Accepted | None = None
    publishers: Publishers | None = None
    disputed_by: int | None = None

    def text(self) -> str:
        self.entry = entries.parse(self.bundle.raw)
        return f"{self.entry.statement.type}, {len(self.bundle.raw):,} bytes of good form"

    def origin(self) -> str | None:
        if self.policy is None:
            return None
        try:
            self.accepted = self.policy.accept(self.bundle.proof.checkpoint)
        except QuorumError:
            # The log did sign; how many witnesses did is the question of a later check.
            self.accepted = self.policy.without_quorum().accept(self.bundle.proof.checkpoint)
        signed = self.accepted.signed
        return (
            f"{signed.checkpoint.origin}, checkpoint of {signed.size} entries signed by {signed.signed_by.key_id.hex()}"
        )

    def signature(self) -> str:
        assert self.entry is not None, "the text was read before"
        state = Publishers()
        for event in self.bundle.events:
            if event.index < self.bundle.proof.index:
                state.apply(event.index, entries.parse(event.raw))
        state.check(self.bundle.proof.index, self.entry)
        state.apply(self.bundle.proof.index, self.entry)
        for event in self.bundle.events:
            if event.index > self.bundle.proof.index:
                state.apply(event.index, entries.parse(event.raw))
        self.publishers = state
        return "signed by " + ", ".join(self.entry.signers)

    def key_state(self) -> str:
        assert self.entry is not None, "the text was read before"
        assert self.publishers is not None, "the signatures were checked before"
        index = self.bundle.proof.index
        root, size = self.stated_root()
        for event in self.bundle.events:
            merkle.check_inclusion(event.index, size, merkle.leaf_hash(event.raw), event.hashes, root)
        count = len(self.bundle.events) + (self.entry.statement.type in KEY_EVENTS)
        self.disputed_by = self.publishers.disputed_by(index, self.entry)
        words = (
            f"valid at entry {index}, by {count} key event{'' if count == 1 else 's'} of this log, as of size {size}"
        )
        return (
            words
            if self.disputed_by is None
            else f"{words}; DISPUTED: key declared compromised by entry {self.disputed_by}"
        )

    def named(self) -> str:
        assert self.entry is not None, "the text was read before"
        found = self.entry.statement.id
        if not found.startswith(self.statement_id):
            raise VerificationError(f"statement id {found[:16]}; needed {self.statement_id[:16]}")
        return f"index {self.bundle.proof.index}, statement {found[:16]}"

    def inclusion(self) -> str:
        assert self.entry is not None, "the text was read before"
        root, size = self.stated_root()
        proof = self.bundle.proof
        merkle.check_inclusion(proof.index, size, self.entry.leaf, proof.hashes, root)
        return f"entry {proof.index} is in the tree of {size} entries, {len(proof.hashes)} hashes to its root"

    def witnesses(self) -> str | None:
        if self.policy is None or self.accepted is None:
            return None
        accepted = self.policy.accept(self.bundle.proof.checkpoint)
        if not accepted.witnesses:
            return "not witnessed; the policy asks for none"
        return f"{len(accepted.witnesses)} cosigned: " + ", ".join(one.name for one in accepted.witnesses)

    def stated_root(self) -> tuple[bytes, int]:
        """Return root and size of the checkpoint: as accepted, or else as the bundle states them."""
        if self.accepted is not None:
            return self.accepted.signed.root, self.accepted.signed.size
        stated = Checkpoint.parse(note.parse(self.bundle.proof.checkpoint).text)
        return stated.root, stated.size


def verify(bundle: Bundle, policy: Policy | None, *, statement_id: str = "") -> Verification:
    """Answer, one after another: text, origin, signature, key state, entry, inclusion, witnesses.

    `policy` names the log keys that the caller trusts; without one the origin is not looked at, and so nothing is proven.
    `statement_id` (or its first digits) is what a citation says the entry is.
    """
    inquiry = _Inquiry(bundle, policy, statement_id)
    questions: list[tuple[str, Callable[[], str | None], str]] = [
        ("text", inquiry.text, ""),
        ("origin", inquiry.origin, "no policy names this log's key; the bundle's own word is not a proof"),
        ("signature", inquiry.signature, ""),
        ("key state", inquiry.key_state, ""),
        ("entry", inquiry.named, ""),
        ("inclusion", inquiry.inclusion, ""),
        ("witnesses", inquiry.witnesses, "no policy"),
    ]
    checks = tuple(_ask(questions))
    stands = all(check.state is not State.FAIL for check in checks[:_PROOFS])
    size, root = _size_and_root(inquiry)
    return Verification(
        checks,
        inquiry.entry if stands else None,
        bundle.proof.index,
        size,
        root,
        inquiry.disputed_by,
        inquiry.accepted,
    )


def _ask(questions: list[tuple[str, Callable[[], str | None], str]]) -> Iterator[Check]:
    failed = ""
    for name, question, skipped in questions:
        if failed:
            yield Check(name, State.SKIPPED, f"not looked at after {failed}")
            continue
        try:
            answer = question()
        except (VerificationError, FormatError, SignatureError) as error:
            failed = name
            yield Check(name, State.FAIL, str(error))
        else:
            yield Check(name, State.SKIPPED if answer is None else State.OK, answer or skipped)


def _size_and_root(inquiry: _Inquiry) -> tuple[int, bytes]:
    try:
        root, size = inquiry.stated_root()
    except LedgerError:
        # What the bundle calls its checkpoint is none; a check above says so.
        return 0, b""
    return size, root
