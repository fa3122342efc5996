"""Signed notes, against the vectors of other implementations and against whoever changes or re-cuts one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from ledger import note
from ledger import text as strict
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.note import Algorithm, Note, SignatureLine, Signer, VerifierKey
from tests import foreign

if TYPE_CHECKING:
    from pathlib import Path

ALICE = Signer.from_seed("alice.example/a", bytes(31) + b"\x01")
BOB = Signer.from_seed("bob.example", bytes(31) + b"\x02")
TEXT = "Three things:\n\n— not a signature\n金榜\n".encode()
SIGNED = note.format(note.sign(TEXT, [ALICE, BOB]))

texts = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]) | st.just("\n")).map(
    lambda text: f"{text}\n".encode()
)


def vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(foreign.vectors("misc", "signed-note.json").read_bytes())
    return found


def known(*signers: Signer) -> dict[tuple[str, bytes], VerifierKey]:
    return note.by_pair(signer.key for signer in signers)


def verifier_keys() -> list[str]:
    lines = foreign.vectors("realworld", "markovian-vkeys.txt").read_text(encoding="utf-8").splitlines()
    files = [foreign.vectors("realworld", name) for name in ("rekor-v2.vkey", "sumdb.vkey")]
    return [line for line in lines if not line.startswith("#")] + [file.read_text("utf-8").strip() for file in files]


def real_notes() -> list[Path]:
    return sorted(foreign.vectors("realworld").glob("*.checkpoint"))


# Against others


def test_the_example_of_the_specification_opens() -> None:
    for vector in vectors()["ok"]:
        key = VerifierKey.parse(vector["vkey"])
        raw = vector["note"].encode()

        opened = note.open(note.parse(raw), note.by_pair([key]))

        assert opened == (key,)
        assert note.format(note.parse(raw)) == raw


def test_a_seed_gives_the_verifier_key_that_go_gives() -> None:
    for private, vkey in vectors()["keypairs"]:
        *_, name, _, secret = private.split("+", 4)
        seed = strict.from_base64(secret, what="key")[1:]

        assert Signer.from_seed(name, seed).key.format() == vkey


def test_the_bad_verifier_keys_of_go_are_refused() -> None:
    for vkey in vectors()["bad_vkeys"]:
        with pytest.raises(FormatError):
            VerifierKey.parse(vkey)


def test_verifier_keys_of_the_witness_network_are_read_back() -> None:
    vkeys = verifier_keys()

    assert len(vkeys) == 10
    assert [VerifierKey.parse(vkey).format() for vkey in vkeys] == vkeys


def test_real_notes_are_read_back() -> None:
    paths = real_notes()

    assert len(paths) == 3
    for path in paths:
        assert note.format(note.parse(path.read_bytes())) == path.read_bytes()


# What a signature covers


@given(text=texts)
def test_a_signed_text_is_read_back_and_opens(text: bytes) -> None:
    raw = note.format(note.sign(text, [BOB, ALICE]))

    parsed = note.parse(raw)

    assert parsed.text == text
    assert note.format(parsed) == raw
    assert note.open(parsed, known(ALICE, BOB)) == (ALICE.key, BOB.key)


@settings(max_examples=300)
@given(at=st.integers(0, len(SIGNED) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused_or_leaves_the_text_as_it_was(at: int, bit: int) -> None:
    """A change in a line by an unknown key is no concern of the reader's; the text that was signed is the same."""
    changed = bytearray(SIGNED)
    changed[at] ^= 1 << bit

    try:
        parsed = note.parse(bytes(changed))
        opened = note.open(parsed, known(ALICE))
    except LedgerError:
        return

    assert parsed.text == TEXT
    assert opened == (ALICE.key,)
    assert at > len(TEXT)


@given(at=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_of_the_text_is_always_refused(at: int, bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[at] ^= 1 << bit

    with pytest.raises(LedgerError):
        note.open(note.parse(bytes(changed)), known(ALICE))


@given(cut=st.integers(1, len(TEXT) - 1))
def test_the_end_of_a_signed_text_is_not_signed(cut: int) -> None:
    """Ed25519 libraries take signature and message as one string, so a part of the message can pose as signature."""
    spliced = SignatureLine(ALICE.name, ALICE.key.key_id, ALICE.sign_raw(TEXT) + TEXT[:cut])

    with pytest.raises(SignatureError):
        note.verify_line(spliced, ALICE.key, TEXT[cut:])


@given(length=st.integers(1, 63))
def test_the_end_of_a_signature_cannot_open_a_text(length: int) -> None:
    """The other way round: the first bytes of the text complete a short signature."""
    whole = ALICE.sign_raw(TEXT)
    short = SignatureLine(ALICE.name, ALICE.key.key_id, whole[:length])

    with pytest.raises(SignatureError):
        note.verify_line(short, ALICE.key, whole[length:] + TEXT)


def test_a_key_of_small_order_signs_nothing() -> None:
    """Under the neutral point as public key, one signature fits every text."""
    neutral = b"\x01" + bytes(31)
    key = VerifierKey.of("anyone.example", neutral)
    line = SignatureLine(key.name, key.key_id, neutral + bytes(32))

    with pytest.raises(SignatureError):
        note.verify_line(line, key, TEXT)


# Who signed


def test_lines_by_unknown_keys_are_ignored() -> None:
    stranger = Signer.from_seed(ALICE.name, bytes(32))
    parsed = note.sign(TEXT, [ALICE, stranger, BOB])

    assert note.open(parsed, known(BOB)) == (BOB.key,)


def test_a_note_by_unknown_keys_only_is_refused() -> None:
    """A known name with another id, and a known id under another name, are unknown keys."""
    other_id = Signer.from_seed(ALICE.name, bytes(32)).sign(TEXT)
    other_name = SignatureLine("mallory.example", ALICE.key.key_id, ALICE.sign_raw(TEXT))

    with pytest.raises(SignatureError, match="signed by no known key: alice.example/a"):
        note.open(Note(TEXT, (other_id, other_name)), known(ALICE))


def test_a_false_line_by_a_known_key_spoils_the_note() -> None:
    false = SignatureLine(ALICE.name, ALICE.key.key_id, bytes(64))

    with pytest.raises(SignatureError, match="alice.example/a .*does not verify"):
        note.open(Note(TEXT, (BOB.sign(TEXT), false)), known(ALICE, BOB))


def test_a_cosigners_key_does_not_open_a_note() -> None:
    cosigner = VerifierKey(ALICE.name, Algorithm.COSIGNATURE_ED25519, ALICE.key.public_key, ALICE.key.key_id)

    with pytest.raises(SignatureError, match="no known key"):
        note.open(note.parse(SIGNED), note.by_pair([cosigner]))


def test_a_signer_does_not_show_its_seed() -> None:
    assert repr(ALICE) == f"Signer({ALICE.key.format()!r})"
    assert list(ALICE.__rich_repr__()) == [("key", ALICE.key)]


def test_lines_are_sorted_and_a_key_signs_once() -> None:
    assert note.sign(TEXT, [BOB, ALICE, BOB]) == note.sign(TEXT, [ALICE, BOB])
    assert note.parse(SIGNED).signatures == (ALICE.sign(TEXT), BOB.sign(TEXT))


def test_signatures_over_one_text_merge() -> None:
    merged = note.merge([note.sign(TEXT, [BOB]), note.sign(TEXT, [ALICE])])

    assert note.format(merged) == SIGNED


def test_signatures_over_different_texts_do_not_merge() -> None:
    with pytest.raises(FormatError, match="different texts"):
        note.merge([note.sign(TEXT, [BOB]), note.sign(TEXT + b"\n", [ALICE])])


# Malformed

LINE = ALICE.sign(b"text\n").format()
DASH = "— "


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "no empty line"),
        ("text\n", "no empty line"),
        (f"text\n{LINE}\n", "no empty line"),
        (f"\n{LINE}\n", "no empty line"),
        ("text\n\n", "no signature line"),
        (f"text\n\n{LINE}", "does not end in a newline"),
        (f"text\n\n{LINE}\n\n", "no signature line"),
        (f"text\n\n{LINE}\n{LINE}\n", "two signature lines by one key"),
        (f"text\n\n{LINE[2:]}\n", "em dash"),
        (f"text\n\n- {LINE[2:]}\n", "em dash"),
        (f"text\n\n {LINE}\n", "em dash"),
        (f"text\n\n{LINE}\nmore\n", "em dash"),
        (f"text\n\n{LINE} \n", "base64"),
        (f"text\n\n{LINE[:-1]}\n", "base64"),
        (f"text\n\n{DASH}alice.example/a\n", "not NAME BASE64"),
        (f"text\n\n{DASH}{LINE.split()[2]}\n", "not NAME BASE64"),
        (f"text\n\n{DASH} {LINE.split()[2]}\n", "empty, or holds"),
        (f"text\n\n{DASH}a+b AAAAAAA=\n", "holds a space, a plus"),
        (f"text\n\n{DASH}a\u3000b AAAAAAA=\n", "holds a space, a plus"),
        (f"text\n\n{DASH}a\u202eb AAAAAAA=\n", "unprintable"),
        (f"text\n\n{DASH}a AAAAAA==\n", "4 bytes, needed a key id and a signature"),
        (f"text\n\n{DASH}a AAAAAAB=\n", "not canonical base64"),
        (f"te\txt\n\n{LINE}\n", "control character 0x09"),
        (f"text\r\n\n{LINE}\n", "control character 0x0d"),
        (f"te\x00xt\n\n{LINE}\n", "control character 0x00"),
    ],
)
def test_a_malformed_note_is_refused_with_the_reason(raw: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        note.parse(raw.encode())


def test_a_note_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(FormatError, match="not UTF-8 at byte 4"):
        note.parse(b"text\xff\n\n" + LINE.encode() + b"\n")


def test_the_number_of_signature_lines_is_limited() -> None:
    lines = tuple(SignatureLine("a.example", at.to_bytes(4), bytes(64)) for at in range(note.MAX_SIGNATURES + 1))

    assert len(note.parse(note.format(Note(TEXT, lines[:-1]))).signatures) == note.MAX_SIGNATURES
    with pytest.raises(FormatError, match="101 signature lines, at most 100"):
        note.parse(note.format(Note(TEXT, lines)))


def test_the_size_of_a_note_is_limited_before_it_is_read() -> None:
    with pytest.raises(FormatError, match=r"1,048,577 bytes, at most 1,048,576"):
        note.parse(b"\xff" * (note.MAX_NOTE_BYTES + 1))


@pytest.mark.parametrize("unsigned", [Note(TEXT, ()), Note(b"no newline", (ALICE.sign(TEXT),))])
def test_what_could_not_be_read_back_is_not_written(unsigned: Note) -> None:
    with pytest.raises(FormatError, match="must end in a newline and have a signature"):
        note.format(unsigned)


def test_a_text_with_a_control_character_is_not_signed() -> None:
    with pytest.raises(FormatError, match="control character"):
        note.sign(b"a\tb\n", [ALICE])


@pytest.mark.parametrize(
    ("vkey", "why"),
    [
        ("", "not NAME"),
        ("a.example+00000000", "not NAME"),
        ("+00000000+AQ==", "empty"),
        (ALICE.key.format().replace("alice", "alicia"), "name and key give"),
        (ALICE.key.format().upper(), "lowercase hex"),
        (ALICE.key.format() + "\n", "base64"),
        ("a.example+00000000+", "unknown algorithm none"),
        ("a.example+00000000+/w==", "unknown algorithm ff"),
        ("a.example+00000000+AQ==", "0 bytes, needed 32"),
        (f"a.example+00000000+{strict.to_base64(b'6' + bytes(32))}", "unknown algorithm 36"),
        (f"a.example+00000000+{strict.to_base64(bytes([6]) + bytes(32))}", "32 bytes, needed 1312"),
    ],
)
def test_a_malformed_verifier_key_is_refused_with_the_reason(vkey: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        VerifierKey.parse(vkey)


@given(name=st.text(min_size=1, max_size=20), seed=st.binary(min_size=32, max_size=32))
def test_every_verifier_key_is_read_back(name: str, seed: bytes) -> None:
    try:
        key = Signer.from_seed(name, seed).key
    except FormatError:
        assert "+" in name or not name.isprintable() or any(letter.isspace() for letter in name)
        return

    assert VerifierKey.parse(key.format()) == key


@given(message=st.binary(max_size=300), other=st.binary(max_size=300), at=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_raw_signature_verifies_exactly_where_pynacl_says_so(message: bytes, other: bytes, at: int, bit: int) -> None:
    signature, key = ALICE.sign_raw(message), ALICE.key.public_key
    changed = bytearray(signature)
    changed[at] ^= 1 << bit
    for one, by, text in (
        (signature, key, message),
        (bytes(changed), key, message),
        (signature, key, other),
        (signature, bytes(32), message),
        (bytes(64), bytes(32), message),
        (signature, b"\x01" + bytes(31), message),
    ):
        assert raw_verifies(one, by, text) == pynacl_verifies(one + text, by)


@pytest.mark.parametrize("length", [0, 1, 63, 65, 128])
def test_a_raw_signature_of_another_length_is_refused_before_it_is_looked_at(length: int) -> None:
    signed = ALICE.sign_raw(b"a text that was signed") + b"a text that was signed"
    with pytest.raises(SignatureError, match=f"{length} bytes, needed 64"):
        note.verify_raw((signed + bytes(64))[:length], ALICE.key.public_key, signed[length:])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_raw_public_key_of_another_length_is_refused_before_it_is_read(length: int) -> None:
    with pytest.raises(SignatureError, match=f"{length} bytes, needed 32"):
        note.verify_raw(ALICE.sign_raw(b"x"), (ALICE.key.public_key * 2)[:length], b"x")


def raw_verifies(signature: bytes, key: bytes, message: bytes) -> bool:
    try:
        note.verify_raw(signature, key, message)
    except SignatureError:
        return False
    return True


def pynacl_verifies(signed: bytes, key: bytes) -> bool:
    try:
        crypto_sign_open(signed, key)
    except BadSignatureError:
        return False
    return True
