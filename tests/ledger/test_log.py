"""The ledger takes in what is true, all of it or nothing, proves it, and never signs two histories."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from ledger import checkpoint, entry, log, merkle
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.errors import (
    BusyError,
    ConsistencyError,
    DamagedError,
    DuplicateError,
    FormatError,
    LedgerError,
    MovedError,
    NotLogged,
    RefusedError,
    RollbackError,
    SignatureError,
    StoreError,
    VerificationError,
)
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.note import Signer
from ledger.signer_state import Signed
from ledger.store import CHECKPOINT, LEDGER_JSON, Draft, MemoryStore, Store, entry_path
from tests.ledger.build import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    BEN,
    BEN_RECOVERY,
    LOG,
    NOON,
    ORIGIN,
    change,
    enrol,
    enrolments,
    entries,
    found,
    operator,
    says,
    signer,
)

ROOT = Path(__file__).resolve().parents[2]
START = enrolments()


@pytest.fixture(params=["memory", "git"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store of either kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    with closing(GitStore.create(tmp_path / "log.git")) as made:
        yield made


@pytest.fixture
def ledger(empty: Store, tmp_path: Path) -> Ledger:
    """Return a ledger in which Anna and Ben are enrolled."""
    return found(empty, tmp_path, [START])


def in_memory(folder: Path, batches: Sequence[Sequence[bytes]] = (START,)) -> Ledger:
    return found(MemoryStore(), folder, batches)


def roots_of(raws: Sequence[bytes]) -> merkle.HashReader:
    """Return the tree of entries, hashed directly."""

    class Direct:
        def read(self, level: int, index: int) -> bytes:
            if level == 0:
                return merkle.leaf_hash(raws[index])
            return merkle.node_hash(self.read(level - 1, 2 * index), self.read(level - 1, 2 * index + 1))

    return Direct()


def files_of(one: Ledger) -> dict[str, bytes]:
    """Return every file of the newest revision but those that tell of the signing."""
    head = one.head().revision
    changes = [change for change in one.store.changes(None, head) if change.after is not None]
    contents = one.store.contents([change.after or "" for change in changes])
    return dict(zip([change.path for change in changes], contents, strict=True))


class Stopped(Exception):
    """The process ends here."""


@dataclass
class Stopping:
    """A store whose process ends before some of its steps."""

    inner: Store
    at: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> object:
        if name in self.at:
            raise Stopped
        return getattr(self.inner, name)


def stopping(store: Store, *at: str) -> Store:
    made: object = Stopping(store, at)
    return made  # type: ignore[return-value]


# Founding


def test_a_new_ledger_is_empty_and_signed(empty: Store, tmp_path: Path) -> None:
    made = Ledger.create(empty, operator(tmp_path))

    head = made.head()
    assert (head.size, head.root) == (0, merkle.EMPTY_ROOT)
    assert made.identity.origin == ORIGIN
    assert list(made.entries(0, 10)) == []
    assert Ledger.open(empty).head() == head
    state = operator(tmp_path).state.read()
    assert state == Signed(head.signed.raw, head.revision)


def test_a_ledger_is_founded_once(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ledger: is there already"):
        Ledger.create(ledger.store, operator(tmp_path / "elsewhere"))


def test_a_key_that_signed_entries_founds_no_second_log(ledger: Ledger, tmp_path: Path) -> None:
    """It would be a fork from the first entry on."""
    with pytest.raises(RollbackError, match="has signed checkpoints of a log of that name before"):
        Ledger.create(MemoryStore(), operator(tmp_path))


def test_a_founding_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        Ledger.create(stopping(MemoryStore(), "publish"), operator(tmp_path))
    made = Ledger.create(MemoryStore(), operator(tmp_path))
    made.append(START, operator(tmp_path))
    assert made.head().size == 2


def test_an_origin_must_be_a_name(tmp_path: Path) -> None:
    bad = replace(operator(tmp_path), signer=signer("EXAMPLE", 1))
    with pytest.raises(FormatError, match="is not a name such as"):
        Ledger.create(MemoryStore(), bad)
    assert operator(tmp_path).state.read() is None


def test_what_was_never_founded_is_not_opened(empty: Store) -> None:
    with pytest.raises(StoreError, match="nothing was ever published"):
        Ledger.open(empty)


def test_a_ledger_that_lost_its_head_is_told(tmp_path: Path) -> None:
    made = in_memory(tmp_path)
    assert isinstance(made.store, MemoryStore)
    made.store.newest = None
    with pytest.raises(StoreError, match="nothing was ever published"):
        made.head()


# Appending


def test_an_append_is_told_with_its_place_its_ids_and_its_head(ledger: Ledger, tmp_path: Path) -> None:
    raws = entries(0, 3)
    receipt = ledger.append(raws, operator(tmp_path))

    assert receipt.start == 2
    assert receipt.statement_ids == tuple(entry.statement_id(raw) for raw in raws)
    assert receipt.head == ledger.head() == Ledger.open(ledger.store).head()
    assert (receipt.head.size, receipt.head.root) == (5, merkle.root(5, roots_of([*START, *raws])))
    assert list(ledger.entries(0, 5)) == [*START, *raws]
    assert operator(tmp_path).state.read() == Signed(receipt.head.signed.raw, receipt.head.revision)


def test_entries_are_found_by_index_and_by_statement_id(ledger: Ledger, tmp_path: Path) -> None:
    raws = entries(0, 20)
    ids = ledger.append(raws, operator(tmp_path)).statement_ids
    for one in (ledger, Ledger.open(ledger.store)):
        for index, (raw, statement_id) in enumerate(zip(raws, ids, strict=True), 2):
            assert one.entry(index).raw == raw
            assert one.find(statement_id) == one.find(statement_id[:8]) == one.find(statement_id[:9]) == index


def test_what_is_not_there_is_not_found(ledger: Ledger) -> None:
    for ask in (lambda: ledger.entry(2), lambda: ledger.entry(-1), lambda: ledger.prove_inclusion(2)):
        with pytest.raises(NotLogged, match="the ledger has 2 entries, counted from 0"):
            ask()
    for unknown in ("0" * 64, "0" * 8, "f" * 63):
        with pytest.raises(NotLogged, match="not in the ledger"):
            ledger.find(unknown)


@pytest.mark.parametrize("text", ["", "0" * 7, "0" * 65, "A" * 8, "g" * 8, "0000 0000", "0x000000", "٠" * 8, "\n" * 8])
def test_what_is_no_statement_id_is_refused(ledger: Ledger, text: str) -> None:
    with pytest.raises(FormatError, match="not 8 to 64 lowercase hex digits"):
        ledger.find(text)


def test_digits_that_two_statements_begin_with_name_neither(tmp_path: Path) -> None:
    made = in_memory(tmp_path)
    made.catch_up()
    twins = [(bytes.fromhex("ab" * 8 + last * 24), at) for at, last in enumerate(("00", "ff"), 2)]
    made.scan.add(2, twins, [], 2, made.scan.root)
    with pytest.raises(NotLogged, match="several begin so; give more digits"):
        made.find("ab" * 8)
    assert made.find("ab" * 8 + "ff") == 3


def test_an_append_of_nothing_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    before = ledger.head()
    receipt = ledger.append([], operator(tmp_path))
    assert (receipt.start, receipt.statement_ids, receipt.head) == (2, (), before)
    assert ledger.store.head() == before.revision


def test_the_time_of_an_append_decides_nothing(empty: Store, tmp_path: Path) -> None:
    made = found(empty, tmp_path, [START])
    other = in_memory(tmp_path / "other")
    late = replace(operator(tmp_path), now=lambda: NOON.replace(year=2099))
    made.append(entries(0, 3), late)
    other.append(entries(0, 3), operator(tmp_path / "other"))
    assert made.head().signed == other.head().signed


def test_the_clock_says_which_zone_it_is_in(tmp_path: Path) -> None:
    now = Operator(LOG, operator(tmp_path).state).now()
    assert now.utcoffset() == timedelta(0)


def test_a_summary_of_each_entry_stands_in_the_message(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        made = found(store, tmp_path, [START])

        def summary(one: Entry) -> str:
            return f"number {one.statement.value['number']}"

        made.append(entries(7, 8), operator(tmp_path), summary=summary)
        message = store._objects.commit(made.head().revision).message
    assert message.splitlines()[2].startswith("2 evaluation number 7 by a.example ")


def test_a_batch_may_be_checked_by_many_workers(ledger: Ledger, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        ledger.append(entries(0, 1100), operator(tmp_path), executor=threads)
        with pytest.raises(RefusedError) as refused:
            ledger.append([*entries(2000, 3100), b"x"], operator(tmp_path), executor=threads)
    assert list(refused.value.refused) == [1100]
    assert ledger.head().size == 1102


# Sizes

RAWS = [*START, *entries(0, 511)]
SPLITS = [
    [2, 253, 1, 1, 255, 1],
    [2, 254, 1, 255, 1],
    [255, 1, 1, 256],
    [256, 256, 1],
    [257, 255, 1],
    [512, 1],
    [513],
    [2, *[73] * 7],
]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a ledger that came to 513 entries in one append."""
    return files_of(found(MemoryStore(), tmp_path_factory.mktemp("once"), [RAWS]))


@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_however_entries_arrive_the_files_are_the_same(
    empty: Store, tmp_path: Path, split: list[int], at_once: dict[str, bytes]
) -> None:
    assert sum(split) == len(RAWS)
    batches, start = [], 0
    for count in split:
        batches.append(RAWS[start : start + count])
        start += count

    made = found(empty, tmp_path, batches)

    assert files_of(made) == at_once
    assert made.head().root == merkle.root(513, roots_of(RAWS))


def test_however_often_the_ledger_is_opened_the_files_are_the_same(
    empty: Store, tmp_path: Path, at_once: dict[str, bytes]
) -> None:
    """Each process reads the right edge from the tiles; one that stays keeps it."""
    found(empty, tmp_path)
    for start, stop in ((0, 255), (255, 256), (256, 257), (257, 511), (511, 513)):
        Ledger.open(empty).append(RAWS[start:stop], operator(tmp_path))
    assert files_of(Ledger.open(empty)) == at_once


def test_only_the_newest_partial_tile_of_each_level_is_kept(at_once: dict[str, bytes]) -> None:
    assert sorted(path for path in at_once if path.startswith("tile/")) == [
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/1",
        "tile/1/000.p/2",
    ]
    assert sum(path.startswith("entries/") for path in at_once) == 513


# Proving


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 513])
def test_every_entry_and_every_earlier_size_is_provable(tmp_path: Path, size: int) -> None:
    made = found(MemoryStore(), tmp_path, [RAWS[:2], RAWS[2:size]] if size > 2 else [RAWS[:size]])
    head = made.head()
    direct = roots_of(RAWS)
    for index in {*range(0, size, 17), size - 1}:
        merkle.check_inclusion(index, size, made.entry(index).leaf, made.prove_inclusion(index), head.root)
    for old in {*range(0, size, 17), size - 1, size}:
        root = merkle.root(old, direct)
        assert made.root_at(old) == root
        merkle.check_consistency(old, root, size, head.root, made.prove_consistency(old))
        for new in (old, min(old + 5, size)):
            merkle.check_consistency(old, root, new, made.root_at(new), made.prove_consistency(old, new))


def test_an_older_head_still_proves_and_reads(ledger: Ledger, tmp_path: Path) -> None:
    old = ledger.append(entries(0, 200), operator(tmp_path)).head
    ledger.append(entries(200, 400), operator(tmp_path))

    leaf = ledger.entry(100, old).leaf
    merkle.check_inclusion(100, 202, leaf, ledger.prove_inclusion(100, old), old.root)
    assert list(ledger.entries(200, 400, old)) == entries(198, 200)
    assert ledger.root_at(202) == old.root
    with pytest.raises(NotLogged):
        ledger.entry(202, old)


@pytest.mark.parametrize(("old", "new"), [(-1, None), (3, None), (2, 1), (0, 3), (1, 4)])
def test_a_proof_between_sizes_that_are_none_is_an_error_of_the_caller(
    tmp_path: Path, old: int, new: int | None
) -> None:
    made = in_memory(tmp_path)
    if (old, new) == (0, 3):
        assert made.prove_consistency(old, new) == []
        return
    with pytest.raises(ValueError, match="needed"):
        made.prove_consistency(old, new)


# Refusing


def refused(made: Ledger, raws: Sequence[bytes], by: Operator) -> dict[int, LedgerError]:
    """Return why an append is refused; nothing may have been written."""
    before = (made.publishers().by_name, made.store.head(), by.state.read(), made.scan.size)
    with pytest.raises(RefusedError) as error:
        made.append(raws, by)
    assert (made.publishers().by_name, made.store.head(), by.state.read(), made.scan.size) == before
    return error.value.refused


def test_one_bad_entry_refuses_them_all_and_each_reason_is_told(ledger: Ledger, tmp_path: Path) -> None:
    raws = [*entries(0, 2), b"x", says(2, ANNA_NEXT).raw, enrol([ANNA], ANNA_RECOVERY).raw, *entries(3, 4)]
    reasons = refused(ledger, raws, operator(tmp_path))
    # An enrolment that is there already is refused as such; that it is a duplicate too need not be said.
    assert {at: type(reason) for at, reason in reasons.items()} == {
        2: FormatError,
        3: SignatureError,
        4: SignatureError,
    }
    ledger.append(entries(0, 4), operator(tmp_path))


def test_a_statement_is_logged_once_and_a_refusal_names_where(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(entries(0, 3), operator(tmp_path))
    raws = [*entries(3, 5), *entries(1, 2), *entries(4, 5), *entries(0, 1)]

    for made in (ledger, Ledger.open(ledger.store)):
        reasons = refused(made, raws, operator(tmp_path))
        places = {at: reason.index for at, reason in reasons.items() if isinstance(reason, DuplicateError)}
        assert places == {2: 3, 3: 6, 4: 2}
        assert len(places) == len(reasons)
        assert str(reasons[3]) == f"statement {entry.statement_id(raws[1])[:16]}: already in the ledger as entry 6"


def test_the_same_statement_under_another_signature_is_a_duplicate(tmp_path: Path) -> None:
    made = in_memory(tmp_path, [[enrol([ANNA, ANNA_NEXT], ANNA_RECOVERY).raw]])
    made.append(entries(0, 1), operator(tmp_path))
    (reason,) = refused(made, [says(0, ANNA_NEXT).raw], operator(tmp_path)).values()
    assert isinstance(reason, DuplicateError)
    assert reason.index == 1


def test_key_events_in_a_batch_count_from_the_next_entry_on(ledger: Ledger, tmp_path: Path) -> None:
    anna = entry.parse(START[0])
    rotated = change(anna, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    new = enrol([signer("c.example", 1)], signer("c.example", 2))
    good = [*entries(0, 1), rotated.raw, says(1, ANNA_NEXT).raw, new.raw, says(2, signer("c.example", 1)).raw]
    bad = [says(9, signer("c.example", 1)).raw, *good[:2], says(10, ANNA).raw, *good[3:]]

    reasons = refused(ledger, bad, operator(tmp_path))
    assert {at: type(reason) for at, reason in reasons.items()} == {0: SignatureError, 3: SignatureError}
    ledger.append(good, operator(tmp_path))

    for made in (ledger, Ledger.open(ledger.store)):
        assert sorted(made.publishers().by_name) == ["a.example", "b.example", "c.example"]
        assert made.publishers().by_name["a.example"].keys == (ANNA_NEXT.key,)


def test_a_compromise_in_a_batch_disputes_and_refuses_nothing_before_it(ledger: Ledger, tmp_path: Path) -> None:
    anna = entry.parse(START[0])
    lost = change(anna, "compromise", [ANNA_NEXT], [ANNA_NEXT, ANNA_RECOVERY], last_good_index=2)
    ledger.append([*entries(0, 2), lost.raw], operator(tmp_path))

    state = ledger.publishers()
    assert [state.disputed_by(index, ledger.entry(index)) for index in range(2, 5)] == [None, 4, None]


def test_what_a_caller_does_to_the_key_state_does_not_reach_the_ledger(ledger: Ledger) -> None:
    ledger.publishers().by_name.clear()
    assert len(ledger.publishers().by_name) == 2


@pytest.mark.parametrize("raw", [b"", b"x" * 70_000, b'{\n  "type": "jinbang/publisher/v1"', START[0][:-1], b"\xff"])
def test_whatever_is_offered_is_refused_and_not_a_crash(ledger: Ledger, tmp_path: Path, raw: bytes) -> None:
    """With registrars too: they look at enrolments once more."""
    for by in (operator(tmp_path), operator(tmp_path, registrars=["b.example"])):
        assert list(refused(ledger, [raw, raw], by)) == [0, 1]


# Registrars


def test_where_there_are_registrars_one_must_countersign_each_enrolment(ledger: Ledger, tmp_path: Path) -> None:
    by = operator(tmp_path, registrars=["b.example", "d.example"])
    keys, recovery = [signer("c.example", 1)], signer("c.example", 2)

    reasons = refused(ledger, [*entries(0, 1), enrol(keys, recovery).raw, enrol(keys, recovery, ANNA).raw], by)
    assert str(reasons[1]) == "enrolment: not countersigned by b.example or d.example"
    assert list(reasons) == [1, 2]
    receipt = ledger.append([enrol(keys, recovery, BEN).raw, says(1, *keys).raw], by)
    assert receipt.start == 2


def test_registrars_have_no_say_in_later_changes_of_keys(ledger: Ledger, tmp_path: Path) -> None:
    rotated = change(entry.parse(START[0]), "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    ledger.append([rotated.raw], operator(tmp_path, registrars=["b.example"]))
    assert ledger.publishers().by_name["a.example"].keys == (ANNA_NEXT.key,)


def test_the_first_registrar_enrols_itself(tmp_path: Path) -> None:
    """By its own signature: nobody else is there yet."""
    made = in_memory(tmp_path, [])
    by = operator(tmp_path, registrars=["b.example"])
    assert list(refused(made, [START[0]], by)) == [0]
    made.append([enrol([BEN], BEN_RECOVERY).raw], by)
    made.append([enrol([ANNA], ANNA_RECOVERY, BEN).raw], by)


def test_a_countersignature_that_does_not_verify_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    keys, recovery = [signer("c.example", 1)], signer("c.example", 2)
    forged = enrol(keys, recovery, signer("b.example", 99)).raw
    (reason,) = refused(ledger, [forged], operator(tmp_path, registrars=["b.example"])).values()
    assert isinstance(reason, SignatureError)


# The key of the log


def test_only_the_logs_own_key_appends(ledger: Ledger, tmp_path: Path) -> None:
    by = replace(operator(tmp_path), signer=signer(ORIGIN, 99))
    with pytest.raises(SignatureError, match=r"^operator key: example.org/rankings\+.*, needed "):
        ledger.append(entries(0, 1), by)


def test_a_writer_that_waits_too_long_is_told(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.store.lock(0), pytest.raises(BusyError, match="another writer"):
        ledger.append(entries(0, 1), operator(tmp_path, timeout_s=0))
    ledger.append(entries(0, 1), operator(tmp_path, timeout_s=0))


def test_a_ledger_has_room_for_nine_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_ENTRIES", 3)
    made = in_memory(tmp_path)
    with pytest.raises(StoreError, match="ledger: full at 3 entries"):
        made.append(entries(0, 2), operator(tmp_path))
    made.append(entries(0, 1), operator(tmp_path))


# Stopping in between


def test_an_append_that_ended_before_it_was_signed_never_was(ledger: Ledger, tmp_path: Path) -> None:
    before = ledger.head()
    with pytest.raises(Stopped):
        Ledger.open(stopping(ledger.store, "prepare")).append(entries(0, 2), operator(tmp_path))

    assert ledger.head() == before
    assert ledger.append(entries(5, 6), operator(tmp_path)).start == 2


def test_an_append_that_was_signed_is_finished_by_the_next_one(ledger: Ledger, tmp_path: Path) -> None:
    """What the key has signed may have left the machine: it is never taken back."""
    with pytest.raises(Stopped):
        Ledger.open(stopping(ledger.store, "publish")).append(entries(0, 2), operator(tmp_path))
    assert Ledger.open(ledger.store).head().size == 2

    receipt = ledger.append(entries(5, 6), operator(tmp_path))

    assert receipt.start == 4
    assert list(ledger.entries(2, 5)) == [*entries(0, 2), *entries(5, 6)]
    assert len(ledger.store.history(receipt.head.revision)) == 4


@pytest.mark.parametrize("step", ["prepare", "publish"])
def test_a_ledger_that_stays_open_goes_on_after_an_append_that_failed(empty: Store, tmp_path: Path, step: str) -> None:
    """What it keeps in memory of the right edge is that of the head, not of what was tried."""
    failing = Stopping(empty)
    store: object = failing
    made = found(store, tmp_path, [START, entries(0, 1)])  # type: ignore[arg-type]
    failing.at = (step,)
    with pytest.raises(Stopped):
        made.append(entries(1, 3), operator(tmp_path))
    failing.at = ()

    start = made.append(entries(3, 5), operator(tmp_path)).start

    assert start == (3 if step == "prepare" else 5)
    raws = list(made.entries(0, 9))
    assert made.head().root == merkle.root(len(raws), roots_of(raws))


def test_the_same_append_after_it_was_cut_off_is_a_duplicate(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        Ledger.open(stopping(ledger.store, "publish")).append(entries(0, 2), operator(tmp_path))
    with pytest.raises(RefusedError, match="already in the ledger as entry 2"):
        ledger.append(entries(0, 2), operator(tmp_path))
    assert ledger.head().size == 4


def test_an_append_of_nothing_finishes_what_was_cut_off(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        Ledger.open(stopping(ledger.store, "publish")).append(entries(0, 2), operator(tmp_path))
    assert ledger.append([], operator(tmp_path)).head.size == 4


def test_a_head_that_moved_meanwhile_is_told(tmp_path: Path) -> None:
    """Somebody wrote without the lock, as a push would."""
    made = in_memory(tmp_path)

    @dataclass
    class Pushed(Stopping):
        def publish(self, before: str | None, after: str) -> None:
            inner = self.inner
            inner.publish(before, inner.prepare(before, Draft(2, (), {}, "pushed\n", NOON), LOG))
            inner.publish(before, after)

    pushed: object = Pushed(made.store)
    with pytest.raises(MovedError):
        Ledger.open(pushed).append(entries(0, 1), operator(tmp_path))  # type: ignore[arg-type]


# Going back and forking


def copy_of(path: Path, to: Path) -> Path:
    shutil.copytree(path, to)
    return to


def test_an_older_copy_of_the_repository_is_not_signed_on(tmp_path: Path) -> None:
    """A restored backup: what was published since is known outside, and would be forked."""
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        made = found(store, tmp_path, [START])
        older = copy_of(tmp_path / "log.git", tmp_path / "older.git")
        made.append(entries(0, 1), operator(tmp_path))
        made.append(entries(1, 2), operator(tmp_path))
    state = operator(tmp_path).state.read()
    with closing(GitStore(older)) as restored:
        with pytest.raises(RollbackError, match="has 2 entries, but its key has signed a checkpoint of 4") as error:
            Ledger.open(restored).append(entries(9, 10), operator(tmp_path))
        assert error.value.advice() != ""
        assert Ledger.open(restored).head().size == 2
    assert operator(tmp_path).state.read() == state


def test_a_branch_that_was_set_back_by_one_is_rolled_forward(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        made = found(store, tmp_path, [START, entries(0, 1)])
        before, last = store.history(made.head().revision)[-2:]
        store.publish(last, before)
        assert Ledger.open(store).append(entries(1, 2), operator(tmp_path)).start == 3
        assert store.history(store.head() or "")[-2] == last


def test_a_branch_that_was_set_back_further_is_refused(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        made = found(store, tmp_path, [START, entries(0, 1), entries(1, 2)])
        history = store.history(made.head().revision)
        store.publish(history[-1], history[-3])
        with pytest.raises(RollbackError):
            Ledger.open(store).append(entries(5, 6), operator(tmp_path))


@pytest.mark.parametrize("more", [1, 2], ids=["same size", "longer"])
def test_a_fork_is_not_signed_on_and_both_checkpoints_are_kept_as_evidence(tmp_path: Path, more: int) -> None:
    one, other = in_memory(tmp_path / "one"), in_memory(tmp_path / "other")
    one.append(entries(0, 1), operator(tmp_path / "one"))
    other.append(entries(9, 9 + more), operator(tmp_path / "other"))

    with pytest.raises(ConsistencyError, match="its key has signed another root for size 3") as error:
        other.append(entries(20, 21), operator(tmp_path / "one"))

    assert checkpoint.open(error.value.old, LOG.key) == one.head().signed
    assert checkpoint.open(error.value.new, LOG.key) == other.head().signed
    assert other.head().size == 2 + more


def test_a_signer_state_that_fell_behind_catches_up(ledger: Ledger, tmp_path: Path) -> None:
    """Another machine of the same operator went on."""
    behind = operator(tmp_path / "behind")
    known = operator(tmp_path).state.read()
    assert known is not None
    behind.state.write(known)
    ledger.append(entries(0, 3), operator(tmp_path))

    assert ledger.append(entries(3, 4), behind).start == 5
    assert behind.state.read() == Signed(ledger.head().signed.raw, ledger.head().revision)


def test_a_machine_that_never_signed_trusts_the_head_that_the_key_signed(ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.append(entries(0, 1), operator(tmp_path / "new")).start == 2


def test_a_signer_state_of_another_key_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    other = checkpoint.sign(Checkpoint(ORIGIN, 9, bytes(32)), signer(ORIGIN, 99))
    operator(tmp_path).state.write(Signed(other.raw, "0" * 40))
    with pytest.raises(SignatureError):
        ledger.append(entries(0, 1), operator(tmp_path))


# What was read before


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    """Return the folder of a ledger of five entries with a cache."""
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        found(store, tmp_path, [START, entries(0, 3)], cache=tmp_path / "cache").scan.close()
    return tmp_path


def reopen(folder: Path, name: str = "log.git") -> tuple[GitStore, Ledger]:
    store = GitStore(folder / name)
    return store, Ledger.open(store, cache=folder / "cache")


def test_a_cache_answers_again_without_reading(cached: Path) -> None:
    store, ledger = reopen(cached)
    with closing(store), closing(ledger.scan):
        assert ledger.scan.size == 5
        told: list[tuple[int, int]] = []
        ledger.catch_up(lambda done, all_: told.append((done, all_)))
        assert told == []
        assert ledger.find(entry.statement_id(says(1, ANNA).raw)) == 3
        assert sorted(ledger.publishers().by_name) == ["a.example", "b.example"]


@pytest.mark.parametrize("damage", ["deleted", "garbled"])
def test_a_cache_that_is_lost_is_made_again(cached: Path, damage: str) -> None:
    for path in cached.glob("cache*"):
        path.unlink() if damage == "deleted" else path.write_bytes(b"garbage" * 999)
    store, ledger = reopen(cached)
    with closing(store), closing(ledger.scan):
        assert ledger.scan.size == 0
        assert ledger.find(entry.statement_id(says(1, ANNA).raw)) == 3
        assert refused(ledger, entries(0, 1), operator(cached))
        assert ledger.append(entries(3, 4), operator(cached)).start == 5


def test_a_ledger_that_went_back_behind_what_was_read_is_refused(cached: Path) -> None:
    """Also to one who only reads."""
    copy_of(cached / "log.git", cached / "older.git")
    store, ledger = reopen(cached)
    with closing(store), closing(ledger.scan):
        ledger.append(entries(3, 4), operator(cached))
    store, ledger = reopen(cached, "older.git")
    with closing(store), closing(ledger.scan):
        for ask in (ledger.catch_up, ledger.check_remembered, ledger.publishers):
            with pytest.raises(RollbackError, match="has 5 entries, but 6 of this log were read before"):
                ask()


@pytest.mark.parametrize("more", [0, 1], ids=["same size", "longer"])
def test_a_ledger_with_another_past_than_was_read_is_refused(cached: Path, more: int) -> None:
    with closing(GitStore.create(cached / "fork.git")) as store:
        found(store, cached / "fork", [START, entries(7, 10 + more)]).scan.close()
    store, ledger = reopen(cached, "fork.git")
    with closing(store), closing(ledger.scan):
        with pytest.raises(RollbackError, match="other entries than the 5 of this log that were read before"):
            ledger.find("0" * 64)
        assert ledger.scan.size == 5


def test_reading_goes_on_where_it_ended(cached: Path) -> None:
    store, other = reopen(cached)
    with closing(store), closing(other.scan):
        without = Ledger.open(store)
        without.append([enrol([signer("c.example", 1)], signer("c.example", 2)).raw], operator(cached))
        told: list[tuple[int, int]] = []
        other.catch_up(lambda done, all_: told.append((done, all_)))
        assert told == [(1, 1)]
        assert sorted(other.publishers().by_name) == ["a.example", "b.example", "c.example"]


def test_a_long_ledger_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = in_memory(tmp_path, [START, entries(0, 600)])
    monkeypatch.setattr(log, "_SCAN_CHUNK", 250)
    other = Ledger.open(made.store)
    told: list[tuple[int, int]] = []
    other.catch_up(lambda done, all_: told.append((done, all_)))
    assert told == [(250, 602), (500, 602), (602, 602)]
    assert other.find(entry.statement_id(says(599, ANNA).raw)) == 601


def test_a_cache_that_another_process_emptied_is_filled_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(entries(0, 3), operator(tmp_path))
    assert len(ledger.publishers().by_name) == 2
    ledger.scan.restart()
    assert len(ledger.publishers().by_name) == 2
    assert refused(ledger, entries(1, 2), operator(tmp_path))


# Damage


def tampered(made: Ledger, path: str, content: bytes) -> Ledger:
    """Return the ledger with one file changed behind its back, as it is read by one who comes new."""
    assert isinstance(made.store, MemoryStore)
    files = made.store.snapshots[made.head().revision].files
    assert files[path] != content
    files[path] = content
    return Ledger.open(made.store)


@pytest.fixture
def small(tmp_path: Path) -> Ledger:
    return in_memory(tmp_path, [START, entries(0, 3)])


def test_entries_that_do_not_give_the_signed_root_are_refused(small: Ledger, tmp_path: Path) -> None:
    other = tampered(small, entry_path(3), says(99, ANNA).raw)
    for ask in (other.catch_up, lambda: other.append(entries(5, 6), operator(tmp_path))):
        with pytest.raises(VerificationError, match="entries 0 to 4: do not give the root of the checkpoint"):
            ask()
    assert other.scan.size == 0


def test_a_key_event_that_is_false_is_named(small: Ledger) -> None:
    other = tampered(small, entry_path(1), enrol([BEN], BEN_RECOVERY, signer("c.example", 1)).raw)
    with pytest.raises(VerificationError, match="entry 1: c.example: not an enrolled publisher"):
        other.publishers()
    assert other.scan.size == 0


def test_an_entry_that_is_gone_is_damage(small: Ledger) -> None:
    assert isinstance(small.store, MemoryStore)
    del small.store.snapshots[small.head().revision].files[entry_path(3)]
    for ask in (lambda: small.entry(3), Ledger.open(small.store).catch_up):
        with pytest.raises(DamagedError, match=entry_path(3)):
            ask()


def test_tiles_that_do_not_give_the_signed_root_are_not_built_on(small: Ledger, tmp_path: Path) -> None:
    other = tampered(small, "tile/0/000.p/5", bytes(5 * 32))
    with pytest.raises(VerificationError, match="tiles: do not give the root of the checkpoint"):
        other.append(entries(5, 6), operator(tmp_path))


@pytest.mark.parametrize("length", [0, 31, 159])
def test_a_tile_that_was_cut_is_refused(small: Ledger, tmp_path: Path, length: int) -> None:
    other = tampered(small, "tile/0/000.p/5", bytes(length))
    for ask in (lambda: other.prove_inclusion(0), lambda: other.append(entries(5, 6), operator(tmp_path))):
        with pytest.raises(FormatError, match="needed 5 hashes of 32"):
            ask()


def test_a_checkpoint_by_another_key_is_refused(small: Ledger) -> None:
    other = checkpoint.sign(small.head().signed.checkpoint, signer(ORIGIN, 99))
    with pytest.raises(SignatureError):
        tampered(small, CHECKPOINT, other.raw).head()


def test_a_ledger_of_another_format_is_refused(small: Ledger) -> None:
    with pytest.raises(FormatError, match="needed jinbang/ledger/v1"):
        tampered(small, LEDGER_JSON, small.identity.format().replace(b"/v1", b"/v2"))


# At once


def test_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    """They share the repository, the signer state and the cache."""
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        found(store, tmp_path, [START]).scan.close()
    command = [sys.executable, "-m", "tests.ledger.append_child", str(tmp_path / "log.git")]
    running = [
        subprocess.Popen([*command, name, "10"], cwd=ROOT, stdout=subprocess.PIPE, text=True) for name in ("one", "two")
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]

    told = {int(line.split()[0]): line.split()[1] for lines in said for line in lines.splitlines()}
    assert sorted(told) == list(range(2, 22))
    store, ledger = reopen(tmp_path)
    with closing(store), closing(ledger.scan):
        raws = list(ledger.entries(0, 100))
        assert (ledger.head().size, ledger.scan.size, len(raws)) == (22, 22, 22)
        assert {index: entry.statement_id(raws[index]) for index in told} == told
        assert ledger.head().root == merkle.root(22, roots_of(raws))
        assert all(ledger.find(statement_id) == index for index, statement_id in told.items())
        assert len(store.history(ledger.head().revision)) == 22


def test_a_ledger_that_stays_open_sees_what_others_append(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger.open(ledger.store)
    other.append(entries(0, 3), operator(tmp_path))
    assert ledger.head().size == 5
    assert ledger.append(entries(3, 4), operator(tmp_path)).start == 5
    assert other.append(entries(4, 5), operator(tmp_path)).start == 6


def test_the_key_is_not_shown() -> None:
    """An operator is printed in tracebacks."""
    secret = LOG._secret.hex()
    assert isinstance(LOG, Signer)
    assert secret not in repr(Operator(LOG, operator(ROOT).state))
    assert LOG._secret[:32].hex() not in repr(LOG)
