"""`jinbang tui`: the terminal interface, a process of its own that this one becomes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from registry.cli.listing import FilterArgument
from registry.cli.options import LedgerOption, PolicyOption, answering
from registry.errors import QuestionError


def tui(
    words: FilterArgument = None,
    *,
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="both, zh or en; L changes it.")
    ] = None,
    ascii: Annotated[  # noqa: A002 - the name of the option
        bool, typer.Option("--ascii", help="Draw with ASCII, where lines come out two cells wide.")
    ] = False,
    print: Annotated[  # noqa: A002 - the name of the option
        bool, typer.Option("--print", help="Write the table to stdout, and no more.")
    ] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Sign nothing, and start no other program.")] = False,
    ledger: LedgerOption = None,
    policy: PolicyOption = None,
) -> None:
    """Open the terminal interface on a ledger.

    Example: jinbang tui 'board:cmmlu first'
    """
    with answering(as_json=False):
        if not print:
            check_terminal()
        if language not in (None, "both", "zh", "en"):
            raise QuestionError("--language: expected both, zh or en")
        options = [
            name for name, given in (("--ascii", ascii), ("--print", print), ("--read-only", read_only)) if given
        ]
        become_tui(ledger, policy, [*options, *(["--language", language] if language else [])], words or [])


def check_terminal() -> None:
    """Raise QuestionError when there is no terminal to draw on."""
    import sys

    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise QuestionError(
            "tui: standard input and output are no terminal",
            "`jinbang tui --print`, `jinbang query` and `jinbang verify` answer without one.",
        )


def become_tui(ledger: Path | None, policy: Path | None, options: list[str], words: list[str]) -> NoReturn:
    """Go on as the terminal interface."""
    become("tui", ledger, policy, [*options, "--", *words])


def become(module: str, ledger: Path | None, policy: Path | None, arguments: list[str]) -> NoReturn:
    """Go on as a module of the interface, which this package does not import."""
    from registry.cli import becoming

    paths = (("--ledger", ledger), ("--policy", policy))
    becoming.become(
        module, [*(word for name, path in paths if path is not None for word in (name, str(path))), *arguments]
    )
