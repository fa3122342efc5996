"""Cosignatures of the public witness network, and false ones."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import cosignature, note
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.note import Algorithm, SignatureLine, Signer, VerifierKey
from tests import foreign

WITNESS = Signer.from_seed("witness.example.com/w1", bytes(31) + b"\x01")
KEY = cosignature.key_of(WITNESS)
TEXT = b"example.org/rankings\n43\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
LATEST = 253_402_300_799


def network_keys() -> list[VerifierKey]:
    lines = foreign.vectors("realworld", "markovian-vkeys.txt").read_text(encoding="utf-8").splitlines()
    return [VerifierKey.parse(line) for line in lines if not line.startswith("#")]


def network_checkpoint() -> note.Note:
    proof = foreign.vectors("realworld", "markovian-7271.tlog-proof").read_bytes()
    return note.parse(proof.partition(b"\n\n")[2])


def test_five_witnesses_of_the_network_cosigned_the_checkpoint_of_a_real_proof() -> None:
    checkpoint = network_checkpoint()
    lines = {line.pair: line for line in checkpoint.signatures}
    keys = [key for key in network_keys() if key.algorithm is Algorithm.COSIGNATURE_ED25519]

    times = [cosignature.verify(lines[key.pair], key, checkpoint.text) for key in keys]

    assert len(times) == 5
    assert {time.replace(second=0) for time in times} == {datetime(2026, 8, 14, 6, 35, tzinfo=UTC)}


def test_post_quantum_cosignatures_are_recognised_and_not_verified() -> None:
    checkpoint = network_checkpoint()
    lines = {line.pair: line for line in checkpoint.signatures}
    keys = [key for key in network_keys() if key.algorithm is Algorithm.COSIGNATURE_ML_DSA_44]

    assert len(keys) == 2
    for key in keys:
        assert len(lines[key.pair].signature) == 8 + 2420
        with pytest.raises(FormatError, match="not one of .* in Ed25519"):
            cosignature.verify(lines[key.pair], key, checkpoint.text)


def test_a_cosigner_has_another_key_id_than_the_signer_of_the_same_key() -> None:
    assert KEY.public_key == WITNESS.key.public_key
    assert KEY.key_id != WITNESS.key.key_id
    assert VerifierKey.parse(KEY.format()) == KEY


@given(at=st.integers(0, LATEST))
def test_a_cosignature_says_when_the_checkpoint_was_seen(at: int) -> None:
    line = cosignature.sign(TEXT, WITNESS, at)

    assert len(line.signature) == 72
    assert cosignature.verify(SignatureLine.parse(line.format()), KEY, TEXT).timestamp() == at


@pytest.mark.parametrize("at", [-1, LATEST + 1])
def test_a_time_that_no_date_has_is_not_signed(at: int) -> None:
    with pytest.raises(ValueError, match="not from 1970 to 9999"):
        cosignature.sign(TEXT, WITNESS, at)


@given(at=st.integers(0, 71), bit=st.integers(0, 7))
def test_one_changed_bit_of_time_or_signature_is_refused(at: int, bit: int) -> None:
    line = cosignature.sign(TEXT, WITNESS, 1_790_000_000)
    changed = bytearray(line.signature)
    changed[at] ^= 1 << bit

    with pytest.raises(LedgerError, match="cosignature"):
        cosignature.verify(SignatureLine(line.name, line.key_id, bytes(changed)), KEY, TEXT)


@given(at=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_of_the_checkpoint_is_refused(at: int, bit: int) -> None:
    line = cosignature.sign(TEXT, WITNESS, 1_790_000_000)
    changed = bytearray(TEXT)
    changed[at] ^= 1 << bit

    with pytest.raises(SignatureError, match=r"cosignature of witness.example.com/w1 .*does not verify"):
        cosignature.verify(line, KEY, bytes(changed))


def test_a_plain_signature_of_the_same_key_is_no_cosignature() -> None:
    plain = SignatureLine(WITNESS.name, KEY.key_id, struct.pack(">Q", 0) + WITNESS.sign_raw(TEXT))

    with pytest.raises(SignatureError):
        cosignature.verify(plain, KEY, TEXT)


def test_a_cosignature_is_no_signature_of_the_log() -> None:
    """Or a witness could speak as a log whose key it shares."""
    line = cosignature.sign(TEXT, WITNESS, 0)
    posing = SignatureLine(WITNESS.name, WITNESS.key.key_id, line.signature[8:])

    with pytest.raises(SignatureError):
        note.verify_line(posing, WITNESS.key, TEXT)


@pytest.mark.parametrize(
    ("signature", "why"),
    [
        (bytes(71), "71 bytes, needed 72"),
        (bytes(73), "73 bytes, needed 72"),
        (struct.pack(">Q", LATEST + 1) + bytes(64), "beyond the year 9999"),
        (b"\xff" * 72, "beyond the year 9999"),
    ],
)
def test_a_malformed_cosignature_is_refused_with_the_reason(signature: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        cosignature.verify(SignatureLine(KEY.name, KEY.key_id, signature), KEY, TEXT)


@pytest.mark.parametrize(
    "line",
    [SignatureLine("other.example", KEY.key_id, bytes(72)), SignatureLine(KEY.name, WITNESS.key.key_id, bytes(72))],
    ids=["another name", "another key id"],
)
def test_a_line_of_another_key_is_not_verified_by_this_one(line: SignatureLine) -> None:
    with pytest.raises(FormatError, match=r"not one of witness.example.com/w1"):
        cosignature.verify(line, KEY, TEXT)


def test_the_key_of_a_signer_verifies_no_cosignature() -> None:
    line = SignatureLine(WITNESS.name, WITNESS.key.key_id, bytes(72))

    with pytest.raises(FormatError, match="in Ed25519"):
        cosignature.verify(line, WITNESS.key, TEXT)
