"""Errors say what was found and what was needed, in one line, and the rest on request."""

from __future__ import annotations

import pytest

from registry.errors import (
    MAX_LISTED,
    NothingToJudge,
    Problem,
    QuestionError,
    RegistryError,
    StatementError,
    shown,
)


def test_the_first_line_is_the_first_problem_and_how_many_more() -> None:
    rank = Problem("placements[0].rank", "0", "a whole number, 1 or more")
    whole = Problem("", "a list", "one JSON object")

    assert str(StatementError([rank])) == "placements[0].rank: found 0, expected a whole number, 1 or more"
    assert str(StatementError([whole, rank])) == "statement: found a list, expected one JSON object (and 1 more)"


def test_advice_lists_the_others_and_counts_what_it_leaves_out() -> None:
    problems = [Problem(f"extra.k{number}", "1.5", "a string") for number in range(MAX_LISTED + 5)]

    lines = StatementError(problems).advice().splitlines()

    assert lines[0] == str(problems[1])
    assert lines[-2:] == ["… and 5 more", "`jinbang schema TYPE` lists the fields of a statement."]
    assert len(lines) == MAX_LISTED + 1


@pytest.mark.parametrize("kind", [RegistryError, QuestionError, NothingToJudge])
def test_advice_is_what_the_raiser_gave(kind: type[RegistryError]) -> None:
    assert kind("no such entry").advice() == ""
    assert kind("no such entry", "Look with `jinbang log`.").advice() == "Look with `jinbang log`."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("云天书", '"云天书"'),
        ("a\x1b[0m\u202eb\n", '"a\ufffd[0m\ufffdb\ufffd"'),
        ("x" * 41, '"' + "x" * 40 + '…"'),
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-7, "-7"),
        (0.5, "0.5"),
        (10**40, "a number too large to show"),
        (-(10**4000), "a number too large to show"),
        ({}, "an object"),
        ([1], "a list"),
        (b"", "a bytes"),
    ],
)
def test_what_is_shown_is_short_and_printable(value: object, text: str) -> None:
    assert shown(value) == text
