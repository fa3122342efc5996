"""The table of commands: it says what each says of itself, and nothing is lost by loading a command late."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer

from registry.cli import app as commands
from tests.registry.cli.conftest import ROOT, User

OTHERS_TOO_HEAVY = set("cryptography git platformdirs pydantic rich sqlalchemy sqlmodel textual yaml".split())
STANDARD_TOO_HEAVY = set(
    "asyncio concurrent.futures dataclasses email importlib.metadata importlib.resources random sqlite3 ssl tempfile tomllib "
    "zipfile".split()
)
TELLING_MODULES = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from registry.cli import main
main()
"""


def is_a_command(path: Path) -> bool:
    """Say whether a file has a function of its name whose help gives an example, or a group."""
    module = import_module(f"registry.cli.{path.stem}")
    alone = "Example: jinbang" in str(getattr(module, path.stem, None).__doc__)
    return alone or (path.stem != "app" and isinstance(getattr(module, "app", None), typer.Typer))


@pytest.mark.parametrize("name", commands.HELP)
def test_the_table_has_the_first_line_of_each_commands_own_help(name: str) -> None:
    loaded = commands.command(name)

    assert loaded.help is not None
    assert loaded.help.partition("\n")[0] == commands.HELP[name]


@pytest.mark.parametrize("name", commands.HELP)
def test_help_of_all_cuts_a_commands_line_as_its_own_help_would_be_cut(name: str) -> None:
    """Else the list of commands would read one way from the table and another from the command."""
    of_table = typer.core.TyperCommand(name, help=commands.HELP[name])

    assert of_table.get_short_help_str(60) == commands.command(name).get_short_help_str(60)


def test_every_file_with_a_command_is_in_the_table() -> None:
    files = (ROOT / "registry" / "cli").glob("[!_]*.py")

    assert {path.stem for path in files if is_a_command(path)} == set(commands.HELP)


def test_help_lists_every_command_in_order(made: User) -> None:
    listed = made.run("--help").out.partition("Commands:\n")[2].splitlines()

    assert [line.split()[0] for line in listed] == list(commands.HELP)


def test_a_group_lists_its_commands_and_no_more_options_than_help(made: User) -> None:
    said = made.run("key", "--help").out

    assert all(f"\n  {name} " in said for name in ("new", "list", "show", "import", "rotate", "revoke"))
    assert "completion" not in said


def test_a_slip_of_the_pen_is_told_the_nearest_command(made: User) -> None:
    answer = made.run("verifi")

    assert answer.code == 2
    assert "No such command 'verifi'. Did you mean 'verify'?" in answer.err


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("jinbang ver", "verify"), ("jinbang verify --str", "--strict"), ("jinbang key ro", "rotate")],
)
def test_commands_and_their_options_are_completed(made: User, typed: str, completed: str) -> None:
    at = str(len(typed.split()) - 1)

    answer = made.run(_JINBANG_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=at)

    assert answer.out.splitlines() == [completed]


def test_verify_of_a_bundle_loads_no_other_command_no_store_and_nothing_heavy(user: User) -> None:
    """What a whole process loads is what it costs: see `python -m bench verify`."""
    (user.folder / "bundle").write_text(user.run("cite", "1", "--format", "proof").out, encoding="utf-8")

    command = [sys.executable, "-c", TELLING_MODULES, "verify", "bundle"]
    environ = os.environ | {"JINBANG_HOME": str(user.folder / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=user.folder, env=environ, capture_output=True, text=True)

    assert "verdict: unchecked" in done.stdout
    loaded = set(done.stderr.split())
    ours = {name for name in loaded if name.startswith(("ledger.", "registry."))}
    commands_loaded = {name for name in ours if name.startswith("registry.cli.")}
    assert commands_loaded == {
        f"registry.cli.{name}" for name in ("app", "claimed", "context", "options", "present", "verify")
    }
    assert not {name for name in ours if "store" in name or "git" in name or "log" in name}
    others = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert others >= {"typer", "nacl", "msgspec"}
    assert not others & OTHERS_TOO_HEAVY
    assert not loaded & STANDARD_TOO_HEAVY
