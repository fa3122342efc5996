"""A badge: an SVG picture that says model, rank, leaderboard, the verdict as a word, and as of which size of the log.

It holds no script, no link and no reference to anything elsewhere, so it can be shown anywhere and asks nobody. Its colour only
repeats the word, and is green for `verified` alone.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from registry.cells import cut, width
from registry.exporters.cited import Cited
from registry.trust import Word

_COLOURS = {
    Word.VERIFIED: "#1a7f37",
    Word.FLAGGED: "#9a6700",
    Word.DISPUTED: "#b62324",
    Word.OUTDATED: "#b62324",
    Word.CONTRADICTED: "#b62324",
    Word.INVALID: "#b62324",
    Word.UNSUPPORTED: "#57606a",
    Word.UNCHECKED: "#57606a",
}
"""White on each has a contrast of 4.5 or more."""
_CELL = 6.6
"""Width of a cell, for letters of 11 units; texts are set to the width that is reckoned."""
_ROOM = 30
"""Cells of a part of the left side: a long name is cut, and the rank behind it stays. All of it is in the title."""
_TITLE = 1_000
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def badge(cited: Cited) -> str:
    """Return the picture."""
    left = ", ".join(cut(part, _ROOM) for part in cited.parts)
    right = f"{cited.verdict}, as of size {cited.size}"
    first, second = _wide(left), _wide(right)
    whole = f"{cited.title}: {cited.conclusion}. {cited.citation}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{first + second}" height="20" role="img">
  <title>{_xml(cut(whole, _TITLE))}</title>
  <rect width="{first}" height="20" fill="#24292f"/>
  <rect x="{first}" width="{second}" height="20" fill="{_COLOURS[cited.verdict.word]}"/>
  <g fill="#fff" font-family="sans-serif" font-size="11">
    {_text(left, 6, first - 12)}
    {_text(right, first + 6, second - 12)}
  </g>
</svg>
"""


def _wide(words: str) -> int:
    return round(width(words) * _CELL) + 12


def _text(words: str, x: int, wide: int) -> str:
    return (
        f'<text x="{x}" y="14" textLength="{wide}" lengthAdjust="spacingAndGlyphs" direction="ltr">{_xml(words)}</text>'
    )


def _xml(words: str) -> str:
    """Return words as text of XML, without the few characters that no XML may hold."""
    return escape(_NO_XML.sub("\ufffd", words))
