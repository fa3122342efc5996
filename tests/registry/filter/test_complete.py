"""What could stand at a place of a filter."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.filter import FilterError, parse
from registry.filter.complete import MAX_CANDIDATES, complete
from registry.filter.fields import BY_NAME
from registry.names import folded
from tests.registry.filter.trees import HARMFUL

ON_RECORD = {
    "model": ("GPT-4", "Qwen Max", "通义千问", 'a "quoted" name'),
    "leaderboard": ("C-Eval", "CMMLU", "Arena: text"),
    "developer": ("OpenAI",),
    "publisher": ("evals.example.org",),
}


def names(kind: str, part: str) -> Sequence[str]:
    return [name for name in ON_RECORD.get(kind, ()) if folded(part) in folded(name)]


def applied(text: str, cursor: int | None = None) -> list[str]:
    """Return the texts that the candidates make of a text."""
    at = len(text) if cursor is None else cursor
    return [text[: one.start] + one.text + text[one.stop :] for one in complete(text, at, names)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("boa", "board:"),
        ("qwen leaderb", "qwen leaderboard:"),
        ("-ver", "-version:"),
        ("(ran", "(rank:"),
        ("榜", "榜单:"),
        ("board:c-", "board:C-Eval"),
        ("board:C-Eval,cm", "board:C-Eval,CMMLU"),
        ("board:arena", 'board:"Arena: text"'),
        ("model:通", "model:通义千问"),
        ("qw", '"Qwen Max"'),
        ('model:"qwen m', 'model:"Qwen Max"'),
        ("verdict:fl", "verdict:flagged"),
        ("结论：存", "结论：flagged"),
        ("finding:no-s", "finding:no-source"),
        ("finding:U1", "finding:no-source"),
        ("type:cl", "type:claim"),
        ("severity=cr", "severity=critical"),
        ("has:sc", "has:score"),
        ("missing:", "missing:developer"),
        ("fir", "first"),
    ],
)
def test_the_likeliest_completion_is(text: str, first: str) -> None:
    assert applied(text)[0] == first


def test_behind_a_whole_field_its_operators_are_offered() -> None:
    assert {"rank:", "rank<=", "rank>=", "rank<", "rank>"} <= set(applied("rank"))
    assert applied("model")[0] == "model:"
    assert "model<" not in applied("model")


def test_an_empty_filter_offers_every_field_once() -> None:
    offered = applied("")

    assert {f"{field.name}:" for field in BY_NAME.values()} | {"has:", "missing:"} == set(offered)


def test_what_stands_behind_the_cursor_stays() -> None:
    assert applied("boa qwen", 3)[0] == "board: qwen"
    assert applied("boaxyz qwen", 3)[0] == "board: qwen"


def test_nothing_is_offered_for_a_number_or_a_field_that_there_is_not() -> None:
    assert applied("rank<=") == applied("boards:x") == []


@settings(deadline=None)
@given(st.lists(st.sampled_from([*HARMFUL, *BY_NAME, *":=<>,()- \"'\0"]), max_size=8).map("".join), st.integers(0, 60))
def test_any_text_can_be_completed_anywhere(text: str, cursor: int) -> None:
    at = min(cursor, len(text))
    candidates = complete(text, at, names)

    assert len(candidates) <= MAX_CANDIDATES
    assert all(0 <= one.start <= at <= one.stop <= len(text) for one in candidates)


@pytest.mark.parametrize(
    "text", ["boa", "model:q", "verdict:", "has:", "type:", "finding:", "q", "a", 'board:"ar', "publisher:e"]
)
def test_a_completed_filter_is_one_or_lacks_a_value(text: str) -> None:
    for completed in applied(text):
        try:
            parse(completed)
        except FilterError as error:
            assert completed.endswith((":", "<", ">", "="))
            assert error.start == len(completed)
