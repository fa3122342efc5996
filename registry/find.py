"""From what a person writes to the entry that is meant: an index, digits of a statement id, or a citation."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.entry import Entry
from ledger.errors import VerificationError
from ledger.log import Ledger
from ledger.text import plain, shown
from registry.citation import Citation, is_citation, is_index, is_prefix
from registry.errors import NothingToJudge, QuestionError


@dataclass(frozen=True, slots=True)
class Found:
    """The entry that is meant; nothing about it is verified yet."""

    index: int
    entry: Entry
    placement: str = ""
    """The model that a citation names; empty when it names none."""


def find(ledger: Ledger, text: str) -> Found:
    """Return the entry that a text names.

    Raises: QuestionError when it names none; NotLogged and NothingToJudge when there is no such entry; VerificationError when
    a citation's index and id do not agree.
    """
    if is_citation(text):
        return _cited(ledger, Citation.parse(text))
    if is_index(text):
        index = int(text)
    elif is_prefix(text):
        index = ledger.find(text)
    else:
        raise QuestionError(
            f"entry: {shown(text)} is not an index, 8 or more hex digits of a statement id, or a citation"
        )
    return Found(index, ledger.entry(index))


def _cited(ledger: Ledger, citation: Citation) -> Found:
    if citation.origin != ledger.identity.origin:
        raise NothingToJudge(f"citation: of {shown(citation.origin)}, but this ledger is {ledger.identity.origin}")
    entry = ledger.entry(citation.index)
    found = entry.statement.id
    if not found.startswith(citation.statement_id):
        raise VerificationError(
            f"citation: entry {citation.index} is statement {found[:16]}; needed {citation.statement_id}"
        )
    return Found(citation.index, entry, citation.placement)


def placed_models(found: Found) -> list[str]:
    """Return the model names of an entry's placements; none when it is not an evaluation."""
    placements = found.entry.statement.value.get("placements")
    rows = placements if isinstance(placements, list) else []
    models = [row.get("model") for row in rows if isinstance(row, dict)]
    return [str(model["name"]) for model in models if isinstance(model, dict) and "name" in model]


def check_placement(found: Found) -> None:
    """Raise NothingToJudge when a citation names a model that the entry does not have."""
    if found.placement and found.placement not in placed_models(found):
        raise NothingToJudge(f"entry {found.index}: has no placement of {plain(found.placement)!r}")
