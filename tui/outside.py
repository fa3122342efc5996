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

from ledger.text import plain

MAX_EDITED_BYTES = 1 << 16
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
    # What comes from a ledger is looked at, so the pager is asked to start nothing of its own.
    secure = {**environ, "LESSSECURE": "1"}
    with _undisturbed():
        subprocess.run(_own(environ, "PAGER", "less"), input=text.encode(), env=secure, check=False)


def edit(text: str, environ: Mapping[str, str]) -> str:
    """Let a text be changed in the user's editor, and return the one line that it comes to.

    Raises: OSError when there is no editor, when it failed, or when what it left cannot be taken for text.
    """
    from tempfile import TemporaryDirectory  # deferred: most never write in it

    command = _own(environ, "EDITOR", "vi")
    with TemporaryDirectory(prefix="jinbang-") as folder:
        path = Path(folder) / "flag.txt"
        path.write_text(text + "\n", encoding="utf-8")
        with _undisturbed():
            code = subprocess.run([*command, str(path)], check=False).returncode
        if code != 0:
            raise OSError(f"{command[0]} ended with code {code}")
        return _line(path)


def _line(path: Path) -> str:
    """Return the text of a file with its lines joined."""
    with path.open("rb") as file:
        raw = file.read(MAX_EDITED_BYTES + 1)
    if len(raw) > MAX_EDITED_BYTES:
        raise OSError(f"more than {MAX_EDITED_BYTES:,} bytes")
    try:
        text = " ".join(raw.decode("utf-8-sig").split())
    except UnicodeDecodeError as error:
        raise OSError(f"not UTF-8 at byte {error.start}") from error
    if plain(text) != text:
        # What is signed is what was seen.
        raise OSError("a control character or another that is not seen")
    return text


def why(error: OSError) -> str:
    """Return what an error of the system says, in a line."""
    return f"{error.filename or ''} {error.strerror or error}".strip()


def _own(environ: Mapping[str, str], name: str, otherwise: str) -> list[str]:
    """Return the command that the user chose for a purpose; raises OSError when it cannot be read."""
    try:
        return shlex.split(environ.get(name, "")) or [otherwise]
    except ValueError as error:
        raise OSError(f"{name}: {error}") from error


class Ended(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    answer: str
    """All that it wrote to its stdout."""
    trouble: str
    """All that it wrote to its stderr."""
    is_stopped: bool
    """Whether ^C was pressed meanwhile. Before it listens for that itself, it may end in any way."""


def run(command: Sequence[str]) -> Ended:
    """Run a program that asks on the terminal, and wait for it; raises OSError when it cannot be started."""
    with _undisturbed() as pressed:
        # Its stdin is the terminal, as is what a passphrase is asked on.
        done = subprocess.run(command, capture_output=True, check=False)
    answer, trouble = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    return Ended(done.returncode, answer, trouble, bool(pressed))


@contextmanager
def _undisturbed() -> Iterator[list[int]]:
    """Leave ^C to the program in front, and note it. A handler, as it would inherit a signal that is ignored."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield pressed
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
