"""Three packages, one direction, and imports that do no work."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ledger", "registry", "tui")
HEAVY = {"sqlmodel", "sqlalchemy", "git", "textual", "pydantic", "cryptography", "platformdirs", "sqlite3", "typer"}


def whole_names_after(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after some code."""
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def modules_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    return {name.partition(".")[0] for name in whole_names_after(code)}


def test_the_import_contracts_are_kept() -> None:
    code = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_importing_the_ledger_does_no_work() -> None:
    assert not HEAVY & modules_after("import ledger")


def test_reading_a_ledger_loads_no_git_library_and_no_key_library() -> None:
    assert not (HEAVY - {"sqlite3"}) & modules_after("import ledger.log, ledger.audit, ledger.git_store, ledger.verify")


def test_judging_loads_nothing_heavy() -> None:
    assert not HEAVY & modules_after("import registry.judge, registry.claims.judge, registry.trust")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_loads_no_command_and_of_others_only_what_typer_needs(option: str) -> None:
    code = f"import sys; sys.argv = ['jinbang', '{option}']\nfrom registry.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass"

    loaded = whole_names_after(code)

    assert {name for name in loaded if name.startswith(("ledger", "registry"))} == {
        *("ledger", "ledger.errors", "ledger.text"),
        *(
            "registry",
            "registry.cli",
            "registry.cli.app",
            "registry.ending",
            "registry.errors",
            "registry.exit_codes",
            "registry.output",
        ),
    }
    assert not (HEAVY - {"typer"} | {"msgspec", "nacl", "dataclasses"}) & loaded


@pytest.mark.parametrize("path", sorted((ROOT / "registry" / "rules").glob("[!_]*.py")), ids=lambda path: path.stem)
def test_a_rule_makes_no_dataclass_and_compiles_no_pattern_when_it_is_loaded(path: Path) -> None:
    """Every rule is loaded for every `verify`: what one costs is paid forty times."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [
        ast.unparse(node) for top in tree.body for node in at_import(top) if isinstance(node, ast.Name | ast.Attribute)
    ]

    assert not [name for name in named if name in {"re.compile", "dataclass"}]


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what of a statement runs when its module is loaded: not the body of a function."""
    yield node
    body = node.body if isinstance(node, ast.FunctionDef) else []
    for child in ast.iter_child_nodes(node):
        if child not in body:
            yield from at_import(child)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_has_a_docstring_or_fulfils_a_documented_one(package: str) -> None:
    lacking = []
    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if ast.get_docstring(tree) is None:
            lacking.append(str(path))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                lacking.append(f"{path}:{node.lineno}")
    assert lacking == []


def test_the_project_speaks_of_itself_alone() -> None:
    machine = re.compile(r"(?<![\w.])/(work|root|home)/\w")
    files = [path for name in (*PACKAGES, "tests", "docs", "bench") for path in (ROOT / name).rglob("*.*")]
    text = [path for path in files if path.suffix in {".py", ".md", ".toml"} and "__pycache__" not in path.parts]
    assert [str(path) for path in text if machine.search(path.read_text(encoding="utf-8"))] == []


def test_the_tests_of_the_ledger_mirror_it() -> None:
    modules = {path.stem for path in (ROOT / "ledger").glob("*.py")} - {"__init__", "errors"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "ledger").glob("test_*.py")}
    assert modules - tested == set()
