"""Entries are not malleable: one text and its signatures have one form, and no bit of it can be another."""

from __future__ import annotations

import base64
import hashlib

import pytest

from ledger import entry, merkle, note, statement
from ledger.entry import MAX_ENTRY_BYTES
from ledger.errors import FormatError, LedgerError
from ledger.publishers import Publishers
from tests.ledger.build import ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, BEN_RECOVERY, enrol, says

TEXT = statement.spell({"type": "jinbang/note/v1", "publisher": "a.example"})
JOINT = says(1, ANNA, BEN)


def known() -> Publishers:
    """Return the state in which Anna has two keys and Ben has one."""
    state = Publishers()
    state.apply(0, enrol([ANNA, ANNA_NEXT], ANNA_RECOVERY))
    state.apply(1, enrol([BEN], BEN_RECOVERY))
    return state


def lines_of(raw: bytes) -> list[bytes]:
    """Return an entry's signature lines, each with its newline."""
    return raw.rpartition(b"\n\n")[2].splitlines(keepends=True)


def with_lines(raw: bytes, *lines: bytes) -> bytes:
    """Return an entry with other signature lines."""
    return raw.rpartition(b"\n\n")[0] + b"\n\n" + b"".join(lines)


def test_an_entry_is_a_note_whose_text_is_a_statement() -> None:
    read = entry.parse(JOINT.raw)

    assert read == JOINT
    assert read.note.text == read.statement.text
    assert read.signers == read.statement.publishers == ("a.example", "b.example")
    assert read.leaf == merkle.leaf_hash(JOINT.raw) == hashlib.sha256(b"\x00" + JOINT.raw).digest()
    assert entry.statement_id(JOINT.raw) == read.statement.id == hashlib.sha256(read.note.text).hexdigest()


def test_a_name_that_signs_with_two_keys_is_one_signer() -> None:
    assert entry.sign(TEXT, [ANNA_NEXT, ANNA]).signers == ("a.example",)


def test_the_order_of_signers_does_not_matter_to_the_bytes() -> None:
    every = [ANNA, ANNA_NEXT, BEN]
    assert len({entry.sign(TEXT, order).raw for order in (every, every[::-1], [BEN, *every, ANNA])}) == 1


def test_signature_lines_are_sorted_by_name_and_key_id() -> None:
    lines = lines_of(entry.sign(TEXT, [ANNA, ANNA_NEXT, BEN]).raw)
    raw = TEXT + b"\n" + b"".join(lines)

    assert entry.parse(raw).raw == raw
    for order in ((1, 0, 2), (0, 2, 1), (2, 0, 1), (2, 1, 0)):
        with pytest.raises(FormatError, match="signature lines are not sorted"):
            entry.parse(with_lines(raw, *(lines[at] for at in order)))


def test_a_key_signs_once() -> None:
    first, second = lines_of(JOINT.raw)
    with pytest.raises(FormatError, match="two signature lines by one key"):
        entry.parse(with_lines(JOINT.raw, first, first, second))


@pytest.mark.parametrize("length", [1, 63, 65, 128])
def test_a_signature_has_sixty_four_bytes(length: int) -> None:
    line = note.SignatureLine(ANNA.name, ANNA.key.key_id, bytes(length))
    with pytest.raises(FormatError, match="a signature is not 64 bytes long"):
        entry.parse(note.format(note.Note(TEXT, (line,))))


def test_an_entry_is_as_long_as_its_two_byte_length_allows_and_no_longer() -> None:
    room = MAX_ENTRY_BYTES - len(says(1, ANNA).raw)
    longest = says(1, ANNA, note="x" * room)

    assert len(longest.raw) == 65_535
    assert entry.parse(longest.raw).raw == longest.raw
    with pytest.raises(FormatError, match="entry: 65,536 bytes, at most 65,535"):
        says(1, ANNA, note="x" * (room + 1))


def test_no_signature_or_no_statement_is_no_entry() -> None:
    for raw in (b"", b"\n", TEXT, TEXT + b"\n", b"hello\n\n" + b"".join(lines_of(JOINT.raw)), JOINT.raw[:-1]):
        with pytest.raises(FormatError):
            entry.parse(raw)
    with pytest.raises(FormatError):
        entry.sign(TEXT, [])


def test_the_other_spelling_of_the_same_signature_is_refused() -> None:
    """Four bits of the last base64 digit are not used: a lenient reader would take sixteen entries for one."""
    (line,) = lines_of(says(1, ANNA).raw)
    dash, name, encoded = line.split(b" ")
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = encoded.rstrip(b"=\n")[-1:]
    other = digits[digits.index(last) ^ 1 : (digits.index(last) ^ 1) + 1]
    twin = encoded.replace(last + b"=", other + b"=")

    assert twin != encoded
    assert base64.b64decode(twin) == base64.b64decode(encoded)
    with pytest.raises(FormatError, match="base64"):
        entry.parse(with_lines(says(1, ANNA).raw, b" ".join([dash, name, twin])))


@pytest.mark.parametrize("good", [entry.sign(TEXT, [ANNA]), says(7, ANNA, BEN)], ids=["alone", "joint"])
def test_every_changed_bit_is_refused(good: entry.Entry) -> None:
    """By its form or by its signatures: nothing else may come of it than a refusal."""
    state = known()
    state.check(2, entry.parse(good.raw))
    for at in range(len(good.raw)):
        for bit in range(8):
            changed = bytearray(good.raw)
            changed[at] ^= 1 << bit
            with pytest.raises(LedgerError):
                state.check(2, entry.parse(bytes(changed)))


def test_every_dropped_and_every_doubled_byte_is_refused() -> None:
    state = known()
    raw = JOINT.raw
    for at in range(len(raw)):
        for changed in (raw[:at] + raw[at + 1 :], raw[:at] + raw[at : at + 1] + raw[at:]):
            with pytest.raises(LedgerError):
                state.check(2, entry.parse(changed))


def test_every_cut_entry_is_refused() -> None:
    """Where the cut is between two signature lines the form is good, and a signer is missing."""
    state = known()
    for length in range(len(JOINT.raw)):
        with pytest.raises(LedgerError):
            state.check(2, entry.parse(JOINT.raw[:length]))
