"""I9: nobody but the log's operator says that everybody is shown the same log."""

from __future__ import annotations

import pytest

from registry.rules.not_witnessed import RULE
from registry.statements import Statement
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table


@pytest.mark.parametrize("statement", [table(line("A", "80")), claim()])
def test_what_no_quorum_covers_is_told_in_both_languages(statement: Statement) -> None:
    (hit,) = Log(statement).find(RULE, has_quorum=False).found
    assert hit.message.startswith("No quorum of witnesses covers it under the policy at hand")
    assert hit.message_zh.startswith("在当前信任策略下，没有足够的见证者")
    assert (hit.severity, hit.weighs) == ("note", False)


def test_what_a_quorum_covers_is_not() -> None:
    log = Log(claim())
    assert (log.said(RULE, has_quorum=True), log.lacking(RULE, has_quorum=True)) == ([], [])


def test_where_nobody_looked_at_witnesses_it_cannot_tell() -> None:
    assert Log(claim()).lacking(RULE) == ["witnesses"]
