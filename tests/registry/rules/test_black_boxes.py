"""B1, B4 and B5: what nobody outside can see, pin or run again."""

from __future__ import annotations

import pytest

from registry.demo.facts import demo_statements
from registry.rules import closed_process, grader_unpinned, not_re_runnable
from tests.foreign import data
from tests.registry.rules.made import evaluation, exemplary, find, lacks, placed, said

DEMO = dict(demo_statements())


def test_a_report_whose_questions_and_raters_nobody_saw_is_a_closed_process() -> None:
    ((en, zh),) = said(closed_process.RULE, DEMO["24-experience-report-2023-08.toml"])
    assert en == "The process is closed: nobody outside can see tools, prompts or scoring."
    assert zh.startswith("评测过程不公开")


@pytest.mark.parametrize(
    ("method", "flagged"),
    [
        ({"process": "open"}, False),
        ({"process": "partial"}, True),
        ({"process": "partial", "document": {"sha256": "ab" * 32}}, False),
        ({"process": "partial", "criteria": [{"name": "x", "protocol": {"url": "https://example.org/p"}}]}, False),
        ({"process": "closed", "document": {"sha256": "ab" * 32}}, True),
    ],
)
def test_half_a_process_is_enough_only_with_a_document(method: dict[str, object], flagged: bool) -> None:
    assert bool(find(closed_process.RULE, evaluation(methodology=method)).found) is flagged


def test_a_process_of_which_nothing_is_said_is_not_checkable() -> None:
    assert lacks(closed_process.RULE, evaluation()) == ["methodology.process"]


# B4


def test_every_grader_of_a_dirty_commit_in_aiders_table_is_flagged_and_no_other() -> None:
    text = data("aider", "polyglot_leaderboard.yml").read_text(encoding="utf-8")
    commits = [line.split(":")[1].strip() for line in text.splitlines() if line.startswith("  commit_hash:")]
    flagged = [
        commit
        for commit in commits
        if find(grader_unpinned.RULE, exemplary(graders=[{"name": "scorer", "revision": commit}])).found
    ]
    assert (len(commits), len(flagged)) == (69, 37)
    assert all("-dirty" in commit for commit in flagged)


def test_the_commit_of_the_folder_that_lm_eval_ran_in_pins_no_grader() -> None:
    of_folder = {"graders": [{"name": "scorer", "revision": "3f2a1b"}], "import": {"format": "lm-eval results"}}
    ((en, _),) = said(grader_unpinned.RULE, exemplary(**of_folder))
    assert en.startswith('The revision of "scorer" is that of the folder it ran in')
    of_folder["graders"] = [{"name": "scorer", "revision": "3f2a1b", "version": "0.4.9.2"}]
    assert find(grader_unpinned.RULE, exemplary(**of_folder)).found == ()


# B5


def test_a_table_of_numbers_alone_cannot_be_run_again() -> None:
    path = data("alpacaeval", "weighted_alpaca_eval_gpt4_turbo_leaderboard.csv")
    names = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:5]]
    lines = [{"rank": rank, "model": {"name": name}} for rank, name in enumerate(names, 1)]
    (outputs, _), (settings, zh) = said(not_re_runnable.RULE, evaluation(placements=lines))
    assert outputs == (
        "No outputs item by item are committed to for "
        "NullModel, SelfMoA_gemma-2-9b-it-WPO-HB, Shopee-SlimMoA-v1 and 1 more."
    )
    assert settings.startswith("Settings are missing (shots, prompt_sha256, temperature, runs) for NullModel")
    assert zh.startswith("缺少NullModel、SelfMoA_gemma-2-9b-it-WPO-HB、Shopee-SlimMoA-v1等 4 个的设置")


def test_the_one_line_without_temperature_is_named() -> None:
    bare = placed(2, "B", "70", settings={"shots": 5, "prompt_sha256": "ab" * 32, "runs": 1})
    (finding,) = find(not_re_runnable.RULE, exemplary(placements=[placed(1, "A", "80"), bare])).found
    assert (finding.placement, [one.field for one in finding.seen]) == ("B", ["placements[1].settings.temperature"])


def test_an_opinion_is_not_run_at_all() -> None:
    method = {"criteria": [{"name": "votes", "basis": "usage"}]}
    assert find(not_re_runnable.RULE, evaluation(methodology=method)).found == ()
