"""How the interface is set up: what options and `config.toml` come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.glyphs import UNICODE, Glyphs
from tui.words import Language

AUTO = "auto"
"""The theme that is dark or light as the terminal is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One user's, for one start."""

    language: Language = Language.BOTH
    glyphs: Glyphs = UNICODE
    theme: str = AUTO
    """Name of a theme."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys, as Textual names them, by the names of behaviours (see `tui.keymap`)."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Filters by the names that `@name` calls them."""
    read_only: bool = False
    """Whether nothing may be started that writes a file or that runs another program."""


DEFAULTS = Settings()
