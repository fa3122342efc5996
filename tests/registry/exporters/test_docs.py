"""What `docs/exporters.md` shows runs as it is shown, and it names the columns that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from registry.demo.run import build
from registry.exporters.placements import COLUMNS
from tests import shown


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = build(tmp_path_factory.mktemp("a demo"))
    built.ledger.scan.close()
    return built.path


@pytest.mark.parametrize("block", shown.blocks("exporters.md"))
def test_a_command_runs_as_shown(block: str, demo: Path, tmp_path: Path) -> None:
    done = shown.run(block, demo, tmp_path, "-euo", "pipefail")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_the_columns_are_those_that_there_are() -> None:
    table = shown.page("exporters.md").partition("## References")[0]
    rows = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", table, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)]
    assert named == [column.name for column in COLUMNS]
