"""`audit --cluster` on a real Dask scheduler with a real worker process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ledger.damage import SIZE, STRANGER, evaluation, forge, honest, publish
from tests.registry.cli.conftest import ROOT, Answer, User

pytest.importorskip("distributed", reason="the package distributed is not installed: pip install 'jinbang[cluster]'")
_PATIENCE_S = 60


@contextmanager
def dask(folder: Path, *words: str) -> Iterator[None]:
    """Run a Dask command beside the test."""
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with (folder / f"{words[0]}.log").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "dask", *words], stderr=said, stdout=said, env=environ)
        try:
            yield
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


def address_in(file: Path) -> str:
    """Return the address that a scheduler has written into its file."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            return str(json.loads(file.read_bytes())["address"])
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
    raise AssertionError(f"the scheduler did not write {file}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler on loopback that has a worker."""
    folder = tmp_path_factory.mktemp("cluster")
    file = ["--scheduler-file", str(folder / "scheduler.json"), "--no-dashboard"]
    with dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", *file):
        address = address_in(folder / "scheduler.json")
        with dask(folder, "worker", "--nthreads", "1", "--no-nanny", *file):
            yield address


def failures(answer: Answer) -> list[dict[str, object]]:
    found = answer.json["failures"]
    assert isinstance(found, list)
    return found


def test_a_cluster_finds_a_sound_ledger_sound(cluster: str, made: User) -> None:
    answer = made.run("audit", "--cluster", cluster, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["ok"] is True
    assert answer.json["root"] == made.run("audit", "--json").json["root"]


def test_a_cluster_finds_the_forged_entry_that_threads_find(cluster: str, made: User, tmp_path: Path) -> None:
    batches = honest()
    batches[-1][-1] = evaluation(SIZE - 1, STRANGER)
    publish(tmp_path / "forged.git", forge(batches)).close()
    with_cluster, alone = (
        made.run("audit", "--json", "--ledger", str(tmp_path / "forged.git"), *words)
        for words in (("--cluster", cluster), ())
    )
    assert (with_cluster.code, alone.code) == (1, 1)
    assert with_cluster.json["failures"] == alone.json["failures"]
    assert [(one["kind"], one["index"]) for one in failures(alone)] == [("signature", SIZE - 1)]


def test_a_cluster_that_is_not_there_is_told_in_one_line(made: User) -> None:
    answer = made.run("audit", "--cluster", "tcp://127.0.0.1:9")
    assert answer.code == 4
    assert answer.err.startswith("jinbang: cluster tcp://127.0.0.1:9: cannot be reached")
    assert answer.err.count("\n") == 1
