"""I3: a model that stood in the table and does not any more."""

from __future__ import annotations

import re
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


def renamed(last: list[dict[str, Any]], *between: list[dict[str, Any]]) -> Log:
    """Return a table whose first line was called Old, then New, and is gone in the end."""
    states = [[line("Old", "71.66"), *OTHERS], [line("New", "71.66"), *OTHERS], *between, last]
    return Log(*(table(*lines, day=f"2026-{month:02}-01") for month, lines in enumerate(states, 1)))


GONE = "New: stood in entry 1 of 2026-02-01 as 1 and is gone; nothing was retracted."
CALLED = " The line was called Old in entry 0 of 2026-01-01, and kept its scores when the name changed."


def test_the_four_names_of_one_real_line_are_told_with_the_row_that_came_back_under_the_first() -> None:
    log = cmmlu()
    for shots, entries, value in ((0, (24, 26, 52), "75.40"), (5, (25, 27, 53), "74.27")):
        (index,) = (
            one.index
            for one in log.logged
            if isinstance(one.statement, Evaluation)
            and one.statement.published.startswith("2023-12-19T09")
            and one.statement.placements[0].settings.shots == shots
        )
        first, second, last = entries
        (hit,) = log.find(RULE, index).found
        assert hit.message == (
            f"vivoLM-7B: stood in entry {last} of 2023-12-19 as 4 and is gone; nothing was retracted. The line was called "
            f"BlueLM-7B in entry {first} of 2023-09-05 and vivo蓝心大模型-7B（BlueLM） in entry {second} of 2023-09-13, and kept "
            f"its scores when the name changed. BlueLM-7B is listed here for the first time since as 4 with {value}."
        )
        assert [seen.value for seen in hit.seen][3:] == ["BlueLM-7B", "vivo蓝心大模型-7B（BlueLM）", "BlueLM-7B", value]


def test_a_name_that_comes_back_as_a_line_goes_is_told_in_both_languages() -> None:
    (hit,) = renamed([*OTHERS, line("Old", "45.5")]).find(RULE).found
    assert hit.message == f"{GONE}{CALLED} Old is listed here for the first time since as 4 with 45.5."
    assert hit.message_zh == (
        "New：在条目 1（2026-02-01）中排第 1，在这里不见了，也没有撤回声明。"
        "这一行在条目 0（2026-01-01）中名为Old；改名时得分不变。此后首次有一行名为Old，排第 4，得分 45.5。"
    )


@pytest.mark.parametrize(
    "came",
    [
        pytest.param([], id="nobody"),
        pytest.param([line("Other", "45.5")], id="an unrelated line"),
        pytest.param([line("Older", "45.5")], id="a name that only begins alike"),
    ],
)
def test_who_comes_as_a_line_goes_is_not_joined_with_it_for_that(came: list[dict[str, Any]]) -> None:
    assert renamed([*OTHERS, *came]).said(RULE) == [GONE + CALLED]


def test_a_former_name_that_another_line_had_meanwhile_is_joined_with_none() -> None:
    meanwhile = [line("New", "71.66"), *OTHERS, line("Old", "33.3")]
    (said,) = renamed([*OTHERS, line("Old", "45.5")], meanwhile, [line("New", "71.66"), *OTHERS]).said(RULE)
    assert said.endswith(CALLED)


def test_a_former_name_under_another_developer_is_another_model() -> None:
    first = table(line("Old", "71.66", model_developer="Maker"), *OTHERS)
    second = table(line("New", "71.66", model_developer="Maker"), *OTHERS, day="2026-02-01")
    last = table(*OTHERS, line("Old", "45.5", model_developer="Another"), day="2026-03-01")
    assert Log(first, second, last).said(RULE) == [GONE + CALLED]


def test_of_a_line_that_had_many_names_the_last_ten_are_told() -> None:
    often = [table(line(f"Name {at}", "71.66"), *OTHERS, day=f"2026-01-{at:02}") for at in range(1, 29)]
    (said,) = Log(*often, table(*OTHERS, day="2026-02-01")).said(RULE)
    assert re.findall(r"Name (\d+) in entry", said) == [str(at) for at in range(18, 28)]


@pytest.mark.parametrize(("lines", "told"), [(11, False), (12, True)])
def test_no_more_lines_are_looked_at_than_a_table_of_usual_size_has(
    lines: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a hostile board of large tables would be gone through again for every line that it drops."""
    monkeypatch.setattr("registry.record.former._MOST_LINES", lines)
    (said,) = renamed(OTHERS, [line("New", "71.66"), *OTHERS]).said(RULE)
    assert ("The line was called Old in entry 0" in said) is told


def test_equal_scores_by_chance_under_names_that_both_stay_are_no_former_name() -> None:
    twins = [line("A", "71.66", 1), line("Twin", "71.66", 1), *OTHERS]
    log = Log(table(*twins), table(*twins, day="2026-02-01"), table(*twins[1:], day="2026-03-01"))
    assert log.said(RULE) == ["A: stood in entry 1 of 2026-02-01 as 1 and is gone; nothing was retracted."]


def test_a_line_that_always_had_one_name_has_no_former_one() -> None:
    first = [table(line("A", "71.66"), *OTHERS, day=f"2026-01-{day:02}") for day in range(1, 29)]
    log = Log(*first, table(*OTHERS, day="2026-02-01"))
    assert log.said(RULE) == ["A: stood in entry 27 of 2026-01-28 as 1 and is gone; nothing was retracted."]


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
