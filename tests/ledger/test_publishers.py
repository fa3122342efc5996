"""Key state follows from the entries before an index, and from nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import entry, note
from ledger.entry import Entry
from ledger.errors import FormatError, LedgerError, SignatureError
from ledger.note import Algorithm, Signer, VerifierKey
from ledger.publishers import MAX_KEYS, PUBLISHER, PUBLISHER_KEYS, Publishers, is_key_event
from tests.ledger.build import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    BEN,
    BEN_NEXT,
    BEN_RECOVERY,
    change,
    enrol,
    says,
    signed,
    signer,
)

ANNA_THIRD, ANNA_RECOVERY_NEXT, STRANGER = (signer("a.example", number) for number in (21, 22, 23))
ENROLLED = enrol([ANNA], ANNA_RECOVERY)
BEN_ENROLLED = enrol([BEN], BEN_RECOVERY)
ROTATED = change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
RETIRED = change(ENROLLED, "retire", [], [ANNA])


def after(*events: Entry) -> Publishers:
    """Return the state after events at 0, 1, 2 and so on."""
    state = Publishers()
    for index, one in enumerate(events):
        state.check(index, one)
        state.apply(index, one)
    return state


def refuse(state: Publishers, index: int, event: Entry, error: type[LedgerError], why: str) -> None:
    """Check that both ways to look at an event refuse it, and that the state stays as it was."""
    before = dict(state.by_name)
    for look in (state.check, state.apply):
        with pytest.raises(error, match=why):
            look(index, event)
    assert state.by_name == before


def forged(event: Entry, at: int = 0) -> Entry:
    """Return an event one of whose signatures does not verify."""
    lines = list(event.note.signatures)
    lines[at] = replace(lines[at], signature=lines[at].signature[::-1])
    return entry.parse(note.format(note.Note(event.note.text, tuple(lines))))


def enrolling(*signers: Signer, **fields: object) -> Entry:
    """Return an enrolment of Anna with fields of one's own."""
    value: dict[str, object] = {"type": PUBLISHER, "publisher": "a.example", "keys": [ANNA.key.format()]}
    value |= {"recovery": ANNA_RECOVERY.key.format(), **fields}
    return signed({name: field for name, field in value.items() if field != "absent"}, *signers)


def vkey(number: int, name: str = "a.example", algorithm: Algorithm = Algorithm.ED25519) -> str:
    return VerifierKey.of(name, signer(name, number).key.public_key, algorithm).format()


# Enrolment


def test_an_enrolment_starts_its_keys_at_the_next_entry() -> None:
    state = after(BEN_ENROLLED, enrol([ANNA, ANNA_NEXT], ANNA_RECOVERY))
    anna = state.by_name["a.example"]

    assert (anna.enrolled, anna.events, anna.keys) == (1, (1,), (ANNA.key, ANNA_NEXT.key))
    assert anna.recovery == ANNA_RECOVERY.key
    assert anna.compromises == ()
    for key in (ANNA, ANNA_NEXT):
        state.check(2, says(1, key))
        with pytest.raises(SignatureError, match="not valid before entry 2"):
            state.check(1, says(1, key))


def test_an_enrolment_may_be_countersigned_by_publishers_that_are_enrolled() -> None:
    assert after(BEN_ENROLLED, enrol([ANNA], ANNA_RECOVERY, BEN)).by_name["a.example"].keys == (ANNA.key,)


def test_sixteen_keys_are_the_most() -> None:
    many = [signer("a.example", 100 + number) for number in range(MAX_KEYS + 1)]
    assert len(after(enrol(many[:16], ANNA_RECOVERY)).by_name["a.example"].keys) == 16
    refuse(Publishers(), 0, enrol(many, ANNA_RECOVERY), FormatError, "a list of at most 16 vkeys")


@pytest.mark.parametrize(
    ("event", "error", "why"),
    [
        (enrolling(ANNA, keys=[vkey(2), vkey(3)]), SignatureError, "is listed but did not sign"),
        (forged(ENROLLED), SignatureError, "does not verify"),
        (enrolling(ANNA_RECOVERY), SignatureError, "not an enrolled publisher before entry 0"),
        (enrolling(ANNA, ANNA_RECOVERY), SignatureError, "not an enrolled publisher before entry 0"),
        (enrolling(ANNA, BEN), SignatureError, "b.example: not an enrolled publisher before entry 0"),
        (enrolling(ANNA, recovery=vkey(2)), FormatError, "a recovery key that is not one of them"),
        (enrolling(ANNA, recovery="absent"), FormatError, "recovery: needed a vkey"),
        (enrolling(ANNA, recovery=None), FormatError, "recovery: needed a vkey"),
        (enrolling(ANNA, recovery=[vkey(4)]), FormatError, "recovery: needed a vkey"),
        (enrolling(ANNA, recovery="a.example+00"), FormatError, "vkey"),
        (enrolling(ANNA, recovery=vkey(4, "b.example")), FormatError, "recovery: needed an Ed25519 vkey of the name"),
        (
            enrolling(ANNA, recovery=vkey(4, algorithm=Algorithm.COSIGNATURE_ED25519)),
            FormatError,
            "needed an Ed25519 vkey",
        ),
        (enrolling(ANNA, keys=[]), FormatError, "needs a signing key"),
        (enrolling(ANNA, keys="absent"), FormatError, "needs a signing key"),
        (enrolling(ANNA, keys=None), FormatError, "a list of at most 16 vkeys"),
        (enrolling(ANNA, keys=vkey(2)), FormatError, "a list of at most 16 vkeys"),
        (enrolling(ANNA, keys={vkey(2): 1}), FormatError, "a list of at most 16 vkeys"),
        (enrolling(ANNA, keys=[1]), FormatError, "keys: needed a vkey"),
        (enrolling(ANNA, keys=[vkey(2), vkey(2)]), FormatError, "a key, or its id, stands there twice"),
        (enrolling(ANNA, keys=[vkey(2, "b.example")]), FormatError, "needed an Ed25519 vkey of the name a.example"),
        (
            enrolling(ANNA, keys=[vkey(2, algorithm=Algorithm.COSIGNATURE_ED25519)]),
            FormatError,
            "needed an Ed25519 vkey",
        ),
        (
            signed({"type": PUBLISHER, "publishers": ["a.example", "b.example"]}, ANNA, BEN),
            FormatError,
            "is by one publisher",
        ),
    ],
)
def test_an_enrolment_that_lacks_something_is_refused(event: Entry, error: type[LedgerError], why: str) -> None:
    refuse(Publishers(), 0, event, error, why)


def test_a_publisher_enrols_once() -> None:
    for again in (ENROLLED, enrol([ANNA_NEXT], ANNA_RECOVERY), enrol([STRANGER], ANNA_RECOVERY_NEXT)):
        refuse(after(BEN_ENROLLED, ENROLLED), 2, again, SignatureError, "already enrolled by entry 1")
    refuse(after(ENROLLED, RETIRED), 2, ENROLLED, SignatureError, "already enrolled by entry 0")


def test_a_countersignature_must_verify_and_be_by_a_key_that_is_valid() -> None:
    joined = enrol([ANNA], ANNA_RECOVERY, BEN)
    refuse(after(BEN_ENROLLED), 1, forged(joined, 1), SignatureError, "does not verify")
    retired = change(BEN_ENROLLED, "retire", [], [BEN])
    refuse(after(BEN_ENROLLED, retired), 2, joined, SignatureError, "no longer valid since entry 2")
    refuse(after(BEN_ENROLLED), 1, enrol([ANNA], ANNA_RECOVERY, BEN_NEXT), SignatureError, "never a key")


# Changes


def test_a_rotation_ends_the_old_key_and_begins_the_new_one_after_itself() -> None:
    state = after(ENROLLED, ROTATED)

    assert state.by_name["a.example"].keys == (ANNA_NEXT.key,)
    assert state.by_name["a.example"].events == (0, 1)
    assert state.by_name["a.example"].last_event == ROTATED.statement.id
    state.check(1, says(1, ANNA))
    state.check(2, says(1, ANNA_NEXT))
    with pytest.raises(SignatureError, match="no longer valid since entry 2"):
        state.check(2, says(1, ANNA))
    with pytest.raises(SignatureError, match="not valid before entry 2"):
        state.check(1, says(1, ANNA_NEXT))


def test_a_key_that_stays_keeps_its_tenure_and_need_not_sign() -> None:
    both = change(ENROLLED, "rotate", [ANNA_NEXT, ANNA], [ANNA, ANNA_NEXT])
    only = change(both, "rotate", [ANNA_NEXT], [ANNA])
    state = after(ENROLLED, both, only)

    assert [(one.key, one.since, one.until) for one in state.by_name["a.example"].tenures] == [
        (ANNA.key, 1, 3),
        (ANNA_NEXT.key, 2, None),
    ]


def test_a_key_may_come_back_and_is_valid_in_both_of_its_times() -> None:
    back = change(ROTATED, "rotate", [ANNA], [ANNA, ANNA_NEXT])
    state = after(ENROLLED, ROTATED, back)

    for index, good in enumerate([False, True, False, True, True]):
        try:
            state.check(index, says(1, ANNA))
        except SignatureError:
            assert not good
        else:
            assert good


def test_a_retired_publisher_says_nothing_more_and_nobody_else_brings_it_back() -> None:
    state = after(ENROLLED, RETIRED)

    assert state.by_name["a.example"].keys == ()
    with pytest.raises(SignatureError, match="no longer valid since entry 2"):
        state.check(2, says(1, ANNA))
    for event in (
        change(RETIRED, "rotate", [ANNA], [ANNA, ANNA_RECOVERY]),
        change(RETIRED, "retire", [], [ANNA_RECOVERY]),
    ):
        refuse(state, 2, event, SignatureError, "no current key signed")
    refuse(state, 2, change(RETIRED, "retire", [], [ANNA]), SignatureError, "may not sign this change")


def test_the_recovery_key_takes_back_a_publisher_whose_thief_retired_it() -> None:
    back = change(RETIRED, "compromise", [ANNA_NEXT], [ANNA_NEXT, ANNA_RECOVERY], last_good_index=0)
    state = after(ENROLLED, RETIRED, back)

    assert state.by_name["a.example"].keys == (ANNA_NEXT.key,)
    assert state.disputed_by(1, RETIRED) == 2


def test_the_recovery_key_is_changed_by_itself_and_its_successor() -> None:
    both = [ANNA, ANNA_RECOVERY, ANNA_RECOVERY_NEXT]
    named = ANNA_RECOVERY_NEXT.key.format()
    state = after(ENROLLED, change(ENROLLED, "rotate", [ANNA], both, recovery=named))
    assert state.by_name["a.example"].recovery == ANNA_RECOVERY_NEXT.key

    for missing, why in ((1, "the recovery key did not sign"), (2, "a new key did not sign")):
        signers = [one for at, one in enumerate(both) if at != missing]
        event = change(ENROLLED, "rotate", [ANNA], signers, recovery=named)
        refuse(after(ENROLLED), 1, event, SignatureError, why)


def test_after_a_compromise_only_the_new_keys_speak() -> None:
    event = change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_NEXT, ANNA_RECOVERY], last_good_index=0)
    state = after(ENROLLED, event)

    state.check(2, says(1, ANNA_NEXT))
    with pytest.raises(SignatureError, match="no longer valid since entry 2"):
        state.check(2, says(1, ANNA))


FIRST = [ANNA, ANNA_NEXT]
LOST = [ANNA_NEXT, ANNA_RECOVERY]


@pytest.mark.parametrize(
    ("event", "error", "why"),
    [
        (change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA]), SignatureError, "a new key did not sign"),
        (change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA_NEXT]), SignatureError, "no current key signed"),
        (change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA_RECOVERY]), SignatureError, "a new key did not sign"),
        (change(ENROLLED, "rotate", [ANNA_NEXT], LOST), SignatureError, "no current key signed"),
        (change(ENROLLED, "rotate", [ANNA], [ANNA_RECOVERY]), SignatureError, "no current key signed"),
        (change(ENROLLED, "rotate", [ANNA_NEXT], [*FIRST, STRANGER]), SignatureError, "may not sign this change"),
        (change(ENROLLED, "rotate", [ANNA_NEXT], [*FIRST, BEN]), SignatureError, "of b.example: may not sign"),
        (change(ENROLLED, "rotate", [ANNA], [BEN]), SignatureError, "of b.example: may not sign"),
        (forged(change(ENROLLED, "rotate", [ANNA_NEXT], FIRST), 0), SignatureError, "does not verify"),
        (forged(change(ENROLLED, "rotate", [ANNA_NEXT], FIRST), 1), SignatureError, "does not verify"),
        (change(ENROLLED, "rotate", [], [ANNA]), FormatError, "a retired publisher has no keys, any other"),
        (change(ENROLLED, "retire", [ANNA], [ANNA]), FormatError, "a retired publisher has no keys"),
        (change(ENROLLED, "retire", [], [ANNA_RECOVERY]), SignatureError, "no current key signed"),
        (change(ENROLLED, "lost", [ANNA_NEXT], FIRST), FormatError, "needed rotate, compromise or retire"),
        (change(ENROLLED, None, [ANNA_NEXT], FIRST), FormatError, "needed rotate, compromise or retire"),
        (change(ENROLLED, ["rotate"], [ANNA_NEXT], FIRST), FormatError, "needed rotate, compromise or retire"),
        (change(ENROLLED, "rotate", [ANNA_RECOVERY], [ANNA, ANNA_RECOVERY]), FormatError, "must not be a signing key"),
        (change(ENROLLED, "rotate", [ANNA], FIRST, recovery=vkey(2)), FormatError, "must not be a signing key"),
        (change(ENROLLED, "rotate", [ANNA], FIRST, recovery=None), FormatError, "recovery: needed a vkey"),
        (change(ENROLLED, "rotate", [ANNA, ANNA], FIRST), FormatError, "a key, or its id, stands there twice"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], FIRST, last_good_index=0), SignatureError, "the recovery key did"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_RECOVERY], last_good_index=0), SignatureError, "a new key"),
        (change(ENROLLED, "compromise", [], [ANNA_RECOVERY], last_good_index=0), FormatError, "any other has one"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST), FormatError, "needed 0 to 1, found 'None'"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST, last_good_index=-1), FormatError, "needed 0 to 1"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST, last_good_index=2), FormatError, "needed 0 to 1"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST, last_good_index=True), FormatError, "needed 0 to 1"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST, last_good_index="0"), FormatError, "needed 0 to 1"),
        (change(ENROLLED, "compromise", [ANNA_NEXT], LOST, last_good_index=["\u202e"]), FormatError, r"\\u202e"),
        (change(BEN_ENROLLED, "rotate", [BEN], [BEN]), SignatureError, "b.example: not an enrolled publisher"),
        (signed({"type": PUBLISHER_KEYS, "publisher": "a.example"}, ANNA), SignatureError, "previous is not its last"),
        (
            signed({"type": PUBLISHER_KEYS, "publishers": ["a.example", "b.example"]}, ANNA, BEN),
            FormatError,
            "is by one publisher",
        ),
    ],
)
def test_a_change_that_lacks_something_is_refused(event: Entry, error: type[LedgerError], why: str) -> None:
    refuse(after(ENROLLED, says(1, ANNA)), 2, event, error, why)


@pytest.mark.parametrize(
    ("state", "previous"),
    [
        ((ENROLLED, ROTATED), ENROLLED),
        ((ENROLLED, BEN_ENROLLED), BEN_ENROLLED),
        ((ENROLLED, says(1, ANNA)), says(1, ANNA)),
    ],
)
def test_a_change_follows_the_publishers_own_last_event(state: tuple[Entry, ...], previous: Entry) -> None:
    """Otherwise two changes could be in force beside each other."""
    value = {"type": PUBLISHER_KEYS, "publisher": "a.example", "previous": previous.statement.id, "reason": "rotate"}
    event = signed({**value, "keys": [vkey(2), vkey(21)]}, ANNA, ANNA_THIRD)
    refuse(after(*state), 2, event, SignatureError, "previous is not its last key event")


TWIN, OTHER_TWIN = (signer("a.example", number) for number in (47_680, 59_280))
"""Two keys with one id, found among sixty thousand."""


def test_two_keys_with_one_id_never_stand_beside_or_after_each_other() -> None:
    """What a signature line names would be either of them: readers could take the log in two ways."""
    assert TWIN.key.pair == OTHER_TWIN.key.pair
    assert TWIN.key.public_key != OTHER_TWIN.key.public_key
    twin = enrol([TWIN], ANNA_RECOVERY)
    text = enrol([TWIN, ANNA], ANNA_RECOVERY).note.text.replace(vkey(2).encode(), OTHER_TWIN.key.format().encode())
    refuse(Publishers(), 0, entry.sign(text, [TWIN]), FormatError, "a key, or its id, stands there twice")
    refuse(Publishers(), 0, enrol([TWIN], OTHER_TWIN), FormatError, "a recovery key that is not one of them")
    after_it = change(twin, "rotate", [OTHER_TWIN], [TWIN])
    lost = change(twin, "compromise", [OTHER_TWIN], [OTHER_TWIN, ANNA_RECOVERY], last_good_index=0)
    for event in (after_it, lost):
        refuse(after(twin), 1, event, FormatError, "a new key has the id of an earlier one")
    recovery = change(ENROLLED, "rotate", [TWIN], [ANNA, TWIN])
    event = change(recovery, "rotate", [ANNA], [ANNA, TWIN, ANNA_RECOVERY], recovery=OTHER_TWIN.key.format())
    refuse(after(ENROLLED, recovery), 2, event, FormatError, "a new key has the id of an earlier one")


def test_a_recovery_key_may_not_have_the_id_of_a_new_key() -> None:
    event = change(enrol([ANNA], TWIN), "rotate", [OTHER_TWIN], [ANNA, OTHER_TWIN])
    refuse(after(enrol([ANNA], TWIN)), 1, event, FormatError, "the recovery key must not be a signing key")


def test_an_unknown_reason_is_refused_before_a_missing_current_key() -> None:
    refuse(after(ENROLLED), 1, change(ENROLLED, "x", [ANNA_NEXT], [ANNA_NEXT]), FormatError, "needed rotate")


# Who may sign


@pytest.mark.parametrize(
    ("speech", "why"),
    [
        (says(1, STRANGER), "never a key of this publisher"),
        (says(1, ANNA_RECOVERY), "never a key of this publisher"),
        (says(1, ANNA), "no longer valid since entry 2"),
        (says(1, signer("c.example", 1)), "c.example: not an enrolled publisher before entry 3"),
        (says(1, ANNA_NEXT, signer("c.example", 1)), "c.example: not an enrolled publisher"),
        (says(1, ANNA_NEXT, BEN_NEXT), "never a key of this publisher"),
        (says(1, ANNA, BEN), "no longer valid"),
        (forged(says(1, ANNA_NEXT)), "does not verify"),
        (forged(says(1, ANNA_NEXT, BEN), 1), "does not verify"),
        (
            signed({"type": "a/b/v1", "publisher": "a.example"}, BEN),
            "signed by b.example; needed a.example",
        ),
        (
            signed({"type": "a/b/v1", "publisher": "a.example"}, ANNA_NEXT, BEN),
            "signed by a.example, b.example; needed a.example",
        ),
        (
            signed({"type": "a/b/v1", "publishers": ["a.example", "b.example"]}, BEN),
            "signed by b.example; needed a.example, b.example",
        ),
    ],
)
def test_an_entry_is_signed_by_exactly_those_who_speak_with_keys_valid_then(speech: Entry, why: str) -> None:
    state = after(ENROLLED, ROTATED, BEN_ENROLLED)
    with pytest.raises(SignatureError, match=why):
        state.check(3, speech)


def test_a_key_under_another_publishers_name_is_not_that_publishers() -> None:
    """The same 32 bytes may belong to two names; each name signs for itself."""
    twin = signer("b.example", 2)
    state = after(ENROLLED, enrol([twin], BEN_RECOVERY))

    state.check(2, says(1, twin))
    with pytest.raises(SignatureError, match="signed by b.example; needed a.example"):
        state.check(2, signed({"type": "a/b/v1", "publisher": "a.example"}, twin))


def test_a_publisher_may_sign_with_several_of_its_keys() -> None:
    after(enrol([ANNA, ANNA_NEXT], ANNA_RECOVERY)).check(1, says(1, ANNA, ANNA_NEXT))


def test_other_types_change_no_keys() -> None:
    state = after(ENROLLED)
    before = dict(state.by_name)
    state.apply(1, says(1, ANNA))
    state.apply(1, signed({"type": "jinbang/publisher/v2", "publisher": "a.example"}, ANNA))
    assert state.by_name == before


def test_a_key_event_is_known_by_its_first_bytes() -> None:
    """Whatever `parse` takes as a key event begins so; the reverse need not hold."""
    assert is_key_event(ENROLLED.raw)
    assert is_key_event(ROTATED.raw)
    assert is_key_event(signed({"type": "jinbang/publisher-notes/v1", "publisher": "a.example"}, ANNA).raw)
    assert not is_key_event(says(1, ANNA).raw)
    assert not is_key_event(b"")


# Disputes

SAID = [says(number, ANNA) for number in range(10)]


def history(last_good: int, kept: tuple[Signer, ...] = ()) -> tuple[Publishers, dict[int, Entry]]:
    """Return a log in which Anna rotates at 3, and at 6 says that since `last_good` a thief may have spoken."""
    new = [*kept, ANNA_THIRD]
    rotated = change(ENROLLED, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    lost = change(rotated, "compromise", new, [ANNA_THIRD, ANNA_RECOVERY], last_good_index=last_good)
    log = [ENROLLED, SAID[1], BEN_ENROLLED, rotated, says(4, ANNA_NEXT), says(5, ANNA_NEXT, BEN), lost]
    log += [says(7, ANNA_THIRD), says(8, BEN)]
    return after(*log), dict(enumerate(log))


@pytest.mark.parametrize(
    ("last_good", "disputed"),
    [(0, [1, 3, 4, 5]), (1, [3, 4, 5]), (2, [3, 4, 5]), (3, [4, 5]), (4, [5]), (5, [])],
)
def test_a_compromise_disputes_what_its_dropped_keys_signed_after_the_last_good_entry(
    last_good: int, disputed: list[int]
) -> None:
    """Even by a key that was rotated away before: the thief had it while it was valid."""
    state, log = history(last_good)
    assert [index for index, one in log.items() if state.disputed_by(index, one) is not None] == disputed
    assert {state.disputed_by(index, log[index]) for index in disputed} <= {6}


def test_a_key_that_ended_before_the_doubt_begins_is_not_in_doubt() -> None:
    state, _ = history(3)
    (compromise,) = state.by_name["a.example"].compromises
    assert compromise.pairs == {ANNA_NEXT.key.pair}
    (compromise,) = history(2)[0].by_name["a.example"].compromises
    assert compromise.pairs == {ANNA.key.pair, ANNA_NEXT.key.pair}


def test_a_key_that_the_compromise_keeps_is_not_in_doubt() -> None:
    state, log = history(1, kept=(ANNA_NEXT,))
    assert [index for index, one in log.items() if state.disputed_by(index, one) is not None] == [3]


def test_disputed_entries_stay_valid() -> None:
    state, log = history(1)
    for index, one in log.items():
        if one.statement.type not in {PUBLISHER, PUBLISHER_KEYS}:
            state.check(index, one)


def test_before_the_compromise_is_known_nothing_is_disputed() -> None:
    _, log = history(0)
    before = after(*(log[index] for index in range(6)))
    assert [before.disputed_by(index, one) for index, one in log.items()] == [None] * 9


def test_an_entry_by_nobody_who_is_known_is_not_disputed() -> None:
    assert Publishers().disputed_by(0, SAID[0]) is None


def test_the_first_compromise_that_disputes_an_entry_is_named() -> None:
    lost = change(ENROLLED, "compromise", [ANNA_NEXT], [ANNA_NEXT, ANNA_RECOVERY], last_good_index=0)
    again = change(lost, "compromise", [ANNA_THIRD], [ANNA_THIRD, ANNA_RECOVERY], last_good_index=0)
    state = after(ENROLLED, SAID[1], lost, says(3, ANNA_NEXT), again)

    assert [one.event for one in state.by_name["a.example"].compromises] == [2, 4]
    assert state.disputed_by(1, SAID[1]) == 2
    assert state.disputed_by(3, says(3, ANNA_NEXT)) == 4


# The whole as a function of the log

POOL = {name: [signer(name, number) for number in range(31, 35)] for name in ("a.example", "b.example")}
Make = Callable[[Publishers, int], Entry]


@st.composite
def steps(draw: st.DrawFn) -> Make:
    """Return what makes an entry for a state: often a right one, often not."""
    name = draw(st.sampled_from(sorted(POOL)))
    *pool, recovery = POOL[name]
    some = st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique=True)
    kind = draw(st.sampled_from(["enrol", "rotate", "compromise", "retire", "says", "says"]))
    keys, signers, back = draw(some), draw(some), draw(st.integers(0, 4))
    with_recovery = [*signers, *keys, recovery]

    def make(state: Publishers, index: int) -> Entry:
        if kind == "says":
            return says(index, *signers)
        if kind == "enrol" or name not in state.by_name:
            return enrol(keys, recovery)
        value: dict[str, object] = {"type": PUBLISHER_KEYS, "publisher": name, "reason": kind}
        value["previous"] = state.by_name[name].last_event
        if kind == "compromise":
            value["last_good_index"] = index - 1 - back
        listed = [] if kind == "retire" else keys
        who = with_recovery if kind == "compromise" else [*signers, *listed]
        return signed({**value, "keys": [one.key.format() for one in listed]}, *who)

    return make


def verdict(state: Publishers, index: int, one: Entry) -> str:
    try:
        state.check(index, one)
    except LedgerError as error:
        return type(error).__name__
    return "good"


@settings(deadline=None)
@given(st.lists(steps(), max_size=12))
def test_the_state_at_an_index_never_depends_on_later_entries(program: list[Make]) -> None:
    state, log, verdicts, snapshots = Publishers(), [], [], []
    for index, make in enumerate(program):
        one = make(state, index)
        snapshots.append(dict(state.by_name))
        verdicts.append(verdict(state, index, one))
        if verdicts[-1] == "good":
            state.apply(index, one)
        log.append(one)

    again = Publishers()
    for index, one in enumerate(log):
        assert again.by_name == snapshots[index]
        if verdicts[index] == "good":
            again.apply(index, one)
        if not is_key_event(one.raw):
            assert verdict(state, index, one) == verdicts[index]


@settings(deadline=None)
@given(st.lists(steps(), max_size=12))
def test_each_key_has_one_tenure_at_a_time_and_only_current_keys_are_open(program: list[Make]) -> None:
    state = Publishers()
    for index, make in enumerate(program):
        one = make(state, index)
        if verdict(state, index, one) == "good":
            state.apply(index, one)
    for publisher in state.by_name.values():
        assert publisher.recovery not in publisher.keys
        for key in {tenure.key for tenure in publisher.tenures}:
            spans = sorted((one.since, one.until or len(program) + 1) for one in publisher.tenures if one.key == key)
            assert all(since <= until for since, until in spans)
            assert all(until <= since for (_, until), (since, _) in zip(spans, spans[1:], strict=False))
