"""The picture in the README: the rankings of the demo, as they are drawn. `python -m tests.tui.picture` draws it anew."""

from __future__ import annotations

import os
import re
import tempfile
from html import unescape
from pathlib import Path

from registry import cells
from tests.tui.conftest import Screen, drive
from tests.tui.golden import BUILT
from tui.session import Session
from tui.words import Language

PICTURE = Path(__file__).parents[2] / "docs" / "rankings.svg"
_SIZE = (132, 34)
_KEYS = "slash b o a r d colon c m m l u escape j j"
_TEXT = re.compile(r'textLength="([0-9.]+)"([^>]*)>([^<]*)<')
_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def picture(ledger: Path) -> str:
    """Draw it, in colours. The fonts that it would load from another host are left out: the reader's own are as good."""

    async def steps(screen: Screen) -> str:
        await screen.press(*_KEYS.split())
        return screen.picture()

    drawn = drive(Session(ledger), steps, size=_SIZE, language=Language.BOTH)
    return _TEXT.sub(_in_cells, _FONT_FACES.sub("", drawn))


def _in_cells(text: re.Match[str]) -> str:
    """Return a text as long as its cells: Rich counts letters, and a Chinese one is two cells wide."""
    letters = unescape(text[3])
    length = float(text[1]) / len(letters) * cells.width(letters)
    return f'textLength="{length:.1f}"{text[2]}>{text[3]}<'


def main() -> None:
    """Draw it anew."""
    from registry.demo.run import build

    with tempfile.TemporaryDirectory() as folder:
        os.environ["JINBANG_HOME"] = str(Path(folder) / "home")
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("NO_COLOR", None)
        PICTURE.write_text(picture(build(Path(folder), lambda: BUILT).path), encoding="utf-8")


if __name__ == "__main__":
    main()
