"""L2 on the record: every release of a leaderboard on the same items, told by what was committed to and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.worn_out_exam import RULE
from registry.statements import Statement
from tests.registry.rules.recorded import Log, cmmlu, line, table

DAYS = ("2025-01-10", "2025-07-10", "2026-01-10")
ONE, TWO = "ab" * 32, "cd" * 32
SAME = "asked the same items"


def release(day: str, called: str | None = None, /, *, parts: Any = None, **dataset: Any) -> Statement:
    """Return a release on one dataset, sealed or as given, so that its age is no matter."""
    sets = [{"name": "Test", "access": "private", **dataset}]
    board = {"name": "Example Board", "release": day[:7] if called is None else called}
    fields: dict[str, Any] = {} if parts is None else {"part": parts}
    fields["methodology"] = {
        "criteria": [{"name": "accuracy", "basis": "measured", "higher_is_better": True, "unit": "percent"}]
    }
    return table(line("A", "70.0"), line("B", "60.0"), day=day, leaderboard=board, datasets=sets, **fields)


def log(*datasets: dict[str, Any], days: tuple[str, ...] = DAYS) -> Log:
    return Log(*(release(day, **one) for day, one in zip(days, datasets, strict=True)))


def kept(one: Log, index: int = -1) -> list[str]:
    return [said for said in one.said(RULE, index) if SAME in said]


@pytest.mark.parametrize(
    "commitment", [{"sha256": ONE}, {"seal": ONE}, {"revision": "3f2a1b", "split": "test"}, {"revision": "3f2a1b"}]
)
def test_three_releases_over_a_year_on_the_same_items_are_told_in_both_languages(commitment: dict[str, str]) -> None:
    (hit,) = (hit for hit in log(commitment, commitment, commitment).find(RULE).found if SAME in hit.message)
    assert hit.severity == "minor"
    assert hit.message == (
        'Example Board has asked the same items of "Test" since 2025-01-10: in all of its last 3 releases on record, '
        "up to this one of 2026-01-10."
    )
    assert hit.message_zh == (
        "Example Board自 2025-01-10 起一直用“Test”的同一批题目：在案的最近 3 期，直到 2026-01-10 的本期，都是如此。"
    )
    field, value = next(iter(commitment.items()))
    assert [(seen.field, seen.value) for seen in hit.seen[:2]] == [
        (f"datasets[0].{field}", value),
        (f"entry 0 datasets[0].{field}", value),
    ]


def test_it_is_told_only_of_the_release_that_makes_it_a_year() -> None:
    same = {"sha256": ONE}
    assert kept(log(same, same, same), 1) == []
    assert kept(log(same, same, same, days=("2025-01-11", "2025-07-10", "2026-01-10"))) == []


def test_two_releases_are_too_few_and_two_tables_of_one_release_are_one() -> None:
    same = {"sha256": ONE}
    assert kept(log(same, same, days=("2025-01-10", "2026-01-10"))) == []
    again = Log(*(release(day, name, **same) for day, name in zip(DAYS, ("v1", "v1", "v2"), strict=True)))
    assert kept(again) == []


def test_releases_without_a_name_are_told_apart_by_their_day() -> None:
    assert len(kept(Log(*(release(day, "", sha256=ONE) for day in DAYS)))) == 1


@pytest.mark.parametrize(
    "other", [{"sha256": TWO}, {"sha256": ONE, "name": "Other test"}, {"sha256": TWO, "revision": "3f2a1b"}]
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_one_release_with_other_items_is_a_new_exam(other: dict[str, str], at: int) -> None:
    same = {"sha256": ONE, "revision": "3f2a1b"}
    found = log(*(other if number == at else same for number in range(3)))
    assert kept(found) == []
    assert found.lacking(RULE) == []


def test_another_split_of_one_revision_is_another_exam() -> None:
    first, then = {"revision": "1", "split": "dev"}, {"revision": "1", "split": "test"}
    assert kept(log(first, then, then)) == []
    assert log({"revision": "1"}, then, then).lacking(RULE) == ["entry 0 datasets[0].split"]


@pytest.mark.parametrize(
    ("datasets", "lacks"),
    [
        (({"sha256": ONE}, {}, {"sha256": ONE}), "entry 1 datasets[0].sha256"),
        (({"sha256": ONE}, {"seal": ONE}, {"sha256": ONE}), "entry 1 datasets[0].sha256"),
        (({"sha256": ONE}, {"sha256": ONE}, {}), "datasets[0].sha256"),
        (({"version": "1"}, {"version": "1"}, {"version": "1"}), "datasets[0].sha256"),
    ],
)
def test_items_that_nobody_committed_to_are_not_taken_for_the_same(
    datasets: tuple[dict[str, str], ...], lacks: str
) -> None:
    found = log(*datasets)
    assert kept(found) == []
    assert found.lacking(RULE) == [lacks]


def test_a_release_without_date_may_stand_between_them() -> None:
    same = {"sha256": ONE}
    undated = table(line("A", "70.0"), day="", datasets=[{"name": "Test", "sha256": TWO}])
    found = Log(*(release(day, **same) for day in DAYS[:2]), undated, release(DAYS[2], **same))
    assert kept(found) == []
    assert found.lacking(RULE) == ["entry 2 published"]
    alike = table(line("A", "70.0"), day="", datasets=[{"name": "Test", "sha256": ONE}])
    assert len(kept(Log(*(release(day, **same) for day in DAYS[:2]), alike, release(DAYS[2], **same)))) == 1


def test_one_of_two_tables_of_a_release_may_be_on_other_items() -> None:
    same = {"sha256": ONE}
    beside = release(DAYS[1], name="English test", sha256=TWO)
    assert len(kept(Log(*(release(day, **same) for day in DAYS[:2]), beside, release(DAYS[2], **same)))) == 1


def test_a_release_that_was_retracted_does_not_count() -> None:
    same = {"sha256": ONE}
    found = log(same, same, same)
    found.end(1, Ended(Ending.RETRACTED, 9))
    assert kept(found) == []


def test_a_table_in_parts_is_told_of_at_its_last_part() -> None:
    same = {"sha256": ONE}
    parts = [release(DAYS[2], parts={"number": number, "of": 2}, **same) for number in (1, 2)]
    found = Log(*(release(day, **same) for day in DAYS[:2]), *parts)
    assert kept(found, 2) == []
    assert len(kept(found, 3)) == 1


def test_the_real_history_of_cmmlu_is_of_new_commits() -> None:
    history = cmmlu()
    assert [one.index for one in history.logged if kept(history, one.index)] == []


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(release(DAYS[0], sha256=ONE), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
