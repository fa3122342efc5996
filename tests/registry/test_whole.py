"""A record answers by identity: under any name that is surely the same, and under none that is not."""

from __future__ import annotations

from registry.names import Kind
from registry.record import Logged
from registry.statements import Statement
from registry.statements.evaluation import Model
from tests.registry.rules.made import claim, evaluation
from tests.registry.whole import WholeRecord


def record(*logged: Statement) -> WholeRecord:
    return WholeRecord([Logged(index, one) for index, one in enumerate(logged)], "2026-11-24")


def ranked(board: str, *models: dict[str, object]) -> Statement:
    placements = [{"rank": number, "model": model} for number, model in enumerate(models, 1)]
    return evaluation(leaderboard={"name": board}, placements=placements)


def test_a_leaderboard_is_found_under_each_of_its_names() -> None:
    made = record(ranked("C-Eval", {"name": "A"}), claim(leaderboard="ceval"), ranked("C-Eval Hard", {"name": "A"}))
    for name in ("C-Eval", "CEval", "ｃｅｖａｌ"):
        assert [one.index for one in made.rankings(name)] == [0]
        assert [one.index for one in made.claims(name)] == [1]


def test_a_model_is_found_under_each_of_its_names_and_only_when_it_is_surely_the_same() -> None:
    made = record(
        ranked("A", {"name": "文心一言", "developer": "百度"}, {"name": "GPT-4", "developer": "OpenAI"}),
        ranked("B", {"name": "ERNIE Bot"}, {"name": "GPT-4"}),
        ranked("C", {"name": "ERNIE Bot", "developer": "Somebody Else"}),
    )

    def found(name: str, developer: str = "", version: str = "") -> list[tuple[int, int]]:
        model = Model(name=name, developer=developer, version=version)
        return [(one.ranking.index, one.at) for one in made.placements(model)]

    assert found("Wenxin Yiyan") == [(0, 0), (1, 0)]
    assert found("GPT-4", "OpenAI") == [(0, 1)]
    assert found("GPT-4") == [(1, 1)]
    assert found("GPT-4", "OpenAI", "0613") == []
    assert found("ERNIE Bot", "somebody else") == [(2, 0)]


def test_a_line_with_two_names_of_one_model_is_found_once() -> None:
    made = record(ranked("A", {"name": "讯飞星火", "aliases": ["Spark", "Xinghuo"]}))
    assert len(made.placements(Model(name="Xinghuo", developer="iFlytek", aliases=("Spark",)))) == 1


def test_names_on_record_are_those_of_rankings_and_of_claims() -> None:
    made = record(
        ranked("A", {"name": "B", "developer": "C"}), claim(model="云天书", leaderboard="D", beats=["B", "E"])
    )
    assert list(made.names(Kind.MODEL)) == ["B", "云天书", "E"]
    assert list(made.names(Kind.LEADERBOARD)) == ["A", "D"]
    assert list(made.names(Kind.DEVELOPER)) == ["C"]


def test_names_that_look_alike_are_those_that_were_there_first() -> None:
    made = record(ranked("A", {"name": "Moonshot"}), ranked("A", {"name": "rnoonshot"}))
    assert list(made.alike(Kind.MODEL, "rnoonshot")) == ["Moonshot"]
    assert list(made.alike(Kind.MODEL, "Moonshot")) == []
    assert sorted(made.alike(Kind.MODEL, "Μoonshot")) == ["Moonshot", "rnoonshot"]
    assert list(made.alike(Kind.DEVELOPER, "rnoonshot")) == []
