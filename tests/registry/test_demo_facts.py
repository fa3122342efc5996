"""The demo's statements are facts: those of the boards' own tables, and nothing that nobody knows."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest

from registry import rules
from registry.claims.judge import Recorded, judge
from registry.demo.facts import demo_statements
from registry.statements import Claim, Evaluation
from registry.trust import Word
from tests.foreign import data
from tests.registry.rules.made import KNOWN
from tests.registry.whole import WholeRecord

STATEMENTS = dict(demo_statements())
RANKINGS = {name: one for name, one in STATEMENTS.items() if isinstance(one, Evaluation)}
CLAIMS = {str(one.extra["id"]): one for one in STATEMENTS.values() if isinstance(one, Claim)}
CMMLU = {name: one for name, one in RANKINGS.items() if one.leaderboard.name == "CMMLU"}
SECTIONS = {"open": "open", "not open for testing": "not-open"}


@pytest.mark.parametrize("name", sorted(CMMLU))
def test_every_line_of_a_cmmlu_table_is_the_one_in_its_history(name: str) -> None:
    table: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with data("cmmlu", "history-2023-06_2024-12.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[row["commit"], row["shots"]].append(row)
    ranking = CMMLU[name]
    rows = table[ranking.datasets[0].revision, str(ranking.placements[0].settings.shots)]
    assert (ranking.scope.entrants, ranking.published) == (len(rows), rows[0]["committed"][:10])
    assert [
        (str(line.rank), line.printed.name, SECTIONS[line.printed.section], line.scores[0].value)
        for line in ranking.placements
    ] == [
        (row["position_by_score"], row["model"], row["section"], row["average"])
        for row in sorted(rows, key=lambda row: int(row["position_by_score"]))[: len(ranking.placements)]
    ]


def test_the_states_of_cmmlu_that_decide_the_claims_are_there() -> None:
    assert {one.published for one in CMMLU.values()} >= {"2023-09-05", "2023-09-18", "2023-11-08", "2023-11-13"}
    assert all(one.datasets[0].items == 11_582 for one in CMMLU.values())


@pytest.mark.parametrize("name", sorted(RANKINGS))
def test_ranks_follow_the_scores(name: str) -> None:
    placed = [
        (line.rank, float(line.scores[0].value)) for line in RANKINGS[name].placements if line.rank and line.scores
    ]
    assert [score for _, score in placed] == sorted((score for _, score in placed), reverse=True)
    assert [rank for rank, _ in placed] == sorted(rank for rank, _ in placed)


def test_nothing_is_invented() -> None:
    for name, one in STATEMENTS.items():
        text = repr(one)
        assert "sha256" not in text, name
        urls = set(re.findall(r"https?://[^'\"]+", text))
        assert all(url.startswith("https://github.com/") for url in urls), name
        assert not isinstance(one, Claim) or not one.source.url


def test_every_ranking_is_a_transcript_and_only_the_certain_list_has_no_organiser() -> None:
    assert all(one.transcribed for one in RANKINGS.values())
    assert [name for name, one in RANKINGS.items() if not one.leaderboard.organiser.name] == ["25-a-certain-list.toml"]


def test_a_name_that_was_inferred_is_marked_and_stands_in_no_other_claim() -> None:
    assert {key for key, one in CLAIMS.items() if "inferred" in one.extra} == {"W15-five-shot", "W15-zero-shot"}
    unnamed = {"W1", "W2", "W10", "W11", "W12", "W13", "W14", "W16", "W17"}
    assert all(not CLAIMS[key].model for key in unnamed)


def test_supported_claims_rest_on_rankings_with_the_findings_that_the_facts_name() -> None:
    record = [Recorded(index, one) for index, one in enumerate(RANKINGS.values())]
    answer = judge(CLAIMS["W7"], WholeRecord(record, today="2023-11-29"))
    assert answer.judgement.word is Word.VERIFIED
    assert answer.standing is not None
    assert answer.standing.placement.model.version == "V2"
    assert "recorded as version V2" in answer.judgement.reason
    found = rules.run(answer.standing.recorded.statement, KNOWN).found
    assert {hit.rule.code for hit in found if hit.weighs} == {"U5", "S4", "B2", "B4"}
    assert "Baichuan-13B-Chat is first only under" in next(hit.message for hit in found if hit.rule.code == "P1")


def test_the_certain_list_measures_nothing_by_nobody_known() -> None:
    found = rules.run(STATEMENTS["25-a-certain-list.toml"], KNOWN)
    assert {hit.rule.code for hit in found.found} == {"U1", "U2", "U3", "U4", "U5", "S1", "S3"}
    # It does not say that it ranks ability, so whether popularity passes for that is not known either.
    assert ("S2", "dimensions") in {(one.rule.code, one.field) for one in found.not_checkable}
