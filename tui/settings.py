"""How the interface is set up: what options and `config.toml` come to."""

from __future__ import annotations

from dataclasses import dataclass

from tui.glyphs import UNICODE, Glyphs
from tui.words import Language


@dataclass(frozen=True, slots=True)
class Settings:
    """One user's, for one start."""

    language: Language = Language.BOTH
    glyphs: Glyphs = UNICODE
    read_only: bool = False
    """Whether nothing may be started that writes or that runs another program."""


DEFAULTS = Settings()
