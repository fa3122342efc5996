"""An evaluation that is really run, by inspect_ai, offline, on a sealed exam: recorded, worked out again, and the exam opened after it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.registry.cli.conftest import User
from tests.registry.cli.test_saying import said, shown

CHILD = Path(__file__).with_name("evaluation_child.py")
INTERPRETER = "JINBANG_TEST_INSPECT"
"""Names a Python that can import inspect_ai; it is too large to be one of the packages that every test run installs."""


@pytest.fixture(scope="session")
def inspect_python() -> str:
    """A Python with inspect_ai: the one that is named must have it, this one may."""
    named = os.environ.get(INTERPRETER, "")
    if named:
        done = subprocess.run([named, "-c", "import inspect_ai"], capture_output=True, text=True)
        assert done.returncode == 0, f"{INTERPRETER}={named}: {done.stderr}"
        return named
    if importlib.util.find_spec("inspect_ai") is None:
        pytest.skip(f"inspect_ai is not installed here; name a Python that has it in {INTERPRETER}")
    return sys.executable


def run(user: User, python: str, log_format: str) -> Path:
    """Run the evaluation on the exam in the user's folder, and return its log."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("INSPECT_", "PYTHON"))}
    environ |= {"HOME": str(user.folder), "XDG_DATA_HOME": str(user.folder / "data")}
    command = [python, str(CHILD), "exam.jsonl", "logs", log_format]
    done = subprocess.run(command, cwd=user.folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (log,) = (user.folder / "logs").glob(f"*.{log_format}")
    return log


@pytest.mark.parametrize("log_format", ["eval", "json"])
def test_an_exam_is_sealed_taken_recorded_worked_out_again_and_opened(
    user: User, inspect_python: str, log_format: str
) -> None:
    questions = [{"id": f"q{n}", "input": f"{n} + {n} = ?", "target": str(2 * n)} for n in range(1, 9)]
    text = "".join(json.dumps(question) + "\n" for question in questions)
    (user.folder / "exam.jsonl").write_text(text, encoding="utf-8")
    seal = said(user, "seal", "exam.jsonl", "--name", "exam", "--reveal-after", "2099-12-31")

    log = str(run(user, inspect_python, log_format))
    dataset = {"name": "exam", "access": "sealed", "seal": shown(user, seal)["id"]}
    taken = said(user, "append", log, "--base", user.write("base.json", {"datasets": [dataset]}))
    statement = shown(user, taken)["statement"]
    (score,) = statement["placements"][0]["scores"]
    # Of eight questions three and six are wrong, and seven half the time.
    assert (score["criterion"], score["value"], score["n"]) == ("match/accuracy", "0.6875", 8)
    assert statement["datasets"][0] == {"name": "exam", "items": 8, **dataset}

    again = user.run("verify", str(taken), "--evidence", log)
    assert again.code == 0, again.out
    assert "ok    recomputed match/accuracy 0.6875 from 8 samples is what is on record; its standard error is too" in (
        again.out
    )

    opened = said(user, "reveal", "exam.opening.jsonl")
    for entry in (taken, opened):
        whole = user.run(
            "verify", str(entry), "--dataset", "exam.jsonl", "--evidence", "exam.opening.jsonl", "--json"
        ).json
        checks: Any = whole["checks"]
        assert {one["name"]: one["state"] for one in checks}.items() >= {"opening": "ok", "dataset": "ok"}.items()
    told = shown(user, taken)
    assert "broken-seal" not in [one["rule"] for one in told["findings"]]
    assert "sealed-and-revealed" in [one["merit"] for one in told["merits"]]
