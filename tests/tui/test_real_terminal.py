"""What a real terminal does to it: pastes, wide characters, another size; and a defect, after which it is as it was."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from ledger.git_store import GitStore
from ledger.log import Ledger
from ledger.proof import bundle
from registry import cells
from tests.tui.test_terminal import Terminal, terminal
from tui.defect import told

__all__ = ["terminal"]
MODES = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{bracket_paste_flag} #{keypad_flag}"
"""What a program may leave behind in a terminal."""


def test_a_paste_is_one_text_whatever_ends_its_lines(terminal: Terminal, ledger: Path) -> None:
    """A terminal sends CR for each line of what is pasted; letters in it are no keys."""
    pasted = bundle(Ledger.open(GitStore(ledger)), 10).format().decode()
    terminal.start(ledger)
    terminal.shows("1 / 75")

    terminal.tmux("set-buffer", pasted)
    terminal.tmux("paste-buffer", "-p")
    shown = terminal.shows("signature  signed by")
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("1 / 75")
    terminal.tmux("send-keys", "-l", "/")
    terminal.tmux("set-buffer", "quark cmmlu first")
    terminal.tmux("paste-buffer", "-p")
    narrowed = terminal.until(lambda screen: "/ quark cmmlu first" in screen and " / 75" not in screen)
    terminal.tmux("send-keys", "Enter")
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")

    assert pasted.count("\n") > 10 and "inclusion  entry 10 is in the tree" in shown
    assert "QuarkLLM" in narrowed


def test_columns_stand_under_each_other_beside_wide_characters(terminal: Terminal, ledger: Path) -> None:
    terminal.start(ledger)
    terminal.shows("1 / 75")

    terminal.tmux("send-keys", "-l", "/文心一言 OR GPT")
    shown = terminal.until(lambda screen: "/ 文心一言 OR GPT" in screen and "文心一言 4.0" in screen)
    terminal.tmux("send-keys", "Enter")
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")

    rows = [line for line in shown.splitlines() if "SuperCLUE" in line]
    assert any("文心一言" in row for row in rows) and any("GPT" in row for row in rows)
    assert len({cells.width(row.partition("SuperCLUE")[0]) for row in rows}) == 1


def test_it_fills_a_terminal_that_changes_its_size(terminal: Terminal, ledger: Path) -> None:
    """Whatever size a shell once exported."""
    terminal.until(lambda screen: bool(screen.strip()))
    command = shlex.join([sys.executable, "-m", "registry", "tui", "--ledger", str(ledger), "--language=en"])
    terminal.tmux("send-keys", "-l", f"COLUMNS=80 LINES=24 {command}; echo left $?\n")
    terminal.shows("1 / 75")

    def shown_at(columns: int, lines: int) -> str:
        """Return the screen once its last line is that of the keys, and there are rows where there is room."""
        terminal.tmux("resize-window", "-x", str(columns), "-y", str(lines))
        wanted = "MindGPT" if columns > 20 else "model"
        return terminal.until(lambda screen: "filter" in screen.split("\n")[lines - 1] and wanted in screen)

    shown = {columns: shown_at(columns, lines) for columns, lines in ((140, 40), (60, 12), (20, 5), (80, 24))}
    terminal.tmux("send-keys", "-l", "q")
    terminal.shows("left 0")

    for columns, screen in shown.items():
        assert max(map(cells.width, screen.splitlines())) <= columns


def test_a_defect_leaves_the_terminal_as_it_was(terminal: Terminal, ledger: Path, tmp_path: Path) -> None:
    """One in what a key does, put there for this."""
    defect = tmp_path / "defect.py"
    defect.write_text(
        "from tui.__main__ import main\n"
        "from tui.screens.rankings import RankingsScreen\n"
        "def sort(self): raise RuntimeError('\\x1b[2J[bold]\\u202e')\n"
        "RankingsScreen.action_sort = sort\n"
        "main()\n"
    )
    terminal.until(lambda screen: bool(screen.strip()))
    before = terminal.tmux("display-message", "-p", MODES)
    command = shlex.join([sys.executable, str(defect), "--ledger", str(ledger)])
    terminal.tmux(
        "send-keys", "-l", f"stty -g > {tmp_path}/before; {command}; echo left $?; stty -g > {tmp_path}/after\n"
    )
    terminal.shows("1 / 75")
    within = terminal.tmux("display-message", "-p", MODES)
    terminal.tmux("send-keys", "-l", "s")
    shown = terminal.shows("left 4")
    terminal.tmux("send-keys", "-l", "echo I am $((40 + 2))\n")
    terminal.shows("I am 42")

    assert terminal.tmux("display-message", "-p", MODES) == before != within
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text() != ""
    assert "a defect of the program: RuntimeError: \ufffd[2J[bold]\ufffd" in shown and "Traceback" not in shown
    (report,) = (Path(os.environ["JINBANG_HOME"]) / "cache" / "defects").iterdir()
    assert str(report) in shown.replace("\n", "")
    said = report.read_text(encoding="utf-8")
    assert f"{defect}" in said and "RuntimeError" in said and "\x1b" not in said and "\u202e" not in said


def test_a_report_that_cannot_be_kept_is_shown(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    try:
        raise RuntimeError("x")
    except RuntimeError as error:
        nowhere, read_only = told(error, tmp_path / "file" / "defects"), told(error, None)

    assert "The report could not be kept: " in nowhere and "Not a directory" in nowhere
    for said in (nowhere, read_only):
        assert "Traceback (most recent call last)" in said and "RuntimeError: x" in said
