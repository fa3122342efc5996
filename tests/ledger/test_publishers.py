"""Keys by the log alone: each kind of key event, who must sign it, and what it does to the entries around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import entry, statement
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.note import Signer
from ledger.publishers import Publishers, is_key_event
from tests.ledger.damage import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    BEN,
    BEN_RECOVERY,
    STRANGER,
    enrolment,
    evaluation,
    key_change,
)

ENROLLED = enrolment(ANNA, ANNA_RECOVERY)
THIRD = Signer.from_seed("a.example", b"\x09" * 32)
RECOVERY_NEXT = Signer.from_seed("a.example", b"\x0a" * 32)


def after(*raws: bytes, start: int = 0) -> Publishers:
    known = Publishers()
    for index, raw in enumerate(raws, start):
        known.apply(index, entry.parse(raw))
    return known


def accepts(known: Publishers, index: int, raw: bytes) -> bool:
    try:
        known.check(index, entry.parse(raw))
    except LedgerError:
        return False
    return True


def enrol_value(**changes: object) -> dict[str, object]:
    value = {"type": "jinbang/publisher/v1", "publisher": "a.example", "keys": [ANNA.key.format()]}
    return {**value, "recovery": ANNA_RECOVERY.key.format(), **changes}


def signed(value: dict[str, object], *signers: Signer) -> bytes:
    return entry.sign(statement.spell(value), list(signers)).raw


# Enrolment


def test_an_enrolled_key_signs_from_the_next_entry_on() -> None:
    known = after(ENROLLED, start=5)
    assert not accepts(known, 5, evaluation(1, ANNA))
    assert accepts(known, 6, evaluation(1, ANNA))
    assert known.by_name["a.example"].keys == (ANNA.key,)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (signed(enrol_value(), ANNA_RECOVERY), "not an enrolled publisher"),
        (signed(enrol_value(keys=[ANNA.key.format(), ANNA_NEXT.key.format()]), ANNA), "is listed but did not sign"),
        (signed(enrol_value(recovery=ANNA.key.format()), ANNA), "recovery key that is not one of them"),
        (signed(enrol_value(keys=[]), ANNA), "needs a signing key"),
        (signed(enrol_value(keys=[ANNA.key.format()] * 2), ANNA), "stands there twice"),
        (signed(enrol_value(keys=[BEN.key.format()]), ANNA), "needed an Ed25519 vkey of the name a.example"),
        (signed(enrol_value(keys="x"), ANNA), "needed a list"),
        (signed(enrol_value(keys=[7]), ANNA), "needed a vkey"),
        (signed(enrol_value(keys=[ANNA.key.format()] * 17), ANNA), "at most 16"),
        (signed(enrol_value(recovery=None), ANNA), "recovery: needed a vkey"),
        (enrolment(ANNA, ANNA_RECOVERY, BEN), "b.example: not an enrolled publisher"),
    ],
)
def test_an_enrolment_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        after(raw)


def test_nobody_enrols_twice() -> None:
    with pytest.raises(SignatureError, match="already enrolled by entry 0"):
        after(ENROLLED, enrolment(ANNA_NEXT, ANNA_RECOVERY))


def test_an_enrolled_publisher_may_countersign() -> None:
    known = after(enrolment(BEN, BEN_RECOVERY), enrolment(ANNA, ANNA_RECOVERY, BEN))
    assert accepts(known, 2, evaluation(1, ANNA))


# Signing


def test_an_entry_is_signed_by_exactly_those_who_speak() -> None:
    known = after(ENROLLED, enrolment(BEN, BEN_RECOVERY))
    assert accepts(known, 2, evaluation(1, ANNA, BEN))
    alone = {"type": "jinbang/evaluation/v1", "publisher": "a.example"}
    assert not accepts(known, 2, signed(alone, BEN))
    assert not accepts(known, 2, signed(alone, ANNA, BEN))
    joint = {"type": "jinbang/evaluation/v1", "publishers": ["a.example", "b.example"]}
    assert not accepts(known, 2, signed(joint, ANNA))
    assert not accepts(known, 2, evaluation(1, STRANGER))


# Changes

ROTATED = key_change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])


def test_after_a_rotation_the_new_key_signs_and_the_old_one_does_not() -> None:
    known = after(ENROLLED, ROTATED)
    assert accepts(known, 1, evaluation(1, ANNA))
    assert not accepts(known, 2, evaluation(1, ANNA))
    assert not accepts(known, 1, evaluation(1, ANNA_NEXT))
    assert accepts(known, 2, evaluation(1, ANNA_NEXT))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (key_change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA]), "a new key did not sign"),
        (key_change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA_NEXT]), "no current key signed"),
        (key_change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT]), "no current key signed"),
        (key_change(ENROLLED, "rotate", [ANNA_NEXT], [STRANGER, ANNA_NEXT]), "may not sign"),
        (key_change(ENROLLED, "rotate", [], [ANNA]), "any other has one or more"),
        (key_change(ENROLLED, "rotate", [ANNA_RECOVERY], [ANNA, ANNA_RECOVERY]), "must not be a signing key"),
        (key_change(ROTATED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT]), "previous is not its last key event"),
        (key_change(ENROLLED, "renew", [ANNA_NEXT], [ANNA, ANNA_NEXT]), "needed rotate, compromise or retire"),
        (key_change(ENROLLED, "retire", [ANNA_NEXT], [ANNA, ANNA_NEXT]), "retired publisher has no keys"),
        (key_change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA, ANNA_NEXT], last_good_index=0), "recovery key did not"),
        (key_change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT]), "needed 0 to 0"),
        (
            key_change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=1),
            "needed 0 to 0, found '1'",
        ),
        (
            key_change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=True),
            "found 'True'",
        ),
        (
            key_change(
                ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT, RECOVERY_NEXT], recovery=RECOVERY_NEXT.key.format()
            ),
            "the recovery key did not sign",
        ),
        (
            key_change(
                ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT, ANNA_RECOVERY], recovery=RECOVERY_NEXT.key.format()
            ),
            "a new key did not sign",
        ),
    ],
)
def test_a_change_of_keys_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(LedgerError, match=why):
        after(ENROLLED, raw)


def test_a_change_before_the_enrolment_is_refused() -> None:
    with pytest.raises(SignatureError, match="not an enrolled publisher"):
        after(ROTATED)


def test_a_key_event_is_by_one_publisher() -> None:
    value = {"type": "jinbang/publisher/v1", "publishers": ["a.example", "b.example"]}
    with pytest.raises(FormatError, match="by one publisher"):
        after(signed(value, ANNA, BEN))


def test_the_recovery_key_changes_with_its_own_consent() -> None:
    changed = key_change(
        ENROLLED,
        "rotate",
        [ANNA],
        [ANNA, ANNA_RECOVERY, RECOVERY_NEXT],
        recovery=RECOVERY_NEXT.key.format(),
    )
    known = after(ENROLLED, changed)
    assert known.by_name["a.example"].recovery == RECOVERY_NEXT.key
    assert accepts(known, 2, evaluation(1, ANNA))


def test_a_retired_publisher_signs_no_more_and_recovers_only_by_its_recovery_key() -> None:
    retired = key_change(ENROLLED, "retire", [], [ANNA])
    known = after(ENROLLED, retired)
    assert not accepts(known, 2, evaluation(1, ANNA))
    back = key_change(retired, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=0)
    known = after(ENROLLED, retired, back)
    assert accepts(known, 3, evaluation(1, ANNA_NEXT))


def test_a_key_that_returns_is_valid_in_both_spans_and_not_between() -> None:
    back = key_change(ROTATED, "rotate", [ANNA], [ANNA_NEXT, ANNA])
    known = after(ENROLLED, ROTATED, back)
    assert [accepts(known, index, evaluation(1, ANNA)) for index in range(1, 5)] == [True, False, True, True]


# Disputes


def disputed(known: Publishers, index: int, *signers: Signer) -> int | None:
    return known.disputed_by(index, entry.parse(evaluation(1, *signers)))


def test_a_compromise_disputes_what_lies_between_the_last_good_entry_and_itself() -> None:
    lost = key_change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_RECOVERY, ANNA_NEXT], last_good_index=3)
    known = after(ENROLLED)
    known.apply(6, entry.parse(lost))
    assert [disputed(known, index, ANNA) for index in range(2, 8)] == [None, None, 6, 6, None, None]
    assert disputed(known, 5, ANNA_NEXT) is None
    assert accepts(known, 5, evaluation(1, ANNA)), "what was accepted is never un-accepted"


def test_a_compromise_also_disputes_a_key_that_was_rotated_away_since() -> None:
    """A thief may rotate to a key of his own; and the old key's entries since the theft are in doubt as well."""
    known = after(ENROLLED)
    known.apply(5, entry.parse(ROTATED))
    lost = key_change(ROTATED, "compromise", [THIRD], [ANNA_RECOVERY, THIRD], last_good_index=2)
    known.apply(9, entry.parse(lost))
    assert disputed(known, 2, ANNA) is None
    assert disputed(known, 4, ANNA) == 9
    assert disputed(known, 7, ANNA_NEXT) == 9
    assert disputed(known, 10, THIRD) is None


def test_a_key_that_was_gone_before_the_theft_is_not_disputed() -> None:
    known = after(ENROLLED)
    known.apply(2, entry.parse(ROTATED))
    lost = key_change(ROTATED, "compromise", [THIRD], [ANNA_RECOVERY, THIRD], last_good_index=5)
    known.apply(9, entry.parse(lost))
    assert disputed(known, 1, ANNA) is None
    assert disputed(known, 7, ANNA_NEXT) == 9


@given(index=st.integers(0, 20), events=st.integers(1, 3))
def test_later_events_never_change_what_was_valid(index: int, events: int) -> None:
    places = [(0, ENROLLED), (6, ROTATED), (12, key_change(ROTATED, "rotate", [THIRD], [ANNA_NEXT, THIRD]))]
    some, everything = Publishers(), Publishers()
    for at, raw in places[:events]:
        some.apply(at, entry.parse(raw))
    for at, raw in places:
        everything.apply(at, entry.parse(raw))
    bound = places[events][0] if events < len(places) else 21
    for signer in (ANNA, ANNA_NEXT, THIRD):
        if index <= bound:
            assert accepts(some, index, evaluation(1, signer)) == accepts(everything, index, evaluation(1, signer))


def test_key_events_are_told_by_their_first_bytes() -> None:
    assert is_key_event(ENROLLED)
    assert is_key_event(ROTATED)
    assert not is_key_event(evaluation(1, ANNA))
