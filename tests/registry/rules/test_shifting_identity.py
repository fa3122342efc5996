"""I4: one model under several names, or several under one."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from registry import rules
from registry.rules.shifting_identity import RULE
from registry.statements import Evaluation, Statement
from tests.foreign import data
from tests.registry.rules.recorded import Log, cmmlu, line, table

OTHERS = [line("B", "70.0"), line("C", "60.0"), line("D", "50.0")]


def scored(name: str, *values: str, **fields: Any) -> dict[str, Any]:
    return {**line(name, **fields), "scores": [{"criterion": f"c{n}", "value": v} for n, v in enumerate(values)]}


def many(*lines: dict[str, Any], day: str = "2026-01-01") -> Statement:
    return table(*lines, day=day, methodology={"criteria": [{"name": f"c{n}"} for n in range(4)]}, datasets=None)


def test_the_names_of_one_entry_of_cmmlu_are_followed() -> None:
    log = cmmlu()
    found = []
    for one in log.logged:
        assert isinstance(one.statement, Evaluation)
        shots = one.statement.placements[0].settings.shots
        found += [
            (shots, hit.seen[0].value, hit.seen[1].value, hit.seen[2].value) for hit in log.find(RULE, one.index).found
        ]
    blue, long, vivo = "BlueLM-7B", "vivo蓝心大模型-7B（BlueLM）", "vivoLM-7B"
    assert sorted(found) == sorted(
        [
            (5, blue, long, "75.07"),
            (5, long, vivo, "75.07"),
            (0, blue, long, "71.66"),
            (0, long, vivo, "71.66"),
            (5, "XuanYuan2-13B", "XuanYuan-13B", "60.05"),
            (0, "XuanYuan2-13B", "XuanYuan-13B", "60.51"),
        ]
    )


def test_the_real_table_of_aider_has_one_model_twice() -> None:
    rows = yaml.safe_load(data("aider", "polyglot_leaderboard.yml").read_text(encoding="utf-8"))
    lines = [scored(row["model"], str(row["pass_rate_1"]), str(row["pass_rate_2"])) for row in rows]
    assert len(lines) == 69
    assert [hit.placement for hit in Log(many(*lines)).find(RULE).found] == ["Qwen2.5-Coder-32B-Instruct"]


def test_no_two_of_the_125_models_of_evalplus_are_taken_for_one() -> None:
    """Several have one or two scores in common: on a few hundred items that is chance."""
    rows = json.loads(data("evalplus", "results.json").read_text(encoding="utf-8"))
    lines = [
        scored(name, *(str(one) for one in row["pass@1"].values() if one is not None)) for name, row in rows.items()
    ]
    assert len(lines) == 125
    assert Log(many(*lines)).find(RULE).found == ()


def test_a_change_of_name_is_told_in_both_languages_with_what_makes_it_sure() -> None:
    log = Log(table(line("Old", "75.07"), *OTHERS), table(line("New", "75.07"), *OTHERS, day="2026-02-01"))
    (hit,) = log.find(RULE).found
    assert hit.message == (
        "New: called Old in entry 0 of 2026-01-01; the old name is gone, and scores to the digit and rank are the same (75.07)."
    )
    assert hit.message_zh == "New：在条目 0 中名为Old；旧名称已消失，而得分、名次完全相同（75.07）。"
    assert hit.severity == "minor"


@pytest.mark.parametrize(
    "second",
    [
        pytest.param([line("B", "70.0"), line("New", "75.07"), line("C", "60.0")], id="another rank"),
        pytest.param([line("Old", "75.07"), line("New", "75.07"), line("B", "70.0")], id="the old name stands"),
        pytest.param([line("New", "75.08"), line("B", "70.0")], id="another score"),
        pytest.param([line("New", "75.07", model_aliases=["Old"]), line("B", "70.0")], id="the old name is an alias"),
        pytest.param([line("OLD", "75.07"), line("B", "70.0")], id="the name in capitals"),
    ],
)
def test_what_may_be_chance_is_no_change_of_name(second: list[dict[str, Any]]) -> None:
    first = table(line("Old", "75.07"), line("B", "70.0"), line("C", "60.0"))
    assert Log(first, table(*second, day="2026-02-01")).said(RULE) == []


def test_a_whole_number_alone_is_never_enough() -> None:
    log = Log(table(line("Old", "75"), *OTHERS), table(line("New", "75"), *OTHERS, day="2026-02-01"))
    assert log.said(RULE) == []


def test_two_scores_with_decimals_are_enough_at_any_rank() -> None:
    first = many(scored("Old", "75.07", "71.66"), scored("B", "70.0", "60.0"))
    second = many(scored("B", "80.0", "60.0"), scored("New", "75.07", "71.66"), day="2026-02-01")
    assert len(Log(first, second).said(RULE)) == 1


def test_one_table_with_one_model_twice_is_told() -> None:
    (hit,) = Log(table(line("A", "71.4"), line("A", "16.4"))).find(RULE).found
    assert hit.message == "A: stands in this table twice with other scores, and nothing tells the two apart."
    assert hit.message_zh == "A：在这张表中出现两次，得分不同，且无从区分。"
    apart = [line("A", "71.4", settings={"shots": 0}), line("A", "16.4", settings={"shots": 5})]
    assert Log(table(*apart)).said(RULE) == []
    assert Log(table(line("A", "71.4", model_version="1"), line("A", "16.4", model_version="2"))).said(RULE) == []


def test_equal_scores_under_two_names_of_one_table_need_three_or_a_developer() -> None:
    three, two = ("71.1", "62.2", "53.3"), ("71.1", "62.2")
    assert Log(many(scored("A", *three), scored("B", *three))).said(RULE) == [
        "B and A: the same 3 scores to the digit under two names (71.1, 62.2, 53.3)."
    ]
    assert Log(many(scored("A", *two), scored("B", *two))).said(RULE) == []
    own = {"model_developer": "Maker"}
    assert len(Log(many(scored("A", *two, **own), scored("B", *two, **own))).said(RULE)) == 1
    assert Log(many(scored("A", "25.0", "25.0", "25.0"), scored("B", "25.0", "25.0", "25.0"))).said(RULE) == []


def test_other_weights_under_one_name_are_told() -> None:
    first = table(line("A", "71.66", model_sha256="ab" * 32), *OTHERS)
    second = table(line("A", "71.66", model_sha256="cd" * 32), *OTHERS, day="2026-02-01")
    (hit,) = Log(first, second).find(RULE).found
    assert hit.message == "A: other weights than in entry 0, under the same name and version."


def test_without_a_record_it_looks_at_the_one_table_and_says_that_it_could_not_look_further() -> None:
    found = rules.run(table(line("A", "71.4"), line("A", "16.4")), rules.Context(lambda _: None), [RULE])
    assert len(found.found) == 1
    assert [one.field for one in found.not_checkable] == ["record"]
