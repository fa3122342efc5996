"""I5: somebody objects, and it is not settled."""

from __future__ import annotations

from typing import Any

from registry import rules, statements
from registry.rules.open_dispute import RULE
from tests.registry.rules.made import NAME
from tests.registry.rules.recorded import Log, line, sid, table

RANKING = table(line("A", "80"))


def said(kind: str, by: str, **fields: Any) -> statements.Statement:
    return statements.parse({"type": f"jinbang/{kind}/v1", "publisher": by, **fields})


def flag(**fields: Any) -> statements.Statement:
    return said(
        "flag", "critic.example.org", **{"entry": sid(0), "reason": "other", "because": "The page says 79.", **fields}
    )


def test_an_open_flag_is_told_in_both_languages() -> None:
    (hit,) = Log(RANKING, flag()).find(RULE, 0).found
    assert hit.message == "critic.example.org objects in entry 1 (other); not answered, and not settled."
    assert hit.message_zh == "critic.example.org 在条目 1 提出异议（other）；尚无回应，尚未了结。"
    assert (hit.severity, hit.weighs) == ("note", False)
    assert {seen.field: seen.value for seen in hit.seen} == {
        "entry 1 reason": "other",
        "entry 1 because": "The page says 79.",
    }


def test_an_answer_is_told_and_closes_nothing() -> None:
    answer = said("response", NAME, flag=sid(1), because="It did until May.")
    (sentence,) = Log(RANKING, flag(), answer).said(RULE, 0)
    assert sentence == "critic.example.org objects in entry 1 (other); answered in entry 2, and not settled."


def test_a_flag_that_was_withdrawn_or_is_on_another_entry_is_no_dispute() -> None:
    taken_back = said("amendment", "critic.example.org", action="withdraw", target=sid(1))
    assert Log(RANKING, flag(), taken_back).find(RULE, 0).found == ()
    assert Log(RANKING, RANKING, flag()).find(RULE, 1).found == ()


def test_a_flag_on_one_line_names_its_model() -> None:
    (hit,) = Log(RANKING, flag(placement="A")).find(RULE, 0).found
    assert hit.placement == "A"


def test_before_it_is_appended_nobody_can_have_objected() -> None:
    found = rules.run(RANKING, Log(RANKING, flag()).context(), [RULE])
    assert (found.found, found.not_checkable) == ((), ())


def test_without_a_record_it_cannot_look() -> None:
    found = rules.run(RANKING, rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
