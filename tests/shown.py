"""What a page of the docs shows in a shell, and running it as a reader would: `jinbang` is the one under test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def page(name: str) -> str:
    """Return a page of `docs/`."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    """Return what a page shows in a shell, block by block."""
    return re.findall(r"```sh\n(.*?)\n```", page(name), re.DOTALL)


def run(script: str, ledger: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder, on a ledger, by a shell with options."""
    jinbang = f'jinbang() {{ "{sys.executable}" -m registry "$@"; }}\n'
    environ = {**os.environ, "JINBANG_HOME": str(folder), "JINBANG_LEDGER": str(ledger), "PYTHONPATH": str(ROOT)}
    command = ["bash", *options, "-c", jinbang + script]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)
