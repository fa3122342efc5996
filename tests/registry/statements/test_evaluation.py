"""Evaluations: what must hold between their fields, and what need not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from registry.errors import Problem, StatementError
from registry.statements import Evaluation, format, parse
from tests.registry.statements import made

FULL = made.evaluation(
    methodology={
        "summary": "5-shot",
        "criteria": [{"name": "accuracy", "basis": "measured", "dataset": "C-Eval test", "grader": "scorer"}],
    },
    datasets=[{"name": "C-Eval test", "items": 12342}],
    graders=[{"name": "scorer", "kind": "program"}],
    placements=[
        made.placement(
            rank=1,
            scores=[{"criterion": "accuracy", "value": "77.1", "ci": ["76.4", "77.8"], "n": 12342}],
            raw=[{"sha256": made.ID, "rows": 12342}],
            evidence=[0, 1],
        ),
        made.placement(scores=[{"criterion": "accuracy", "missing": "not-run"}]),
    ],
    evidence=[{"title": "page"}, {"title": "table"}],
    checks=[{"kind": "canary", "result": {"seen": False}, "evidence": 1}],
    part={"number": 2, "of": 2},
    **{"import": {"format": "csv"}},
)


def the_problems(value: dict[str, Any]) -> list[Problem]:
    """Return what `parse` says is wrong."""
    with pytest.raises(StatementError) as caught:
        parse(value)
    return list(caught.value.problems)


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the full evaluation with one value exchanged; a path is keys and numbers between slashes."""
    *parents, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    whole = deepcopy(FULL)
    at: Any = whole
    for step in parents:
        at = at[step]
    at[last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("evidence", [], Problem("checks[0].evidence", "1", "an index, and evidence is empty")),
        ("placements/0/evidence/1", 2, Problem("placements[0].evidence[1]", "2", "0 to 1")),
        ("checks/0/evidence", 2, Problem("checks[0].evidence", "2", "0 to 1")),
        (
            "methodology/criteria/0/dataset",
            "C-Eval",
            Problem("methodology.criteria[0].dataset", '"C-Eval"', "the name of one of datasets"),
        ),
        (
            "methodology/criteria/0/grader",
            "people",
            Problem("methodology.criteria[0].grader", '"people"', "the name of one of graders"),
        ),
        (
            "placements/1/scores/0/criterion",
            "speed",
            Problem("placements[1].scores[0].criterion", '"speed"', "one of methodology.criteria"),
        ),
        ("part/number", 3, Problem("part.number", "3", "1 to 2")),
        (
            "placements/0/scores/0/missing",
            "not-run",
            Problem("placements[0].scores[0].missing", '"not-run" with a value', "one of the two"),
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(path: str, value: object, problem: Problem) -> None:
    assert problem in the_problems(changed(path, value))


@pytest.mark.parametrize("path", ["methodology/criteria", "datasets", "graders", "placements/0/scores"])
def test_a_name_that_others_refer_to_stands_there_once(path: str) -> None:
    value: Any = FULL
    for step in path.split("/"):
        value = value[int(step) if step.isdigit() else step]

    (problem,) = the_problems(changed(path, value * 2))

    assert problem.path.startswith(path.replace("/0", "[0]").replace("/", ".") + "[1].")
    assert problem.expected == "each name once"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("placements/0/rank", 0),
        ("placements/0/rank", "1"),
        ("placements/0/rank", True),
        ("placements/0/scores/0/value", 77),
        ("placements/0/scores/0/n", "12342"),
        ("placements/0/raw/0/sha256", ""),
        ("placements/0/settings", {"runs": 0}),
        ("placements/0/tied", "no"),
        ("placements/0/evidence", [-1]),
        ("datasets/0/access", "open"),
        ("graders/0/dirty", "yes"),
        ("disclosures", {"ties": [{"to": "vendor"}]}),
        ("scope", {"filters": [{"field": "parameters", "op": "~", "value": "10B"}]}),
        ("placements/0/model/name", ""),
        ("leaderboard/name", ""),
        ("placements", []),
        ("replicates", "0f"),
        ("checks/0/result", []),
    ],
)
def test_what_is_of_the_wrong_form_is_refused_at_its_place(path: str, value: object) -> None:
    place = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("/"))[1:]

    assert all(problem.path.startswith(place) for problem in the_problems(changed(path, value)))


def test_scores_may_name_any_criterion_when_none_is_described() -> None:
    statement = parse(made.evaluation(placements=[made.placement(scores=[{"criterion": "accuracy", "value": "77.1"}])]))

    assert isinstance(statement, Evaluation)
    assert statement.placements[0].scores[0].criterion == "accuracy"


def test_a_full_evaluation_is_read_field_by_field() -> None:
    statement = parse(FULL)

    assert isinstance(statement, Evaluation)
    assert statement.imported.format == "csv"
    assert statement.placements[0].scores[0].ci == ("76.4", "77.8")
    assert statement.placements[1].rank is None
    assert statement.part is not None
    assert statement.part.of == 2
    assert parse(format(statement)) == statement
