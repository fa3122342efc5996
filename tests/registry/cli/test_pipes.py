"""A reader that has had enough: `jinbang export csv | head -1`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.registry.cli.conftest import RANKING, ROOT, User

_MANY = 3_000
"""Lines: more than a pipe holds, with any command that lists them."""


@pytest.mark.parametrize(
    "words",
    [
        "export csv",
        "export jsonl",
        "query",
        "query --json",
        "log",
        "log --follow",
        "verify 1 --policy policy",
        "schema evaluation",
    ],
)
def test_a_closed_pipe_ends_a_command_in_silence_and_is_no_verdict(made: User, words: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    with _started(made, *words.split(), stdout=writes) as process:
        os.close(writes)
        _, told = process.communicate()
    assert (process.returncode, told) == (141, b"")


@pytest.mark.parametrize("words", ["export csv", "export jsonl", "query --json --limit 0"])
def test_a_reader_of_one_line_has_it_and_the_rest_is_not_written(user: User, words: str) -> None:
    lines = [{"model": {"name": f"Model {number}"}} for number in range(_MANY)]
    assert user.run("append", user.write("many.json", {**RANKING, "placements": lines})).code == 0

    with _started(user, *words.split(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
    assert first.strip()
    assert (process.returncode, told) == (141, b"")


def _started(user: User, *words: str, stdout: int) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JINBANG_")}
    # Unbuffered, Python itself takes no notice when the end of a large text is not written.
    kept.pop("PYTHONUNBUFFERED", None)
    kept |= {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "registry", *words]
    return subprocess.Popen(command, cwd=user.folder, env=kept, stdout=stdout, stderr=subprocess.PIPE)
