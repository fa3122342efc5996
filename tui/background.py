r"""Which background a terminal has. It is asked (OSC 11), and its answer comes among the keys. Source: xterm, "ctlseqs".

    asked       ESC ] 11 ; ? ESC \
    answered    ESC ] 11 ; rgb:ffff/ffff/dddd ESC \       or with BEL at the end, with other numbers of digits, or never

It is taken once, up to a length, and for nothing but a colour: who can write to a terminal can have it send anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

QUESTION = "\x1b]11;?\x1b\\"
_MAX_COLOUR = 64
_START = "\x1b]11;"
_MARK = re.compile(r"\x1b\]11;|\x1b\[200~")
_PASTE_END = re.compile(r"\x1b\[201~")
_CUT_OFF = re.compile(r"\x1b(?:\](?:11?)?|\[(?:2(?:0[01]?)?)?)?\Z")
"""The beginning of a mark of which the rest is yet to come."""
_END = re.compile(r"\x07|\x18|\x1a|\x1b\\|(?=\x1b[^\\])")
"""An answer ends with its own end, or with the escape of what comes next."""
_COLOUR = re.compile(r"rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?")
_WEIGHTS = (0.299, 0.587, 0.114)
"""How bright red, green and blue are. Source: ITU-R BT.601."""
_MIDDLE = 0.5
_LIGHT_OF_16 = frozenset({"7", *map(str, range(9, 16))})


def is_light(colour: str) -> bool | None:
    """Say whether a colour is a light one; None for what is no colour."""
    found = _COLOUR.fullmatch(colour)
    if found is None:
        return None
    shares = [int(digits, 16) / ((1 << 4 * len(digits)) - 1) for digits in found.groups()]
    return sum(weight * share for weight, share in zip(_WEIGHTS, shares, strict=True)) > _MIDDLE


def is_said_light(environ: Mapping[str, str]) -> bool:
    """Say whether the environment has a light background, by the number of its colour: COLORFGBG, such as `0;15`."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_OF_16


class Answer:
    """The answer of a terminal, on its way among what is typed."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        """Called once, with the colour as it was sent."""
        self._is_over = False
        self._is_pasted = False
        """Whether what comes is text that is pasted, in which nothing is looked for."""
        self._begun: str | None = None
        """What has come of the answer; None before it began."""
        self._held = ""
        """What may be the beginning of a mark."""

    @property
    def patience_s(self) -> float | None:
        """How long to wait for more before `nothing_more`; None when nothing is held back."""
        if self._begun is not None and not self._is_over:
            return 1
        # It may be the key that sends an escape, and who presses that must not wait.
        return 0.02 if self._held else None

    def typed(self, text: str) -> str:
        """Return a text without what is of the answer."""
        text, self._held, typed = self._held + text, "", ""
        while text and not self._is_over:
            if self._begun is None:
                passed, text = self._passed(text)
                typed += passed
            else:
                text = self._rest(self._begun, text)
        return typed + text

    def nothing_more(self) -> str:
        """Return what was held back and is typed after all. An answer that was cut off is none."""
        held, self._held = self._held, ""
        if self._begun is None:
            return held
        self._is_over = True
        return ""

    def _passed(self, text: str) -> tuple[str, str]:
        """Return what is typed up to a mark, and what follows that."""
        mark = (_PASTE_END if self._is_pasted else _MARK).search(text)
        if mark is None:
            cut_off = _CUT_OFF.search(text)
            self._held = cut_off[0] if cut_off else ""
            return text.removesuffix(self._held), ""
        if mark[0] == _START:
            self._begun = ""
            return text[: mark.start()], text[mark.end() :]
        self._is_pasted = not self._is_pasted
        return text[: mark.end()], text[mark.end() :]

    def _rest(self, begun: str, text: str) -> str:
        """Return what follows the answer."""
        end = _END.search(text)
        if end is None:
            self._held = "\x1b" if text.endswith("\x1b") else ""
            self._begun = (begun + text.removesuffix(self._held))[:_MAX_COLOUR]
            return ""
        self._is_over = True
        self._told((begun + text[: end.start()])[:_MAX_COLOUR])
        return text[end.end() :]
