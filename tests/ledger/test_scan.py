"""The cache of what was read answers quickly, forgets without loss, and is replaced rather than believed when it is damaged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger import scan as scans
from ledger.errors import StoreError
from ledger.scan import Scan

VKEY = "example.org/rankings+00000000+AQ=="
ROOT = b"r" * 32


def ids(start: int, stop: int) -> list[tuple[bytes, int]]:
    return [(number.to_bytes(32, "big"), number) for number in range(start, stop)]


@pytest.fixture(params=[False, True], ids=["memory", "file"])
def scan(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scan]:
    with closing(Scan(tmp_path / "folder" / "cache" if request.param else None, VKEY)) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a cache with three entries."""
    with closing(Scan(tmp_path / "cache", VKEY)) as made:
        made.add(0, ids(0, 3), [(0, b"event")], 3, ROOT)
    return tmp_path / "cache"


def test_nothing_was_read_at_first(scan: Scan) -> None:
    assert (scan.size, scan.root, list(scan.events())) == (0, b"", [])
    assert scan.find(bytes(32)) is None
    assert scan.find_prefix(bytes(32), b"\xff" * 32, 9) == []


def test_what_was_read_is_found(scan: Scan) -> None:
    scan.add(0, ids(0, 3), [(0, b"first"), (2, b"third")], 3, ROOT)
    scan.add(3, ids(3, 4), [(3, b"fourth")], 4, b"s" * 32)

    assert (scan.size, scan.root) == (4, b"s" * 32)
    assert [scan.find(one) for one, _ in ids(0, 5)] == [0, 1, 2, 3, None]
    assert list(scan.events()) == [(0, b"first"), (2, b"third"), (3, b"fourth")]
    assert list(scan.events(1)) == [(2, b"third"), (3, b"fourth")]
    low, high = ids(1, 2)[0][0], ids(3, 4)[0][0]
    assert scan.find_prefix(low, high, 9) == ids(1, 4)
    assert scan.find_prefix(low, high, 2) == ids(1, 3)


def test_a_statement_keeps_its_first_place(scan: Scan) -> None:
    scan.add(0, ids(0, 1), [], 1, ROOT)
    scan.add(1, [(ids(0, 1)[0][0], 1)], [], 2, ROOT)
    assert scan.find(ids(0, 1)[0][0]) == 0


def test_starting_again_forgets_everything(scan: Scan) -> None:
    scan.add(0, ids(0, 3), [(0, b"event")], 3, ROOT)
    scan.restart()
    assert (scan.size, scan.root, list(scan.events()), scan.find(ids(0, 1)[0][0])) == (0, b"", [], None)


def test_what_does_not_follow_is_not_taken_in(scan: Scan) -> None:
    """Another process began again meanwhile: with a gap, an old statement would look like a new one."""
    scan.add(0, ids(0, 3), [], 3, ROOT)
    scan.restart()
    scan.add(3, ids(3, 5), [(4, b"event")], 5, ROOT)
    assert (scan.size, scan.find(ids(3, 4)[0][0]), list(scan.events())) == (0, None, [])


def test_a_failed_write_takes_nothing_in(scan: Scan) -> None:
    scan.add(0, ids(0, 1), [], 1, ROOT)

    def failing() -> Iterator[tuple[bytes, int]]:
        yield from ids(1, 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        scan.add(1, failing(), [], 2, ROOT)
    assert (scan.size, scan.find(ids(1, 2)[0][0])) == (1, None)


def test_a_file_is_read_again(path: Path) -> None:
    with closing(Scan(path, VKEY)) as scan:
        assert (scan.size, scan.root, list(scan.events())) == (3, ROOT, [(0, b"event")])


def test_the_cache_of_another_log_is_emptied(path: Path) -> None:
    with closing(Scan(path, "other")) as scan:
        assert (scan.size, list(scan.events()), scan.find(ids(0, 1)[0][0])) == (0, [], None)
    with closing(Scan(path, VKEY)) as scan:
        assert scan.size == 0


def test_a_deleted_cache_starts_again(path: Path) -> None:
    path.unlink()
    with closing(Scan(path, VKEY)) as scan:
        assert scan.size == 0


def test_two_at_once_see_each_others_entries(path: Path) -> None:
    with closing(Scan(path, VKEY)) as one, closing(Scan(path, VKEY)) as other:
        one.add(3, ids(3, 4), [], 4, b"s" * 32)
        assert (other.size, other.find(ids(3, 4)[0][0])) == (4, 3)
        other.restart()
        assert one.size == 0


def flip(path: Path, start: int) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:start] + bytes(byte ^ 0x55 for byte in raw[start:]))


def of_another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


def of_another_kind(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE state (colour TEXT)")
        db.commit()


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all\n" * 100),
        lambda path: flip(path, 0),
        lambda path: flip(path, 4096),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        of_another_version,
        of_another_kind,
    ],
    ids=["text", "flipped", "flipped pages", "cut", "another version", "another kind"],
)
def test_a_cache_that_cannot_be_read_is_replaced(path: Path, damage: object) -> None:
    assert callable(damage)
    damage(path)
    with closing(Scan(path, VKEY)) as scan:
        assert scan.size == 0
        scan.add(0, ids(0, 1), [], 1, ROOT)
    with closing(Scan(path, VKEY)) as scan:
        assert scan.find(ids(0, 1)[0][0]) == 0


def test_a_cache_that_is_in_use_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who deletes it would leave the other with a file that nobody else sees."""
    monkeypatch.setattr(scans, "_PATIENCE_S", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        inode = path.stat().st_ino
        with pytest.raises(StoreError, match="cannot be used as a cache: database is locked"):
            Scan(path, VKEY)
        assert path.stat().st_ino == inode
    with closing(Scan(path, VKEY)) as scan:
        assert scan.size == 3


def test_a_new_cache_waits_for_another_that_is_just_being_made(tmp_path: Path) -> None:
    """SQLite would not wait by itself: it takes the step to a write-ahead log at once or not at all."""
    with closing(sqlite3.connect(tmp_path / "cache", isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE made (by TEXT)")
        other.execute("BEGIN")
        other.execute("SELECT * FROM made").fetchall()
        threading.Timer(0.05, other.rollback).start()
        with closing(Scan(tmp_path / "cache", VKEY)) as scan:
            assert scan.size == 0


def test_a_write_that_finds_another_writing_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_PATIENCE_S", 0)
    with closing(Scan(path, VKEY)) as scan, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="cache: database is locked"):
            scan.add(3, ids(3, 4), [], 4, ROOT)
        assert scan.size == 3


def test_damage_that_is_met_later_is_told(path: Path) -> None:
    with closing(Scan(path, VKEY)) as scan:
        scan._db.execute("DROP TABLE ids")
        with pytest.raises(StoreError, match="cache: no such table"):
            scan.find(bytes(32))


def test_a_place_that_cannot_hold_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "cache", tmp_path / "folder"):
        with pytest.raises(StoreError, match=f"{place}: cannot be used as a cache"):
            Scan(place, VKEY)
    assert (tmp_path / "folder").is_dir()
