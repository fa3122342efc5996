"""What `docs/exporters.md` shows runs as it is shown, and it names the columns that there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.demo.run import build
from registry.exporters.placements import COLUMNS

ROOT = Path(__file__).resolve().parents[3]
DOCS = (ROOT / "docs" / "exporters.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)\n```", DOCS, re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a demo")
    built = build(folder)
    built.ledger.scan.close()
    return built.path


@pytest.mark.parametrize("block", BLOCKS)
def test_a_command_runs_as_shown(block: str, demo: Path, tmp_path: Path) -> None:
    jinbang = f'jinbang() {{ "{sys.executable}" -m registry "$@"; }}\n'
    environ = {**os.environ, "JINBANG_HOME": str(tmp_path), "JINBANG_LEDGER": str(demo), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", jinbang + block], cwd=tmp_path, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_the_columns_are_those_that_there_are() -> None:
    table = DOCS.partition("## References")[0]
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", table, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)]
    assert named == [column.name for column in COLUMNS]
