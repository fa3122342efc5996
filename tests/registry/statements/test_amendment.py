"""What an amendment may say, before anyone asks whose entry it is about."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from registry.statements import parse
from registry.statements.amendment import Action, Amendment
from tests.registry.statements import made
from tests.registry.statements.test_statements import problems

OTHER = "1e" * 32


@pytest.mark.parametrize("action", [one for one in get_args(Action) if one != "supersede"])
def test_only_a_supersession_names_what_replaces_the_target(action: str) -> None:
    parse(made.amendment(action=action))
    (problem,) = problems(made.amendment(action=action, by=OTHER))

    assert (problem.path, problem.expected) == ("by", f"nothing, with action {action}")


def test_a_supersession_names_another_statement() -> None:
    assert isinstance(parse(made.amendment(action="supersede", by=OTHER)), Amendment)
    assert [problem.path for problem in problems(made.amendment(action="supersede"))] == ["by"]
    (itself,) = problems(made.amendment(action="supersede", by=made.ID))

    assert itself.found == "the target itself"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"action": "delete"}, "action"),
        ({"action": "retracted"}, "action"),
        ({"target": made.ID[:16]}, "target"),
        ({"target": made.ID.upper()}, "target"),
        ({"by": "x"}, "by"),
        ({"because": 7}, "because"),
        ({"reason": "x"}, "reason"),
        ({"publishers": ["a.org", "b.org"]}, "publishers"),
    ],
)
def test_what_is_of_the_wrong_form_is_refused_at_its_place(wrong: dict[str, Any], path: str) -> None:
    assert path in [problem.path for problem in problems(made.amendment(**wrong))]


def test_every_action_is_one_that_the_type_takes() -> None:
    known = problems(made.amendment(action="x"))[0].expected

    assert known == "one of " + ", ".join(f'"{one}"' for one in get_args(Action))
