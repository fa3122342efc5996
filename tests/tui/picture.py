"""The picture in the README: the rankings of the demo, as they are drawn. `python -m tests.tui.picture` draws it anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.tui.conftest import Screen, drive
from tests.tui.golden import BUILT
from tui.session import Session
from tui.words import Language

PICTURE = Path(__file__).parents[2] / "docs" / "rankings.svg"
_SIZE = (132, 34)
_KEYS = "slash b o a r d colon c m m l u escape j j"


def picture(ledger: Path) -> str:
    """Draw it, in colours."""

    async def steps(screen: Screen) -> str:
        await screen.press(*_KEYS.split())
        return screen.picture()

    return drive(Session(ledger), steps, size=_SIZE, language=Language.BOTH)


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
