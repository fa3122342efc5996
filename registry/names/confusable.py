"""Names that are taken for one another by eye: UTS 39 skeletons, mixed scripts, characters that nobody sees.

UTS 39 compares letters as they are drawn. Names of models are also compared without case, and end in digits and in sizes, so
`looks_alike` asks for more than an equal skeleton: two spellings of one name, or `V1` beside `VL`, are no disguise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from registry.names.folding import KEPT, folded

# Default_Ignorable_Code_Point of Unicode 17.0.0.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = "\u200c\u200d"
_STROKE = "\0"
_DIGITS = {"0": "O", "1": "l"}
_ONE_CLASS = str.maketrans("i01", "lol")
_ALPHABETS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts whose capitals are drawn like Latin ones, by the first word of their characters' names."""


class Sight(StrEnum):
    """What is odd about a name."""

    BIDI = "bidirectional control"
    INVISIBLE = "invisible character"
    MIXED = "mixed scripts"


class Oddity(Struct, frozen=True):
    """Something in a name that a reader is not meant to notice."""

    sight: Sight
    characters: tuple[str, ...]
    """Each once, as they come."""

    @property
    def code_points(self) -> str:
        """Return them in words: `U+041E CYRILLIC CAPITAL LETTER O`."""
        return ", ".join(described(one) for one in self.characters)


def described(character: str) -> str:
    """Return a character's code point and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed')}"


def skeleton(name: str) -> str:
    """Return what all names that may be taken for this one have in common.

    It is wider than a UTS 39 skeleton (no case, and i, l, 1 and o, 0 are one), so that it finds candidates: `looks_alike` decides.
    """
    drawn = _drawn(_visible(name), digits=True).casefold()
    return _drawn(drawn, digits=True).casefold().translate(_ONE_CLASS)


def looks_alike(one: str, other: str) -> bool:
    """Say whether a reader would take two names for one that are not one, as they stand or without case."""
    if skeleton(one) != skeleton(other) or _spelt(one) == _spelt(other):
        return False
    as_drawn = {_drawn(_visible(each)) for each in (one, other)}
    return len(as_drawn) == 1 or _match(_without_case(_visible(one)), _without_case(_visible(other)))


@lru_cache(KEPT)
def suspicious(name: str) -> tuple[Oddity, ...]:
    """Return what in a name is disguised on its own: unseen characters, and words of one script with letters of another."""
    kinds = {
        Sight.BIDI: [one for one in name if one in _BIDI],
        Sight.INVISIBLE: [one for one in _unseen(name) if one not in _BIDI],
        Sight.MIXED: [letter for word in re.findall(r"[^\W\d_]+", _visible(name)) for letter in _strangers(word)],
    }
    return tuple(Oddity(sight, tuple(dict.fromkeys(found))) for sight, found in kinds.items() if found)


def _visible(name: str) -> str:
    """Return the name with compatibility forms (full width) made plain, single spaces, and without what nobody sees."""
    plain = unicodedata.normalize("NFKC", name)
    return " ".join((plain if plain.isascii() else _invisible().sub("", plain)).split())


def _drawn(text: str, *, digits: bool = False) -> str:
    """Return the UTS 39 skeleton of a text. A digit counts as the letter it resembles only where a letter follows.

    So `0penAI` is drawn like `OpenAI`, while the digits of `V1` and `GPT-40` are numbers.
    """
    shapes = (shape for _, shape in _shapes(text, digits=digits))
    return unicodedata.normalize("NFD", "".join(shapes))


def _without_case(text: str) -> str:
    """Return how a text is drawn if case is no matter: only what is no Latin letter is taken for one.

    What is drawn as a stroke may be an i or an l, and stands as a stroke.
    """
    return "".join(
        _STROKE if shape == "l" and not (one.isascii() and one.isalpha()) else _lower(one if one.isascii() else shape)
        for one, shape in _shapes(text)
    )


def _lower(text: str) -> str:
    return text.casefold().replace("m", "rn")


def _match(one: str, other: str) -> bool:
    """Say whether two texts without case are the same, a stroke being an i as well as an l."""
    if len(one) != len(other):
        return False
    pairs = ({a, b} for a, b in zip(one, other, strict=True) if a != b)
    return all(_STROKE in pair and pair <= {_STROKE, "i", "l"} for pair in pairs)


def _shapes(text: str, *, digits: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each character and what it is drawn like."""
    decomposed = unicodedata.normalize("NFD", text)
    table = _prototypes()
    for at, one in enumerate(decomposed):
        following = decomposed[at + 1 : at + 2]
        if one in _DIGITS:
            yield one, _DIGITS[one] if digits or (following.isascii() and following.isalpha()) else one
        else:
            yield one, table.get(one, one)


def _spelt(name: str) -> str:
    """Return the characters of a name but for punctuation and spaces: two spellings of one name have the same."""
    table = _prototypes()
    return "".join(
        one for one in folded(name) if not _is_punctuation(one) and not _is_punctuation(table.get(one, one)[0])
    )


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZ"


def _unseen(name: str) -> Iterator[str]:
    """Yield the characters that nobody sees, but for those with a use: after an emoji, and joiners in scripts that need them."""
    before = ""
    for one in "" if name.isascii() else name:
        if not _invisible().match(one):
            before = one
        elif not _has_use(one, before):
            yield one


def _has_use(unseen: str, before: str) -> bool:
    if not before:
        return False
    if unicodedata.category(before) in ("So", "Sk") or before in "#*0123456789":
        return unseen in ("\ufe0e", "\ufe0f", "\u200d")
    return unseen in _JOINERS and unicodedata.category(before)[0] in "LM" and not _is_plain(before)


def _is_plain(letter: str) -> bool:
    """Say whether a letter is of a script that is written without joiners."""
    return _script(letter) in (*_ALPHABETS, "LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _strangers(word: str) -> list[str]:
    """Return the letters of a Latin word that are of another alphabet and would all pass for Latin ones."""
    by_script: dict[str, list[str]] = {}
    for letter in word:
        by_script.setdefault(_script(letter), []).append(letter)
    if "LATIN" not in by_script:
        return []
    foreign = [letter for script in by_script if script in _ALPHABETS for letter in by_script[script]]
    return foreign if all(_is_latin(_drawn(letter)) for letter in foreign) else []


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


@cache
def _invisible() -> re.Pattern[str]:
    # Compiled when it is needed: a class up to U+E0FFF takes milliseconds.
    return re.compile(f"[{_IGNORABLE}]")


@cache
def _prototypes() -> dict[str, str]:
    """Return what each character is taken for."""
    table: dict[str, str] = {}
    for line in Path(__file__).with_name("confusables.txt").read_text(encoding="utf-8").splitlines():
        prototype, found, characters = line.partition(" < ")
        if found and not line.startswith("#"):
            drawn = "".join(chr(int(one, 16)) for one in prototype.split())
            table.update((chr(int(one, 16)), drawn) for one in characters.split())
    return table
