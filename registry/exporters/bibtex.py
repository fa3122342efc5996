"""A reference as an entry of BibTeX, in UTF-8, with every character that LaTeX or BibTeX reads as a command written out.

BibTeX counts braces even behind a backslash, so one that stands alone would end the field: braces are written by name.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from registry.exporters.cited import Cited

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "$&%#_"},
}
_COMMAND = re.compile(r"[\\{}~^$&%#_]")
_SAFE_IN_URL = "/:?&=;,+@!*()'%#$-._~"
"""Of an address; braces, backslashes and quotes of one are percent-encoded, which means the same."""


def reference(cited: Cited) -> str:
    """Return the entry; its key is the statement id."""
    fields = {
        "author": f"{{{latex(cited.author)}}}",
        "title": f"{{{latex(cited.title)}}}",
        "year": cited.published[:4],
        "date": cited.published[:10],
        "howpublished": latex(f"Recorded as {cited.entry}"),
        "url": quote(cited.url, safe=_SAFE_IN_URL),
        "note": latex(f"{cited.citation}: {cited.conclusion}"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{jinbang-{cited.statement_id},\n{lines}}}\n"


def latex(words: str) -> str:
    """Return words as LaTeX prints them."""
    return _COMMAND.sub(lambda match: _COMMANDS[match[0]], words)
