"""Markdown, as a reader of CommonMark reads it: one paragraph, one bold text, one code, and words."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from registry.exporters import markdown
from tests.registry.exporters.citing import line, made
from tests.registry.exporters.rows import HOSTILE

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> tuple[str, str, str]:
    """Return what stands in bold, what stands as code, and all words; asserts that there is no other markup."""
    block = READER.parse(text)
    assert [one.type for one in block] == ["paragraph_open", "inline", "paragraph_close"]
    inline = block[1].children or []
    kinds = Counter(one.type for one in inline if one.type not in ("text", "text_special"))
    assert kinds == {"strong_open": 1, "strong_close": 1, "code_inline": 1}
    at = {one.type: number for number, one in enumerate(inline)}
    bold = "".join(one.content for one in inline[at["strong_open"] + 1 : at["strong_close"]])
    return bold, inline[at["code_inline"]].content, "".join(one.content for one in inline)


def test_a_reference_is_a_line_with_title_verdict_and_citation() -> None:
    bold, code, words = read(markdown.reference(made()))
    assert bold == "Model A, rank 1 of 26, Model A"
    assert code == "jinbang:example.org/rankings/42#Model%20A@9f8a3c01d2e4b567"
    assert "(Model A, 2026-11-02): flagged: conflict (its submitter's own number), as of size 43. Recorded as" in words


@pytest.mark.parametrize("words", [one for one in HOSTILE if len(one) < 1000])
def test_hostile_words_are_only_words(words: str) -> None:
    text = markdown.reference(made(words))
    bold, _, _ = read(text)
    assert bold == f"{line(words)}, rank 1 of 26, {line(words)}"
    assert "://" not in text.replace("\\", "")[: text.index("flagged")] or "\\://" in text


@given(st.text("\\`*_[]<>()#|~&;:/@w.!x1-= \n", min_size=1, max_size=30).map(str.strip).filter(bool))
def test_any_words_are_only_words(words: str) -> None:
    bold, code, _ = read(markdown.reference(made(words)))
    assert bold == f"{line(words)}, rank 1 of 26, {line(words)}"
    assert code == made(words).citation


@given(st.text("`a ", min_size=1, max_size=12).map(str.strip).filter(bool))
def test_code_is_code_whatever_it_holds(words: str) -> None:
    (inline,) = [one for one in READER.parse(f"x {markdown.code(words)} x") if one.type == "inline"]
    assert [one.content for one in inline.children or [] if one.type == "code_inline"] == [words]
