"""I6: signed with a key that was stolen, for all that anybody knows."""

from __future__ import annotations

import pytest

from registry import rules
from registry.record import Ended, Ending
from registry.rules.key_compromised import RULE
from registry.statements import Statement
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table


@pytest.mark.parametrize("statement", [table(line("A", "80")), claim()])
def test_what_a_stolen_key_signed_is_told_in_both_languages(statement: Statement) -> None:
    log = Log(statement)
    log.end(0, Ended(Ending.DISPUTED, 7))
    (hit,) = log.find(RULE).found
    assert hit.message == (
        "Its key was declared stolen by entry 7, from before it was signed, and nobody re-affirmed it since."
    )
    assert hit.message_zh == "条目 7 声明其签名密钥在签署之前已失窃，此后无人重申该条目。"
    assert hit.severity == "critical"


@pytest.mark.parametrize("how", [Ending.RETRACTED, Ending.SUPERSEDED, None])
def test_what_ended_otherwise_or_stands_is_not(how: Ending | None) -> None:
    log = Log(table(line("A", "80")))
    if how is not None:
        log.end(0, Ended(how, 7))
    assert (log.said(RULE), log.lacking(RULE)) == ([], [])


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(claim(), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
