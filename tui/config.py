"""`config.toml`: the table `[tui]`, from the folder at hand and from the user's own; what is nearer wins, setting by setting.

[tui]
language = "zh"
[tui.keymap]
"rankings.sort" = ["f2", "^o"]
[tui.filters]
mine = "board:cmmlu first"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from ledger.text import plain
from registry.errors import QuestionError
from tui import keymap, keynames, saved
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.keymap import Key, Scope
from tui.settings import AUTO, Settings
from tui.words import Language

NAME = "config.toml"
MAX_BYTES = 1 << 20
_GLYPHS = {"unicode": UNICODE, "ascii": ASCII}
_SETTINGS = ("language", "theme", "glyphs", "keymap", "filters")
# What is in a screen together with whatever screen it is.
_PARTS = (Scope.LIST, Scope.TEXT)
_MENUS = (Scope.COPY, Scope.EXPORT)
# What is in one screen only, where it is a list.
_LISTS = {Scope.PLACEMENTS: Scope.RANKINGS, Scope.CROSSING: Scope.COMPARE, Scope.CHECKPOINTS: Scope.AUDIT}


class Given(NamedTuple):
    """What one file or another says; None where none does."""

    language: Language | None
    glyphs: Glyphs | None
    theme: str
    keys: Mapping[str, str]
    filters: Mapping[str, str]

    def settings(self, language: str | None, glyphs: Glyphs | None, *, read_only: bool) -> Settings:
        """Return it as settings, with options before it."""
        spoken = Language(language) if language else self.language or Language.BOTH
        return Settings(spoken, glyphs or self.glyphs or UNICODE, self.theme, self.keys, self.filters, read_only)


def read(paths: Sequence[Path], saved_filters: Path) -> Given:
    """Return what the files say, the nearest first; one that is not there says nothing.

    Raises: QuestionError with the file, the setting and what was expected; OSError.
    """
    table: dict[str, object] = {}
    keys: dict[str, str] = {}
    filters: dict[str, str] = {}
    for path in reversed(paths):
        found = _table(path)
        table |= found
        keys |= _keys(found, path)
        filters |= _filters(found, path)
    _check_clashes(keys)
    language, glyphs = table.get("language"), table.get("glyphs")
    return Given(
        Language(str(language)) if language is not None else None,
        _GLYPHS[str(glyphs)] if glyphs is not None else None,
        str(table.get("theme", AUTO)),
        keys,
        filters | saved.read(saved_filters),
    )


def _table(path: Path) -> dict[str, object]:
    """Return the table `[tui]` of a file, with the values of its words checked."""
    found = toml(path).get("tui", {})
    if not isinstance(found, dict):
        raise QuestionError(f"{path}: tui: expected a table, [tui]")
    for name, value in found.items():
        if name not in _SETTINGS:
            raise _unknown(path, "tui", name, _SETTINGS)
        known = _words_of(name)
        if known and value not in known:
            raise QuestionError(
                f"{path}: tui.{name}: {_found(value)}, expected one of {', '.join(known)}{_near(value, known)}"
            )
    return found


def toml(path: Path) -> dict[str, object]:
    """Return what a file in TOML says; nothing when it is not there. Raises QuestionError, OSError."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return {}
    if len(raw) > MAX_BYTES:
        raise QuestionError(f"{path}: more than {MAX_BYTES:,} bytes")
    import tomllib  # deferred: most have no such file

    try:
        return tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise QuestionError(f"{path}: not TOML that can be read: too deep") from error


def _words_of(name: str) -> list[str]:
    """Return the words that a setting can have, or none when it is of another kind."""
    if name == "theme":
        from textual.theme import BUILTIN_THEMES

        return [AUTO, *BUILTIN_THEMES]
    return {"language": [str(one) for one in Language], "glyphs": list(_GLYPHS)}.get(name, [])


def _keys(table: Mapping[str, object], path: Path) -> dict[str, str]:
    known = {key.name: key for key in keymap.KEYS}
    keys = {}
    for name, value in _flat(table.get("keymap", {}), path, "tui.keymap"):
        if name not in known:
            raise _unknown(path, "tui.keymap", name, known)
        given = value if isinstance(value, list) else [value]
        if not given or not all(isinstance(one, str) for one in given):
            raise QuestionError(f"{path}: tui.keymap: {name}: {_found(value)}, expected a key or a list of keys")
        keys[name] = ",".join(_key(known[name], str(one), path) for one in given)
    return keys


def _key(behaviour: Key, text: str, path: Path) -> str:
    key = keynames.read(text)
    if key is None:
        raise QuestionError(
            f"{path}: tui.keymap: {behaviour.name}: {_found(text)}, expected a key, such as x, ^x, f5 or esc"
            + _near(text, keynames.KNOWN)
        )
    if behaviour.scope in (Scope.BOX, Scope.FLAG) and keynames.types_a_letter(key):
        raise QuestionError(f"{path}: tui.keymap: {behaviour.name}: {_found(text)}, which a box takes as text")
    return key


def _flat(value: object, path: Path, where: str) -> Iterator[tuple[str, object]]:
    """Yield names and values of a table; a name with a dot may be a table in it."""
    if not isinstance(value, dict):
        raise QuestionError(f"{path}: {where}: expected a table, [{where}]")
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from ((f"{name}.{rest}", one) for rest, one in inner.items())
        else:
            yield name, inner


def _filters(table: Mapping[str, object], path: Path) -> dict[str, str]:
    filters = {}
    for name, value in _flat(table.get("filters", {}), path, "tui.filters"):
        if not isinstance(value, str) or not saved.is_name(name):
            raise QuestionError(
                f"{path}: tui.filters: {plain(name)[:80]}: expected a name of letters and a filter in quotes"
            )
        filters[name] = value
    return filters


def _check_clashes(keys: Mapping[str, str]) -> None:
    """Raise QuestionError when a key that was given means two things in one place."""
    for one, other in combinations(keymap.with_user(keys), 2):
        if (one.name in keys or other.name in keys) and _meet(one.scope, other.scope):
            for key in set(one.keys.split(",")) & set(other.keys.split(",")):
                raise QuestionError(f"{NAME}: tui.keymap: {keynames.written(key)} would be {one.name} and {other.name}")


def _meet(one: Scope, other: Scope) -> bool:
    """Say whether the keys of two scopes are heard at the same time."""
    if one is other:
        return True
    if one in _MENUS or other in _MENUS:
        return False
    if Scope.EVERYWHERE in (one, other):
        return True
    if Scope.FLAG in (one, other):
        # Its keys are done at once, before what is in it hears them.
        return False
    for part, screen in _LISTS.items():
        if part in (one, other):
            return bool({one, other} & {Scope.LIST, screen})
    return Scope.BOX not in (one, other) and (one in _PARTS) != (other in _PARTS)


def _unknown(path: Path, where: str, name: str, known: Sequence[str] | Mapping[str, object]) -> QuestionError:
    return QuestionError(
        f"{path}: {where}: {_found(name)}, which is no {'behaviour' if 'keymap' in where else 'setting'}{_near(name, known)}"
    )


def _near(value: object, known: Sequence[str] | Mapping[str, object]) -> str:
    from registry.filter.errors import near  # deferred: it loads the filter language

    return near(value, known) if isinstance(value, str) else ""


def _found(value: object) -> str:
    return f'found "{plain(str(value))[:80]}"'
