"""What `docs/cli.md` shows in a shell runs as it is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.demo.run import build

ROOT = Path(__file__).resolve().parents[3]
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)\n```", DOCS, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = build(tmp_path_factory.mktemp("a demo"))
    built.ledger.scan.close()
    return built.path


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_answered_with_a_verdict(line: str, demo: Path, tmp_path: Path) -> None:
    jinbang = f'jinbang() {{ "{sys.executable}" -m registry "$@"; }}\n'
    environ = {**os.environ, "JINBANG_HOME": str(tmp_path), "JINBANG_LEDGER": str(demo), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-uc", jinbang + line], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.splitlines()[-1].startswith("verdict: ")
