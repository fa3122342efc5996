"""Tables whose ground was exchanged under them: a log of another key with the same entries, and another table of names."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import RollbackError
from ledger.git_store import GitStore
from ledger.log import Ledger, Operator
from ledger.signer_state import SignerState
from ledger.store import MemoryStore
from registry.index import Index, SqliteFile
from tests.ledger.build import ANNA, NOON, ORIGIN, enrolments, found, signed, signer
from tests.registry.index.conftest import NewDatabase

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-01-02"
OWN = '[[model]]\nname = "Model A"\naliases = ["The A"]\n'


def ranking(*models: str) -> bytes:
    placements = [{"rank": rank, "model": {"name": name}} for rank, name in enumerate(models, 1)]
    value = {"type": "jinbang/evaluation/v1", "publisher": "a.example", "leaderboard": {"name": "Board"}}
    return signed({**value, "placements": placements}, ANNA).raw


def by_another_key(folder: Path, raws: list[bytes]) -> Ledger:
    """Return a log of the same origin and entries, whose checkpoints another key signs."""
    other = Operator(signer(ORIGIN, 99), SignerState(folder / "other.state"), frozenset(), now=lambda: NOON)
    ledger = Ledger.create(MemoryStore(), other)
    ledger.append(raws, other)
    return ledger


def test_a_log_of_another_key_is_refused_though_its_entries_are_the_same(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    raws, database = [*enrolments(), ranking("Model A")], new_database()
    ledger, other = found(MemoryStore(), tmp_path, [raws]), by_another_key(tmp_path, raws)
    assert ledger.head().root == other.head().root
    Index.open(ledger, database, DAY).close()
    with pytest.raises(RollbackError) as caught:
        Index.open(other, database, DAY)
    first, then = ledger.identity.key.format(), other.identity.key.format()
    assert str(caught.value) == f"index: is of another log, {first}; this one is {then}"
    with closing(Index.open(ledger, database, DAY)) as index:
        assert index.connection.row("SELECT COUNT(*) FROM entry") == (3,)


def brought_up(folder: Path) -> set[tuple[str, str]]:
    """Bring the index up to date in a process of its own, and return the models of it with their keys."""
    words = [sys.executable, "-m", "tests.registry.index.sync_child", "log.git", "scan", "index.sqlite", DAY]
    environ = {**os.environ, "JINBANG_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with closing(SqliteFile(folder / "index.sqlite").reader()) as reader:
        return {(str(name), str(key)) for name, key in reader.rows("SELECT model, model_key FROM placement")}


def test_another_table_of_names_makes_the_index_anew(tmp_path: Path) -> None:
    with closing(GitStore.create(tmp_path / "log.git")) as store:
        found(store, tmp_path, [[*enrolments(), ranking("Model A", "The A")]], cache=tmp_path / "scan").scan.close()
    apart = brought_up(tmp_path)
    assert len({key for _, key in apart}) == 2
    (tmp_path / "names.toml").write_text(OWN, encoding="utf-8")
    together = brought_up(tmp_path)
    assert {name for name, _ in together} == {"Model A", "The A"}
    assert len({key for _, key in together}) == 1
    (tmp_path / "names.toml").unlink()
    assert brought_up(tmp_path) == apart
