"""What stands as an ordinary entry stands by the strict rules too, whatever its bytes; and ordinary entries do stand."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import entry, note, ordinary, statement
from ledger.entry import MAX_ENTRY_BYTES
from ledger.errors import LedgerError
from ledger.note import Signer
from ledger.publishers import Publishers, is_key_event
from tests.ledger.build import ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, BEN_RECOVERY, change, enrol, says

ENROLLED = enrol([ANNA], ANNA_RECOVERY)
ROTATED = change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
RETIRED = change(enrol([BEN], BEN_RECOVERY), "retire", [], [BEN])
ROTATED_AT, RETIRED_AT = 4, 6
AT = 2
"""An index at which the first keys of both are valid."""
SHORT = statement.spell({"type": "a/b/v1", "publisher": "a.example", "é": [1, {}, "\u2028"]})
ODD_BYTES = [*range(0x20), *b' !"+,-.0189:Ee[\\]{}', 0x7F, 0x80, 0xC0, 0xE2, 0xED, 0xFF]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def known() -> Publishers:
    """Return the state in which Anna's first key goes at one index and Ben's at another."""
    state = Publishers()
    state.apply(0, ENROLLED)
    state.apply(1, enrol([BEN], BEN_RECOVERY))
    state.apply(ROTATED_AT, ROTATED)
    state.apply(RETIRED_AT, RETIRED)
    return state


STATE = known()


def stands(index: int, raw: bytes, state: Publishers = STATE) -> bool:
    return ordinary.stands(index, raw, entry.text_of(raw), state)


def strictly(index: int, raw: bytes) -> bool:
    """Say what the rules say that decide."""
    try:
        STATE.check(index, entry.parse(raw))
    except LedgerError:
        return False
    return True


def with_text(text: bytes, *signers: Signer) -> bytes:
    """Return a text, whatever it is, with true signatures."""
    lines = [signer.sign(text).format() + "\n" for signer in signers or (ANNA,)]
    return text + b"\n" + "".join(lines).encode()


def agree(index: int, raw: bytes) -> bool:
    """Hold that what stands stands strictly; return whether it does."""
    found = stands(index, raw)
    assert strictly(index, raw) or not found, raw
    return found


def odd_texts() -> Iterator[bytes]:
    """Yield texts that almost are statements, or are in a way that is easily got wrong."""
    head = '{\n  "type": "a/b/v1",\n  "publisher": "a.example"'
    number = head + ',\n  "n": %s\n}\n'
    yield from ((number % n).encode() for n in ("1.0", "1e3", "-0", "01", "+1", "0x1", "NaN", "9" * 15, "9" * 16))
    yield from ((number % n).encode() for n in (2**53 - 1, 2**53, -(2**53), 2**63, 2**64, 10**30, "1" * 5000))
    yield from ((number % s).encode() for s in (r'"\u0041"', r'"\/"', r'"\ud800"', r'"\u2028"', r'"\u001f"', r'"\t"'))
    yield (head + ',\n  "publisher": "a.example"\n}\n').encode()
    yield (head + ',\n  "publishers": [\n    "a.example",\n    "b.example"\n  ]\n}\n').encode()
    yield (head + ',\n  "type": "a/b/v1"\n}\n').encode()
    yield b'{\n  "publisher": "a.example",\n  "type": "a/b/v1"\n}\n'
    yield from (b"{}\n", b"[]\n", b"1\n", b"\n", b"", b'"x"\n', b"null\n", b'{\n  "type": "a/b/v1"\n}\n')
    yield from (
        SHORT[:-1],
        SHORT + b"\n",
        SHORT + b" ",
        b" " + SHORT,
        SHORT.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + SHORT,
    )
    yield from (
        statement.spell({"type": type_, "publisher": "a.example"}) for type_ in ("", "a", "a/b/v0", "A/b/v1", 1)
    )
    yield from (
        statement.spell({"type": "a/b/v1", "publisher": who}) for who in ("", "c.example", "a.example ", 1, None)
    )
    yield from (deep(levels) for levels in (30, 31, 32, 33, 34, 500, 100_000))
    for length in (MAX_ENTRY_BYTES - 300, MAX_ENTRY_BYTES):
        yield statement.spell({"type": "a/b/v1", "publisher": "a.example", "n": "x" * length})


def deep(levels: int) -> bytes:
    head = '{\n  "type": "a/b/v1",\n  "publisher": "a.example",\n  "n": '
    if levels > 1000:
        return (head + "[" * levels + "]" * levels + "\n}\n").encode()
    value: object = 1
    for _ in range(levels):
        value = [value]
    return statement.spell({"type": "a/b/v1", "publisher": "a.example", "n": value})


ODD_TEXTS = list(odd_texts())


def test_entries_as_publishers_write_them_stand() -> None:
    raws = [says(number, ANNA, note=f'第{number}名 \u00e9 \\ " / \t').raw for number in range(50)]
    assert all(stands(AT, raw) for raw in raws)
    assert stands(AT, with_text(SHORT))


def test_joint_entries_and_key_events_are_left_to_the_strict_rules() -> None:
    joint = says(1, ANNA, BEN).raw
    assert strictly(AT, joint)
    assert not stands(AT, joint)
    assert not stands(0, ENROLLED.raw, Publishers())


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_an_odd_text_stands_only_where_the_strict_rules_let_it(text: bytes) -> None:
    agree(AT, with_text(text))


def test_odd_texts_are_of_both_kinds() -> None:
    stand = [stands(AT, with_text(text)) for text in ODD_TEXTS]
    assert any(stand)
    assert not all(stand)


@pytest.mark.parametrize("at", range(len(SHORT)))
def test_a_text_with_any_odd_byte_anywhere_stands_only_where_the_strict_rules_let_it(at: int) -> None:
    for byte in ODD_BYTES:
        agree(AT, with_text(SHORT[:at] + bytes([byte]) + SHORT[at + 1 :]))
        agree(AT, with_text(SHORT[:at] + bytes([byte]) + SHORT[at:]))


@given(value=VALUES, spelled=st.booleans())
def test_any_value_stands_only_where_the_strict_rules_let_it(value: object, spelled: bool) -> None:
    text = statement.spell({"type": "a/b/v1", "publisher": "a.example", "value": value})
    agree(AT, with_text(text if spelled else text.replace(b"  ", b"")))


@given(at=st.integers(0, len(says(1, ANNA).raw) - 1), bit=st.integers(0, 7), cut=st.integers(0, 3))
def test_one_changed_bit_or_a_cut_does_not_stand(at: int, bit: int, cut: int) -> None:
    raw = bytearray(says(1, ANNA).raw)
    raw[at] ^= 1 << bit
    assert not agree(AT, bytes(raw))
    assert not agree(AT, bytes(raw[: at - cut]))


def odd_tails() -> Iterator[bytes]:
    """Yield what stands under a text in place of its signature line, or beside it."""
    line = ANNA.sign(SHORT)
    true = line.format().encode() + b"\n"
    encoded = line.format().rpartition(" ")[2].encode()
    yield from (b"", b"\n", true[:-1], true + b"\n", true + true, b"\n" + true, true[3:], b"-" + true[3:], true[1:])
    yield from (true.replace(b" ", b"  "), true.replace(b" ", b""), true.replace(b" ", b"\t"), b" " + true)
    yield from (true.replace(b"a.example", name) for name in (b"", b"a+example", b"a example", b"A.example", b"\xff"))
    yield from (true.replace(b"a.example", name) for name in (b"a.example\n", b"b.example", b"a.ex\xe2\x80\x94 ample"))
    yield true.replace(encoded, encoded[:-2] + bytes([encoded[-2] + 1]) + b"=")
    yield from (
        true.replace(encoded, other) for other in (encoded[:-1], encoded + b"=", encoded[:-1] + b"\n", b"=" * 92)
    )
    yield from (true.replace(encoded, base64.urlsafe_b64encode(base64.b64decode(encoded))), encoded + b"\n")
    for raw in (
        line.signature[:-1],
        line.signature + SHORT[:1],
        line.signature[:63] + b"\x00",
        line.signature + b"\x00" * 2,
    ):
        yield note.SignatureLine(line.name, line.key_id, raw).format().encode() + b"\n"
    yield note.SignatureLine(line.name, b"\x00" * 4, line.signature).format().encode() + b"\n"
    yield from (true + BEN.sign(SHORT).format().encode() + b"\n", BEN.sign(SHORT).format().encode() + b"\n" + true)
    yield from (ANNA_NEXT.sign(SHORT).format().encode() + b"\n", BEN.sign(SHORT).format().encode() + b"\n")


ODD_TAILS = list(odd_tails())


@pytest.mark.parametrize("tail", ODD_TAILS, ids=range(len(ODD_TAILS)))
def test_no_odd_signature_line_stands(tail: bytes) -> None:
    assert not agree(AT, SHORT + b"\n" + tail)
    agree(AT, SHORT + tail)


def test_a_longer_signature_takes_no_byte_of_the_text() -> None:
    """One more byte after the signature must not be read as the first of a text that was signed."""
    signature = ANNA.sign_raw(SHORT)
    stolen = note.SignatureLine(ANNA.name, ANNA.key.key_id, signature + SHORT[:1])
    assert not agree(AT, SHORT[1:] + b"\n" + stolen.format().encode() + b"\n")


@pytest.mark.parametrize("index", range(RETIRED_AT + 2))
@pytest.mark.parametrize("signer", [ANNA, ANNA_NEXT, ANNA_RECOVERY, BEN, BEN_RECOVERY])
def test_at_each_index_the_keys_that_are_valid_then_stand_and_no_others(index: int, signer: Signer) -> None:
    raw = says(1, signer).raw
    assert not is_key_event(raw)
    assert stands(index, raw) == strictly(index, raw)
