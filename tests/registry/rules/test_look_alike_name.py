"""I7: disguises are flagged, and no name that is only written otherwise."""

from __future__ import annotations

import pytest

from registry import rules
from registry.demo.facts import demo_statements
from registry.record import Logged
from registry.rules import Context, NotCheckable, look_alike_name
from registry.statements import Statement
from tests.registry.rules.made import claim, evaluation, publisher
from tests.registry.whole import WholeRecord


def ranked(*models: dict[str, object]) -> Statement:
    return evaluation(placements=[{"rank": number, "model": model} for number, model in enumerate(models, 1)])


def said(subject: Statement, *before: Statement, after: tuple[Statement, ...] = ()) -> list[tuple[str, str]]:
    """Return the sentences on a statement that stands in a log after some and before others."""
    record = WholeRecord([Logged(index, one) for index, one in enumerate((*before, subject, *after))], "2026-11-24")
    found = rules.run(subject, Context(record.publisher, record), [look_alike_name.RULE])
    assert found.not_checkable == ()
    return [(one.message, one.message_zh) for one in found.found]


GENUINE = ranked({"name": "GPT-4", "developer": "OpenAI"})


def test_a_cyrillic_letter_in_a_latin_name_is_flagged_with_its_code_point() -> None:
    ((hides, hides_zh), (taken, taken_zh)) = said(ranked({"name": "A", "developer": "ОpenAI"}), GENUINE)
    assert hides == (
        'The developer name "ОpenAI" holds letters of another script that pass for Latin ones: '
        "U+041E CYRILLIC CAPITAL LETTER O."
    )
    assert hides_zh == "名称“ОpenAI”含有冒充拉丁字母的其他文字：U+041E CYRILLIC CAPITAL LETTER O。"
    assert taken == 'The developer name "ОpenAI" is not "OpenAI", which was on record before it and looks the same.'
    assert taken_zh == "名称“ОpenAI”并不是此前已有记录的“OpenAI”，二者看上去却一样。"


def test_a_plain_letter_for_another_is_flagged_only_when_the_other_name_was_there_first() -> None:
    disguised = ranked({"name": "A", "developer": "OpenAl"})
    assert len(said(disguised, GENUINE)) == 1
    assert said(disguised) == []
    assert said(GENUINE, after=(disguised,)) == []


def test_a_disguise_that_came_first_takes_nothing_from_the_name_that_it_imitates() -> None:
    assert said(GENUINE, ranked({"name": "A", "developer": "ОpenAI"})) == []


def test_two_names_in_one_entry_that_look_the_same_are_both_flagged() -> None:
    twice = said(ranked({"name": "MiniMax"}, {"name": "MiniMaх"}))
    assert [en for en, _ in twice if "looks the same" in en] == [
        'The model name "MiniMaх" is not "MiniMax", which was on record before it and looks the same.'
    ]
    plain = said(ranked({"name": "Il-7B"}, {"name": "ll-7B"}))
    assert len(plain) == 2


@pytest.mark.parametrize(
    "names",
    [
        ("文心一言", "ERNIE Bot"),
        ("OpenAI", "ＯｐｅｎＡＩ"),
        ("GPT-4", "GPT4"),
        ("GPT-4", "GPT‑4"),
        ("Qwen-VL", "Qwen-V1"),
        ("Baichuan-13B", "Baichuan-13B-Chat"),
        ("vivoLM-7B", "vivo蓝心大模型-7B（BlueLM）"),
    ],
)
def test_other_names_and_other_spellings_are_not_flagged(names: tuple[str, str]) -> None:
    assert said(ranked({"name": names[1]}), ranked({"name": names[0]})) == []


def test_models_and_developers_are_not_taken_for_one_another() -> None:
    assert said(ranked({"name": "OpenAl"}), GENUINE) == []


def test_names_in_claims_of_publishers_and_of_datasets_and_boards_are_looked_at() -> None:
    board = {"name": "СMMLU", "url": "https://example.org/board"}
    hidden = [
        claim(model="GРT-4"),
        claim(beats=["GРT-4"]),
        claim(leaderboard="C-Eva\u200bl"),
        publisher(display="ОpenAI"),
        evaluation(leaderboard=board),
        evaluation(datasets=[{"name": "Ехample test", "revision": "1"}], methodology=None),
    ]
    assert [len(said(one)) for one in hidden] == [1] * 6


def test_what_cannot_be_seen_is_shown_by_its_code_point() -> None:
    found = rules.run(claim(leaderboard="C-Eva\u200bl"), Context(lambda _: None), [look_alike_name.RULE])
    assert [(one.field, one.value) for one in found.found[0].seen] == [("leaderboard", "C-Eva<U+200B>l")]


def test_without_a_record_only_the_name_itself_is_looked_at() -> None:
    found = rules.run(GENUINE, Context(lambda _: None), [look_alike_name.RULE])
    assert (found.found, found.not_checkable) == ((), (NotCheckable(look_alike_name.RULE, "record"),))


def test_nothing_on_the_demo_is_flagged() -> None:
    statements = [one for _, one in demo_statements()]
    record = WholeRecord([Logged(index, one) for index, one in enumerate(statements)], "2026-11-24")
    context = Context(record.publisher, record)
    assert [hit for one in statements for hit in rules.run(one, context, [look_alike_name.RULE]).found] == []
