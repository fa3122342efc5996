"""I2: a number, a line or an order that was changed without a word."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.silent_edit import RULE
from registry.statements import Evaluation
from tests.registry.rules.made import find
from tests.registry.rules.recorded import Log, cmmlu, line, table

OTHERS = [line("B", "70.0"), line("C", "60.0"), line("D", "50.0")]


def test_the_real_edits_of_cmmlu_are_all_found_and_nothing_else() -> None:
    log = cmmlu()
    found = []
    for one in log.logged:
        assert isinstance(one.statement, Evaluation)
        for hit in log.find(RULE, one.index).found:
            shots = one.statement.placements[0].settings.shots
            found.append((one.statement.published[:10], shots, hit.placement, [seen.value for seen in hit.seen][:2]))
    assert found == [
        ("2023-06-27", 5, "BatGPT-15B", ["36.72", "37.16"]),
        ("2023-09-18", 0, "vivoLM-7B", ["71.66", "76.14"]),
        ("2023-09-18", 5, "vivoLM-7B", ["75.07", "75.82"]),
        ("2023-12-05", 5, "Mind GPT", ["82.08", "82.84"]),
    ]


def test_a_number_that_moved_alone_is_told_in_both_languages_with_both_places() -> None:
    log = Log(table(line("A", "71.66"), *OTHERS), table(line("A", "76.14"), *OTHERS, day="2026-02-01"))
    (hit,) = log.find(RULE).found
    assert hit.message == (
        "A: accuracy was 71.66 in entry 0 and is 76.14 here, with no other version and no amendment that says why; "
        "3 other lines kept theirs."
    )
    assert hit.message_zh == (
        "A：accuracy 在条目 0 中是 71.66，在这里是 76.14，既未注明新版本，也没有修正声明说明原因；其余 3 行未变。"
    )
    assert [seen.field for seen in hit.seen] == [
        "entry 0 placements[0].scores[0].value",
        "placements[0].scores[0].value",
        "placements[0].model.version",
    ]
    assert log.said(RULE, 0) == []


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([line("A", "76.14", model_version="2"), *OTHERS], id="a new version is stated"),
        pytest.param([line("A", "76.14", settings={"shots": 5}), *OTHERS], id="other shots"),
        pytest.param([line("A", "71.7"), *OTHERS], id="the same number with fewer digits"),
        pytest.param([line("A", "76.14"), line("B", "71"), line("C", "61"), line("D", "50.0")], id="all tested anew"),
    ],
)
def test_a_number_that_is_explained_is_no_silent_edit(second: list[dict[str, Any]]) -> None:
    assert Log(table(line("A", "71.66"), *OTHERS), table(*second, day="2026-02-01")).said(RULE) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"publisher": "another.example.org"},
        {"graders": [{"name": "scorer", "version": "2"}]},
        {"datasets": [{"name": "Test", "items": 900}]},
        {"leaderboard": {"name": "Another Board"}},
        {"scope": {"entrants": 4, "languages": ["zh"]}},
        {"day": "2025-12-01"},
    ],
)
def test_another_publisher_grader_dataset_board_or_an_earlier_day_is_no_later_state(fields: dict[str, Any]) -> None:
    again = table(line("A", "76.14"), *OTHERS, **{"day": "2026-02-01", **fields})
    assert Log(table(line("A", "71.66"), *OTHERS), again).said(RULE) == []


def test_an_amendment_that_replaces_the_earlier_entry_explains_it() -> None:
    log = Log(table(line("A", "71.66"), *OTHERS), table(line("A", "76.14"), *OTHERS, day="2026-02-01"))
    log.end(0, Ended(Ending.SUPERSEDED, 2, 1))
    assert log.said(RULE) == []


def test_the_same_release_again_may_have_no_other_number_line_or_order() -> None:
    first = table(line("A", "80"), line("B", "70"), line("C", "60"), release="October")
    second = table(
        line("A", "80"), line("N", "75"), line("B", "70"), line("C", "61"), release="October", day="2026-02-01"
    )
    assert Log(first, second).said(RULE) == [
        "B: rank 2 in entry 0, which is the same release, and 3 here; no amendment says why.",
        "C: accuracy was 60 in entry 0 and is 61 here, with no other version and no amendment that says why.",
        "N: not in entry 0, which is the same release, and here rank 2; no amendment says why.",
    ]


def test_a_line_that_a_partial_transcript_left_out_is_not_called_put_in() -> None:
    first = table(line("A", "80"), line("B", "70"), release="October", scope={"entrants": 3})
    second = table(line("A", "80"), line("B", "70"), line("C", "60"), release="October", day="2026-02-01")
    log = Log(first, second)
    assert log.said(RULE) == []
    assert log.lacking(RULE) == ["entry 0 placements"]


def test_a_developer_that_was_filled_in_makes_it_no_other_model() -> None:
    second = table(line("A", "76.14", model_developer="Maker"), *OTHERS, day="2026-02-01")
    assert len(Log(table(line("A", "71.66"), *OTHERS), second).said(RULE)) == 1


def test_a_table_in_parts_is_compared_with_the_whole_of_its_past() -> None:
    def part(number: int, day: str, *lines: dict[str, Any]) -> Any:
        return table(*lines, day=day, scope={"entrants": 4}, part={"number": number, "of": 2})

    log = Log(
        part(1, "2026-01-01", line("A", "71.66", 1), line("B", "70.0", 2)),
        part(2, "2026-01-01", line("C", "60.0", 3), line("D", "50.0", 4)),
        part(1, "2026-02-01", line("B", "70.0", 1), line("C", "60.0", 2)),
        part(2, "2026-02-01", line("D", "50.0", 3), line("A", "40.0", 4)),
    )
    assert [log.said(RULE, index) for index in range(3)] == [[], [], []]
    (said,) = log.said(RULE)
    assert said.startswith("A: accuracy was 71.66 in entry 0, 1 and is 40.0 here")
    assert said.endswith("3 other lines kept theirs.")


def test_before_it_is_appended_a_ranking_is_compared_with_the_newest_on_record() -> None:
    log = Log(table(line("A", "71.66"), *OTHERS))
    new = table(line("A", "76.14"), *OTHERS, day="2026-02-01")
    assert len(rules.run(new, log.context(), [RULE]).found) == 1


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(table(line("A", "1.5")), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
    assert find(RULE, table(line("A", "1.5"))).found == ()
