"""I8: recorded long after the day that it speaks of."""

from __future__ import annotations

import pytest

from registry import rules
from registry.demo.facts import demo_statements
from registry.rules import Context
from registry.rules.late_entry import RULE
from registry.statements import Claim, Evaluation
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table


def test_all_of_the_demo_that_has_a_date_would_be_recorded_years_late() -> None:
    new = Log(today="2026-11-24").context()
    dated = [
        one
        for _, one in demo_statements()
        if (isinstance(one, Evaluation) and one.published) or (isinstance(one, Claim) and one.made)
    ]
    assert len(dated) > 15
    assert all(len(rules.run(one, new, [RULE]).found) == 1 for one in dated)


def test_what_is_late_is_told_in_both_languages_before_it_is_appended() -> None:
    new = Log(today="2026-07-01").context()
    (hit,) = rules.run(table(line("A", "80"), day="2026-01-01T08:00:00Z"), new, [RULE]).found
    assert hit.message == "It speaks of 2026-01-01, and was recorded on 2026-07-01 or later."
    assert hit.message_zh == "它所述的日期是 2026-01-01，而记录于 2026-07-01 或更晚。"
    assert (hit.severity, hit.weighs) == ("note", False)


@pytest.mark.parametrize(("today", "late"), [("2026-06-30", 0), ("2026-07-01", 1), ("2025-12-31", 0)])
def test_half_a_year_is_not_late(today: str, late: int) -> None:
    found = rules.run(claim(made="2026-01-01"), Log(today=today).context(), [RULE])
    assert (len(found.found), found.not_checkable) == (late, ())


def test_in_the_log_an_entry_is_late_only_by_its_own_word() -> None:
    board = {"name": "Example Board", "snapshot": {"taken": "2026-09-01"}}
    log = Log(table(line("A", "80"), leaderboard=board), table(line("A", "80")), claim(made="2019-01-01"))
    (hit,) = log.find(RULE, 0).found
    assert [(seen.field, seen.value) for seen in hit.seen] == [
        ("published", "2026-01-01"),
        ("leaderboard.snapshot.taken", "2026-09-01"),
    ]
    # Nothing says when these were recorded, however old they look today.
    assert [log.lacking(RULE, at) for at in (1, 2)] == [["day of recording"], ["day of recording"]]


def test_without_a_date_or_a_record_it_cannot_tell() -> None:
    assert Log(table(line("A", "80"), day="")).lacking(RULE) == ["published"]
    assert Log(claim(made=None)).lacking(RULE) == ["made"]
    found = rules.run(claim(), Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["day of recording"]
