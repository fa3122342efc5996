"""The README's commands are those that work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme_commands import README, command


def test_the_two_commands_are_there() -> None:
    assert command("demo").endswith("jinbang demo")
    assert "pytest" in command("test")


def test_a_readme_without_a_command_is_an_error() -> None:
    with pytest.raises(SystemExit):
        command("absent")


def test_the_picture_of_the_demo_is_what_it_prints(tmp_path: Path) -> None:
    (picture,) = re.findall(r"```text\n(.*?)\n```", README.read_text(encoding="utf-8"), re.DOTALL)
    environ = os.environ | {"JINBANG_HOME": str(tmp_path), "TMPDIR": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "registry", "demo"], cwd=README.parent, env=environ, capture_output=True, text=True
    )
    printed = done.stdout.splitlines()
    assert [line for line in picture.splitlines() if line and line not in printed] == []


def test_the_walk_through_runs_as_printed(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (ranking,) = re.findall(r"<!-- file: ranking.json -->\n```json\n(.*?)\n```", text, re.DOTALL)
    (tmp_path / "ranking.json").write_text(ranking, encoding="utf-8")
    blocks = [block for block in re.findall(r"```sh\n(.*?)\n```", text, re.DOTALL) if "venv" not in block]
    jinbang = f'jinbang() {{ "{sys.executable}" -m registry "$@"; }}\n'
    environ = os.environ | {"JINBANG_HOME": str(tmp_path / "home of a user")}
    root = str(README.parent)
    environ["PYTHONPATH"] = root
    for name in ("JINBANG_LEDGER", "JINBANG_PUBLISHER", "JINBANG_PASSPHRASE_FILE"):
        environ.pop(name, None)
    assert len(blocks) == 2
    said = []
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", jinbang + block],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert 'Good "git" signature' in said[-1]
