"""X3: the same model elsewhere, in quite another place."""

from __future__ import annotations

from typing import Any

import pytest

from registry import rules
from registry.demo.facts import demo_statements
from registry.record import Ended, Ending
from registry.rules.boards_disagree import RULE
from registry.statements import Claim, Statement
from tests.registry.rules.made import claim
from tests.registry.rules.recorded import Log, line, table

DEMO = dict(demo_statements())
CLAIMS = {str(one.extra["id"]): at for at, one in enumerate(DEMO.values()) if isinstance(one, Claim)}
ABILITY = {"dimensions": ["accuracy"]}


def says(**fields: Any) -> Statement:
    return claim(**{"leaderboard": "Example Board", "model": "A", "rank": 1, "made": "2026-01-02", **fields})


def ranked(rank: int, board: str, **fields: Any) -> Statement:
    """Return a ranking in which A has a rank, of ten."""
    leaderboard = {"name": board}
    lines = [line("A", rank=rank), line("B", rank=1 if rank > 1 else 2)]
    return table(*lines, **{"leaderboard": leaderboard, "scope": {"entrants": 10}, **ABILITY, **fields})


OWN = ranked(1, "Example Board")


def test_spark_was_first_on_one_board_and_fifth_on_another_sixteen_days_later() -> None:
    (hit,) = Log(*DEMO.values()).find(RULE, CLAIMS["W4"]).found
    assert hit.message == (
        "讯飞星火: rank 1 in Large Model Experience Report, and 5 in SuperCLUE (entry 9, 16 days apart); "
        "whether all of them mean the same model, field and ability is not on record."
    )
    assert hit.message_zh == (
        "讯飞星火：Large Model Experience Report第 1，而SuperCLUE第 5（条目 9，相隔 16 天）；"
        "这些记录是否指同一模型、同一范围和同一能力，并无说明。"
    )
    assert hit.severity == "note"


@pytest.mark.parametrize(("rank", "severity"), [(1, None), (3, None), (4, "note"), (6, "note"), (7, "major")])
def test_more_than_five_places_apart_misleads_and_a_few_are_a_note(rank: int, severity: str | None) -> None:
    found = Log(OWN, ranked(rank, "Other Board"), says()).find(RULE).found
    assert [hit.severity for hit in found] == ([severity] if severity else [])


def test_more_than_half_of_a_small_field_misleads_too() -> None:
    small = ranked(1, "Example Board", scope={"entrants": 5})
    assert [hit.severity for hit in Log(small, ranked(4, "Other Board"), says()).find(RULE).found] == ["major"]


def test_of_several_boards_the_middle_one_counts() -> None:
    boards = [ranked(rank, f"Board {rank}") for rank in (1, 2, 30)]
    assert Log(OWN, *boards, says()).find(RULE).found == ()


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        pytest.param({"leaderboard": {"name": "Example Board"}, "publisher": "b.example"}, None, id="the same board"),
        pytest.param({"day": "2026-09-01"}, None, id="eight months later"),
        pytest.param({"day": ""}, None, id="no date"),
        pytest.param({"dimensions": ["safety"]}, None, id="another side of ability"),
        pytest.param({"dimensions": []}, "note", id="a side of ability that is not given"),
        pytest.param(
            {"scope": {"entrants": 10, "filters": [{"field": "size", "op": "<", "value": "10B"}]}},
            "note",
            id="a filter",
        ),
    ],
)
def test_boards_that_cannot_be_compared_do_not_disagree(fields: dict[str, Any], severity: str | None) -> None:
    found = Log(OWN, ranked(9, "Other Board", **fields), says(leaderboard="Example Board")).find(RULE).found
    assert [hit.severity for hit in found] == ([severity] if severity else [])


def test_a_line_without_developer_may_be_of_another_model() -> None:
    own = ranked(1, "Example Board", placements=[line("A", rank=1, model_developer="Maker")])
    assert [hit.severity for hit in Log(own, ranked(9, "Other Board"), says()).find(RULE).found] == ["note"]


def test_a_ranking_that_was_taken_back_is_no_other_board() -> None:
    log = Log(OWN, ranked(9, "Other Board"), says())
    log.end(1, Ended(Ending.RETRACTED, 3))
    assert log.find(RULE).found == ()


def scored(board: str, value: str, shots: int | None = 5, **fields: Any) -> Statement:
    settings = {} if shots is None else {"settings": {"shots": shots}}
    version = fields.pop("version", "1")
    return table(
        line("A", value, 1, model_version=version, **settings), **{"leaderboard": {"name": board}, **ABILITY, **fields}
    )


def test_other_scores_on_the_same_items_asked_alike_are_told_when_chance_does_not_explain_them() -> None:
    log = Log(
        scored("Example Board", "61.79"),
        scored("Other Board", "41.9", publisher="b.example"),
        says(rank=None, value="61.79"),
    )
    (hit,) = log.find(RULE).found
    assert hit.message == (
        "A: 61.79 here and 41.9 in entry 1, on the same items; they differ by 19.89, and up to 4.29 is noise."
    )
    assert hit.message_zh.startswith("A：同样的题目，这里得 61.79，条目 1 中得 41.9")
    assert hit.severity == "major"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"value": "60"}, id="within noise"),
        pytest.param({"shots": 0}, id="other shots"),
        pytest.param({"shots": None}, id="shots not given"),
        pytest.param({"publisher": "evals.example.org"}, id="the same publisher"),
        pytest.param({"version": "2"}, id="another version"),
        pytest.param({"datasets": [{"name": "Test", "items": 1000, "split": "validation"}]}, id="another split"),
    ],
)
def test_scores_that_something_explains_do_not_disagree(other: dict[str, Any]) -> None:
    theirs = scored(**{"board": "Other Board", "value": "41.9", "publisher": "b.example", **other})
    assert Log(scored("Example Board", "61.79"), theirs, says()).find(RULE).found == ()


def test_a_model_without_a_version_may_have_changed_in_between() -> None:
    log = Log(
        scored("Example Board", "61.79", version=""), scored("B", "41.9", version="", publisher="b.example"), says()
    )
    assert [hit.severity for hit in log.find(RULE).found] == ["note"]


def test_a_claim_that_names_no_model_and_one_without_a_record_cannot_be_looked_at() -> None:
    assert Log(OWN, says(model="")).lacking(RULE) == ["model"]
    found = rules.run(says(), rules.Context(lambda _: None), [RULE])
    assert [one.field for one in found.not_checkable] == ["record"]
