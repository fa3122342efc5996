"""A key as people write it (`/`, `^d`, `esc`), and as Textual names it (`slash`, `ctrl+d`, `escape`)."""

from __future__ import annotations

import re
import unicodedata

_HELD = re.compile(r"\^[A-Za-z]")
_WRITTEN = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}
_READ = {written: key for key, written in _WRITTEN.items()}
_NAMED = (
    "enter", "tab", "space", "backspace", "escape", "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    "insert", "delete", *(f"f{number}" for number in range(1, 13)),
)  # fmt: skip
# Where Textual's name is not that of Unicode.
_SHORTER = {
    "/": "slash", "\\": "backslash", "+": "plus", "_": "underscore", "-": "minus", "<": "less_than_sign",
    ">": "greater_than_sign", "@": "at",
}  # fmt: skip
_CHARACTERS = {
    _SHORTER.get(one, unicodedata.name(one).lower().replace("-", "_").replace(" ", "_")): one
    for one in map(chr, range(0x21, 0x7F))
    if not one.isalnum()
}
_KEYS = {character: key for key, character in _CHARACTERS.items()}
KNOWN = (*_NAMED, *_WRITTEN.values())
"""Names of keys that are no single character."""


def written(key: str) -> str:
    """Return a key as people write it."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _WRITTEN.get(key, _CHARACTERS.get(key, key))


def read(text: str) -> str | None:
    """Return the key that a text means, either way of writing it, or None."""
    if _HELD.fullmatch(text) is not None:
        return f"ctrl+{text[1].lower()}"
    if len(text) == 1:
        return text if text.isascii() and text.isalnum() else _KEYS.get(text)
    name = _READ.get(text, text)
    if name in _NAMED or name in _CHARACTERS:
        return name
    held, _, rest = name.rpartition("+")
    return name if held in ("ctrl", "shift", "ctrl+shift") and (rest in _NAMED or len(rest) == 1) else None


def types_a_letter(key: str) -> bool:
    """Say whether a box in which is written takes the key."""
    return len(key) == 1 or key == "space" or key in _CHARACTERS
