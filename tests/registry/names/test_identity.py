"""When names are one: only where a table, a statement or the spelling says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.names import Identity, Kind, folded, identities, key, known_spellings, model_key, same_model
from registry.statements.evaluation import Model

ONE = [
    (Kind.MODEL, "文心一言", "ERNIE Bot"),
    (Kind.MODEL, "讯飞星火", "Spark"),
    (Kind.MODEL, "ＥＲＮＩＥ　Ｂｏｔ", "ernie  bot"),
    (Kind.DEVELOPER, "百度", "BAIDU"),
    (Kind.DEVELOPER, "科大讯飞", "iFLYTEK"),
    (Kind.DEVELOPER, "百川智能", "Baichuan"),
    (Kind.LEADERBOARD, "C-Eval", "ceval"),
    (Kind.LEADERBOARD, "SuperCLUE", "中文通用大模型综合性测评基准"),
    (Kind.LEADERBOARD, "CMMLU", "cmmlu"),
    (Kind.DATASET, "C-Eval", "ceval/ceval-exam"),
]


@pytest.mark.parametrize(("kind", "one", "other"), ONE)
def test_names_of_one_thing_have_one_key(kind: Kind, one: str, other: str) -> None:
    assert key(kind, one) == key(kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.MODEL, "GPT-4", "gpt-4-0613"),
        (Kind.MODEL, "GPT-4", "GPT4"),
        (Kind.MODEL, "通义千问", "Qwen"),
        (Kind.MODEL, "Baichuan-13B", "Baichuan-13B-Chat"),
        (Kind.MODEL, "文心一言", "文心一言4.0"),
        (Kind.MODEL, "BlueLM-7B", "vivoLM-7B"),
        (Kind.MODEL, "百度", "Baidu"),
        (Kind.DEVELOPER, "阿里巴巴", "阿里云"),
        (Kind.LEADERBOARD, "C-Eval", "C-Eval Hard"),
        (Kind.PUBLISHER, "百度", "Baidu"),
    ],
)
def test_what_is_only_probable_is_two_names(kind: Kind, one: str, other: str) -> None:
    assert key(kind, one) != key(kind, other)


def test_a_name_in_another_developers_mouth_is_another_name() -> None:
    assert model_key("Spark", "iFlytek") == model_key("讯飞星火")
    assert model_key("Spark") == model_key("讯飞星火")
    assert model_key("Spark", "Somebody Else") == "spark"


SAME = [
    (Model(name="文心一言", developer="百度"), Model(name="ERNIE Bot"), True),
    (Model(name="文心一言", version="4.0"), Model(name="ERNIE Bot", version="4.0"), True),
    (Model(name="GPT-4", developer="OpenAI"), Model(name="gpt-4", developer="OPENAI"), True),
    (Model(name="ZW-LM"), Model(name="ZW-LM"), True),
    (
        Model(name="GPT-4", developer="OpenAI", aliases=("gpt-4-0613",)),
        Model(name="gpt-4-0613", developer="OpenAI"),
        True,
    ),
    (Model(name="GPT-4", developer="OpenAI"), Model(name="GPT-4"), None),
    (Model(name="文心一言", version="4.0"), Model(name="文心一言"), None),
    (Model(name="文心一言", version="4.0"), Model(name="文心一言", version="3.5"), False),
    (Model(name="Spark", developer="Somebody Else"), Model(name="讯飞星火"), False),
    (Model(name="Galaxy", developer="A"), Model(name="Galaxy", developer="B"), False),
    (Model(name="Baichuan-13B"), Model(name="Baichuan-13B-Chat"), False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_two_models_are_one_surely_or_not_or_it_is_not_known(one: Model, other: Model, same: bool | None) -> None:
    assert same_model(one, other) is same
    assert same_model(other, one) is same


def test_a_model_has_an_identity_for_each_of_its_names() -> None:
    model = Model(name="讯飞星火", developer="iFlytek", version="V2.0", aliases=("Spark", "Xinghuo"))
    assert identities(model) == (Identity("科大讯飞", "讯飞星火", "v2.0"), Identity("科大讯飞", "xinghuo", "v2.0"))


def test_the_tables_tell_every_name_that_they_know() -> None:
    assert {"ERNIE Bot", "文心一言"} <= set(known_spellings(Kind.MODEL))
    assert "Baidu" not in set(known_spellings(Kind.MODEL))
    assert list(known_spellings(Kind.PUBLISHER)) == []


@given(kind=st.sampled_from(list(Kind)), name=st.text())
def test_a_key_is_its_own_key_and_blind_to_width_case_and_spaces(kind: Kind, name: str) -> None:
    found = key(kind, name)
    assert key(kind, found) == found
    assert key(kind, f"  {name.swapcase()} ") == found or folded(name.swapcase()) != folded(name)
