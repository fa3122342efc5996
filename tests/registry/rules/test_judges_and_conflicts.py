"""S4, C1 and C3: judges of whom nothing is said, contestants who rank, tries that are not shown."""

from __future__ import annotations

import pytest

from registry.demo.facts import demo_statements
from registry.rules import Context, judge_unspecified, popularity_as_ability, ranker_is_contestant, selective_disclosure
from tests.foreign import data
from tests.registry.rules.made import NAME, OTHER, evaluation, exemplary, find, lacks, placed, publisher, said

DEMO = dict(demo_statements())


def judged(grader: dict[str, object] | None, basis: str = "judged-by-model", **more: object) -> dict[str, object]:
    criterion = {"name": "win rate", "basis": basis, "dataset": "Example test", **more}
    named = {} if grader is None else {"grader": "judge"}
    graders = [] if grader is None else [{"name": "judge", **grader}]
    return {"methodology": {"summary": "x", "criteria": [criterion | named]}, "graders": graders}


# S4


def test_an_open_score_by_a_judge_of_whom_only_the_kind_is_known_is_flagged() -> None:
    ((en, zh),) = said(judge_unspecified.RULE, DEMO["20-superclue-2023-08.toml"])
    assert en == '"total" is scored by a judging model with no version or prompt given.'
    assert zh == "“total”采用评分模型，却没有给出版本或提示词。"


def test_people_who_score_by_no_written_protocol_are_flagged() -> None:
    ((en, zh),) = said(judge_unspecified.RULE, DEMO["24-experience-report-2023-08.toml"])
    assert en == '"total" is scored by people with no number of raters or protocol given.'
    assert zh.endswith("评分人数或评分规程。")


def test_the_judge_that_the_name_of_an_alpacaeval_table_gives_is_enough_with_its_commit() -> None:
    path = data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv")
    name = path.name.removesuffix("_leaderboard.csv")
    judge: dict[str, object] = {"kind": "model", "version": name, "revision": "cd543a149df8"}
    assert find(judge_unspecified.RULE, evaluation(**judged(judge))).found == ()


@pytest.mark.parametrize(
    ("grader", "basis", "more", "flagged"),
    [
        (None, "judged-by-model", {}, True),
        ({"version": "0613"}, "judged-by-model", {}, True),
        ({"version": "0613", "prompt_sha256": "ab" * 32}, "judged-by-model", {}, False),
        ({"sha256": "ab" * 32}, "judged-by-model", {}, False),
        ({"kind": "model"}, "", {}, True),
        ({"raters": 3}, "judged-by-people", {}, True),
        ({"raters": 3}, "judged-by-people", {"protocol": {"url": "https://example.org/p"}}, False),
        ({"kind": "program"}, "measured", {}, False),
    ],
)
def test_a_judge_needs_name_version_and_prompt_and_people_a_number_and_a_protocol(
    grader: dict[str, object] | None, basis: str, more: dict[str, object], flagged: bool
) -> None:
    assert bool(find(judge_unspecified.RULE, evaluation(**judged(grader, basis, **more))).found) is flagged


def test_without_a_basis_nobody_can_say_whether_there_was_a_judge() -> None:
    assert lacks(judge_unspecified.RULE, evaluation(**judged(None, ""))) == ["methodology.criteria[0].basis"]


# S2, where a name only sounds like popularity


@pytest.mark.parametrize(
    "name", ["patent classification", "traffic sign recognition", "专利分类", "human-like answers"]
)
def test_a_task_about_patents_or_traffic_is_no_popularity(name: str) -> None:
    method = {"criteria": [{"name": name, "basis": "measured", "dataset": "Example test"}]}
    assert find(popularity_as_ability.RULE, evaluation(methodology=method)).found == ()


def test_votes_that_count_in_a_ranking_of_examined_fields_are_flagged() -> None:
    method = {"criteria": [{"name": "votes", "basis": "usage"}]}
    scope = {"domains": ["finance"]}
    assert (
        len(find(popularity_as_ability.RULE, evaluation(methodology=method, dimensions=None, scope=scope)).found) == 1
    )


# C1


def test_a_vendor_that_puts_itself_first_on_its_own_list_is_critical() -> None:
    board = {"name": "Example Board", "organiser": {"name": "a research"}}
    (finding,) = find(ranker_is_contestant.RULE, exemplary(leaderboard=board)).found
    assert finding.severity == "critical"
    assert finding.message == "a research, which made this ranking, also made A, which ranks first."
    assert finding.message_zh == "a research制作了该榜单，也开发了A，且该模型排名第一。"
    board = {"name": "Example Board", "organiser": {"name": "B Research"}}
    assert find(ranker_is_contestant.RULE, exemplary(leaderboard=board)).found[0].severity == "minor"


def test_a_judge_that_is_ranked_by_itself_is_flagged() -> None:
    graders = [{"name": "scorer", "kind": "model", "version": "1", "developer": "A Research"}]
    ((en, _),) = said(ranker_is_contestant.RULE, exemplary(graders=graders))
    assert en == "A Research, which made the judging model scorer, also made A, which ranks first."


def test_a_developer_whose_name_only_contains_the_rankers_is_a_stranger() -> None:
    board = {"name": "Example Board", "organiser": {"name": "Research"}}
    assert find(ranker_is_contestant.RULE, exemplary(leaderboard=board)).found == ()


def test_who_only_transcribed_a_ranking_had_no_hand_in_it() -> None:
    known = Context({NAME: publisher(display="A Research"), OTHER: publisher(OTHER)}.get)
    assert len(find(ranker_is_contestant.RULE, exemplary(), known).found) == 1
    assert find(ranker_is_contestant.RULE, exemplary(transcribed=True), known).found == ()


def test_lines_without_a_developer_leave_conflicts_unknown() -> None:
    lines = [placed(1, "A", "80", model={"name": "A"}), placed(2, "B", "70")]
    assert lacks(ranker_is_contestant.RULE, exemplary(placements=lines)) == ["placements[].model.developer"]
    assert lacks(ranker_is_contestant.RULE, exemplary(), Context(lambda _: None)) == ["publisher"]


# C3


def test_private_tests_are_flagged_and_a_silence_about_them_is_unknown() -> None:
    ((en, zh),) = said(selective_disclosure.RULE, exemplary(disclosures={"private_submissions": 27}))
    assert en == "27 entries were tested in private and are not shown."
    assert zh == "有 27 个参评版本只作了私下测试，没有公布。"
    assert find(selective_disclosure.RULE, exemplary()).found == ()
    assert lacks(selective_disclosure.RULE, exemplary(disclosures={})) == ["disclosures.private_submissions"]


def test_the_best_of_several_attempts_is_flagged_unless_the_criterion_says_so() -> None:
    lines = [placed(1, "A", "80", settings={"attempts": 5})]
    ((en, zh),) = said(selective_disclosure.RULE, exemplary(placements=lines, methodology=_named("accuracy")))
    assert en == "The best of 5 attempts is reported as one score: A."
    assert zh == "5 次尝试中最好的一次被当作单次成绩：A。"
    lines = [placed(1, "A", "80", settings={"attempts": 5}, scores=[{"criterion": "pass@5", "value": "80"}])]
    assert find(selective_disclosure.RULE, exemplary(placements=lines, methodology=_named("pass@5"))).found == ()


def _named(name: str) -> dict[str, object]:
    return {"summary": "Mean over all items.", "criteria": [{"name": name, "basis": "measured"}]}
