"""The programs beside it: clipboard, pager and browser. None is started by way of a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_PATIENCE_S = 5
_WEB = re.compile(r"https?://[!-~]+")


def clipboards(environ: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the programs that could set the clipboard of this desktop."""
    if environ.get("WAYLAND_DISPLAY"):
        yield ["wl-copy"]
    if environ.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard"]
    yield ["pbcopy"]


def copy(text: str, environ: Mapping[str, str]) -> str:
    """Put a text on the clipboard, and return the name of the program that did; empty when none could."""
    for command in clipboards(environ):
        found = shutil.which(command[0], path=environ.get("PATH"))
        if found is not None and _took([found, *command[1:]], text):
            return command[0]
    return ""


def _took(command: list[str], text: str) -> bool:
    # One that stays to serve the clipboard must not hold our terminal.
    null = subprocess.DEVNULL
    try:
        done = subprocess.run(command, input=text.encode(), stdout=null, stderr=null, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def page(text: str, environ: Mapping[str, str]) -> None:
    """Show a text in the user's pager, and wait until it is left; raises OSError when there is none."""
    try:
        command = shlex.split(environ.get("PAGER", ""))
    except ValueError as error:
        raise OSError(f"PAGER: {error}") from error
    # What comes from a ledger is looked at, so the pager is asked to start nothing of its own.
    secure = {**environ, "LESSSECURE": "1"}
    with _undisturbed():
        subprocess.run(command or ["less"], input=text.encode(), env=secure, check=False)


class Ended(NamedTuple):
    """How a program ended, and what it said last."""

    code: int
    last: str


def run(command: Sequence[str]) -> Ended:
    """Run a program that asks on the terminal, and wait for it; raises OSError when it cannot be started."""
    with _undisturbed():
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode(errors="replace").strip().splitlines()
    return Ended(done.returncode, said[-1] if said else "")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave ^C to the program in front. A handler, as it would inherit a signal that is ignored."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def is_web(url: str) -> bool:
    """Say whether an address may be handed to a browser: http or https, and nothing in it that is not seen as it is."""
    return _WEB.fullmatch(url) is not None


def browse(url: str) -> bool:
    """Open an address in the user's browser, and say whether there is one."""
    import webbrowser

    assert is_web(url), "asked before"
    try:
        with _undisturbed():
            return webbrowser.open(url)
    except webbrowser.Error:
        return False


def new_file(folder: Path, stem: str, ending: str) -> Path:
    """Return the first name that is free in a folder, now an empty file; raises OSError."""
    number = 1
    while True:
        path = folder / (f"{stem}.{ending}" if number == 1 else f"{stem}-{number}.{ending}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            number += 1
        else:
            return path
