"""What an entry says, in a few words: for every type, and for what is no such statement at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import entry as entries
from ledger.statement import spell
from ledger.text import plain
from registry import statements
from registry.statements import TYPES
from registry.summary import MAX_WORDS, summary
from tests.registry import strategies
from tests.registry.statements import made


def said(value: dict[str, Any]) -> str:
    return summary(entries.sign(spell(value), [made.SIGNER]))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (made.evaluation(part={"number": 2, "of": 3}), '"C-Eval", 1 placement, part 2 of 3'),
        (made.claim(), '"云天书在C-Eval榜单排名第一"'),
        (made.flag(reason="no-source", because="No\npage."), 'no-source on 0f0f0f0f0f0f0f0f: "No page."'),
        (made.response(), 'to 0f0f0f0f0f0f0f0f: "yes"'),
        (made.amendment(), "retract 0f0f0f0f0f0f0f0f"),
        (made.amendment(because="Wrong\ntest."), 'retract 0f0f0f0f0f0f0f0f: "Wrong test."'),
        (
            made.amendment(action="supersede", by="1e" * 32),
            "supersede 0f0f0f0f0f0f0f0f by 1e1e1e1e1e1e1e1e",
        ),
        (made.seal(), '"C-Eval test", 3 items'),
        (made.reveal(), "all of 0f0f0f0f0f0f0f0f"),
        (made.publisher(**{"class": "vendor"}), "vendor"),
        (made.publisher_keys(), "rotate"),
    ],
)
def test_each_type_has_its_words(value: dict[str, Any], words: str) -> None:
    statements.parse(value)

    assert said(value) == words


@given(kind=st.sampled_from(sorted(TYPES)), least=st.sampled_from(made.LEAST), data=st.data())
def test_a_statement_of_any_content_has_words_fit_for_a_line(kind: str, least: Any, data: st.DataObject) -> None:
    fields = [key for key in least() if key not in ("type", "publisher")]
    hostile = {key: data.draw(strategies.json_values) for key in fields}

    words = said({"type": kind, "publisher": made.NAME, **hostile})

    assert len(words) <= MAX_WORDS
    assert words == plain(words)
