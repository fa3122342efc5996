"""P1 to P4 and L2: prefixes, the wrong exam, the best of one thing, unlike settings, exams that are worn out."""

from __future__ import annotations

import json

import pytest

from registry import statements
from registry.demo.facts import demo_statements
from registry.record import Logged
from registry.rules import Context, one_dimension, prefix_first, unlike_settings, worn_out_exam, wrong_exam
from tests.foreign import data
from tests.registry.rules.made import KNOWN, WITHOUT_RECORD, cites, exemplary, find, lacks, placed, said
from tests.registry.whole import WholeRecord

DEMO = dict(demo_statements())


def known(*rankings: statements.Statement) -> Context:
    return Context(KNOWN.publisher, WholeRecord([Logged(at, one) for at, one in enumerate(rankings)], "2026-11-24"))


def sized(*sizes: str) -> list[dict[str, object]]:
    lines = [placed(rank, name, f"{90 - rank}") for rank, name in enumerate("ABCDEFGH"[: len(sizes)], 1)]
    for line, size in zip(lines, sizes, strict=True):
        assert isinstance(line["model"], dict)
        line["model"]["parameters"] = size
    return lines


# P1


def test_a_first_place_among_domestic_models_says_who_stands_above_it() -> None:
    (finding,) = find(prefix_first.RULE, DEMO["20-superclue-2023-08.toml"]).found
    assert finding.message.startswith(
        "Baichuan-13B-Chat is first only under models = Chinese models: of the 5 lines on record it is number 2, below GPT-4"
    )
    assert finding.message_zh.startswith("Baichuan-13B-Chat只在“models = Chinese models”的条件下排名第一")
    assert (finding.severity, finding.placement) == ("minor", "Baichuan-13B-Chat")


def test_a_prefix_without_which_the_first_stays_first_is_no_trick() -> None:
    scope = {"filters": [{"field": "availability", "op": "=", "value": "open"}]}
    lines = [placed(1, "A", "80"), placed(None, "B", "70")]
    assert find(prefix_first.RULE, exemplary(scope=scope, placements=lines)).found == ()
    people = [placed(1, "A", "80"), placed(None, "Human", "95"), placed(None, "B", "70")]
    assert find(prefix_first.RULE, exemplary(scope=scope, placements=people)).found == ()
    alone = exemplary(scope=scope, placements=[placed(1, "A", "80")])
    assert lacks(prefix_first.RULE, alone) == ["placements[].scores"]


def test_a_claim_within_a_size_gets_the_rank_in_the_whole_field_and_is_worse_among_few() -> None:
    few = exemplary(placements=sized("70B", "70B", "7B", "6B"), scope={"entrants": 4})
    (finding,) = find(prefix_first.RULE, cites(model="C", scope="<10B"), known(few)).found
    assert finding.message == (
        'C is first of 2 only within "<10B": number 3 of 4 in the whole field; it leaves 2 entrants.'
    )
    assert (
        finding.message_zh == "C只在“<10B”中排名第一（共 2 个）：在全部参评者中列第 3（共 4 个）；其中只有 2 个参评者。"
    )
    assert finding.severity == "major"
    many = exemplary(placements=sized("70B", "70B", "7B", "6B", "6B", "5B", "4B"), scope={"entrants": 7})
    assert [one.severity for one in find(prefix_first.RULE, cites(model="C", scope="<10B"), known(many)).found] == [
        "minor"
    ]


@pytest.mark.parametrize("name", ["49-claim-w11.toml", "51-claim-w13.toml"])
def test_a_first_place_within_a_size_that_nothing_bears_out_is_behind_a_prefix_all_the_same(name: str) -> None:
    rankings = [one for file, one in DEMO.items() if "cmmlu" in file]
    (finding,) = find(prefix_first.RULE, DEMO[name], known(*rankings)).found
    assert finding.message == 'The first place is claimed only within "<10B", with no rank in the whole field.'
    assert finding.message_zh == "该说法只在“<10B”中称第一，没有说明在全部参评者中的名次。"
    assert finding.severity == "minor"


def test_a_model_that_is_first_of_all_is_so_without_the_prefix() -> None:
    ranking = exemplary(placements=sized("7B", "70B", "70B"), scope={"entrants": 3})
    assert find(prefix_first.RULE, cites(scope="<10B"), known(ranking)).found == ()


def test_a_claim_that_hides_the_rankings_own_prefix_is_major() -> None:
    on_superclue = {"leaderboard": "SuperCLUE", "release": "2023-08", "model": "Baichuan-13B-Chat"}
    ranking = DEMO["20-superclue-2023-08.toml"]
    hidden = find(prefix_first.RULE, cites(made="2023-11-29", **on_superclue), known(ranking)).found
    told = find(
        prefix_first.RULE, cites(made="2023-11-29", scope="Chinese models", **on_superclue), known(ranking)
    ).found
    assert [one.severity for one in (*hidden, *told)] == ["major", "minor"]
    assert lacks(prefix_first.RULE, cites(), WITHOUT_RECORD) == ["record"]
    assert find(prefix_first.RULE, cites(), known(exemplary())).found == ()


# P2


def test_a_model_made_for_english_on_a_chinese_exam_is_named() -> None:
    lines = [placed(1, "A", "80"), _speaking("en", "English-first")]
    (finding,) = find(wrong_exam.RULE, exemplary(placements=lines)).found
    assert finding.message == "Examined in zh, and not made for it: English-first (en)."
    assert finding.message_zh == "用 zh 的题目考查并非面向该语言的模型：English-first（en）。"
    assert (finding.severity, finding.placement) == ("major", "English-first")


def _speaking(language: str, name: str = "B") -> dict[str, object]:
    return placed(2, name, "70", model={"name": name, "languages": [language], "domains": ["general"]})


@pytest.mark.parametrize("language", ["zh-Hans", "zho_Hans", "zh-TW", "ZH", "cmn", "mul"])
def test_script_region_and_long_codes_are_the_same_language(language: str) -> None:
    assert find(wrong_exam.RULE, exemplary(placements=[_speaking(language)])).found == ()


@pytest.mark.parametrize(
    ("model", "exam", "scope", "flagged"),
    [
        (["finance"], ["general"], [], True),
        (["finance"], ["general", "finance"], [], False),
        (["金融"], ["finance"], [], False),
        (["law"], ["medicine"], ["medicine"], True),
        (["general"], ["medicine"], [], True),
        (["general"], ["medicine"], ["medicine"], False),
        (["general"], ["mathematics"], [], False),
        (["code"], ["general"], [], False),
    ],
)
def test_a_model_of_a_field_belongs_on_data_of_it(
    model: list[str], exam: list[str], scope: list[str], flagged: bool
) -> None:
    line = placed(1, "A", "80", model={"name": "A", "languages": ["zh"], "domains": model})
    sets = [{"name": "Example test", "seal": "cd" * 32, "languages": ["zh"], "domains": exam}]
    one = exemplary(placements=[line], datasets=sets, scope={"domains": scope})
    assert bool(find(wrong_exam.RULE, one).found) is flagged


def test_languages_that_nobody_gave_are_not_checkable() -> None:
    line = placed(1, "A", "80", model={"name": "A", "domains": ["general"]})
    assert lacks(wrong_exam.RULE, exemplary(placements=[line])) == ["placements[].model.languages"]
    bare = [{"name": "Example test", "seal": "cd" * 32}]
    assert lacks(wrong_exam.RULE, exemplary(datasets=bare)) == ["datasets[].languages"]


# P3


@pytest.mark.parametrize("name", ["40-claim-w1.toml", "55-claim-w16.toml", "57-claim-w20.toml"])
def test_a_claim_to_be_better_at_nothing_in_particular_is_flagged(name: str) -> None:
    (finding,) = find(one_dimension.RULE, DEMO[name]).found
    assert finding.message.startswith("The claim names neither a leaderboard nor a scope")
    assert finding.message_zh.startswith("该说法既没有指明榜单")
    assert finding.severity == "minor"


def test_crushing_everybody_at_nothing_in_particular_is_worse() -> None:
    assert [one.severity for one in find(one_dimension.RULE, DEMO["58-claim-w21.toml"]).found] == ["major"]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("A is the strongest model.", True),
        ("A 全面超越所有模型", True),
        ("A is first on Example Board.", False),
        ("A has the best accuracy.", False),
        ("A is first in bestiary questions.", False),
    ],
)
def test_a_claim_to_be_the_best_on_a_ranking_of_one_dimension_is_major(text: str, flagged: bool) -> None:
    found = find(one_dimension.RULE, cites(text=text), known(exemplary(dimensions=["accuracy"]))).found
    assert [one.severity for one in found] == (["major"] if flagged else [])
    assert find(one_dimension.RULE, cites(text=text), known(exemplary())).found == ()
    assert lacks(one_dimension.RULE, cites(text="A is the best."), WITHOUT_RECORD) == ["record"]
    undimensioned = known(exemplary(dimensions=None))
    assert lacks(one_dimension.RULE, cites(text="A is the best."), undimensioned) == ["entry 0 dimensions"]


def test_a_ranking_of_one_dimension_says_so_in_its_name_or_is_told_so() -> None:
    ((en, zh),) = said(one_dimension.RULE, exemplary(dimensions=["accuracy"]))
    assert (en, zh) == ("Example Board ranks by accuracy alone.", "Example Board只按 accuracy 一个维度排名。")
    named = exemplary(dimensions=["accuracy"], leaderboard={"name": "The Accuracy List"})
    assert find(one_dimension.RULE, named).found == ()
    assert lacks(one_dimension.RULE, exemplary(dimensions=None)) == ["dimensions"]


# P4


def settings(**changes: object) -> dict[str, object]:
    return {"shots": 5, "prompt_sha256": "ab" * 32, "temperature": "0", "runs": 1, "attempts": 1, **changes}


@pytest.mark.parametrize("change", [{"shots": 0}, {"prompt_sha256": "cd" * 32}, {"attempts": 2}])
def test_a_line_that_was_asked_otherwise_is_named(change: dict[str, object]) -> None:
    lines = [placed(1, "A", "80"), placed(2, "B", "75"), placed(3, "C", "70", settings=settings(**change))]
    (finding,) = find(unlike_settings.RULE, exemplary(placements=lines)).found
    (field,) = change
    assert finding.message.startswith(f"Ranked together under different {field} (")
    assert finding.message.endswith("C and the rest.")
    assert finding.seen[0].field == f"placements[0].settings.{field}"


def test_the_attempts_that_swe_bench_tags_make_lines_unlike() -> None:
    boards = json.loads(data("swebench", "leaderboards-2025-10-06.json").read_text(encoding="utf-8"))["leaderboards"]
    verified = next(board for board in boards if board["name"] == "Verified")["results"][:20]
    lines = [
        placed(rank, one["name"], str(one["resolved"]), settings=settings(attempts=attempts))
        for rank, one in enumerate(verified, 1)
        if (attempts := 1 if "System: Attempts - 1" in one["tags"] else 2)
    ]
    assert [one.message_zh[:7] for one in find(unlike_settings.RULE, exemplary(placements=lines)).found] == [
        "尝试次数不同（"
    ]


def test_lines_without_a_rank_and_temperatures_are_not_compared() -> None:
    lines = [placed(1, "A", "80"), placed(None, "B", "75", settings=settings(shots=0))]
    assert find(unlike_settings.RULE, exemplary(placements=lines)).found == ()
    warm = [placed(1, "A", "80"), placed(2, "B", "75", settings=settings(temperature="0.7"))]
    assert find(unlike_settings.RULE, exemplary(placements=warm)).found == ()


@pytest.mark.parametrize(
    ("headings", "flagged"), [(("Closed division", "Open division"), True), (("open", "not open"), False)]
)
def test_divisions_are_not_ranked_together(headings: tuple[str, str], flagged: bool) -> None:
    lines = [placed(at, "AB"[at - 1], "70", printed={"section": one}) for at, one in enumerate(headings, 1)]
    assert bool(find(unlike_settings.RULE, exemplary(placements=lines)).found) is flagged


def test_a_release_by_another_judge_is_not_to_be_compared_with_the_one_before() -> None:
    """SuperCLUE: GPT-4 fell by 11.94 points from October to November, when GPT-4-Turbo became the judge."""
    october, november = DEMO["22-superclue-2023-10.toml"], DEMO["23-superclue-2023-11.toml"]
    (finding,) = find(unlike_settings.RULE, november, known(october)).found
    assert finding.severity == "note"
    assert finding.message == (
        "Measured by other means than entry 0: graders[0].version GPT-4-Turbo, there GPT-4. Scores of the two are not to be compared:"
        " GPT-4 has 75.14 here and 87.08 there."
    )
    assert finding.message_zh == (
        "测评手段与条目 0不同：评分者的 graders[0].version 为 GPT-4-Turbo，彼处为 GPT-4。两者的得分不可相比：GPT-4此处 75.14，彼处 87.08。"
    )
    assert [one.field for one in finding.seen[:2]] == ["graders[0].version", "entry 0 graders[0].version"]
    # What one of them does not say is not known to differ, and other publishers' tables are others.
    assert find(unlike_settings.RULE, november, known(DEMO["21-superclue-2023-09.toml"])).found == ()
    assert find(unlike_settings.RULE, november, known(november)).found == ()


def test_other_items_of_one_dataset_are_other_means() -> None:
    before, after = (
        exemplary(datasets=[{"name": "Example test", "revision": "3f2a1b", "items": n}]) for n in (3754, 4265)
    )
    (finding,) = find(unlike_settings.RULE, after, known(before)).found
    assert "datasets[0].items 4265, there 3754" in finding.message


def test_a_setting_that_a_line_does_not_give_is_not_checkable() -> None:
    lines = [placed(1, "A", "80"), placed(2, "B", "75", settings=settings(shots=None))]
    for line in lines:
        assert isinstance(line["settings"], dict)
        line["settings"] = {key: value for key, value in line["settings"].items() if value is not None}
    assert lacks(unlike_settings.RULE, exemplary(placements=lines)) == ["placements[].settings.shots"]


# L2


def test_a_column_whose_best_is_near_full_marks_is_worn_out() -> None:
    models = json.loads(data("evalplus", "results.json").read_text(encoding="utf-8"))
    scores = {name: one["pass@1"]["humaneval"] for name, one in models.items()}
    lines = [placed(None, name, str(value)) for name, value in scores.items() if value is not None]
    ((en, zh),) = said(worn_out_exam.RULE, exemplary(placements=lines))
    best = max(scores, key=lambda name: scores[name] or 0)
    assert en == f'{best} has {scores[best]} of 100 in "accuracy": there is little left to win.'
    assert zh.startswith(f"{best}在“accuracy”上得 {scores[best]}（满分 100）")
    assert find(worn_out_exam.RULE, exemplary(placements=[placed(1, "A", "95.0")])).found == ()


@pytest.mark.parametrize(("since", "flagged"), [("2024-11-20", True), ("2024-11-21", False), ("2021-07-07", True)])
def test_two_years_at_the_rankings_own_date_are_too_old(since: str, flagged: bool) -> None:
    sets = [{"name": "Example test", "access": "public", "published": since, "revision": "1"}]
    assert bool(find(worn_out_exam.RULE, exemplary(datasets=sets)).found) is flagged


def test_a_best_score_above_people_is_worn_out() -> None:
    lines = [placed(1, "A", "90"), placed(None, "Human", "85")]
    ((en, zh),) = said(worn_out_exam.RULE, exemplary(placements=lines))
    assert en == 'A is above people in "accuracy": 90 against 85.'
    assert zh == "A在“accuracy”上超过人类：90 对 85。"


def test_an_age_that_nobody_gave_is_not_checkable_and_a_sealed_exam_has_none() -> None:
    sets = [{"name": "Example test", "access": "public", "revision": "1"}]
    assert lacks(worn_out_exam.RULE, exemplary(datasets=sets)) == ["datasets[0].published"]
    sets[0]["published"] = "2023-06-16"
    assert lacks(worn_out_exam.RULE, exemplary(datasets=sets, published=None)) == ["published"]
    assert lacks(worn_out_exam.RULE, exemplary()) == []
