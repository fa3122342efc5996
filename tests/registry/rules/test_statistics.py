"""T1 to T6: numbers without errors, leads within noise, partial runs, numbers that cannot be, sums and orders that do not follow."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from registry.demo.facts import demo_statements
from registry.record import Logged
from registry.rules import (
    Context,
    does_not_add_up,
    few_items,
    impossible_number,
    lead_within_noise,
    no_uncertainty,
    partial_run,
)
from tests.foreign import data
from tests.registry.rules.cmmlu import table
from tests.registry.rules.made import KNOWN, WITHOUT_RECORD, cites, evaluation, exemplary, find, lacks, placed, said
from tests.registry.whole import WholeRecord

DEMO = dict(demo_statements())


def accuracy(**changes: object) -> dict[str, object]:
    criterion: dict[str, object] = {
        "name": "accuracy",
        "basis": "measured",
        "higher_is_better": True,
        "unit": "percent",
        "aggregate": "micro",
        "dataset": "Example test",
    }
    criterion |= changes
    return {"summary": "x", "criteria": [{key: value for key, value in criterion.items() if value is not None}]}


def scored(*values: str, n: int | None = 10000, **more: object) -> list[dict[str, object]]:
    """Return ranked lines with these scores, without an error of their own."""
    count = {} if n is None else {"n": n}
    return [
        placed(rank, name, value, scores=[{"criterion": "accuracy", "value": value, **count, **more}])
        for rank, (name, value) in enumerate(zip("ABCDEFGHIJ", values, strict=False), 1)
    ]


UNFOLLOWED = "methodology.criteria that the ranks follow"
UNSURE = [{"criterion": "accuracy", "value": "79.9"}]
"""Without an error; in points, none can be worked out."""

# T1


def test_tables_of_bare_numbers_have_no_uncertainty() -> None:
    ((en, zh),) = said(no_uncertainty.RULE, table(5, ranked=True))
    assert en.startswith('No standard error, interval or number of items in "accuracy" for XuanYuan-70B')
    assert zh.startswith("没有给出XuanYuan-70B、GPT4、XuanYuan-13B等 26 个在“accuracy”上的标准误")
    models = json.loads(data("evalplus", "results.json").read_text(encoding="utf-8"))
    lines = [
        {"model": {"name": name}, "scores": [{"criterion": "accuracy", "value": str(one["pass@1"]["humaneval"])}]}
        for name, one in models.items()
    ]
    assert len(find(no_uncertainty.RULE, evaluation(placements=lines)).found) == 1


@pytest.mark.parametrize("sure", [{"stderr": "0.4"}, {"n": 164}, {"ci": ["70", "72"]}])
def test_one_of_error_interval_and_items_is_enough(sure: dict[str, object]) -> None:
    lines = [placed(1, "A", "71", scores=[{"criterion": "accuracy", "value": "71", **sure}])]
    assert find(no_uncertainty.RULE, evaluation(placements=lines)).found == ()


def test_a_list_without_numbers_is_not_checkable() -> None:
    assert lacks(no_uncertainty.RULE, evaluation(placements=[{"rank": 1, "model": {"name": "A"}}])) == [
        "placements[].scores"
    ]


# T2


def test_the_zero_shot_lead_of_2023_11_13_is_within_noise_and_the_five_shot_lead_is_not() -> None:
    (finding,) = find(lead_within_noise.RULE, table(0, ranked=True)).found
    assert finding.message == (
        "QuarkLLM leads by 0.94, and up to 1.09 is noise (an approximation: as if a mean of items): "
        "it cannot be told from vivoLM-7B."
    )
    assert (
        finding.message_zh
        == "QuarkLLM领先 0.94，而 1.09 以内属于误差（近似值：按逐题平均计算）：与vivoLM-7B分不出高下。"
    )
    assert (finding.severity, finding.placement) == ("minor", "QuarkLLM")
    assert find(lead_within_noise.RULE, table(5, ranked=True)).found == ()


def test_a_claim_of_that_first_place_can_mislead() -> None:
    rankings = [one for name, one in DEMO.items() if "cmmlu" in name]
    known = Context(KNOWN.publisher, WholeRecord([Logged(at, one) for at, one in enumerate(rankings)], "2023-11-29"))
    (finding,) = find(lead_within_noise.RULE, DEMO["54-claim-w15-zero-shot.toml"], known).found
    assert (finding.severity, finding.rule.group) == ("major", "statistics")
    assert finding.seen[0].field.endswith("placements[0].scores[0].value")
    assert find(lead_within_noise.RULE, DEMO["53-claim-w15-five-shot.toml"], known).found == ()
    assert lacks(lead_within_noise.RULE, DEMO["54-claim-w15-zero-shot.toml"], WITHOUT_RECORD) == ["record"]


def test_a_claim_and_the_ranking_that_it_rests_on_say_the_same_once_and_as_gravely_as_the_claim() -> None:
    ranking = exemplary(placements=scored("80", "79.9"))
    known = Context(KNOWN.publisher, WholeRecord([Logged(0, ranking)], "2026-11-24"))
    own, theirs = (find(lead_within_noise.RULE, one, known) for one in (cites(), ranking))
    assert [one.severity for one in (*own.found, *theirs.found)] == ["major", "minor"]
    assert own.joined(theirs).found == own.found


def test_a_claim_within_a_size_is_compared_with_models_of_that_size_alone() -> None:
    lines = scored("90.0", "80.0", "79.9", "79.8")
    for line, size in zip(lines, ("70B", "7B", "70B", "6B"), strict=True):
        assert isinstance(line["model"], dict)
        line["model"]["parameters"] = size
    ranking = exemplary(placements=lines, methodology=accuracy())
    known = Context(KNOWN.publisher, WholeRecord([Logged(0, ranking)], "2026-11-24"))
    (finding,) = find(lead_within_noise.RULE, cites(model="B", scope="<10B"), known).found
    assert finding.message == "B leads by 0.2, and up to 1.11 is noise: it cannot be told from D."


def test_the_whole_tied_set_is_named() -> None:
    ((en, _),) = said(lead_within_noise.RULE, exemplary(placements=scored("80", "79.9", "79.8", "79.7", "79.6", "60")))
    assert en == "A leads by 0.1, and up to 1.11 is noise: it cannot be told from B, C, D and 1 more."


def test_a_recorded_error_is_used_before_one_worked_out_and_zero_is_none() -> None:
    assert find(lead_within_noise.RULE, exemplary(placements=scored("80", "79", stderr="0.2"))).found == ()
    assert len(find(lead_within_noise.RULE, exemplary(placements=scored("80", "79", stderr="0.5"))).found) == 1
    assert len(find(lead_within_noise.RULE, exemplary(placements=scored("80", "79", stderr="0.0"))).found) == 1
    wide = exemplary(placements=scored("80", "79", ci=["78", "82"]))
    assert len(find(lead_within_noise.RULE, wide).found) == 1


def test_the_unit_is_the_criterions_and_never_guessed_from_the_number() -> None:
    lines = scored("0.80", "0.79")
    assert (
        len(find(lead_within_noise.RULE, exemplary(placements=lines, methodology=accuracy(unit="proportion"))).found)
        == 1
    )
    for unit in ("points", ""):
        unsaid = exemplary(placements=lines, methodology=accuracy(unit=unit))
        assert find(lead_within_noise.RULE, unsaid).found == ()
        assert lacks(lead_within_noise.RULE, unsaid) == ["placements[0].scores[0].stderr"]
    # In percent, 0.80 and 0.79 lie far below 1, and a hundredth of a point is less than the noise there.
    assert len(find(lead_within_noise.RULE, exemplary(placements=lines)).found) == 1


def test_a_shared_first_place_and_a_lower_is_better_criterion_are_read_as_they_are() -> None:
    tied = scored("80", "80", "60")
    tied[1]["rank"] = 1
    assert find(lead_within_noise.RULE, exemplary(placements=tied)).found == ()
    errors = scored("20.0", "20.1")
    assert (
        len(
            find(
                lead_within_noise.RULE, exemplary(placements=errors, methodology=accuracy(higher_is_better=False))
            ).found
        )
        == 1
    )


def test_lines_under_other_shots_are_not_compared() -> None:
    lines = scored("80", "79.9")
    lines[1]["settings"] = {"shots": 0}
    assert find(lead_within_noise.RULE, exemplary(placements=lines)).found == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"methodology": {"summary": "x"}}, "methodology.criteria"),
        ({"methodology": {"summary": "x", "criteria": [{"name": "accuracy"}, {"name": "other"}]}}, UNFOLLOWED),
        ({"methodology": accuracy(higher_is_better=None)}, "methodology.criteria[0].higher_is_better"),
        ({"placements": [placed(1, "A", "", scores=None), placed(2, "B", "70")]}, "placements[0].scores"),
        (
            {
                "methodology": accuracy(unit="points"),
                "placements": [placed(1, "A", "80"), placed(2, "B", "", scores=UNSURE)],
            },
            "placements[1].scores[0].stderr",
        ),
    ],
)
def test_a_lead_is_not_checkable_without(change: dict[str, object], field: str) -> None:
    lines = scored("80", "80") if "methodology" in change else None
    if field == UNFOLLOWED:
        lines = [placed(rank, name, "") | {"scores": []} for rank, name in ((1, "A"), (2, "B"))]
    one = exemplary(**({"placements": lines} if lines else {}) | change)
    assert find(lead_within_noise.RULE, one).found == ()
    assert lacks(lead_within_noise.RULE, one) == [field]


# T3


def test_a_line_on_fewer_items_among_full_runs_is_critical() -> None:
    lines = [*scored("80.00"), placed(2, "B", "79", scores=[{"criterion": "accuracy", "value": "79", "n": 500}])]
    (finding,) = find(partial_run.RULE, exemplary(placements=lines)).found
    assert finding.message == "Run on a part only, and ranked among full runs: B (n 500 of 10000)."
    assert finding.message_zh == "只运行了一部分，却与完整运行的结果一同排名：B（n 500 of 10000）。"
    assert (finding.severity, finding.placement) == ("critical", "B")


def test_a_list_whose_every_run_was_cut_off_is_major() -> None:
    lines = [placed(rank, name, "80", settings={"limit": 100}) for rank, name in ((1, "A"), (2, "B"))]
    (finding,) = find(partial_run.RULE, exemplary(placements=lines)).found
    assert (finding.severity, finding.placement) == ("major", None)
    beyond = [placed(1, "A", "80", settings={"limit": 10000})]
    assert find(partial_run.RULE, exemplary(placements=beyond)).found == ()


def test_a_part_with_a_weight_that_was_not_run_is_partial_and_another_column_is_not() -> None:
    def method(weight: str) -> dict[str, object]:
        part = {
            "name": "mbpp",
            "basis": "measured",
            "dataset": "Example test",
            **({"weight": weight} if weight else {}),
        }
        return {"summary": "x", "criteria": [{"name": "accuracy", "basis": "measured"}, part]}

    scores = [{"criterion": "accuracy", "value": "80"}, {"criterion": "mbpp", "missing": "not-run"}]
    lines = [placed(1, "A", "80", scores=scores)]
    assert len(find(partial_run.RULE, exemplary(placements=lines, methodology=method("0.5"))).found) == 1
    assert find(partial_run.RULE, exemplary(placements=lines, methodology=method(""))).found == ()


def test_a_line_without_a_score_is_no_full_run_and_items_may_be_those_of_all_splits() -> None:
    partial = placed(2, "B", "79", scores=[{"criterion": "accuracy", "value": "79", "n": 500}])
    lines = [placed(1, "A", "", scores=None), partial]
    assert [one.severity for one in find(partial_run.RULE, exemplary(placements=lines)).found] == ["major"]
    alike = exemplary(placements=scored("80", "70", n=9000))
    assert find(partial_run.RULE, alike).found == ()
    assert lacks(partial_run.RULE, alike) == ["datasets[].items"]


def test_without_counts_nobody_can_say_whether_a_run_was_whole() -> None:
    assert lacks(partial_run.RULE, exemplary(placements=scored("80", n=None))) == ["placements[].scores[].n"]
    assert lacks(partial_run.RULE, exemplary(datasets=[{"name": "Example test", "seal": "cd" * 32}])) == [
        "datasets[].items"
    ]


# T4


def test_a_pass_rate_that_neither_224_nor_225_cases_give_is_impossible() -> None:
    found = {n: find(impossible_number.RULE, exemplary(placements=scored("61.7", n=n))).found for n in (224, 225)}
    assert [len(one) for one in found.values()] == [1, 1]
    assert found[225][0].message == "A: no number of 225 items gives 61.7: 138 is 61.33 or 139 is 61.78."
    assert found[225][0].message_zh == "A：225 道题中答对任何数目都得不到 61.7：138 题为 61.33，139 题为 61.78。"
    assert found[225][0].severity == "critical"


def test_of_aiders_pass_rates_only_those_are_impossible_that_no_count_gives() -> None:
    """Checked against every count in turn, with exact fractions; the rule never tries one."""
    text = data("aider", "polyglot_leaderboard.yml").read_text(encoding="utf-8")
    rows = [dict(re.findall(r"^[ -] (\w+): (.*)$", row, re.MULTILINE)) for row in text.split("\n- ")]
    flagged = 0
    for row in rows:
        value, n = row["pass_rate_2"], int(row["test_cases"])
        half = Decimal(5).scaleb(-len(value.partition(".")[2]) - 1)
        possible = any(abs(Decimal(100 * k) / n - Decimal(value)) <= half for k in range(n + 1))
        found = find(impossible_number.RULE, exemplary(placements=scored(value, n=n))).found
        assert bool(found) is not possible, row["model"]
        flagged += bool(found)
    assert 0 < flagged < len(rows) / 4


@pytest.mark.parametrize("n", [1, 3, 7, 164, 225, 999])
def test_every_share_that_can_be_is_possible_at_any_number_of_digits(n: int) -> None:
    for right in range(0, n + 1, max(1, n // 40)):
        for digits in (0, 1, 2, 4):
            value = f"{100 * right / n:.{digits}f}"
            assert find(impossible_number.RULE, exemplary(placements=scored(value, n=n))).found == ()
        whole = exemplary(placements=scored(f"{right / n!r}", n=n), methodology=accuracy(unit="proportion", max="1"))
        assert find(impossible_number.RULE, whole).found == ()


@pytest.mark.parametrize(
    ("score", "why"),
    [
        ({"value": "100.5"}, "A: 100.5 is above the greatest possible, 100."),
        ({"value": "-1"}, "A: -1 is below the least possible, 0."),
        ({"value": "71", "ci": ["72", "75"]}, "A: its interval 72–75 does not hold 71."),
        ({"value": "71", "stderr": "0.0"}, "A: a standard error of 0, though 71 is neither none nor all right."),
        ({"value": "71", "stderr": "-0.4"}, "A: the standard error -0.4 is below 0."),
    ],
)
def test_numbers_that_contradict_themselves_are_impossible(score: dict[str, object], why: str) -> None:
    lines = [placed(1, "A", "", scores=[{"criterion": "accuracy", **score}])]
    assert [one.message for one in find(impossible_number.RULE, exemplary(placements=lines)).found] == [why]


@pytest.mark.parametrize(
    "score", [{"value": "100", "stderr": "0"}, {"value": "71", "ci": ["70", "72"]}, {"value": "71", "stderr": ""}]
)
def test_no_error_at_all_right_and_an_empty_one_are_possible(score: dict[str, object]) -> None:
    lines = [placed(1, "A", "", scores=[{"criterion": "accuracy", **score}])]
    assert find(impossible_number.RULE, exemplary(placements=lines)).found == ()


def test_a_mean_of_parts_or_of_runs_is_no_share_of_items() -> None:
    macro = exemplary(placements=scored("61.7", n=225), methodology=accuracy(aggregate="macro"))
    assert find(impossible_number.RULE, macro).found == ()
    assert lacks(impossible_number.RULE, macro) == ["placements[].scores of the parts"]
    runs = scored("61.7", n=225)
    runs[0]["settings"] = {"runs": 4}
    assert find(impossible_number.RULE, exemplary(placements=runs)).found == ()
    f1 = exemplary(placements=scored("61.7", n=225), methodology=accuracy(name="accuracy", unit="points"))
    assert find(impossible_number.RULE, f1).found == ()


# T5


def test_two_models_printed_in_the_wrong_order_are_found_and_sections_are_kept_apart() -> None:
    ((en, zh),) = said(does_not_add_up.RULE, table(5, ranked=False))
    assert en == "ChatGPT with 55.51 is printed above Baichuan-13B with 55.82."
    assert zh == "ChatGPT（55.51）排列在Baichuan-13B（55.82）之前。"
    assert find(does_not_add_up.RULE, table(5, ranked=True)).found == ()


def test_a_table_in_no_order_has_none_to_contradict() -> None:
    lines = scored("50", "70", "60", "80", "55", "75", "52")
    unranked = [{**line, "rank": None} for line in lines]
    for line in unranked:
        del line["rank"]
    assert find(does_not_add_up.RULE, exemplary(placements=unranked)).found == ()


def test_a_better_rank_with_a_worse_score_is_flagged_unless_their_intervals_overlap() -> None:
    assert said(does_not_add_up.RULE, exemplary(placements=scored("70", "71")))[0][0] == (
        "A with 70 is ranked above B with 71."
    )
    assert find(does_not_add_up.RULE, exemplary(placements=scored("71", "71"))).found == ()
    overlapping = scored("70", "71")
    for line, ci in zip(overlapping, (["60", "80"], ["70.5", "71.5"]), strict=True):
        assert isinstance(line["scores"], list)
        line["scores"][0]["ci"] = ci
    assert find(does_not_add_up.RULE, exemplary(placements=overlapping)).found == ()


def _parts(overall: str, weights: tuple[str, str] = ("0.5", "0.5")) -> dict[str, object]:
    names = ("stem", "humanities")
    criteria = [
        {"name": name, "weight": weight, "unit": "percent"} for name, weight in zip(names, weights, strict=True)
    ]
    scores = [{"criterion": "stem", "value": "60.0"}, {"criterion": "humanities", "value": "70.1"}]
    method = {"summary": "x", "criteria": [{"name": "overall", "aggregate": "weighted", "unit": "percent"}, *criteria]}
    return {
        "methodology": method,
        "placements": [placed(1, "A", "", scores=[{"criterion": "overall", "value": overall}, *scores])],
    }


def test_an_overall_score_is_held_to_its_weights_and_to_no_more_digits_than_are_printed() -> None:
    for right in ("65.1", "65.0", "65.05"):
        assert find(does_not_add_up.RULE, exemplary(**_parts(right))).found == ()
    ((en, zh),) = said(does_not_add_up.RULE, exemplary(**_parts("66.0")))
    assert en == 'A: "overall" is 66.0, and its parts give 65.0.'
    assert zh == "A：“overall”为 66.0，而各部分合计为 65.0。"
    assert find(does_not_add_up.RULE, exemplary(**_parts("66.0", ("", "")))).found == ()
    assert lacks(does_not_add_up.RULE, exemplary(**_parts("66.0", ("", "")))) == ["methodology.criteria[].weight"]


# T6


def test_ranks_on_a_toy_log_rest_on_few_items() -> None:
    log = json.loads(data("inspect", "0.3.285-toy-zh-exam.json").read_text(encoding="utf-8"))
    n = log["results"]["completed_samples"]
    ((en, zh),) = said(few_items.RULE, exemplary(placements=scored("80", n=n)))
    assert en == f'"accuracy" rests on {n} items.'
    assert zh == f"“accuracy”只依据 {n} 道题。"


@pytest.mark.parametrize(("n", "flagged"), [(99, True), (100, False)])
def test_a_hundred_items_are_enough(n: int, flagged: bool) -> None:
    assert bool(find(few_items.RULE, exemplary(placements=scored("80", n=n))).found) is flagged
    by_dataset = exemplary(placements=scored("80", n=None), datasets=[{"name": "Example test", "items": n}])
    assert bool(find(few_items.RULE, by_dataset).found) is flagged


def test_an_unknown_number_of_items_is_not_checkable() -> None:
    unsaid = exemplary(placements=scored("80", n=None), datasets=[{"name": "Example test"}])
    assert lacks(few_items.RULE, unsaid) == ["placements[].scores[].n"]
