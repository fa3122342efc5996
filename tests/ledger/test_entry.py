"""Entries are not malleable: one form, and every bit of it matters."""

from __future__ import annotations

import pytest

from ledger import entry, merkle, note, statement
from ledger.errors import FormatError, LedgerError
from ledger.publishers import Publishers
from tests.ledger.damage import ANNA, ANNA_RECOVERY, BEN, BEN_RECOVERY, enrolment, evaluation


def state() -> Publishers:
    known = Publishers()
    known.apply(0, entry.parse(enrolment(ANNA, ANNA_RECOVERY)))
    known.apply(1, entry.parse(enrolment(BEN, BEN_RECOVERY)))
    return known


def test_an_entry_knows_its_leaf_its_signers_and_its_statement() -> None:
    raw = evaluation(1, ANNA, BEN)
    parsed = entry.parse(raw)
    assert parsed.signers == ("a.example", "b.example")
    assert parsed.leaf == merkle.leaf_hash(raw)
    assert parsed.statement.id == entry.statement_id(raw)


def test_every_changed_bit_of_a_joint_entry_is_refused() -> None:
    raw = evaluation(1, ANNA, BEN)
    known = state()
    known.check(2, entry.parse(raw))
    for at in range(len(raw)):
        for bit in range(8):
            changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
            with pytest.raises(LedgerError):
                known.check(2, entry.parse(changed))


def test_signature_lines_in_another_order_are_refused() -> None:
    parsed = note.parse(evaluation(1, ANNA, BEN))
    swapped = note.format(note.Note(parsed.text, parsed.signatures[::-1]))
    with pytest.raises(FormatError, match="not sorted"):
        entry.parse(swapped)


def test_a_signature_line_twice_is_refused() -> None:
    parsed = note.parse(evaluation(1, ANNA))
    with pytest.raises(FormatError, match="two signature lines by one key"):
        entry.parse(note.format(note.Note(parsed.text, parsed.signatures * 2)))


def test_a_signature_of_another_length_is_refused() -> None:
    parsed = note.parse(evaluation(1, ANNA))
    (line,) = parsed.signatures
    longer = note.SignatureLine(line.name, line.key_id, line.signature + b"\0")
    with pytest.raises(FormatError, match="not 64 bytes"):
        entry.parse(note.format(note.Note(parsed.text, (longer,))))


def test_an_entry_has_at_most_65535_bytes() -> None:
    room = entry.MAX_ENTRY_BYTES - len(evaluation(1, ANNA))
    assert len(evaluation(1, ANNA, pad=room)) == entry.MAX_ENTRY_BYTES
    with pytest.raises(FormatError, match="65,536 bytes, at most 65,535"):
        evaluation(1, ANNA, pad=room + 1)


def test_a_note_whose_text_is_no_statement_is_refused() -> None:
    with pytest.raises(FormatError):
        entry.sign(b"hello\n", [ANNA])
    assert entry.sign(statement.spell({"type": "x/y/v1", "publisher": "a.example"}), [ANNA]).signers == ("a.example",)
