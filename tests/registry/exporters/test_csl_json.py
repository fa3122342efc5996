"""CSL-JSON, as citeproc reads and prints it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from registry.exporters import csl_json
from tests.registry.exporters.citing import line, made
from tests.registry.exporters.rows import HOSTILE

# The variables of CSL-JSON 1.0.2 that are used here, and what each must be.
KINDS: dict[str, type] = {
    "id": str,
    "type": str,
    "title": str,
    "author": list,
    "issued": dict,
    "publisher": str,
    "archive": str,
    "archive_location": str,
    "URL": str,
    "note": str,
}


def item(text: str) -> dict[str, Any]:
    (one,) = json.loads(text)
    assert one.keys() <= KINDS.keys()
    assert all(isinstance(value, KINDS[name]) for name, value in one.items())
    return dict(one)


def printed(one: dict[str, Any]) -> str:
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([one]), formatter.plain)
    bibliography.register(Citation([CitationItem(one["id"])]))
    (entry,) = bibliography.bibliography()
    return str(entry)


def test_citeproc_prints_author_year_and_title() -> None:
    one = item(csl_json.reference(made()))
    assert one["issued"] == {"date-parts": [[2026, 11, 2]]}
    assert one["note"] == "flagged: conflict (its submitter's own number), as of size 43"
    text = printed(one)
    assert text.startswith("Model A")
    assert "2026" in text
    assert "rank 1 of 26" in text


def test_what_is_not_known_is_left_out() -> None:
    assert "issued" not in item(csl_json.reference(made(published="")))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_read_as_no_markup(words: str) -> None:
    text = csl_json.reference(made(words))
    assert all(line.isprintable() for line in text.splitlines())
    one = item(text)
    title = one["title"]
    assert title.replace("\uff1c", "<") == f"{line(words)}, rank 1 of 26, {line(words)}".replace("\uff1c", "<")
    assert not any(tag in title for tag in ("<i>", "<b>", "</", "<s"))
    if len(words) < 1000:
        assert "rank 1 of 26" in printed(one)
