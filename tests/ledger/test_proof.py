"""Proofs as files: real ones are read and verify, ours come back byte for byte, and no altered one passes."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checkpoint, entry, merkle, note, proof, statement
from ledger.errors import FormatError, InclusionError, NotLogged
from ledger.log import Ledger, Operator
from ledger.policy import Policy
from ledger.proof import Bundle, Event, TlogProof
from ledger.signer_state import SignerState
from ledger.store import MemoryStore
from ledger.verify import verify
from tests import foreign
from tests.ledger.damage import ANNA, ANNA_NEXT, BEN, OPERATOR, ROTATION, SIZE, enrolment, evaluation, honest

POLICY = Policy.of_log(OPERATOR.key)
JOINT = 5


@cache
def made(*batches: tuple[bytes, ...]) -> Ledger:
    """Return a ledger in memory of these entries, by default the honest ones."""
    with TemporaryDirectory() as folder:
        operator = Operator(OPERATOR, SignerState(Path(folder) / "state"))
        ledger = Ledger.create(MemoryStore(), operator)
        for batch in batches or honest():
            ledger.append(batch, operator)
    return ledger


@cache
def sample(index: int = SIZE - 1) -> bytes:
    return proof.bundle(made(), index).format()


def stands(raw: bytes) -> bool:
    """Return whether a bundle parses, verifies to the end, and shows an entry of the ledger at its own index."""
    try:
        bundle = Bundle.parse(raw)
    except FormatError:
        return False
    found = verify(bundle, POLICY)
    return found.ok and found.entry is not None and found.entry.raw == made().entry(found.index).raw


# C2SP tlog-proof


def test_a_real_witnessed_proof_is_read_and_leads_from_its_leaf_to_its_root() -> None:
    raw = foreign.vectors("realworld", "markovian-7271.tlog-proof").read_bytes()
    leaf = foreign.vectors("realworld", "markovian-7271.leaf").read_bytes()
    keys = foreign.vectors("realworld", "markovian-vkeys.txt").read_text()
    log_key = note.VerifierKey.parse(next(line for line in keys.splitlines() if line.startswith("markovianprotocol")))

    read = TlogProof.parse(raw)
    signed = checkpoint.open(read.checkpoint, log_key)
    merkle.check_inclusion(read.index, signed.size, merkle.leaf_hash(leaf), read.hashes, signed.root)
    assert (read.index, signed.size, len(signed.note.signatures)) == (7271, 7341, 11)
    assert read.format() == raw
    with pytest.raises(InclusionError):
        merkle.check_inclusion(read.index - 1, signed.size, merkle.leaf_hash(leaf), read.hashes, signed.root)


PROOFS = st.builds(
    TlogProof,
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=proof.MAX_HASHES).map(tuple),
    st.binary(max_size=200),
    st.none() | st.binary(max_size=50),
)


@given(PROOFS)
def test_a_tlog_proof_comes_back_as_it_was_written(written: TlogProof) -> None:
    assert TlogProof.parse(written.format()) == written


GOOD = b"c2sp.org/tlog-proof@v1\nindex 3\n" + b"A" * 43 + b"=\n\ncheckpoint"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1", b"@v2"),
        (b"index 3", b"index 03"),
        (b"index 3", b"index +3"),
        (b"index 3", b"index"),
        (b"index 3\n", b""),
        (b"index 3", b"index 3\nindex 4"),
        (b"index 3", b"index 3\nextra AA=="),
        (b"index 3", b"extra A\nindex 3"),
        (b"A=", b"B="),
        (b"A=\n", b"A= \n"),
        (b"A" * 43 + b"=", b"AAAA"),
        (b"\n\n", b"\n"),
        (b"index 3\n", b"index 3\n" + (b"A" * 43 + b"=\n") * 63),
        (b"index", b"\xffindex"),
        (b"checkpoint", bytes(140_000)),
    ],
)
def test_a_tlog_proof_in_any_other_form_is_refused(old: bytes, new: bytes) -> None:
    assert TlogProof.parse(GOOD).index == 3
    with pytest.raises(FormatError):
        TlogProof.parse(GOOD.replace(old, new))


# Bundles


@pytest.mark.parametrize("index", [0, 1, 2, JOINT, 100, 255, 256, ROTATION, SIZE - 1])
def test_the_bundle_of_any_entry_verifies_with_no_ledger_and_comes_back_as_it_was_written(index: int) -> None:
    raw = sample(index)

    assert Bundle.parse(raw).format() == raw
    assert Bundle.parse(raw) == proof.bundle(made(), index)
    found = verify(Bundle.parse(raw), POLICY)
    assert found.ok
    assert (found.index, found.size, found.entry) == (index, SIZE, made().entry(index))


def test_a_bundle_holds_the_key_events_of_its_signers_and_no_others() -> None:
    events = {index: [one.index for one in Bundle.parse(sample(index)).events] for index in (0, 1, 2, JOINT, SIZE - 1)}
    assert events == {0: [ROTATION], 1: [], 2: [0, ROTATION], JOINT: [0, 1, ROTATION], SIZE - 1: [0, ROTATION]}


def test_a_bundle_holds_the_key_events_of_who_countersigned_an_enrolment() -> None:
    """An enrolment signed by a registrar rests on the registrar's keys, which the entry's own signers do not name."""
    first = honest()[0][0]
    recovery = note.Signer.from_seed("b.example", b"\x0b" * 32)
    countersigned = enrolment(BEN, recovery, ANNA)
    ledger = made((first,), (countersigned,), (evaluation(1, BEN),))

    bundle = proof.bundle(ledger, 2)
    assert [one.index for one in bundle.events] == [0, 1]
    assert verify(bundle, POLICY).ok


def test_an_entry_that_is_not_logged_has_no_bundle() -> None:
    with pytest.raises(NotLogged):
        proof.bundle(made(), SIZE)


@given(
    raw=st.binary(max_size=300),
    inner=PROOFS,
    events=st.lists(st.tuples(st.binary(max_size=300), PROOFS), max_size=4, unique_by=lambda one: one[1].index),
)
def test_any_bundle_comes_back_as_it_was_written(
    raw: bytes, inner: TlogProof, events: list[tuple[bytes, TlogProof]]
) -> None:
    ordered = sorted((Event(one.index, content, one.hashes) for content, one in events), key=lambda event: event.index)
    bundle = Bundle(OPERATOR.key.format(), raw, inner, tuple(ordered))
    assert Bundle.parse(bundle.format()) == bundle


def test_no_part_of_a_bundle_cut_short_passes() -> None:
    """A cut between two events leaves a bundle of good form; it must fail for want of a key event."""
    raw = sample()
    assert stands(raw)
    assert not any(stands(raw[:end]) for end in range(len(raw)))


def test_a_changed_bit_anywhere_in_a_bundle_does_not_pass() -> None:
    """Every byte is tried once, with a bit drawn by a fixed seed. The stated vkey is a hint: another log's does not pass for ours."""
    draw = random.Random(5)
    for index in (JOINT, SIZE - 1):
        raw = sample(index)
        for at in range(len(raw)):
            changed = raw[:at] + bytes([raw[at] ^ 1 << draw.randrange(8)]) + raw[at + 1 :]
            assert not stands(changed), f"byte {at}: {raw[max(0, at - 20) : at + 20]!r}"


def test_bytes_put_in_or_taken_out_do_not_pass() -> None:
    raw = sample()
    draw = random.Random(6)
    for _ in range(300):
        at = draw.randrange(len(raw))
        assert not stands(raw[:at] + raw[at + 1 :])
        assert not stands(raw[:at] + bytes([draw.randrange(256)]) + raw[at:])
    assert not stands(raw + b"\n")
    assert not stands(raw + raw)


def lengths_replaced(raw: bytes, name: bytes, number: bytes) -> bytes:
    """Return a bundle with the last number of its first header `name` replaced."""
    start = raw.index(b"\n" + name + b" ") + 1
    end = raw.index(b"\n", start)
    words = raw[start:end].split(b" ")
    return raw[:start] + b" ".join([*words[:-1], number]) + raw[end:]


@pytest.mark.parametrize("name", [b"entry", b"proof", b"event"])
@pytest.mark.parametrize(
    "number", [b"-1", b"00", b"1_0", b"9" * 19, b"9" * 5000, b"131073", b"", b"0x10", "٣".encode()]
)
def test_a_hostile_length_or_count_is_refused(name: bytes, number: bytes) -> None:
    with pytest.raises(FormatError):
        Bundle.parse(lengths_replaced(sample(), name, number))


def test_events_out_of_order_or_twice_are_refused() -> None:
    bundle = Bundle.parse(sample())
    first, second = bundle.events
    for events in ((second, first), (first, first, second), (first, second, second)):
        with pytest.raises(FormatError, match="order of the log"):
            Bundle.parse(Bundle(bundle.vkey, bundle.raw, bundle.proof, events).format())


def test_a_bundle_that_is_too_large_or_has_too_much_in_it_is_refused() -> None:
    bundle = Bundle.parse(sample())
    many = tuple(Event(at, b"", ()) for at in range(proof.MAX_EVENTS + 1))
    long = (Event(0, b"", (bytes(32),) * (proof.MAX_HASHES + 1)),)
    for events in (many, long):
        with pytest.raises(FormatError, match="more than"):
            Bundle.parse(Bundle(bundle.vkey, bundle.raw, bundle.proof, events).format())
    with pytest.raises(FormatError, match="at most"):
        Bundle.parse(bytes(proof.MAX_BUNDLE_BYTES + 1))


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"jinbang-proof/v1", b"jinbang-proof/v2\n", b"\xff\n", b"jinbang-proof/v1\nlog x\n"]
)
def test_what_is_no_bundle_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        Bundle.parse(raw)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail_in_another_way(raw: bytes) -> None:
    with pytest.raises(FormatError):
        Bundle.parse(b"jinbang-proof/v1\n" + raw)


def test_an_entry_moved_into_another_bundle_does_not_pass() -> None:
    mine, other = Bundle.parse(sample(SIZE - 1)), Bundle.parse(sample(SIZE - 2))
    assert not stands(Bundle(mine.vkey, other.raw, mine.proof, mine.events).format())
    text = statement.spell({"type": "jinbang/evaluation/v1", "publisher": "a.example", "number": 1})
    assert not stands(Bundle(mine.vkey, entry.sign(text, [ANNA_NEXT]).raw, mine.proof, mine.events).format())
