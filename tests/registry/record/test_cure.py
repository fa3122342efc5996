"""When a newer evaluation surely does not have what a flag objects to."""

from __future__ import annotations

import pytest

from registry import rules
from registry.record import Logged
from registry.record.cure import cures
from registry.statements import Flag, Statement
from tests.registry.rules.made import KNOWN, NAME, evaluation, publisher
from tests.registry.whole import WholeRecord

RECORD = WholeRecord([Logged(0, publisher())], "2026-11-24")


def flag(reason: str, placement: str = "") -> Flag:
    return Flag(publisher="b.example", entry="0f" * 32, placement=placement, reason=reason, because="x")


def cured(reason: str, statement: Statement, placement: str = "") -> bool:
    return cures(RECORD)(flag(reason, placement), Logged(9, statement))


def test_a_flag_is_cured_when_its_rule_finds_nothing_any_more() -> None:
    assert cured("no-method", evaluation())
    assert cured("no-source", evaluation())
    assert not cured("no-source", evaluation(published=None))
    assert not cured("no-method", evaluation(methodology=None))


def test_a_flag_on_one_line_is_cured_with_that_line_and_one_on_the_whole_with_all() -> None:
    lines = [
        {"rank": 1, "model": {"name": "A", "developer": "Lab", "version": "1", "availability": "open weights"}},
        {"rank": 2, "model": {"name": "B", "version": "1", "availability": "open weights"}},
    ]
    better = evaluation(placements=lines)
    hit = {one.placement for one in rules.run(better, KNOWN).found if one.rule.id == "unnamed-model"}
    assert hit == {"B"}
    assert cured("unnamed-model", better, "A")
    assert not cured("unnamed-model", better, "B")
    assert not cured("unnamed-model", better)


def test_what_the_rule_cannot_look_at_is_not_cured() -> None:
    unsure = evaluation(graders=None, methodology={"summary": "x"})
    missing = rules.run(unsure, KNOWN).not_checkable
    assert missing
    for one in missing:
        assert not cured(one.rule.id, unsure)


@pytest.mark.parametrize("reason", ["other", "a-rule-of-tomorrow"])
def test_only_its_author_closes_a_flag_that_is_no_rules(reason: str) -> None:
    assert not cured(reason, evaluation())


def test_a_rule_that_does_not_look_at_such_a_statement_cures_nothing() -> None:
    known = RECORD.publisher(NAME)
    assert known is not None
    assert not cured("no-source", known)
