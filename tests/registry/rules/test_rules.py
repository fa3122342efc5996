"""Each rule: a ranking it must flag, a near miss that it must not, the sentence in both languages, and what it cannot look at."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from registry import rules, statements
from registry.demo.facts import demo_statements
from registry.rules import (
    dataset_uncommitted,
    grader_unpinned,
    no_method,
    no_source,
    nothing_measured,
    opaque_weights,
    popularity_as_ability,
    unknown_ranker,
)
from tests.registry import strategies
from tests.registry.rules.made import KNOWN, NAME, claim, evaluation, find, publisher

FOUR = [
    {"name": "开放程度", "basis": "editorial"},
    {"name": "技术专利", "basis": "editorial"},
    {"name": "全平台访问指数", "basis": "usage"},
    {"name": "热度指数", "basis": "usage"},
]


def sentences(rule: rules.Rule, statement: statements.Statement, known: rules.Context = KNOWN) -> list[tuple[str, str]]:
    return [(one.message, one.message_zh) for one in find(rule, statement, known).found]


# U1


def test_no_source_flags_a_claim_without_source_and_one_without_date() -> None:
    assert sentences(no_source.RULE, claim(source=None)) == [("The claim names no source.", "该说法没有给出来源。")]
    assert sentences(no_source.RULE, claim(made=None)) == [("The claim has no date.", "该说法没有日期。")]
    assert all(one.severity == "critical" for one in find(no_source.RULE, claim(made=None)).found)


def test_no_source_flags_a_ranking_with_neither_evidence_nor_page() -> None:
    bare = evaluation(evidence=None, leaderboard={"name": "Example Board"})
    assert sentences(no_source.RULE, bare) == [
        ("The ranking names neither evidence nor a page.", "该榜单既无证据，也无网页。")
    ]
    assert sentences(no_source.RULE, evaluation(published=None))[0][0].startswith("The ranking does not say when")


SNAPSHOT = {"name": "Example Board", "snapshot": {"sha256": "ab" * 32}}


@pytest.mark.parametrize(
    "near",
    [{"evidence": None}, {"leaderboard": {"name": "Example Board"}}, {"evidence": None, "leaderboard": SNAPSHOT}],
)
def test_no_source_is_silent_when_one_of_evidence_page_and_copy_is_there(near: dict[str, object]) -> None:
    assert find(no_source.RULE, evaluation(**near)).found == ()


def test_a_digest_alone_is_a_source() -> None:
    assert find(no_source.RULE, claim(source={"sha256": "ab" * 32})).found == ()


# U2


def test_unknown_ranker_flags_a_transcript_of_a_ranking_by_nobody() -> None:
    (said,) = sentences(unknown_ranker.RULE, evaluation(transcribed=True))
    assert said[0].startswith("Nobody is named as having made this ranking")
    assert said[1].startswith("没有写明是谁做的这份榜单")


def test_unknown_ranker_flags_a_publisher_without_name_and_homepage() -> None:
    known = rules.Context({NAME: publisher(display="")}.get)
    assert sentences(unknown_ranker.RULE, evaluation(), known)[0][0].startswith(f"The publisher {NAME} says neither")


def test_unknown_ranker_is_silent_on_a_transcript_that_names_the_organiser() -> None:
    board = {"name": "Example Board", "organiser": {"name": "Board team"}}
    assert find(unknown_ranker.RULE, evaluation(transcribed=True, leaderboard=board)).found == ()


def test_a_publisher_that_is_not_known_here_is_not_checkable() -> None:
    found = find(unknown_ranker.RULE, evaluation(), rules.Context(lambda _: None))
    assert found.found == ()
    assert [one.field for one in found.not_checkable] == ["publisher"]


# U3


def test_no_method_flags_a_ranking_without_summary_and_document() -> None:
    said = sentences(no_method.RULE, evaluation(methodology=None, datasets=None, graders=None))
    assert said == [("The ranking says nothing about its method.", "该榜单没有说明方法。")]


def test_no_method_is_silent_when_there_is_a_document_only() -> None:
    method = {"document": {"sha256": "ab" * 32}}
    assert find(no_method.RULE, evaluation(methodology=method)).found == ()


# S1


def test_nothing_measured_flags_openness_patents_visits_and_heat() -> None:
    ((en, zh),) = sentences(nothing_measured.RULE, evaluation(methodology={"criteria": FOUR}))
    assert en.startswith("Nothing was measured on a dataset: 开放程度 (editorial)")
    assert zh.startswith("没有任何一项是在数据集上测得的")


def test_nothing_measured_flags_what_is_called_measured_without_a_dataset() -> None:
    measured = [{**one, "basis": "measured"} for one in FOUR]
    bare = evaluation(methodology={"criteria": measured}, datasets=None)
    ((_, zh),) = sentences(nothing_measured.RULE, bare)
    assert "开放程度（测得）" in zh


def test_a_dataset_that_no_criterion_names_is_a_gap_and_no_list_of_opinions() -> None:
    found = find(nothing_measured.RULE, evaluation(methodology={"criteria": [{"name": "score", "basis": "measured"}]}))
    assert found.found == ()
    assert [one.field for one in found.not_checkable] == ["methodology.criteria[0].dataset"]
    # Opinions stay opinions, whatever datasets are listed beside them.
    assert len(find(nothing_measured.RULE, evaluation(methodology={"criteria": FOUR})).found) == 1


def test_nothing_measured_is_silent_when_one_criterion_has_a_dataset() -> None:
    mixed = [*FOUR, {"name": "accuracy", "basis": "judged-by-people", "dataset": "Example test"}]
    assert find(nothing_measured.RULE, evaluation(methodology={"criteria": mixed})).found == ()


def test_a_basis_that_nobody_gave_is_not_checkable() -> None:
    found = find(nothing_measured.RULE, evaluation(methodology={"criteria": [{"name": "score"}]}))
    assert found.found == ()
    assert [one.field for one in found.not_checkable] == ["methodology.criteria[0].basis"]


# S2


@pytest.mark.parametrize("name", ["heat index", "热度指数", "技术专利", "number of downloads", "Degree of openness"])
def test_popularity_that_is_called_measured_is_flagged(name: str) -> None:
    ((en, zh),) = sentences(
        popularity_as_ability.RULE, evaluation(methodology={"criteria": [{"name": name, "basis": "measured"}]})
    )
    assert en == f'"{name}" is called measured, but by its name it is popularity or opinion, not ability.'
    assert zh.startswith(f"“{name}”称为测得")


@pytest.mark.parametrize("name", ["HotpotQA", "likelihood", "likert", "patentability", "theatre", "accuracy"])
def test_a_name_that_only_contains_such_a_word_is_not_flagged(name: str) -> None:
    method = {"criteria": [{"name": name, "basis": "measured"}]}
    assert find(popularity_as_ability.RULE, evaluation(methodology=method)).found == ()


def test_usage_with_weight_in_a_ranking_of_accuracy_is_flagged_and_without_weight_it_is_not() -> None:
    def method(weight: str) -> dict[str, object]:
        rest = {"name": "accuracy", "basis": "measured", "dataset": "Example test", "weight": "0.9"}
        return {"criteria": [rest, {"name": "votes", "basis": "usage", "weight": weight}]}

    assert len(find(popularity_as_ability.RULE, evaluation(methodology=method("0.1"))).found) == 1
    assert find(popularity_as_ability.RULE, evaluation(methodology=method("0.0"))).found == ()


def test_usage_in_a_ranking_that_does_not_say_ability_is_not_flagged() -> None:
    method = {"criteria": [{"name": "votes", "basis": "usage"}]}
    assert find(popularity_as_ability.RULE, evaluation(methodology=method, dimensions=None)).found == ()


def test_a_ranking_that_does_not_say_what_it_ranks_is_not_checkable_for_opinions() -> None:
    found = find(popularity_as_ability.RULE, evaluation(methodology={"criteria": FOUR}, dimensions=None))
    assert found.found == ()
    assert [one.field for one in found.not_checkable] == ["dimensions"]


def test_opinions_alone_carry_all_the_weight_and_beside_a_test_an_unknown_one() -> None:
    alone = find(popularity_as_ability.RULE, evaluation(methodology={"criteria": FOUR}))
    assert len(alone.found) == 4
    assert alone.found[3].message_zh == "“热度指数”属于使用量，却计入accuracy榜单。"
    test = {"name": "accuracy", "basis": "measured", "dataset": "Example test"}
    beside = find(popularity_as_ability.RULE, evaluation(methodology={"criteria": [test, FOUR[3]]}))
    assert beside.found == ()
    assert [one.field for one in beside.not_checkable] == ["methodology.criteria[1].weight"]


# S3


def test_criteria_without_weights_that_make_one_order_are_flagged() -> None:
    ((en, zh),) = sentences(opaque_weights.RULE, evaluation(methodology={"criteria": FOUR}))
    assert en == '4 criteria make one order, and "开放程度" has no weight.'
    assert zh == "4 项指标合成一个名次，“开放程度”却没有权重。"


def test_weights_that_do_not_sum_to_one_are_flagged_and_rounded_ones_are_not() -> None:
    def method(*weights: str) -> dict[str, object]:
        return {"criteria": [{"name": f"c{n}", "basis": "measured", "weight": one} for n, one in enumerate(weights)]}

    assert sentences(opaque_weights.RULE, evaluation(methodology=method("0.5", "0.4"), placements=RANKED)) != []
    assert (
        find(opaque_weights.RULE, evaluation(methodology=method("0.33", "0.33", "0.33"), placements=RANKED)).found == ()
    )


RANKED = [{"rank": 1, "model": {"name": "A"}}, {"rank": 2, "model": {"name": "B"}}]


def test_a_second_column_is_not_flagged_when_the_ranks_follow_the_first() -> None:
    method = {"criteria": [{"name": "accuracy", "basis": "measured"}, {"name": "cost", "basis": "measured"}]}
    scored = [
        {"rank": rank, "model": {"name": name}, "scores": [{"criterion": "accuracy", "value": value}]}
        for rank, name, value in ((1, "A", "71.4"), (2, "B", "70.0"))
    ]
    assert find(opaque_weights.RULE, evaluation(methodology=method, placements=scored)).found == ()


@pytest.mark.parametrize(("higher", "flagged"), [(None, False), (False, False), (True, True)])
def test_ranks_that_follow_a_criterion_where_less_is_better_are_explained(higher: bool | None, flagged: bool) -> None:
    better = {} if higher is None else {"higher_is_better": higher}
    method = {"criteria": [{"name": "perplexity", "basis": "measured", **better}, {"name": "cost"}]}
    scored = [line(1, "A", "5.1"), line(2, "B", "6.0")]
    assert bool(find(opaque_weights.RULE, evaluation(methodology=method, placements=scored)).found) is flagged


def test_placements_that_share_a_rank_may_differ_in_score_but_not_from_their_neighbours() -> None:
    method = {"criteria": [{"name": "perplexity", "basis": "measured", "higher_is_better": True}, {"name": "cost"}]}
    tied = [line(1, "A", "70.42"), line(3, "B", "69.25"), line(3, "C", "69.26")]
    assert find(opaque_weights.RULE, evaluation(methodology=method, placements=[*tied, line(5, "D", "60")])).found == ()
    assert (
        len(find(opaque_weights.RULE, evaluation(methodology=method, placements=[*tied, line(5, "D", "70")])).found)
        == 1
    )


def line(rank: int, name: str, value: str) -> dict[str, object]:
    return {"rank": rank, "model": {"name": name}, "scores": [{"criterion": "perplexity", "value": value}]}


# B2, B4


@pytest.mark.parametrize("pin", [{"sha256": "ab" * 32}, {"revision": "3f2a"}, {"seal": "cd" * 32}])
def test_a_dataset_is_flagged_only_without_digest_revision_and_seal(pin: dict[str, str]) -> None:
    assert find(dataset_uncommitted.RULE, evaluation(datasets=[{"name": "Example test", **pin}])).found == ()
    ((en, zh),) = sentences(dataset_uncommitted.RULE, evaluation(datasets=[{"name": "Example test"}]))
    assert en == 'The dataset "Example test" has no digest, revision or seal: it can be exchanged unnoticed.'
    assert zh.startswith("数据集“Example test”没有摘要")


@pytest.mark.parametrize(
    "loose", [{}, {"version": "unknown"}, {"revision": "3f2a-dirty"}, {"version": "1.0", "dirty": True}]
)
def test_a_grader_without_version_or_from_a_changed_checkout_is_flagged(loose: dict[str, object]) -> None:
    graders = [{"name": "scorer", **loose}]
    assert len(find(grader_unpinned.RULE, evaluation(graders=graders)).found) == 1


@pytest.mark.parametrize(
    "pinned", [{"version": "1.0"}, {"revision": "3f2a"}, {"sha256": "ab" * 32}, {"kind": "people"}]
)
def test_a_grader_that_is_pinned_or_is_people_is_not_flagged(pinned: dict[str, object]) -> None:
    graders = [{"name": "scorer", **pinned}]
    assert find(grader_unpinned.RULE, evaluation(graders=graders)).found == ()


def test_what_is_not_listed_is_not_checkable_and_not_passed() -> None:
    bare = evaluation(datasets=None, graders=None, methodology={"summary": "x"})
    assert [one.field for one in find(dataset_uncommitted.RULE, bare).not_checkable] == ["datasets"]
    assert [one.field for one in find(grader_unpinned.RULE, bare).not_checkable] == ["graders"]


# All


def test_every_rule_speaks_both_languages_and_names_its_source_and_cure() -> None:
    assert len({rule.id for rule in rules.ALL}) == len({rule.code for rule in rules.ALL}) == len(rules.ALL)
    for rule in rules.ALL:
        assert rule.why.en
        assert rule.why.zh
        assert rule.cure.en
        assert rule.cure.zh
        assert rule.source
        assert rule.fields


def test_every_finding_on_the_demo_names_the_fields_it_saw() -> None:
    found = [hit for _, statement in demo_statements() for hit in rules.run(statement, KNOWN).found]
    assert len(found) > 20
    assert all(hit.seen and hit.message and hit.message_zh for hit in found)


def test_the_gravest_finding_stands_first() -> None:
    found = rules.run(evaluation(methodology={"criteria": FOUR}, published=None), KNOWN)
    order = ["critical", "major", "minor", "note"]
    ranks = [order.index(hit.severity) for hit in found.found]
    assert ranks == sorted(ranks)
    assert found.worst is found.found[0]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(statement=strategies.evaluations() | strategies.claims())
def test_no_valid_statement_makes_a_rule_stumble_or_change_its_mind(statement: statements.Statement) -> None:
    found = rules.run(statement, KNOWN)
    assert all(hit.seen and hit.message and hit.message_zh for hit in found.found)
    assert found == rules.run(statement, KNOWN)


def test_a_statement_that_no_rule_looks_at_has_no_finding() -> None:
    found = rules.run(publisher(display=""), KNOWN)
    assert (found.found, found.not_checkable) == ((), ())
