"""I3: a model that stood in the table and does not any more."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.vanished_row import RULE
from registry.statements import Evaluation
from tests.registry.rules.recorded import Log, cmmlu, line, table

OTHERS = [line("B", "70.0"), line("C", "60.0"), line("D", "50.0")]
FIRST = table(line("A", "71.66"), *OTHERS)


def test_the_real_lines_that_left_cmmlu_are_found() -> None:
    log = cmmlu()
    found: dict[tuple[str, int | None], set[str]] = {}
    for one in log.logged:
        assert isinstance(one.statement, Evaluation)
        key = (one.statement.published[:10], one.statement.placements[0].settings.shots)
        names = {hit.placement or "" for hit in log.find(RULE, one.index).found}
        if names:
            found[key] = names
    small = {f"{name}-7B" for name in ("LLaMA", "Bactrian-LLaMA", "Chinese-LLaMA", "Falcon", "BLOOM")}
    assert found == {
        ("2023-06-25", 0): small | {"LLaMA-30B", "LLaMA-13B"},
        ("2023-06-25", 5): small | {"LLaMA-30B", "LLaMA-13B"},
        ("2023-08-13", 0): {"Chinese-GLM-10B"},
        ("2023-08-13", 5): {"Chinese-GLM-10B"},
        ("2023-12-19", 0): {"vivoLM-7B"},
        ("2023-12-19", 5): {"vivoLM-7B"},
    }


def test_a_line_that_is_gone_is_told_in_both_languages() -> None:
    (hit,) = Log(FIRST, table(*OTHERS, day="2026-02-01")).find(RULE).found
    assert hit.message == "A: stood in entry 0 of 2026-01-01 as 1 and is gone; nothing was retracted."
    assert hit.message_zh == "A：在条目 0（2026-01-01）中排第 1，在这里不见了，也没有撤回声明。"
    assert hit.severity == "major"
    assert hit.seen[0].field == "entry 0 placements[0].model.name"


@pytest.mark.parametrize(
    "stands",
    [
        line("A", "75", model_version="2"),
        line("a", "75"),
        line("A-", "75"),
        line("New", "75", model_aliases=["A"]),
        line("Renamed", "71.66"),
        line("A", "75", model_developer="Maker"),
    ],
)
def test_a_model_that_stands_there_under_another_name_or_version_has_not_vanished(stands: dict[str, Any]) -> None:
    assert Log(FIRST, table(stands, *OTHERS, day="2026-02-01")).find(RULE).found == ()


def test_a_list_that_tests_everybody_anew_may_have_other_entrants() -> None:
    anew = table(line("B", "71"), line("C", "61"), line("D", "51"), day="2026-02-01")
    assert Log(FIRST, anew).find(RULE).found == ()


def test_of_a_partial_transcript_nobody_knows_what_is_gone() -> None:
    for scope, field in (({"entrants": 9}, "placements"), (None, "scope.entrants")):
        log = Log(FIRST, table(*OTHERS, day="2026-02-01", scope=scope))
        assert log.said(RULE) == []
        assert log.lacking(RULE) == [field]


def test_a_table_in_parts_is_asked_when_it_is_whole() -> None:
    def part(number: int, *lines: dict[str, Any]) -> Any:
        return table(*lines, day="2026-02-01", scope={"entrants": 3}, part={"number": number, "of": 2})

    log = Log(FIRST, part(1, line("B", "70.0", 1), line("C", "60.0", 2)), part(2, line("D", "50.0", 3)))
    assert [hit.placement for hit in log.find(RULE, 2).found] == ["A"]
    # What concerns the table as a whole is told once, at its last part.
    assert log.find(RULE, 1).found == ()


def test_a_retraction_lets_a_line_go() -> None:
    log = Log(FIRST, table(*OTHERS, day="2026-02-01"))
    log.end(0, Ended(Ending.RETRACTED, 2))
    assert log.find(RULE).found == ()


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(FIRST, rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
