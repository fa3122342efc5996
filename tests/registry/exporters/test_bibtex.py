"""BibTeX, as bibtexparser reads it: one entry, whose words are those that were said."""

from __future__ import annotations

import re

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from registry.exporters import bibtex
from tests.registry.exporters.citing import line, made
from tests.registry.exporters.rows import HOSTILE

# Written without the table of the code under test.
SAID = {r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}"}
SAID |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^"} | {"\\" + sign: sign for sign in "$&%#_"}
COMMAND = re.compile("|".join(map(re.escape, SAID)))


def parsed(text: str) -> dict[str, str]:
    library = parse_string(text)
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert library.blocks == [entry]
    assert (entry.entry_type, entry.key) == ("misc", "jinbang-9f8a3c01d2e4b567")
    return {field.key: field.value for field in entry.fields}


def said(latex: str) -> str:
    """Return what LaTeX prints for a field; raises when anything in it is a command of another kind."""
    inner = latex.removeprefix("{").removesuffix("}")
    left = COMMAND.sub("", inner)
    assert not re.search(r"[\\{}$&%#_~^]", left)
    return COMMAND.sub(lambda match: SAID[match[0]], inner)


def test_a_reference_has_author_title_date_and_verdict() -> None:
    fields = parsed(bibtex.reference(made()))
    assert [*fields] == ["author", "title", "year", "date", "howpublished", "url", "note"]
    assert (said(fields["author"]), said(fields["title"])) == ("Model A", "Model A, rank 1 of 26, Model A")
    assert (fields["year"], fields["date"]) == ("2026", "2026-11-02")
    assert fields["url"] == "https://example.org/a%7Bb%7D?c=d%20e&f"
    assert said(fields["note"]).endswith(": flagged: conflict (its submitter's own number), as of size 43")


def test_what_is_not_known_is_left_out() -> None:
    assert not {"year", "date"} & parsed(bibtex.reference(made(published=""))).keys()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(words: str) -> None:
    fields = parsed(bibtex.reference(made(words)))
    assert said(fields["title"]) == f"{line(words)}, rank 1 of 26, {line(words)}"


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_words_leave_the_braces_whole(words: str) -> None:
    text = bibtex.reference(made(words))
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert text.count("\n") == len(text.splitlines())
