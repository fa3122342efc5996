"""The pictures of screens that are kept: `python -m tests.tui.golden` draws them anew."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.tui.conftest import Screen, drive
from tui.session import Session
from tui.words import Language

FOLDER = Path(__file__).with_name("golden")
BUILT = datetime(2026, 11, 24, 6, tzinfo=UTC)
"""When the demo's commits are made: what is seen must be the same every time."""
SIZES = ((80, 24), (160, 50))
PICTURES = {
    "rankings": "j j",
    "narrowed": "slash v e r d i c t colon v e r i f i e d escape",
    "refused": "slash r a n k less_than_sign x",
    "entry": "j j enter",
    "verify": "j j v",
    "compared": "slash b o a r d colon c m m l u escape j space j j space c",
    "board": "slash b o a r d colon c m m l u escape b",
    "keys": "question_mark",
    "flag": "f 5 tab tab n o space p a g e",
    "audit": "3",
    "proof": "j enter p",
    "consistent": "3 j space j space p",
}
"""What is pressed before the picture is taken."""


def kept(name: str, size: tuple[int, int], language: Language) -> Path:
    """Return where a picture is kept."""
    return FOLDER / f"{name}-{size[0]}x{size[1]}-{language}.svg"


def picture(ledger: Path, name: str, size: tuple[int, int], language: Language) -> str:
    """Draw a screen, without colours."""

    async def steps(screen: Screen) -> str:
        await screen.press(*PICTURES[name].split())
        return screen.picture()

    return drive(Session(ledger), steps, size=size, language=language)


def main() -> None:
    """Draw all."""
    from registry.demo.run import build

    with tempfile.TemporaryDirectory() as folder:
        os.environ["JINBANG_HOME"] = str(Path(folder) / "home")
        os.environ["TERM"] = "dumb"
        os.environ.pop("NO_COLOR", None)
        ledger = build(Path(folder), lambda: BUILT).path
        FOLDER.mkdir(exist_ok=True)
        for name in PICTURES:
            for size in SIZES:
                for language in (Language.EN, Language.ZH):
                    kept(name, size, language).write_text(picture(ledger, name, size, language), encoding="utf-8")


if __name__ == "__main__":
    main()
