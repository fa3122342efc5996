"""What every store promises, in memory and on git alike."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import BusyError, DamagedError, MovedError, StoreError
from ledger.git_store import GitStore
from ledger.store import Change, Draft, MemoryStore, Store, entry_index, entry_path
from tests.ledger.build import LOG, NOON


@pytest.fixture(params=["memory", "git"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    with closing(GitStore.create(tmp_path / "log.git")) as made:
        yield made


def draft(start: int = 0, entries: Sequence[bytes] = (), files: Mapping[str, bytes | None] | None = None) -> Draft:
    return Draft(start, entries, files or {}, f"Append {len(entries)}\n", NOON)


def append(store: Store, one: Draft) -> str:
    """Add a revision on top of the head."""
    parent = store.head()
    made = store.prepare(parent, one, LOG)
    store.publish(parent, made)
    return made


def three(store: Store) -> list[str]:
    """Publish three revisions: files alone, entries, and both."""
    return [
        append(store, draft(0, (), {"checkpoint": b"0", "tile/0/000.p/1": b"a", "README.md": b"read"})),
        append(store, draft(0, (b"zero", b"one"), {"checkpoint": b"2", "tile/0/000.p/1": None, "tile/0/1": b"b"})),
        append(store, draft(2, (b"two",), {"checkpoint": b"3", "README.md": b"read"})),
    ]


def test_an_empty_store_has_no_head(store: Store) -> None:
    assert store.head() is None


def test_the_head_is_the_newest_revision(store: Store) -> None:
    revisions = three(store)
    assert store.head() == revisions[-1]
    assert len(set(revisions)) == 3


def test_each_revision_keeps_its_own_files(store: Store) -> None:
    revisions = three(store)
    assert [store.read(one, "checkpoint") for one in revisions] == [b"0", b"2", b"3"]
    assert [store.read(one, "README.md") for one in revisions] == [b"read"] * 3
    assert store.read(revisions[0], "tile/0/000.p/1") == b"a"
    assert store.read(revisions[2], "tile/0/1") == b"b"


@pytest.mark.parametrize(
    "path", ["nothing", "tile/0/000.p/1", "tile", "tile/0", "", "entries/000/000/003.note", "README.md/x", "/README.md"]
)
def test_a_file_that_is_not_there_is_damage(store: Store, path: str) -> None:
    newest = three(store)[-1]
    with pytest.raises(DamagedError, match="no such file; needed a file of the ledger"):
        store.read(newest, path)


def test_a_revision_that_is_not_there_is_an_error(store: Store) -> None:
    three(store)
    for ask in (lambda: store.read("0" * 40, "checkpoint"), lambda: store.history("0" * 40)):
        with pytest.raises(StoreError):
            ask()


@pytest.mark.parametrize("count", [1, 63, 64, 65, 300])
def test_entries_come_in_order_however_many(store: Store, count: int) -> None:
    raws = [b"entry %d\n" % number for number in range(count)]
    newest = append(store, draft(0, raws))

    assert list(store.entries(newest, 0, count)) == raws
    assert list(store.entries(newest, count // 2, count)) == raws[count // 2 :]
    assert list(store.entries(newest, 0, 0)) == []


@pytest.mark.parametrize("count", [1, 64, 65, 300])
def test_some_entries_come_in_the_order_asked_for(store: Store, count: int) -> None:
    raws = [b"entry %d\n" % number for number in range(count)]
    newest = append(store, draft(0, raws))
    asked = [number * 7 % count for number in range(count)]

    assert list(store.chosen(newest, asked)) == [raws[number] for number in asked]
    with pytest.raises(DamagedError, match="no such file"):
        list(store.chosen(newest, [0, count]))


@pytest.mark.parametrize("stop", [3, 4, 200])
def test_an_entry_that_is_not_there_is_damage(store: Store, stop: int) -> None:
    revisions = three(store)
    with pytest.raises(DamagedError, match=r"entries/000/000/\d{3}.note: no such file"):
        list(store.entries(revisions[1], 0, stop))


def test_history_goes_from_the_first_to_the_one_asked_for(store: Store) -> None:
    revisions = three(store)
    for at, one in enumerate(revisions):
        assert store.history(one) == revisions[: at + 1]


def test_changes_are_what_differs_and_their_contents_are_found(store: Store) -> None:
    revisions = three(store)
    first, second, third = (
        list(store.changes(before, after)) for before, after in zip([None, *revisions], revisions, strict=False)
    )

    assert [(one.path, one.before is None, one.after is None) for one in first] == [
        ("README.md", True, False),
        ("checkpoint", True, False),
        ("tile/0/000.p/1", True, False),
    ]
    assert [(one.path, one.before is None, one.after is None) for one in second] == [
        ("checkpoint", False, False),
        ("entries/000/000/000.note", True, False),
        ("entries/000/000/001.note", True, False),
        ("tile/0/000.p/1", False, True),
        ("tile/0/1", True, False),
    ]
    assert [one.path for one in third] == ["checkpoint", "entries/000/000/002.note"]
    after = [one.after for one in (*second, *third) if one.after is not None]
    assert list(store.contents(after)) == [b"2", b"zero", b"one", b"b", b"3", b"two"]
    assert [one.before for one in third if one.path == "checkpoint"] == [after[0]]


def test_a_revision_does_not_differ_from_itself(store: Store) -> None:
    newest = three(store)[-1]
    assert list(store.changes(newest, newest)) == []


def test_changes_over_several_revisions_are_those_in_sum(store: Store) -> None:
    revisions = three(store)
    paths = [one.path for one in store.changes(revisions[0], revisions[2])]
    assert paths == sorted({*(entry_path(index) for index in range(3)), "checkpoint", "tile/0/000.p/1", "tile/0/1"})
    back = store.changes(revisions[2], revisions[0])
    assert [Change(one.path, one.after, one.before) for one in back] == list(store.changes(revisions[0], revisions[2]))


def test_a_file_may_become_a_folder_and_the_other_way_round(store: Store) -> None:
    first = append(store, draft(files={"a": b"1", "b/c": b"2"}))
    append(store, draft(files={"a": None, "b/c": None}))
    second = append(store, draft(files={"a/b": b"3", "b": b"4"}))
    assert [(one.path, one.before is None, one.after is None) for one in store.changes(first, second)] == [
        ("a", False, True),
        ("a/b", True, False),
        ("b", True, False),
        ("b/c", False, True),
    ]


def test_a_content_that_is_not_there_is_damage(store: Store) -> None:
    three(store)
    for count in (1, 100):
        with pytest.raises(DamagedError, match="missing"):
            list(store.contents(["0" * 40] * count))


def test_what_is_prepared_is_not_seen_until_it_is_published(store: Store) -> None:
    first = append(store, draft(files={"a": b"1"}))
    made = store.prepare(first, draft(files={"a": b"2"}), LOG)

    assert (store.head(), store.read(first, "a")) == (first, b"1")
    assert store.holds(made, first)
    store.publish(first, made)
    assert (store.head(), store.read(made, "a")) == (made, b"2")


def test_the_head_moves_only_from_where_it_is_thought_to_be(store: Store) -> None:
    first = append(store, draft(files={"a": b"1"}))
    one, other = (store.prepare(first, draft(files={"a": content}), LOG) for content in (b"2", b"3"))
    store.publish(first, one)

    for before in (first, None, other):
        with pytest.raises(MovedError, match="moved by another writer"):
            store.publish(before, other)
    assert store.head() == one


def test_an_empty_store_is_founded_once(store: Store) -> None:
    one, other = (store.prepare(None, draft(files={"a": content}), LOG) for content in (b"2", b"3"))
    store.publish(None, one)
    with pytest.raises(MovedError):
        store.publish(None, other)
    assert store.head() == one


def test_the_head_does_not_move_to_what_is_not_there(store: Store) -> None:
    first = append(store, draft(files={"a": b"1"}))
    with pytest.raises(StoreError) as refused:
        store.publish(first, "1" * 40)
    assert not isinstance(refused.value, MovedError)
    assert store.head() == first


def test_a_revision_is_held_with_its_parent(store: Store) -> None:
    first, second, _ = three(store)
    assert store.holds(first, None)
    assert store.holds(second, first)
    assert not store.holds(second, None)
    assert not store.holds(first, second)
    for unknown in ("0" * 40, "0" * 64, "", "main", "HEAD", "../x"):
        assert not store.holds(unknown, None)


def test_the_same_draft_makes_the_same_revision(store: Store) -> None:
    """So an append that was cut off and is done again cannot fork the log."""
    made = [store.prepare(None, draft(0, (b"zero",), {"a": b"1"}), LOG) for _ in range(2)]
    assert made[0] == made[1]


def test_one_writer_at_a_time(store: Store) -> None:
    with store.lock(0), pytest.raises(BusyError, match="another writer has held the lock for 0 s"), store.lock(0):
        raise AssertionError
    with store.lock(0):
        pass


def test_a_writer_waits_for_the_other_within_its_time(store: Store) -> None:
    turns: list[str] = []
    held, free = threading.Event(), threading.Event()

    def first() -> None:
        with store.lock(0):
            held.set()
            free.wait()
            turns.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    with pytest.raises(BusyError), store.lock(0.03):
        raise AssertionError
    threading.Timer(0.03, free.set).start()
    with store.lock(60):
        turns.append("second")
    thread.join()
    assert turns == ["first", "second"]


def test_the_lock_is_free_after_an_error(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.lock(0):
        raise ZeroDivisionError
    with store.lock(0):
        pass


# Paths


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (0, "entries/000/000/000.note"),
        (1234, "entries/000/001/234.note"),
        (999_999_999, "entries/999/999/999.note"),
    ],
)
def test_an_entry_has_a_readable_address(index: int, path: str) -> None:
    assert entry_path(index) == path
    assert entry_index(path) == index


@pytest.mark.parametrize(
    "path",
    [
        "",
        "entries/000/000/000",
        "entries/000/000/000.note\n",
        "entries/0/0/0.note",
        "entries/000/000/0000.note",
        "entries/000/000.note",
        "/entries/000/000/000.note",
        "x/entries/000/000/000.note",
        "entries/٣٣٣/000/000.note",
        "entries/-00/000/000.note",
    ],
)
def test_any_other_path_is_no_entrys(path: str) -> None:
    assert entry_index(path) is None
