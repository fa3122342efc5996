"""Two histories of one log are shown by a file alone; an honest log is accused by none."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checkpoint, contradiction
from ledger.checkpoint import Checkpoint
from ledger.contradiction import Contradiction, Prefix
from ledger.errors import ConsistencyError, FormatError, LedgerError, SignatureError
from ledger.log import Head, Ledger, Operator
from ledger.signer_state import SignerState
from ledger.store import MemoryStore
from tests.ledger.damage import ANNA, ANNA_RECOVERY, OPERATOR, THIEF, enrolment, evaluation, honest

VKEY = OPERATOR.key.format()


def grown(*batches: list[bytes]) -> tuple[Ledger, list[Head]]:
    """Return a ledger in memory, and its heads from the founding on."""
    with TemporaryDirectory() as folder:
        operator = Operator(OPERATOR, SignerState(Path(folder) / "state"))
        ledger = Ledger.create(MemoryStore(), operator)
        heads = [ledger.head(), *(ledger.append(batch, operator).head for batch in batches)]
    return ledger, heads


@cache
def one() -> tuple[Ledger, list[Head]]:
    return grown(*honest())


@cache
def other() -> tuple[Ledger, list[Head]]:
    """The same key's other history: it leaves out the second enrolment."""
    anna, _, *_ = honest()
    return grown(anna, [evaluation(7, ANNA)], [evaluation(number, ANNA) for number in range(8, 30)])


def file_of(ledger: Ledger, head: Head, before: Head) -> bytes:
    return contradiction.of_ledger(ledger, head, before.signed.raw).format()


@cache
def fork() -> bytes:
    """The file that shows that a log of 24 entries does not begin as it did with 3."""
    return file_of(other()[0], other()[1][-1], one()[1][3])


def test_an_honest_log_is_accused_at_no_two_sizes() -> None:
    ledger, heads = one()
    for old, new in combinations(heads, 2):
        assert Contradiction.parse(file_of(ledger, new, old)).check() == ""
        # A copy that is behind.
        assert Contradiction.parse(file_of(ledger, old, new)).check() == ""


def test_two_roots_of_one_size_contradict_each_other() -> None:
    found = Contradiction.parse(file_of(other()[0], other()[1][2], one()[1][2]))

    assert found.prefix is None
    assert found.check().startswith(f"{OPERATOR.key.name} signed 2 entries with root ")
    assert ", and also with root " in found.check()


def test_a_larger_tree_that_begins_otherwise_is_shown_by_a_consistency_proof() -> None:
    found = Contradiction.parse(fork())

    assert found.prefix is not None and found.prefix.hashes
    assert ", and the tree of 24 begins with root " in found.check()
    assert Contradiction(found.vkey, found.new, found.old, found.prefix).check() == found.check()


def test_without_the_proof_nothing_is_shown() -> None:
    found = Contradiction.parse(fork())

    assert Contradiction(found.vkey, found.old, found.new).check() == ""


def test_no_entries_begin_every_tree() -> None:
    """Any root passes for that of no entries, so none may accuse."""
    heads = one()[1]
    forged = Contradiction(VKEY, heads[0].signed.raw, heads[3].signed.raw, Prefix(b"x" * 32, ()))

    assert forged.check() == ""


def test_a_proof_of_another_root_accuses_nobody() -> None:
    ledger, heads = one()
    hashes = tuple(ledger.prove_consistency(heads[3].size, heads[5].size))
    forged = Contradiction(VKEY, heads[3].signed.raw, heads[5].signed.raw, Prefix(b"x" * 32, hashes))

    with pytest.raises(ConsistencyError):
        forged.check()


def test_what_another_key_signed_is_no_evidence() -> None:
    head = one()[1][3]
    signed = checkpoint.sign(Checkpoint(OPERATOR.key.name, head.size, b"x" * 32), THIEF)

    with pytest.raises(SignatureError):
        Contradiction(VKEY, head.signed.raw, signed.raw).check()
    with pytest.raises(SignatureError):
        contradiction.of_ledger(one()[0], head, signed.raw)


def test_tiles_that_lead_nowhere_are_no_evidence() -> None:
    """The larger log is damaged: its own tiles do not give its root."""
    ledger, heads = other()
    last = heads[-1]
    wrong = checkpoint.sign(Checkpoint(OPERATOR.key.name, last.size, b"x" * 32), OPERATOR)

    found = contradiction.of_ledger(ledger, Head(last.revision, wrong), one()[1][3].signed.raw)

    assert found.prefix is None and found.check() == ""


def test_a_file_comes_back_byte_for_byte() -> None:
    for raw in (fork(), file_of(other()[0], other()[1][2], one()[1][2])):
        assert Contradiction.parse(raw).format() == raw


@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_changed_bit_accuses_otherwise(at: int, bit: int) -> None:
    raw = bytearray(fork())
    raw[at % len(raw)] ^= 1 << bit

    try:
        found = Contradiction.parse(bytes(raw))
        said = found.check()
    except LedgerError:
        return
    # The hint who signed may be spelled otherwise; what was signed may not.
    assert said in ("", Contradiction.parse(fork()).check())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda raw: raw.replace(b"/v1", b"/v2", 1), "does not begin with jinbang-contradiction/v1"),
        (lambda raw: raw + b"more\n", "goes on after its last hash"),
        (lambda raw: raw.replace(b"\nprefix ", b"\nsuffix ", 1), "needed a line 'prefix'"),
        (lambda raw: raw[:-1], "ends in the middle of a line"),
        (lambda raw: b"x" * (contradiction.MAX_BYTES + 1), "at most"),
        (lambda raw: raw.replace(b"\nold ", b"\nold 9", 1), "does not fit"),
    ],
)
def test_what_is_no_such_file_is_refused(change: object, why: str) -> None:
    assert callable(change)
    with pytest.raises(FormatError, match=why):
        Contradiction.parse(change(fork()))


def test_a_proof_has_no_more_hashes_than_a_tree_is_high() -> None:
    found = Contradiction.parse(fork())
    assert found.prefix is not None
    long = Contradiction(found.vkey, found.old, found.new, Prefix(found.prefix.root, (b"x" * 32,) * 64))

    with pytest.raises(FormatError, match="64 hashes, at most 63"):
        Contradiction.parse(long.format())


def test_a_ledger_keeps_the_checkpoint_of_what_it_read() -> None:
    ledger, heads = grown([enrolment(ANNA, ANNA_RECOVERY)], [evaluation(1, ANNA)])
    again = Ledger.open(ledger.store)

    assert ledger.scan.signed == heads[-1].signed.raw
    assert again.scan.signed == b""
    again.catch_up()
    assert again.scan.signed == heads[-1].signed.raw
    again.scan.restart()
    assert again.scan.signed == b""
