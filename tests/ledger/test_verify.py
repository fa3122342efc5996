"""Verifying one entry: the checks in their order, each shown to fail for its own reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from ledger import checkpoint, cosignature, merkle, note, proof
from ledger.checkpoint import Checkpoint
from ledger.log import Ledger, Operator
from ledger.note import Signer
from ledger.policy import Policy
from ledger.proof import Bundle, Event
from ledger.signer_state import SignerState
from ledger.store import MemoryStore
from ledger.verify import State, Verification, verify
from tests.ledger.damage import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    BEN,
    OPERATOR,
    STRANGER,
    THIEF,
    enrolment,
    evaluation,
    key_change,
)

ORDER = ("text", "origin", "signature", "key state", "entry", "inclusion", "witnesses")
POLICY = Policy.of_log(OPERATOR.key)
WITNESSES = [Signer.from_seed(f"w{number}.example", bytes([0x20 + number]) * 32) for number in range(3)]
GOOD, DOUBTFUL, COMPROMISE, AFTER = 1, 3, 5, 6
"""Entries by ANNA before and after `last_good_index`, the event, and one by her next key."""


@cache
def ledger() -> Ledger:
    """Return a log in which a key is declared compromised."""
    enrolled = enrolment(ANNA, ANNA_RECOVERY)
    old = [evaluation(number, ANNA) for number in range(4)]
    lost = key_change(enrolled, "compromise", [ANNA_NEXT], [ANNA_NEXT, ANNA_RECOVERY], last_good_index=2)
    with TemporaryDirectory() as folder:
        operator = Operator(OPERATOR, SignerState(Path(folder) / "state"))
        made = Ledger.create(MemoryStore(), operator)
        for batch in ([enrolled], old, [lost], [evaluation(9, ANNA_NEXT)]):
            made.append(batch, operator)
    return made


def bundle(index: int = AFTER) -> Bundle:
    return proof.bundle(ledger(), index)


def with_checkpoint(of: Bundle, raw: bytes) -> Bundle:
    return replace(of, proof=replace(of.proof, checkpoint=raw))


def cosigned(count: int) -> Bundle:
    """Return the bundle with the first `count` witnesses on its checkpoint."""
    good = bundle()
    parsed = note.parse(good.proof.checkpoint)
    lines = [cosignature.sign(parsed.text, witness, 1_700_000_000) for witness in WITNESSES[:count]]
    return with_checkpoint(good, note.format(note.Note(parsed.text, (*parsed.signatures, *lines))))


def quorum(of: str) -> Policy:
    keys = "".join(f"witness w{at} {cosignature.key_of(one).format()}\n" for at, one in enumerate(WITNESSES))
    return Policy.parse(f"log {OPERATOR.key.format()}\n{keys}group two 2 w0 w1 w2\nquorum {of}\n")


def states(found: Verification) -> list[State]:
    assert tuple(check.name for check in found.checks) == ORDER
    return [check.state for check in found.checks]


def assert_fails(found: Verification, name: str, reason: str) -> None:
    """Check that one check is false, that those before it were looked at, and that those after it were not."""
    at = ORDER.index(name)
    assert states(found) == [State.OK] * at + [State.FAIL] + [State.SKIPPED] * (len(ORDER) - at - 1)
    assert reason in found.checks[at].detail
    assert all(check.detail == f"not looked at after {name}" for check in found.checks[at + 1 :])
    assert found.failed
    assert not found.ok
    assert (found.entry is None) == (name != "witnesses")


@pytest.mark.parametrize("index", range(7))
def test_every_entry_of_a_log_verifies_under_its_policy(index: int) -> None:
    found = verify(bundle(index), POLICY)

    assert states(found) == [State.OK] * len(ORDER)
    assert found.ok
    assert not found.failed
    assert found.entry == ledger().entry(index)
    assert (found.index, found.size, found.root) == (index, 7, ledger().head().root)
    assert all(check.detail for check in found.checks)


def test_without_a_policy_nothing_is_proven() -> None:
    """What a bundle says of its own log convinces nobody: not failed, and not ok either."""
    found = verify(bundle(), None)

    assert states(found) == [State.OK, State.SKIPPED, *[State.OK] * 4, State.SKIPPED]
    assert not found.ok
    assert not found.failed
    assert found.accepted is None


def test_without_a_policy_a_false_bundle_still_fails() -> None:
    found = verify(replace(bundle(), raw=evaluation(9, STRANGER)), None)
    assert states(found)[1:3] == [State.SKIPPED, State.FAIL]
    assert (found.failed, found.entry) == (True, None)


@pytest.mark.parametrize("raw", [b"", b"x", b"\xff\n\n", evaluation(9, ANNA_NEXT)[:-1], bytes(70_000)])
def test_text_that_is_no_entry_fails(raw: bytes) -> None:
    assert_fails(verify(replace(bundle(), raw=raw), POLICY), "text", "")


def test_another_statement_than_the_cited_one_fails() -> None:
    cited = ledger().entry(AFTER).statement.id
    for given in (cited, cited[:8]):
        assert verify(bundle(), POLICY, statement_id=given).ok
    assert_fails(verify(bundle(), POLICY, statement_id="0" * 64), "entry", "statement id")


@pytest.mark.parametrize("key", [THIEF.key, Signer.from_seed("example.org/other", b"\1" * 32).key])
def test_a_policy_that_names_another_key_fails(key: note.VerifierKey) -> None:
    found = verify(bundle(), Policy.of_log(key))
    assert_fails(found, "origin", "")
    assert found.accepted is None


@pytest.mark.parametrize("raw", [b"", b"garbage", b"example.org/rankings\n7\n\n"])
def test_what_is_no_checkpoint_fails_and_has_no_root(raw: bytes) -> None:
    found = verify(with_checkpoint(bundle(), raw), POLICY)
    assert_fails(found, "origin", "")
    assert (found.size, found.root) == (0, b"")


def test_a_checkpoint_altered_after_it_was_signed_fails() -> None:
    altered = bundle().proof.checkpoint.replace(b"\n7\n", b"\n8\n")
    assert_fails(verify(with_checkpoint(bundle(), altered), POLICY), "origin", "does not verify")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (evaluation(9, STRANGER), "never a key"),
        (evaluation(9, ANNA), "no longer valid"),
        (evaluation(9, BEN), "not an enrolled publisher"),
        (evaluation(9, ANNA_NEXT).replace(b'"number": 9', b'"number": 8'), "does not verify"),
    ],
)
def test_a_signature_that_does_not_count_fails(raw: bytes, reason: str) -> None:
    assert_fails(verify(replace(bundle(), raw=raw), POLICY), "signature", reason)


def test_a_missing_key_event_fails() -> None:
    good = bundle()
    assert_fails(verify(replace(good, events=good.events[:1]), POLICY), "signature", "never a key")
    assert_fails(verify(replace(good, events=good.events[1:]), POLICY), "signature", "not an enrolled publisher")
    assert_fails(verify(replace(good, events=()), POLICY), "signature", "not an enrolled publisher")


def test_a_key_event_that_is_not_in_the_log_fails() -> None:
    """An enrolment made up for the bundle has the right signatures and no place in the tree."""
    recovery = Signer.from_seed("a.example", b"\x0c" * 32)
    good = bundle()
    made_up = Event(0, enrolment(STRANGER, recovery), good.events[0].hashes)
    forged = replace(good, raw=evaluation(9, STRANGER), events=(made_up,))
    assert_fails(verify(forged, POLICY), "key state", "inclusion of leaf 0")


def test_a_key_event_beyond_the_checkpoint_fails() -> None:
    good = bundle()
    late = replace(good.events[1], index=7, raw=enrolment(BEN, Signer.from_seed("b.example", b"\x0d" * 32)))
    assert_fails(verify(replace(good, events=(*good.events, late)), POLICY), "key state", "leaf 7")


def test_an_entry_that_is_not_in_the_log_fails() -> None:
    forged = replace(bundle(), raw=evaluation(10, ANNA_NEXT))
    assert_fails(verify(forged, POLICY), "inclusion", "leaf 6")


def test_an_entry_at_another_index_fails() -> None:
    good = bundle(GOOD)
    moved = replace(good, proof=replace(good.proof, index=2))
    assert_fails(verify(moved, POLICY), "inclusion", "leaf 2")


@pytest.mark.parametrize("index", [7, 2**62])
def test_an_index_beyond_the_checkpoint_fails(index: int) -> None:
    good = bundle()
    assert_fails(verify(replace(good, proof=replace(good.proof, index=index)), POLICY), "inclusion", f"leaf {index}")


def test_too_few_or_too_many_hashes_fail() -> None:
    good = bundle()
    for hashes in (good.proof.hashes[:-1], (*good.proof.hashes, bytes(32)), good.proof.hashes[::-1], ()):
        assert_fails(verify(replace(good, proof=replace(good.proof, hashes=hashes)), POLICY), "inclusion", "leaf 6")


def test_a_tree_that_the_operator_signed_elsewhere_fails() -> None:
    other = checkpoint.sign(Checkpoint(OPERATOR.name, 7, merkle.leaf_hash(b"x")), OPERATOR)
    assert_fails(verify(with_checkpoint(bundle(), other.raw), POLICY), "key state", "leaf 0")


def test_a_key_declared_compromised_puts_later_entries_in_doubt() -> None:
    """It stays a valid entry of the log: what was accepted is never un-accepted."""
    found = verify(bundle(DOUBTFUL), POLICY)
    assert found.ok
    assert found.disputed_by == COMPROMISE
    assert "DISPUTED" in found.checks[ORDER.index("key state")].detail
    for index in (GOOD, 2, COMPROMISE, AFTER):
        assert verify(bundle(index), POLICY).disputed_by is None


def test_key_events_verify_like_any_entry() -> None:
    assert [len(bundle(index).events) for index in (0, COMPROMISE)] == [1, 1]
    assert verify(bundle(0), POLICY).ok
    assert_fails(verify(replace(bundle(COMPROMISE), events=()), POLICY), "signature", "not an enrolled publisher")


@pytest.mark.parametrize(("count", "of"), [(2, "two"), (3, "two"), (1, "w0"), (0, "none"), (1, "none")])
def test_a_quorum_that_is_met_is_told(count: int, of: str) -> None:
    found = verify(cosigned(count), quorum(of))
    assert found.ok
    assert found.accepted is not None
    assert [one.name for one in found.accepted.witnesses] == [f"w{at}" for at in range(count)]
    assert found.checks[-1].detail.startswith("not witnessed" if count == 0 else f"{count} cosigned")


@pytest.mark.parametrize(("count", "of"), [(0, "two"), (1, "two"), (0, "w0"), (1, "w1")])
def test_a_quorum_that_is_not_met_fails_last(count: int, of: str) -> None:
    """The entry is in the log, so it is given; that too few witnesses saw the checkpoint is told besides."""
    found = verify(cosigned(count), quorum(of))
    assert_fails(found, "witnesses", "that the policy needs")
    assert found.entry == ledger().entry(AFTER)


def test_a_false_cosignature_fails() -> None:
    good = cosigned(2)
    parsed = note.parse(good.proof.checkpoint)
    last = parsed.signatures[-1]
    false = replace(last, signature=last.signature[:-1] + bytes([last.signature[-1] ^ 1]))
    raw = note.format(note.Note(parsed.text, (*parsed.signatures[:-1], false)))
    found = verify(with_checkpoint(good, raw), quorum("two"))
    assert found.failed
    assert not found.ok
