"""The ledger: append, read, prove, and what an append refuses, on both stores."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import entry, merkle
from ledger.audit import audit
from ledger.errors import FormatError, NotLogged, RefusedError, RollbackError, SignatureError, StoreError
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.store import MemoryStore, Store
from tests.ledger.build import (
    ANNA,
    ANNA_NEXT,
    ANNA_RECOVERY,
    BEN,
    LOG,
    change,
    enrol,
    enrolments,
    entries,
    found,
    operator,
    says,
)


@pytest.fixture(params=["memory", "git"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    made = GitStore.create(tmp_path / "a ledger.git")
    yield made
    made.close()


def test_what_is_appended_is_read_proven_and_found(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()])
    receipt = ledger.append(entries(0, 3), operator(tmp_path))
    assert (receipt.start, receipt.head.size, len(receipt.statement_ids)) == (2, 5, 3)
    head = ledger.head()
    for index in range(5):
        read = ledger.entry(index)
        proof = ledger.prove_inclusion(index)
        merkle.check_inclusion(index, head.size, read.leaf, proof, head.root)
        assert ledger.find(read.statement.id) == index
        assert ledger.find(read.statement.id[:8]) == index
    assert list(ledger.entries(2, 5)) == entries(0, 3)


def test_every_head_is_a_prefix_of_the_next(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()])
    roots = {2: ledger.head().root}
    for number in range(6):
        ledger.append(entries(number, number + 1), operator(tmp_path))
        roots[ledger.head().size] = ledger.head().root
    for old in roots:
        for new in roots:
            if old <= new:
                merkle.check_consistency(old, roots[old], new, roots[new], ledger.prove_consistency(old, new))


@pytest.mark.parametrize("total", [255, 256, 257, 512])
def test_the_same_entries_give_the_same_root_however_they_are_split(total: int, tmp_path: Path) -> None:
    raws = [*enrolments(), *entries(0, total - 2)]
    roots = set()
    for number, step in enumerate((total, 100, 256)):
        folder = tmp_path / str(number)
        folder.mkdir()
        batches = [raws[at : at + step] for at in range(0, total, step)]
        store = MemoryStore()
        roots.add(found(store, folder, batches).head().root)
        assert audit(store).ok
    assert len(roots) == 1


def test_a_statement_is_logged_once_and_the_refusal_names_the_index(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments(), entries(0, 3)])
    head = ledger.head()
    for batch in (entries(1, 2), [*entries(7, 8), *entries(7, 8)], [*entries(8, 9), *entries(2, 3)]):
        with pytest.raises(RefusedError, match="already in the ledger as entry"):
            ledger.append(batch, operator(tmp_path))
    assert ledger.head() == head


def test_one_refused_entry_refuses_all_and_each_is_named(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()])
    bad = says(5, ANNA_NEXT).raw
    with pytest.raises(RefusedError) as caught:
        ledger.append([*entries(0, 2), bad, b"no entry", *entries(2, 3)], operator(tmp_path))
    assert {at: type(error) for at, error in caught.value.refused.items()} == {2: SignatureError, 3: FormatError}
    assert ledger.head().size == 2


def test_key_events_in_a_batch_hold_for_what_follows_in_it(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path)
    first = enrol([ANNA], ANNA_RECOVERY)
    rotated = change(first, "rotate", [ANNA_NEXT], [ANNA, ANNA_NEXT])
    batch = [first.raw, says(1, ANNA).raw, rotated.raw, says(2, ANNA_NEXT).raw]
    assert ledger.append(batch, operator(tmp_path)).head.size == 4
    with pytest.raises(RefusedError, match="no longer valid since entry"):
        ledger.append([says(3, ANNA).raw], operator(tmp_path))
    assert audit(store).ok


def test_where_enrolment_is_not_open_a_registrar_countersigns(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()[1:]])
    gated = operator(tmp_path, registrars=["b.example"])
    with pytest.raises(RefusedError, match="not countersigned by b.example"):
        ledger.append([enrol([ANNA], ANNA_RECOVERY).raw], gated)
    assert ledger.append([enrol([ANNA], ANNA_RECOVERY, BEN).raw], gated).head.size == 2


def test_an_empty_append_changes_nothing(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()])
    head = ledger.head()
    assert ledger.append([], operator(tmp_path)).head == head


def test_only_the_logs_own_key_appends(tmp_path: Path) -> None:
    ledger = found(MemoryStore(), tmp_path)
    other = Operator(ANNA, operator(tmp_path).state)
    with pytest.raises(SignatureError, match="operator key"):
        ledger.append(enrolments(), other)


def test_what_is_not_there_is_not_logged(store: Store, tmp_path: Path) -> None:
    ledger = found(store, tmp_path, [enrolments()])
    for index in (-1, 2):
        with pytest.raises(NotLogged):
            ledger.entry(index)
        with pytest.raises(NotLogged):
            ledger.prove_inclusion(index)
    with pytest.raises(NotLogged):
        ledger.find("00000000")
    with pytest.raises(FormatError):
        ledger.find("not hex")
    with pytest.raises(StoreError, match="nothing was ever published"):
        Ledger.open(MemoryStore())


class _Stopped(Exception):
    pass


class _StopsBeforePublishing(MemoryStore):
    """A machine that loses power between signing and publishing."""

    stop = False

    def publish(self, before: str | None, after: str) -> None:
        if self.stop:
            raise _Stopped
        super().publish(before, after)


def test_an_append_that_was_cut_off_after_signing_is_finished_by_the_next(tmp_path: Path) -> None:
    store = _StopsBeforePublishing()
    found(store, tmp_path, [enrolments()])
    store.stop = True
    with pytest.raises(_Stopped):
        Ledger.open(store).append(entries(0, 2), operator(tmp_path))
    assert Ledger.open(store).head().size == 2
    store.stop = False
    assert Ledger.open(store).append(entries(2, 3), operator(tmp_path)).start == 4
    assert audit(store).ok


def test_a_restored_older_copy_is_not_signed_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.git"
    store = GitStore.create(path)
    ledger = found(store, tmp_path, [enrolments()])
    shutil.copytree(path, tmp_path / "backup.git")
    ledger.append(entries(0, 2), operator(tmp_path))
    store.close()
    backup = GitStore(tmp_path / "backup.git")
    assert audit(backup).ok
    with pytest.raises(RollbackError, match="has signed a checkpoint of 4"):
        Ledger.open(backup).append(entries(5, 6), operator(tmp_path))
    assert Ledger.open(backup).head().size == 2
    backup.close()


def test_a_second_log_of_a_name_is_not_founded(tmp_path: Path) -> None:
    found(MemoryStore(), tmp_path, [enrolments()])
    with pytest.raises(RollbackError, match="has signed checkpoints"):
        Ledger.create(MemoryStore(), operator(tmp_path))


def test_what_was_read_is_remembered_and_its_loss_changes_no_answer(tmp_path: Path) -> None:
    store, cache = MemoryStore(), tmp_path / "scan.sqlite"
    found(store, tmp_path, [enrolments(), entries(0, 5)])
    first = Ledger.open(store, cache=cache)
    assert first.catch_up().size == 7
    assert Ledger.open(store, cache=cache).scan.size == 7
    for file in tmp_path.glob("scan.sqlite*"):
        file.unlink()
    again = Ledger.open(store, cache=cache)
    assert again.publishers().by_name.keys() == first.publishers().by_name.keys()
    assert again.find(entry.statement_id(entries(3, 4)[0])) == 5


def test_the_origin_is_the_name_of_the_logs_key(tmp_path: Path) -> None:
    assert found(MemoryStore(), tmp_path).identity.key == LOG.key
