"""The interface as a process: refused without a terminal, and in a real one it leaves things as they were."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


@pytest.mark.parametrize("words", [["registry", "tui"], ["tui"], ["registry", "demo", "--tui"]])
def test_without_a_terminal_it_is_refused_in_one_line(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, input="", capture_output=True, text=True)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "no terminal" in done.stderr.splitlines()[0] and "Traceback" not in done.stderr


def test_only_a_known_language_is_spoken() -> None:
    done = subprocess.run([sys.executable, "-m", "tui", "--language", "xx"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 2


@dataclass(frozen=True)
class Terminal:
    """A terminal of tmux, of its own server."""

    socket: Path

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), "-f", "/dev/null", *words], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, ledger: Path, environ: str = "") -> None:
        """Start the interface on a ledger once the shell is there, which says how it was left."""
        self.until(lambda screen: bool(screen.strip()))
        command = shlex.join([sys.executable, "-m", "registry", "tui", "--ledger", str(ledger)])
        self.tmux("send-keys", "-l", f"{environ} {command}; echo left $?\n".lstrip())

    def shows(self, text: str) -> str:
        """Return the screen once it shows a text."""
        return self.until(lambda screen: text in screen)

    def until(self, fits: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE_S
        screen = ""
        while time.monotonic() < end:
            screen = self.tmux("capture-pane", "-p")
            if fits(screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(screen)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    one = Terminal(tmp_path / "tmux.socket")
    environ = {"PYTHONPATH": str(ROOT), "JINBANG_HOME": os.environ["JINBANG_HOME"], "LC_ALL": "C.UTF-8", "PS1": "$ "}
    settings = [word for name, value in environ.items() for word in ("-e", f"{name}={value}")]
    one.tmux("new-session", "-d", "-x", "80", "-y", "24", *settings, "sh")
    yield one
    one.tmux("kill-server")


def test_the_pager_has_the_terminal_until_it_is_left(terminal: Terminal, ledger: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager of mine"
    pager.write_text(
        '#!/bin/sh\ntrap : INT; cat; echo paged $LESSSECURE; until read answer < /dev/tty; do :; done; echo $answer > "$0.read"\n'
    )
    pager.chmod(0o755)
    terminal.start(ledger, f"PAGER={shlex.quote(shlex.quote(str(pager)))}")

    terminal.shows("witnesses")
    terminal.tmux("send-keys", "-l", "e")
    shown = terminal.shows("paged 1")
    # Who reads on presses ^C to stop a search; that ends neither of the two.
    terminal.tmux("send-keys", "C-c")
    terminal.tmux("send-keys", "-l", "q42\n")
    terminal.until(lambda screen: "paged" not in screen and "enter" in screen)
    terminal.tmux("send-keys", "-l", "jq")
    terminal.shows("left 0")

    assert "As judged by the index" in shown
    assert (tmp_path / "pager of mine.read").read_text() == "q42\n"


def test_a_pager_that_is_not_there_is_one_line(terminal: Terminal, ledger: Path) -> None:
    terminal.start(ledger, "PAGER=no-such-pager")

    terminal.shows("unsourced")
    terminal.tmux("send-keys", "-l", "e")
    terminal.until(lambda screen: "no-such-pager" in screen and "enter" in screen)
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")


def test_in_a_terminal_it_starts_narrows_and_leaves_it_as_it_was(terminal: Terminal, ledger: Path) -> None:
    """Keys that arrive together are for where the first of them leads."""
    terminal.until(lambda screen: bool(screen.strip()))
    modes = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"
    before = terminal.tmux("display-message", "-p", modes)
    command = shlex.join([sys.executable, "-m", "registry", "tui", "--ledger", str(ledger), "first"])
    terminal.tmux("send-keys", "-l", f"stty -g; {command}; echo left $?; stty -g\n")

    shown = terminal.shows("unsourced")
    assert "flagged" in shown
    terminal.tmux("send-keys", "-l", "/ quark")
    terminal.shows("1 / 1\n")
    terminal.tmux("send-keys", "Enter", "q")
    after = terminal.shows("left 0")

    settings = [line for line in after.splitlines() if line.count(":") > 20]
    assert terminal.tmux("display-message", "-p", modes) == before
    assert len(set(settings)) <= 1
    assert "unsourced" not in after


def test_told_to_end_it_leaves_the_terminal_as_it_was(terminal: Terminal, ledger: Path, tmp_path: Path) -> None:
    terminal.until(lambda screen: bool(screen.strip()))
    modes = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"
    before = terminal.tmux("display-message", "-p", modes)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = shlex.join([sys.executable, "-m", "registry", "tui", "--ledger", str(ledger)])
    # The shell's own number is that of the interface, which takes its place.
    number = tmp_path / "number"
    told = "sh -c " + shlex.quote(f"echo $$ > {number}; TMPDIR={scratch} exec {command}")
    terminal.tmux("send-keys", "-l", f"stty -g; {told}; echo left $?; stty -g\n")
    terminal.shows("unsourced")

    os.kill(int(number.read_text()), signal.SIGTERM)
    after = terminal.shows("left 143")

    settings = [line for line in after.splitlines() if line.count(":") > 20]
    assert terminal.tmux("display-message", "-p", modes) == before
    assert len(set(settings)) <= 1
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(("setting", "has_colours"), [("NO_COLOR=1", False), ("TERM=dumb", False), ("NO_COLOR=", True)])
def test_without_colours_it_is_in_those_of_the_terminal(
    setting: str, has_colours: bool, terminal: Terminal, ledger: Path
) -> None:
    """A variable that is there and empty asks for nothing. Source: no-color.org."""
    terminal.until(lambda screen: bool(screen.strip()))
    command = shlex.join([sys.executable, "-m", "registry", "tui", "--ledger", str(ledger)])
    terminal.tmux("send-keys", "-l", f"{setting} {command}; echo left $?\n")

    terminal.shows("unsourced")
    drawn = terminal.tmux("capture-pane", "-p", "-e")
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")
    codes = {int(code) for codes in re.findall(r"\x1b\[([0-9;]*)m", drawn) for code in codes.split(";") if code}

    assert bool(codes & {*range(30, 39), *range(40, 49), *range(90, 108)}) is has_colours
