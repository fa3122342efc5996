"""Numbers in words, English and Chinese, as far as ranks, shots and sizes go."""

from __future__ import annotations

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
_MONTHS = "january february march april may june july august september october november december"
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
CARDINALS = {word: number for number, word in enumerate(_CARDINALS.split())} | {"hundred": 100, "a hundred": 100}
MONTHS = {name: number for number, month in enumerate(_MONTHS.split(), 1) for name in (month, month[:3])} | {"sept": 9}
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}


def number(word: str) -> int | None:
    """Return the number that digits or words spell; None when they spell none."""
    if word.isascii() and word.isdigit():
        return int(word)
    if word in ORDINALS or word in CARDINALS:
        return ORDINALS.get(word, CARDINALS.get(word))
    return _chinese(word)


def _chinese(word: str) -> int | None:
    total = digit = 0
    for one in word:
        if one in _DIGITS:
            digit = _DIGITS[one]
        elif one in _TENS:
            # 十 alone is ten: a digit that is not written is one.
            total, digit = total + (digit or 1) * _TENS[one], 0
        else:
            return None
    return total + digit if word else None
