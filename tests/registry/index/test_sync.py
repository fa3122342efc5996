"""Bringing the index up to date: cut off, side by side, on a ledger that is not the one before, with damaged files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger import entry
from ledger.errors import RollbackError
from ledger.git_store import GitStore
from ledger.log import Head, Ledger
from ledger.store import MemoryStore
from registry import reads, rules
from registry.errors import QuestionError
from registry.index import Database, Index, PostgresSchema, SqliteFile, database_of, indexed_size
from registry.index import sync as syncing
from registry.index.judging import judge_pending
from registry.index.writing import Writer
from tests.ledger.build import ANNA, BEN, enrolments, found, operator, signed
from tests.registry.index.conftest import NewDatabase
from tests.registry.index.dump import dump
from tests.registry.index.world import World

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-01-02"


def ranking(board: str, number: int) -> bytes:
    placements = [{"rank": 1, "model": {"name": f"model {number}"}}, {"rank": 2, "model": {"name": "another"}}]
    value = {"type": "jinbang/evaluation/v1", "publisher": "a.example", "leaderboard": {"name": board}}
    return signed({**value, "placements": placements}, ANNA).raw


def tables(ledger: Ledger, database: Database, day: str = DAY) -> dict[str, list[tuple[object, ...]]]:
    with closing(Index.open(ledger, database, day)) as index:
        return dump(index.connection)


class Judged:
    """Which entries are judged, as the process of it goes."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.indexes: list[int] = []

        def noting(writer: Writer, *words: Any) -> None:
            self.indexes = reads.pending(writer.read)
            judge_pending(writer, *words)

        patch.setattr(syncing, "judge_pending", noting)


def test_only_what_a_new_entry_touches_is_judged_again(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = found(MemoryStore(), tmp_path, [[*enrolments(), ranking("A", 1), ranking("B", 2), ranking("A", 3)]])
    database, judged = new_database(), Judged(monkeypatch)
    tables(ledger, database)
    assert sorted(judged.indexes) == [0, 1, 2, 3, 4]
    ledger.append([ranking("B", 4)], operator(tmp_path))
    tables(ledger, database)
    assert 5 in judged.indexes
    assert 3 in judged.indexes
    assert not {0, 1, 2, 4} & set(judged.indexes)


def test_a_name_that_only_looks_like_one_on_record_has_nobody_else_judged_again(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only names that were there first count, so a newer one changes no finding on an older entry."""
    ledger = found(MemoryStore(), tmp_path, [[*enrolments(), ranking("Alpha", 1)]])
    database, judged = new_database(), Judged(monkeypatch)
    tables(ledger, database)
    ledger.append([ranking("\u0410lpha", 1)], operator(tmp_path))
    grown = tables(ledger, database)
    assert judged.indexes == [3]
    assert [row[3] for row in grown["finding"] if row[1] == 3].count("look-alike-name") == 2, (
        "it hides a letter, and passes for another"
    )
    assert grown == tables(ledger, new_database())


def test_other_rules_judge_everything_again(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, database = found(MemoryStore(), tmp_path, [World(1).entries(20)]), new_database()
    before = tables(ledger, database)
    monkeypatch.setattr(rules, "ALL", rules.ALL[:3])
    after = tables(ledger, database)
    assert before["finding"] != after["finding"]
    assert after == tables(ledger, new_database())


def test_an_index_of_another_version_is_made_anew(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, database = found(MemoryStore(), tmp_path, [World(2).entries(8)]), new_database()
    before = tables(ledger, database)
    for module in ("registry.index.state", "registry.index.sync"):
        monkeypatch.setattr(f"{module}.VERSION", "of the future")
    after = tables(ledger, database)
    assert ("version", "of the future") in after["meta"]
    assert before["entry"] == after["entry"]


def test_a_ledger_that_went_back_is_refused(new_database: NewDatabase, tmp_path: Path) -> None:
    store, world = MemoryStore(), World(3)
    ledger, database = found(store, tmp_path, [world.entries(6)]), new_database()
    before = store.newest
    ledger.append(world.entries(3), operator(tmp_path))
    kept = tables(ledger, database)
    after, store.newest = store.newest, before
    with pytest.raises(RollbackError, match="has 6 entries, but the index was made of 9"):
        tables(Ledger.open(store), database)
    store.newest = after
    assert tables(ledger, database) == kept


def test_a_ledger_with_other_entries_is_refused(new_database: NewDatabase, tmp_path: Path) -> None:
    database = new_database()
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    tables(found(MemoryStore(), tmp_path / "one", [World(4).entries(5)]), database)
    other = found(MemoryStore(), tmp_path / "other", [World(5).entries(7)])
    with pytest.raises(RollbackError, match="other entries than the 5"):
        tables(other, database)


class Careless(Ledger):
    """A ledger whose operator checks nothing."""

    def _admit(self, head: Head, raws: Sequence[bytes], *_: object) -> list[bytes]:
        return [bytes.fromhex(entry.statement_id(raw)) for raw in raws]


def test_an_entry_with_a_false_signature_is_invalid_and_says_nothing(new_database: NewDatabase, tmp_path: Path) -> None:
    ledger = found(MemoryStore(), tmp_path, [enrolments()])
    forged = ranking("A", 1).replace(b"model 1", b"model 2")
    by_nobody = signed(
        {
            "type": "jinbang/evaluation/v1",
            "publisher": "c.example",
            "leaderboard": {"name": "A"},
            "placements": [{"model": {"name": "x"}}],
        },
        BEN,
    ).raw
    Careless(ledger.store, ledger.identity, ledger.scan).append(
        [forged, by_nobody, ranking("A", 3)], operator(tmp_path)
    )
    with closing(Index.open(ledger, new_database(), DAY)) as index:
        rows = index.connection.rows("SELECT entry_index, verdict FROM entry ORDER BY entry_index")
        assert [row[1] for row in rows[2:4]] == ["invalid", "invalid"]
        assert rows[4][1] != "invalid"
        assert [one.index for one in index.record().rankings("A")] == [4]
        assert index.connection.rows("SELECT DISTINCT entry_index FROM placement") == [(4,)]


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"", None])
def test_a_damaged_file_is_made_anew(damage: bytes | None, tmp_path: Path) -> None:
    ledger, file = found(MemoryStore(), tmp_path, [World(6).entries(20)]), tmp_path / "index.sqlite"
    whole = tables(ledger, SqliteFile(file))
    if damage is None:
        raw = bytearray(file.read_bytes())
        # Past the first page: the file still says that it is a database.
        raw[4096:] = b"\xff" * len(raw[4096:])
        damage = bytes(raw)
    file.write_bytes(damage)
    assert tables(ledger, SqliteFile(file)) == whole


def test_tables_of_somebody_else_in_its_place_are_replaced(tmp_path: Path) -> None:
    ledger, file = found(MemoryStore(), tmp_path, [World(7).entries(5)]), tmp_path / "index.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE meta (something INTEGER)")
    assert indexed_size(SqliteFile(file)) == 0
    assert len(tables(ledger, SqliteFile(file))["entry"]) == 5
    assert indexed_size(SqliteFile(file)) == 5


def test_only_sqlite_and_postgres_are_known(tmp_path: Path) -> None:
    assert database_of("", tmp_path, "x") == SqliteFile(tmp_path / "index-x.sqlite")
    assert database_of("postgresql+psycopg://h/d", tmp_path, "x") == PostgresSchema("postgresql://h/d", "jinbang_x")
    with pytest.raises(QuestionError, match="not a PostgreSQL address"):
        database_of("mysql://h/d", tmp_path, "x")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A ledger in git of some transactions, and its scan."""
    folder = tmp_path_factory.mktemp("large")
    raws = [ranking(f"Board {number % 40}", number) for number in range(900)]
    with closing(GitStore.create(folder / "log.git")) as store:
        found(store, folder, [enrolments(), raws], cache=folder / "scan").scan.close()
    return folder / "log.git", folder / "scan"


def child(large: tuple[Path, Path], file: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.registry.index.sync_child", *map(str, large), str(file), DAY]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_process_killed_at_any_moment_leaves_what_the_next_goes_on_with(
    large: tuple[Path, Path], tmp_path: Path
) -> None:
    ledger = Ledger.open(GitStore(large[0]), cache=large[1])
    whole = tables(ledger, SqliteFile(tmp_path / "whole.sqlite"))
    file, seen = SqliteFile(tmp_path / "index.sqlite"), set()
    for wanted in ("begun", "some entries", "all entries", "some judged"):
        with child(large, file.path) as process:
            while process.poll() is None and wanted not in _stages(file):
                pass
            process.kill()
        seen.update(_stages(file))
        if "some entries" in seen:
            assert _is_prefix(file, whole)
    assert seen >= {"begun", "some entries"}
    assert tables(ledger, file) == whole


def _stages(file: SqliteFile) -> set[str]:
    """Return how far the tables have come."""
    if not file.path.exists():
        return set()
    with closing(sqlite3.connect(f"file:{file.path}?mode=ro", uri=True)) as db:
        try:
            (entries,) = db.execute("SELECT COUNT(*) FROM entry").fetchone()
            (judged,) = db.execute("SELECT COUNT(*) FROM entry WHERE verdict <> ''").fetchone()
        except sqlite3.OperationalError:
            return set()
    reached = {"begun": True, "some entries": entries > 0, "all entries": entries == 902, "some judged": judged > 0}
    return {stage for stage, is_so in reached.items() if is_so}


def _is_prefix(file: SqliteFile, whole: dict[str, list[tuple[object, ...]]]) -> bool:
    with closing(file.reader()) as reader:
        size = indexed_size(file)
        rows = reader.rows("SELECT placement_id, entry_index, model FROM placement ORDER BY placement_id")
        entries = reader.rows("SELECT entry_index FROM entry ORDER BY entry_index")
    # Columns 0, 1 and 7: number, entry and model.
    wanted = sorted((row[0], row[1], row[7]) for row in whole["placement"] if int(str(row[1])) < size)
    return [row[0] for row in entries] == list(range(size)) and [tuple(row) for row in rows] == wanted


def test_processes_that_start_at_once_agree(large: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    running = [child(large, file) for _ in range(3)]
    said = [one.communicate() for one in running]
    assert [out.splitlines()[-1:] for out, _ in said] == [["(902,)"]] * 3, said
    ledger = Ledger.open(GitStore(large[0]), cache=large[1])
    assert tables(ledger, SqliteFile(file)) == tables(ledger, SqliteFile(tmp_path / "whole.sqlite"))
