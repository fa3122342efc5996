"""What is left of a defect of the program: a report in a file, and where that is."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

from ledger.text import plain
from tui import outside
from tui.handing import save


def told(error: BaseException, folder: Path | None) -> str:
    """Return what to say of an error that nothing foresaw; its report goes to a folder, or after it where nothing may be written."""
    said = f"jinbang: tui: a defect of the program: {type(error).__name__}: {plain(str(error))}"
    report = _report(error)
    if folder is not None:
        try:
            return f"{said}\n  The report is in {_kept(report, folder)}"
        except OSError as failed:
            said += f"\n  The report could not be kept: {plain(outside.why(failed))}"
    return f"{said}\n{report}"


def _kept(report: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return save(folder, "defect", "txt", [report.encode()])


def _report(error: BaseException) -> str:
    """Return where it happened. Of variables nothing is told: they may hold anything."""
    import registry

    lines = "".join(traceback.format_exception(error)).splitlines()
    about = f"jinbang {registry.__version__}, Python {platform.python_version()}, {sys.platform}"
    return "\n".join([about, *map(plain, lines)]) + "\n"
