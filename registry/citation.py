"""Citations: how a ranking is named so that the name holds for ever.

    jinbang:example.org/rankings/42#GPT-4@9f8a3c01d2e4b567
            origin               index placement, percent-encoded; optional
                                         first 16 hex digits of the statement id

Index and id must agree: a citation that fits no entry is false, not merely unknown.
"""

from __future__ import annotations

import re

from msgspec import Struct

from ledger.text import shown
from registry.errors import QuestionError

SCHEME = "jinbang:"
ID_DIGITS = 16
# Texts: `re` compiles each when it is first asked, and keeps it.
_CITATION = (
    r"jinbang:(?P<origin>[^#@\s]+)/(?P<index>0|[1-9][0-9]{0,8})(?:#(?P<placement>[^@#\s]+))?@(?P<id>[0-9a-f]{16})"
)
_INDEX = r"0|[1-9][0-9]{0,8}"
_PREFIX = r"[0-9a-f]{8,64}"


class Citation(Struct, frozen=True):
    """A cited entry, or one model's line in it."""

    origin: str
    index: int
    statement_id: str
    """First 16 hex digits."""
    placement: str = ""
    """The model's name; empty when the whole entry is cited."""

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a citation; raises QuestionError."""
        from urllib.parse import unquote  # deferred: --help stays light

        match = re.fullmatch(_CITATION, text.strip())
        if match is None:
            raise QuestionError(
                f"citation: {shown(text)} is not jinbang:ORIGIN/INDEX#PLACEMENT@ID",
                "ID is the first 16 hex digits of the statement id; #PLACEMENT may be left out.",
            )
        placement = unquote(match["placement"] or "", errors="replace")
        return cls(match["origin"], int(match["index"]), match["id"], placement)

    def format(self) -> str:
        """Return the citation as one word."""
        from urllib.parse import quote  # deferred, as above

        placement = f"#{quote(self.placement, safe='')}" if self.placement else ""
        return f"{SCHEME}{self.origin}/{self.index}{placement}@{self.statement_id}"


def cite(origin: str, index: int, statement_id: str, placement: str = "") -> Citation:
    """Return the citation of an entry by its full statement id."""
    return Citation(origin, index, statement_id[:ID_DIGITS], placement)


def is_citation(text: str) -> bool:
    """Say whether a text means to be a citation."""
    return text.strip().startswith(SCHEME)


def names_entry(text: str) -> bool:
    """Say whether a text means to name an entry: by a citation, an index, or digits of a statement id."""
    return is_citation(text) or is_index(text) or is_prefix(text)


def is_index(text: str) -> bool:
    """Say whether a text is the index of an entry."""
    return re.fullmatch(_INDEX, text) is not None


def is_prefix(text: str) -> bool:
    """Say whether a text is 8 or more digits of a statement id. An index wins over a prefix of decimal digits only."""
    return re.fullmatch(_PREFIX, text) is not None and not is_index(text)
