"""A user's folder with a small ledger, made once by the command line itself and copied for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
RANKING = {
    "type": "jinbang/evaluation/v1",
    "publisher": "evals.example.org",
    "leaderboard": {"name": "Example Board", "release": "2026-11"},
    "placements": [{"rank": 1, "model": {"name": "Model A"}}, {"rank": 2, "model": {"name": "模型乙"}}],
}


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        value: dict[str, object] = json.loads(self.out)
        return value


@dataclass(frozen=True)
class User:
    """Somebody at a terminal, in a folder of their own."""

    folder: Path

    def run(self, *words: str, given: bytes = b"", **environ: str) -> Answer:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JINBANG_")}
        kept |= {"JINBANG_HOME": str(self.folder / "home"), "PYTHONPATH": str(ROOT), **environ}
        done = subprocess.run(
            [sys.executable, "-m", "registry", *words], cwd=self.folder, env=kept, input=given, capture_output=True
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in answer.err, answer.err
        return answer

    def write(self, name: str, value: object) -> str:
        (self.folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return name


def _ready(folder: Path) -> User:
    user = User(folder)
    user.write("ranking.json", RANKING)
    for words in (
        ("init", "ledger.git", "--origin", "example.org/rankings"),
        ("key", "new", "evals.example.org"),
        ("enrol", "evals.example.org", "--class", "academic", "--display", "Example"),
        ("append", "ranking.json"),
    ):
        answer = user.run(*words)
        assert answer.code == 0, answer.err
    vkey = user.run("status", "--json").json["vkey"]
    (folder / "policy").write_text(f"log {vkey}\nquorum none\n", encoding="utf-8")
    return user


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> User:
    """A ledger of two entries, not to be changed."""
    return _ready(tmp_path_factory.mktemp("a user"))


@pytest.fixture
def user(made: User, tmp_path: Path) -> User:
    """A copy of it, to be changed."""
    shutil.copytree(made.folder, tmp_path / "a user", dirs_exist_ok=True)
    return User(tmp_path / "a user")
