"""Flags and responses: who objects to what and why, and the answer."""

from __future__ import annotations

from typing import Any

import pytest

from registry.record.references import references
from registry.rules import ALL
from registry.statements import parse
from registry.statements.flag import OTHER
from tests.registry.statements import made
from tests.registry.statements.test_statements import problems


@pytest.mark.parametrize("reason", [OTHER, *(rule.id for rule in ALL)])
def test_the_reason_of_a_flag_is_a_rule_or_other(reason: str) -> None:
    parse(made.flag(reason=reason))


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "No source"}, "reason"),
        ({"reason": "no-source\n"}, "reason"),
        ({"reason": "-"}, "reason"),
        ({"entry": "1a2b3c4d"}, "entry"),
        ({"because": ""}, "because"),
        ({"evidence": [{"sha256": "x"}]}, "evidence[0].sha256"),
        ({"placement": " A"}, "placement"),
    ],
)
def test_a_flag_of_the_wrong_form_is_refused_at_its_place(wrong: dict[str, Any], path: str) -> None:
    assert [problem.path for problem in problems(made.flag(**wrong))] == [path]


def test_a_response_says_something() -> None:
    assert [problem.path for problem in problems(made.response(because=""))] == ["because"]


def test_each_type_names_the_statements_that_it_is_about() -> None:
    other = "1e" * 32

    named = [
        list(references(parse(one)))
        for one in (
            made.flag(),
            made.response(),
            made.amendment(),
            made.amendment(action="supersede", by=other),
            made.reveal(),
            made.evaluation(replicates=other, datasets=[{"name": "d", "seal": made.ID}]),
            made.seal(),
            made.claim(),
            made.publisher(),
        )
    ]

    assert named == [[made.ID], [made.ID], [made.ID], [made.ID, other], [made.ID], [other, made.ID], [], [], []]
