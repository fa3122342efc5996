"""What `docs/cli.md` shows in a shell runs as it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.demo.run import build
from tests import shown

LINES = [line for block in shown.blocks("cli.md") for line in block.splitlines()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = build(tmp_path_factory.mktemp("a demo"))
    built.ledger.scan.close()
    return built.path


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_answered_with_a_verdict(line: str, demo: Path, tmp_path: Path) -> None:
    done = shown.run(line, demo, tmp_path, "-u")
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout.splitlines()[-1].startswith("verdict: ")
