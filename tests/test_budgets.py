"""What a command loads, in a process as a user starts it. Which modules can be told exactly; milliseconds are `bench verify`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"ledger", "registry"}
ARGUMENTS = {"annotated_doc", "click", "colorama", "shellingham", "typer", "typing_extensions"}
"""Typer, and what its versions bring along."""
SIGNATURES = {"_cffi_backend", "cffi", "msgspec", "nacl"}
SLOW = {"asyncio", "concurrent", "ctypes", "http", "multiprocessing", "sqlite3", "ssl", "unittest", "xml"}
"""Of the standard library: each costs milliseconds that the first line of an answer does not need."""


def run(*options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python outside the checkout; nothing measures it but the test, so that nothing else is loaded."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE", "JINBANG", "PYTHON"))}
    kept |= {"JINBANG_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, *options], cwd=folder, env=kept, capture_output=True, text=True, check=True)


def imported(*options: str, folder: Path) -> set[str]:
    """Return the top-level modules that Python says it imported, one line of stderr for each."""
    lines = run("-X", "importtime", *options, folder=folder).stderr.splitlines()
    rows = [line.split("|") for line in lines if line.startswith("import time:")]
    return {row[2].strip().partition(".")[0] for row in rows}


def loaded(*words: str, folder: Path) -> set[str]:
    """Return what a command loads beyond what Python itself does."""
    modules = imported("-m", "registry", *words, folder=folder) - imported("-c", "pass", folder=folder)
    assert modules >= {"registry", "typer"}, "the list is that of the command"
    return modules


def foreign(modules: set[str]) -> set[str]:
    """Return the modules that are neither ours nor the standard library's."""
    return modules - OURS - sys.stdlib_module_names


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a proof bundle, and the policy that trusts its log."""
    folder = tmp_path_factory.mktemp("a reader")
    jinbang = ("-m", "registry")
    run(*jinbang, "init", "ledger.git", "--origin", "example.org/rankings", folder=folder)
    run(*jinbang, "key", "new", "evals.example.org", folder=folder)
    run(*jinbang, "enrol", "evals.example.org", "--class", "academic", "--display", "Example", folder=folder)
    (folder / "bundle").write_text(run(*jinbang, "cite", "0", "--format", "proof", folder=folder).stdout, "utf-8")
    vkey = run(*jinbang, "key", "show", "example.org/rankings", folder=folder).stdout.split("vkey", 1)[1].split()[0]
    (folder / "policy").write_text(f"log {vkey}\nquorum none\n", "utf-8")
    return folder


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_what_reads_arguments_and_no_more(word: str, tmp_path: Path) -> None:
    modules = loaded(word, folder=tmp_path)

    assert foreign(modules) - ARGUMENTS == set()
    assert modules & SLOW == set()


def test_verifying_a_bundle_loads_what_checks_signatures_and_no_more(cited: Path) -> None:
    words = ("verify", "bundle", "--policy", "policy")
    assert "verdict: verified" in run("-m", "registry", *words, folder=cited).stdout

    modules = loaded(*words, folder=cited)

    assert foreign(modules) - ARGUMENTS - SIGNATURES == set()
    assert modules & SLOW == set()


@pytest.mark.parametrize("words", [("audit",), ("log",), ("show", "0"), ("status",)])
def test_reading_loads_no_tables_no_git_library_and_no_key_library(words: tuple[str, ...], cited: Path) -> None:
    assert foreign(loaded(*words, folder=cited)) - ARGUMENTS - SIGNATURES == set()
