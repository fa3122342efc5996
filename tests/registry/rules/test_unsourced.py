"""U2 to U5 beyond the first rules: claims on nothing, sources that move, models that nobody can identify."""

from __future__ import annotations

import pytest

from registry.demo.facts import demo_statements
from registry.rules import no_method, unknown_ranker, unnamed_model, unpinned_source
from tests.foreign import data
from tests.registry.rules.made import cites, evaluation, exemplary, find, lacks, placed, said

DEMO = dict(demo_statements())


def test_a_claim_that_names_no_ranking_has_no_method_and_a_rank_on_nothing_no_ranker() -> None:
    ((en, zh),) = said(no_method.RULE, DEMO["40-claim-w1.toml"])
    assert en == "The claim names no ranking, so nothing says how it was found out."
    assert zh.startswith("该说法没有指明榜单")
    assert find(no_method.RULE, cites()).found == ()
    ((en, zh),) = said(unknown_ranker.RULE, DEMO["41-claim-w2.toml"])
    assert en.startswith("The claim gives a rank on a list that it does not name")
    assert zh.startswith("该说法给出了名次")
    assert find(unknown_ranker.RULE, cites()).found == ()


# U4


@pytest.mark.parametrize("name", ["46-claim-w8.toml", "48-claim-w10.toml", "52-claim-w14.toml"])
def test_a_claim_on_a_page_that_nobody_kept_is_flagged(name: str) -> None:
    ((en, zh),) = said(unpinned_source.RULE, DEMO[name])
    assert en == "No digest pins the page that the claim rests on: it can change unnoticed."
    assert zh.startswith("该说法所依据的网页")


@pytest.mark.parametrize(
    ("url", "sha256", "flagged"),
    [
        ("https://example.org/board", "", True),
        ("https://example.org/board", "ab" * 32, False),
        ("https://example.org/r/blob/main/README.md", "ab" * 32, True),
        ("https://example.org/r/blob/master/README.md", "", True),
        ("https://example.org/domain/README.md", "ab" * 32, False),
        (f"https://example.org/r/blob/{'3f' * 20}/README.md", "", False),
        ("https://example.org/r/commit/1f4157e6b5d1", "", True),
    ],
)
def test_a_source_is_pinned_by_its_digest_or_a_whole_commit_id(url: str, sha256: str, flagged: bool) -> None:
    one = evaluation(evidence=[{"url": url, "sha256": sha256}])
    assert bool(find(unpinned_source.RULE, one).found) is flagged


def test_the_live_page_counts_only_where_it_is_all_there_is() -> None:
    ((en, _),) = said(unpinned_source.RULE, evaluation(evidence=None))
    assert en == "1 of 1 sources are not pinned by a digest, or move: leaderboard."
    assert find(unpinned_source.RULE, exemplary()).found == ()


# U5


def test_a_row_with_an_empty_link_and_no_developer_is_flagged() -> None:
    table = data("cmmlu", "README-leaderboard-2023-11-13.md").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith("| [ZW-LM]()"))
    printed = row.split("|")[1].strip()
    line = placed(1, "ZW-LM", "81.73", model={"name": "ZW-LM"}, printed={"name": printed})
    finding = find(unnamed_model.RULE, exemplary(placements=[line, placed(2, "B", "70")])).found[0]
    assert finding.message == "Nobody is named as the developer of ZW-LM."
    assert finding.message_zh == "没有写明ZW-LM的开发者。"
    assert (finding.placement, finding.severity) == ("ZW-LM", "major")
    named = placed(1, "ZW-LM", "81.73", printed={"name": printed})
    ((en, _),) = said(unnamed_model.RULE, exemplary(placements=[named]))
    assert en == "The source links to nothing for ZW-LM."


def test_a_line_that_is_no_model_needs_no_developer() -> None:
    line = placed(None, "Random", "25.00", model={"name": "Random", "version": "1"})
    assert find(unnamed_model.RULE, exemplary(placements=[placed(1, "A", "80"), line])).found == ()


@pytest.mark.parametrize(
    ("name", "version", "availability", "flagged"),
    [
        ("GPT-4", "", "API", True),
        ("gpt-4-0613", "", "API", False),
        ("claude-3-5-sonnet-20241022", "", "API", False),
        ("gemini-2.0-pro-exp-02-05", "", "API", False),
        ("claude-3-5-sonnet", "", "API", True),
        ("GPT-4", "2024-05", "API", False),
        ("Qwen-7B", "", "open weights", False),
        ("Qwen-7B", "", "open weights and API", False),
    ],
)
def test_a_model_behind_an_api_needs_a_version_or_a_dated_name(
    name: str, version: str, availability: str, flagged: bool
) -> None:
    model = {"name": name, "version": version, "developer": "D", "availability": availability}
    one = exemplary(placements=[placed(1, "A", "80", model=model)])
    assert bool(find(unnamed_model.RULE, one).found) is flagged


def test_without_a_word_on_availability_a_missing_version_is_not_checkable() -> None:
    one = exemplary(placements=[placed(1, "A", "80", model={"name": "A", "developer": "D"})])
    assert lacks(unnamed_model.RULE, one) == ["placements[].model.availability"]
    assert find(unnamed_model.RULE, one).found == ()
