"""A reference as a line of Markdown (CommonMark), in which text of others is text and never markup or a link."""

from __future__ import annotations

import re

from registry.exporters.cited import Cited

# What CommonMark, its tables and its formulas read as markup; an address that GitHub would link by itself.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$^=]|:(?=//)|(?<=www)\.|@", re.IGNORECASE)


def reference(cited: Cited) -> str:
    """Return the line."""
    day = f", {cited.published[:10]}" if cited.published else ""
    said = f"**{text(cited.title)}** ({text(cited.author)}{day})"
    return f"{said}: {text(cited.conclusion)}. Recorded as {text(cited.entry)}: {code(cited.citation)}\n"


def text(words: str) -> str:
    """Return words as they are to be read, not as markup."""
    return _MARKUP.sub(r"\\\g<0>", words)


def code(words: str) -> str:
    """Return words as code, whatever they hold."""
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    space = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{space}{words}{space}{fence}"
