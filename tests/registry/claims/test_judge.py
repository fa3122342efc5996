"""Claims of 2023 held against the record of 2023, and small made-up ones for what that record does not show."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from registry import statements
from registry.claims import judge as claims
from registry.claims.judge import Answer, Recorded
from registry.demo.facts import demo_statements
from registry.names import folded
from registry.record import Ended, Ending
from registry.statements import Claim, Evaluation
from registry.trust import Word
from tests.registry import strategies
from tests.registry.whole import WholeRecord

DEMO = dict(demo_statements())
RECORD = [Recorded(index, one) for index, one in enumerate(DEMO.values()) if isinstance(one, Evaluation)]
CLAIMS = {str(one.extra["id"]): one for one in DEMO.values() if isinstance(one, Claim)}


def judge(claim: Claim, record: Iterable[Recorded]) -> Answer:
    return claims.judge(claim, WholeRecord(record, today="2023-11-29"))


@pytest.mark.parametrize(
    ("claim", "word", "reason"),
    [
        ("W1", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W2", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W4", Word.VERIFIED, "rank 1, 1013 in Large Model Experience Report 2.0"),
        ("W5", Word.VERIFIED, "rank 2, 1010 in Large Model Experience Report 2.0"),
        ("W6", Word.VERIFIED, "by score, of 5 lines on record; the ranking itself gives it no rank"),
        ("W7", Word.VERIFIED, "only domestic models are ranked"),
        ("W8", Word.UNSUPPORTED, "no release 2023-09 of C-Eval is on record"),
        ("W9", Word.UNSUPPORTED, "no release 2023-09 of C-Eval is on record"),
        ("W10", Word.UNSUPPORTED, "the claim names no model"),
        ("W11", Word.UNSUPPORTED, "the claim names no model"),
        ("W12", Word.UNSUPPORTED, "the claim names no model"),
        ("W13", Word.UNSUPPORTED, "the claim names no model"),
        ("W14", Word.UNSUPPORTED, "the claim names no model"),
        ("W15-five-shot", Word.CONTRADICTED, "rank 2, not 1, in CMMLU 2023-11-13; first is ZW-LM with 81.73"),
        ("W15-zero-shot", Word.VERIFIED, "rank 1 of 26, 77.08 in CMMLU 2023-11-13"),
        ("W16", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W17", Word.UNSUPPORTED, "the claim names no model"),
        ("W20", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W21", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
    ],
)
def test_a_claim_of_the_hundred_model_war_gets_what_the_facts_bear_out(claim: str, word: Word, reason: str) -> None:
    answer = judge(CLAIMS[claim], RECORD)
    assert answer.judgement.word is word
    assert reason in answer.judgement.reason


def test_every_answer_speaks_both_languages_and_names_the_fields_it_saw() -> None:
    for claim in CLAIMS.values():
        answer = judge(claim, RECORD)
        assert answer.judgement.reason
        assert answer.judgement.reason_zh
        assert {"leaderboard", "model"} <= {one.field for one in answer.seen}
    seen = {one.field: one.value for one in judge(CLAIMS["W15-five-shot"], RECORD).seen}
    assert (seen["rank"], seen["settings.shots"]) == ("1", "5")
    assert [value for field, value in seen.items() if field.startswith("entry ")] == ["QuarkLLM", "2", "80.27"]


def cmmlu(**fields: object) -> Claim:
    value = {"type": "jinbang/claim/v1", "publisher": "a.example", "text": "x", "leaderboard": "CMMLU", "rank": 1}
    made = statements.parse({**value, **fields})
    assert isinstance(made, Claim)
    return made


def test_an_undated_first_place_of_the_past_is_outdated_with_both_dates() -> None:
    answer = judge(cmmlu(model="vivoLM-7B", settings={"shots": 0}), RECORD)
    assert answer.judgement.word is Word.OUTDATED
    assert answer.judgement.reason.startswith("true from 2023-09-18 to 2023-11-13, not now")


def test_a_dated_claim_is_judged_at_its_date_and_says_until_when_it_held() -> None:
    answer = judge(cmmlu(model="vivoLM-7B", settings={"shots": 5}, as_of="2023-10-01"), RECORD)
    assert answer.judgement.word is Word.VERIFIED
    assert answer.judgement.reason.endswith("it held until 2023-11-08")


def test_a_claim_before_the_first_state_on_record_is_unsupported() -> None:
    answer = judge(cmmlu(model="GPT4", as_of="2023-07-01", settings={"shots": 5}), RECORD)
    assert answer.judgement.word is Word.UNSUPPORTED
    assert "the first is of 2023-09-05" in answer.judgement.reason


def test_a_claim_that_is_true_with_some_shots_only_is_unchecked_without_them() -> None:
    answer = judge(cmmlu(model="QuarkLLM", as_of="2023-11-20"), RECORD)
    assert answer.judgement.word is Word.UNCHECKED
    assert "with 5 shots contradicted" in answer.judgement.reason
    assert "with 0 shots verified" in answer.judgement.reason


def test_a_rank_below_a_size_needs_the_sizes_of_all_above() -> None:
    answer = judge(cmmlu(model="vivoLM-7B", scope="<10B", settings={"shots": 5}, as_of="2023-11-20"), RECORD)
    assert answer.judgement.word is Word.UNCHECKED
    assert answer.judgement.reason.startswith("parameters of ZW-LM: not on record")


@pytest.mark.parametrize("name", ["Quark", "LLM", "GPT", "vivoLM", "QuarkLLM-2"])
def test_a_part_of_a_name_is_not_the_name(name: str) -> None:
    answer = judge(cmmlu(model=name, settings={"shots": 0}, as_of="2023-11-20"), RECORD)
    assert answer.judgement.word is Word.UNSUPPORTED


def test_names_match_over_width_case_and_spaces() -> None:
    assert folded("ＱｕａｒｋＬＬＭ") == folded(" quarkllm ")
    answer = judge(
        cmmlu(model="ｑｕａｒｋＬＬＭ", leaderboard="cmmlu", settings={"shots": 0}, as_of="2023-11-20"), RECORD
    )
    assert answer.judgement.word is Word.VERIFIED


def test_a_wrong_score_and_a_model_that_is_not_beaten_contradict() -> None:
    wrong = judge(cmmlu(model="QuarkLLM", settings={"shots": 0}, as_of="2023-11-20", value="99.9"), RECORD)
    assert (wrong.judgement.word, wrong.judgement.reason[:22]) == (Word.CONTRADICTED, "score 77.08, not 99.9,")
    beaten = judge(cmmlu(model="QuarkLLM", rank=2, settings={"shots": 5}, as_of="2023-11-20", beats=["GPT4"]), RECORD)
    assert beaten.judgement.word is Word.VERIFIED
    upside = judge(cmmlu(model="GPT4", rank=7, settings={"shots": 5}, as_of="2023-11-20", beats=["QuarkLLM"]), RECORD)
    assert upside.judgement.word is Word.CONTRADICTED
    absent = judge(cmmlu(model="GPT4", rank=7, settings={"shots": 5}, as_of="2023-11-20", beats=["Nobody"]), RECORD)
    assert absent.judgement.word is Word.UNSUPPORTED


def board(*rows: dict[str, object], **fields: object) -> list[Recorded]:
    value = {
        "type": "jinbang/evaluation/v1",
        "publisher": "a.example",
        "leaderboard": {"name": "CMMLU"},
        "published": "2026-01-01",
    }
    made = statements.parse({**value, "placements": list(rows), **fields})
    assert isinstance(made, Evaluation)
    return [Recorded(0, made)]


def row(rank: int, name: str, parameters: str = "") -> dict[str, object]:
    return {"rank": rank, "model": {"name": name, "parameters": parameters}}


def test_first_below_a_size_is_computed_when_the_sizes_are_there() -> None:
    record = board(row(1, "Big", "70B"), row(2, "Small", "7B"), row(3, "Tiny", "500M"))
    first = judge(cmmlu(model="Small", scope="<10B"), record)
    assert first.judgement.word is Word.VERIFIED
    assert "among models below 10B; rank 2 in all" in first.judgement.reason
    assert judge(cmmlu(model="Tiny", scope="<10B"), record).judgement.word is Word.CONTRADICTED
    assert judge(cmmlu(model="Big", scope="<10B"), record).judgement.word is Word.CONTRADICTED


def test_two_placements_of_one_name_are_not_a_match() -> None:
    record = board(row(1, "A"), row(2, "A"))
    assert judge(cmmlu(model="A"), record).judgement.word is Word.UNCHECKED


def test_a_model_without_rank_and_score_is_not_first() -> None:
    record = board({"model": {"name": "A"}}, row(1, "B"))
    answer = judge(cmmlu(model="A"), record)
    assert answer.judgement.word is Word.CONTRADICTED
    assert answer.judgement.reason.startswith("no rank, not 1")


def test_a_board_that_is_not_on_record_is_unsupported() -> None:
    answer = judge(cmmlu(model="A", leaderboard="Nowhere"), RECORD)
    assert answer.judgement.reason == "no ranking of Nowhere is on record"


def ranking(*rows: dict[str, object], index: int = 0, **fields: object) -> Recorded:
    """Return one state of a board as an entry of its own index."""
    (made,) = board(*rows, **fields)
    return Recorded(index, made.statement)


def scored(rank: int | None, name: str, criterion: str, value: str) -> dict[str, object]:
    placed = {} if rank is None else {"rank": rank}
    return {**placed, "model": {"name": name}, "scores": [{"criterion": criterion, "value": value}]}


HIGHER = {"criteria": [{"name": "total", "basis": "measured", "higher_is_better": True}]}


def word(claim: Claim, *record: Recorded) -> Word:
    return judge(claim, record).judgement.word


# Nothing is verified that the record does not show


def test_a_run_of_one_model_without_ranks_makes_nobody_first() -> None:
    answer = judge(cmmlu(model="A"), board(scored(None, "A", "total", "12"), methodology=HIGHER))
    assert answer.judgement.word is Word.UNSUPPORTED
    assert answer.judgement.reason == "no entry of CMMLU ranks anybody"


def test_a_place_below_a_size_needs_every_line_above() -> None:
    answer = judge(cmmlu(model="X", scope="<10B"), board(row(1, "Big", "70B"), row(7, "X", "7B")))
    assert answer.judgement.word is Word.UNCHECKED
    assert answer.judgement.reason == "only 1 of the 6 lines above X are on record"


@pytest.mark.parametrize("scope", ["Chinese models", "<10B open", "below ten billion"])
def test_a_scope_that_is_no_category_on_record_is_unchecked_even_for_a_first_place(scope: str) -> None:
    assert word(cmmlu(model="A", scope=scope), ranking(row(1, "A", "7B"), row(2, "B", "7B"))) is Word.UNCHECKED
    assert word(cmmlu(model="B", scope=scope), ranking(row(1, "A", "7B"), row(2, "B", "7B"))) is Word.UNCHECKED


def test_no_scope_makes_a_place_worse() -> None:
    answer = judge(cmmlu(model="A", scope="open models", rank=3), board(row(1, "A"), row(2, "B")))
    assert answer.judgement.word is Word.CONTRADICTED
    assert "(in the whole field)" in answer.judgement.reason


def test_a_rank_within_a_printed_section_is_counted_there() -> None:
    made = cmmlu(model="XuanYuan-70B", scope="open", settings={"shots": 5}, as_of="2023-11-20")
    answer = judge(made, RECORD)
    assert answer.judgement.word is Word.VERIFIED
    assert "in open; rank 6 in all" in answer.judgement.reason
    outside = cmmlu(model="ZW-LM", scope="open", settings={"shots": 5}, as_of="2023-11-20")
    assert judge(outside, RECORD).judgement.reason.startswith("no rank, not 1, in CMMLU 2023-11-13 (not in open)")


def test_the_rankings_own_condition_is_its_scope_and_a_line_that_it_does_not_rank_is_outside() -> None:
    foreign = replace(CLAIMS["W7"], model="GPT-4")
    answer = judge(foreign, RECORD)
    assert answer.judgement.word is Word.CONTRADICTED
    assert "the ranking gives it no rank" in answer.judgement.reason


def test_a_place_by_score_is_given_only_when_no_missing_line_can_be_above_it() -> None:
    rows = [scored(None, "X", "total", "60"), scored(1, "A", "total", "70"), scored(3, "C", "total", "50")]
    assert word(cmmlu(model="X", rank=2), ranking(*rows, methodology=HIGHER)) is Word.UNCHECKED
    # One known line is better, so first it is not, whoever is missing.
    assert word(cmmlu(model="X", rank=1), ranking(*rows, methodology=HIGHER)) is Word.CONTRADICTED
    rows.insert(2, scored(2, "B", "total", "55"))
    assert word(cmmlu(model="X", rank=2), ranking(*rows, methodology=HIGHER)) is Word.VERIFIED
    assert word(cmmlu(model="X", rank=1), ranking(*rows, methodology=HIGHER)) is Word.CONTRADICTED
    more = ranking(*rows, methodology=HIGHER, scope={"entrants": 5})
    assert word(cmmlu(model="X", rank=2), more) is Word.UNCHECKED


def test_one_of_several_conditions_is_not_the_scope_of_a_ranking() -> None:
    small = {"field": "parameters", "op": "<", "value": "10B"}
    opened = {"field": "availability", "op": "=", "value": "open weights"}
    claim = cmmlu(model="A", scope="open weights")
    assert word(claim, ranking(row(1, "A"), scope={"filters": [opened]})) is Word.VERIFIED
    assert word(claim, ranking(row(1, "A"), scope={"filters": [small, opened]})) is Word.UNCHECKED


@pytest.mark.parametrize(
    ("scope", "expected"), [("<10B", Word.CONTRADICTED), ("<=10B", Word.VERIFIED), ("≤ 10b", Word.VERIFIED)]
)
def test_a_model_of_just_the_size_is_not_below_it(scope: str, expected: Word) -> None:
    assert word(cmmlu(model="A", scope=scope), ranking(row(1, "A", "10 B"), row(2, "B", "7B"))) is expected


def test_a_score_on_another_split_does_not_bear_a_claim_out() -> None:
    made = {"criteria": [{"name": "total", "basis": "measured", "dataset": "D"}]}
    record = ranking(scored(1, "A", "total", "69.9"), methodology=made, datasets=[{"name": "D", "split": "test"}])
    claimed = {"model": "A", "rank": None, "value": "69.9"}
    assert word(cmmlu(**claimed, settings={"split": "validation"}), record) is Word.UNSUPPORTED
    assert word(cmmlu(**claimed, settings={"split": "Test"}), record) is Word.VERIFIED


def test_a_release_does_not_bear_out_a_claim_made_before_it_came_out() -> None:
    record = ranking(row(1, "A"), leaderboard={"name": "CMMLU", "release": "r"})
    assert word(cmmlu(model="A", release="r", made="2025-12-31"), record) is Word.UNSUPPORTED
    assert word(cmmlu(model="A", release="r", made="2026-01-01"), record) is Word.VERIFIED
    undated = ranking(row(1, "A"), leaderboard={"name": "CMMLU", "release": "r"}, published="")
    assert word(cmmlu(model="A", release="r", made="2025-12-31"), undated) is Word.VERIFIED
    assert word(cmmlu(model="A", made="2025-12-31"), undated) is Word.UNSUPPORTED


def test_where_publishers_disagree_none_of_them_is_believed() -> None:
    real = ranking(row(1, "A"), row(2, "Mine"))
    own = ranking(row(1, "Mine"), index=1, publisher="other.example", published="2026-02-01")
    answer = judge(cmmlu(model="Mine"), [real, own])
    assert answer.judgement.word is Word.UNCHECKED
    assert answer.judgement.reason.endswith("by a.example contradicted; by other.example verified")


def test_a_publisher_whose_record_does_not_speak_of_the_model_disagrees_with_nobody() -> None:
    silent = ranking(row(1, "B"), index=1, publisher="other.example", published="2026-02-01")
    assert word(cmmlu(model="A"), ranking(row(1, "A")), silent) is Word.VERIFIED


def test_scores_of_two_criteria_are_not_compared() -> None:
    rows = [scored(None, "A", "elo", "1200"), scored(None, "B", "accuracy", "70")]
    both = {"criteria": [{"name": name, "higher_is_better": True} for name in ("elo", "accuracy")]}
    for method in ({}, both):
        assert word(cmmlu(model="A", rank=None, beats=["B"]), ranking(*rows, methodology=method)) is Word.UNCHECKED


def test_a_model_beats_another_only_if_rank_and_score_agree() -> None:
    rows = [scored(1, "A", "total", "55.51"), scored(2, "B", "total", "55.82")]
    assert word(cmmlu(model="A", rank=None, beats=["B"]), ranking(*rows, methodology=HIGHER)) is Word.UNCHECKED
    assert word(cmmlu(model="A", rank=None, beats=["A"]), ranking(*rows, methodology=HIGHER)) is Word.CONTRADICTED
    lower = {"criteria": [{"name": "total", "higher_is_better": False}]}
    assert word(cmmlu(model="A", rank=None, beats=["B"]), ranking(*rows, methodology=lower)) is Word.VERIFIED


def test_a_name_that_differs_in_punctuation_only_is_unsure_and_is_said_to_be() -> None:
    answer = judge(cmmlu(model="GPT-4", rank=7, settings={"shots": 5}, as_of="2023-11-20"), RECORD)
    assert answer.judgement.word is Word.UNCHECKED
    assert "whether GPT4 is the same is not on record" in answer.judgement.reason


@pytest.mark.parametrize("name", ["文心一言", "百度 文心一言", "ERNIE Bot", "百度 ernie bot"])
def test_a_model_is_found_by_name_alias_and_developer(name: str) -> None:
    assert judge(replace(CLAIMS["W5"], model=name), RECORD).judgement.word is Word.VERIFIED


@pytest.mark.parametrize(
    ("name", "found"), [("文心一言 V2.2.3", True), ("文心一言(V2.2.3)", True), ("文心一言 4.0", False)]
)
def test_another_version_is_another_model(name: str, found: bool) -> None:
    answer = judge(replace(CLAIMS["W7"], model=name, rank=3), RECORD)
    assert answer.judgement.word is (Word.VERIFIED if found else Word.UNSUPPORTED)


# Nobody is contradicted who is right


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        ("81.73", Word.VERIFIED),
        ("81.730", Word.VERIFIED),
        ("81.7", Word.VERIFIED),
        ("82", Word.VERIFIED),
        ("81.8", Word.CONTRADICTED),
        ("81", Word.CONTRADICTED),
        ("81.734", Word.UNCHECKED),
        ("81.736", Word.CONTRADICTED),
        ("9" * 40, Word.CONTRADICTED),
        ("0." + "1" * 38, Word.CONTRADICTED),
    ],
)
def test_a_rounded_score_is_no_other_score(claimed: str, expected: Word) -> None:
    claim = cmmlu(model="ZW-LM", rank=None, value=claimed, settings={"shots": 5}, as_of="2023-11-20")
    assert judge(claim, RECORD).judgement.word is expected


def test_a_state_that_cannot_tell_does_not_undo_an_earlier_one_that_can() -> None:
    later = ranking(row(1, "A"), row(2, "A"), index=1, published="2026-03-01")
    answer = judge(cmmlu(model="A", made="2026-01-05"), [ranking(row(1, "A")), later])
    assert answer.judgement.word is Word.VERIFIED
    assert answer.judgement.reason.endswith("whether it held on 2026-03-01 cannot be checked")


def test_a_place_that_was_lost_twice_is_dated_by_the_last_time() -> None:
    firsts = ["A", "B", "A", "B"]
    record = [
        ranking(row(1, first), row(2, "B" if first == "A" else "A"), index=at, published=f"2026-0{at + 1}-01")
        for at, first in enumerate(firsts)
    ]
    undated = judge(cmmlu(model="A"), record)
    assert undated.judgement.word is Word.OUTDATED
    assert undated.judgement.reason.startswith("true from 2026-03-01 to 2026-04-01, not now")
    dated = judge(cmmlu(model="A", made="2026-05-01"), record)
    assert dated.judgement.word is Word.CONTRADICTED
    assert dated.judgement.reason.endswith("; true from 2026-03-01 to 2026-04-01, not on 2026-05-01")


def test_a_table_in_parts_is_one_table() -> None:
    parts = [ranking(row(at + 1, name), index=at, part={"number": at + 1, "of": 2}) for at, name in enumerate("AB")]
    assert word(cmmlu(model="A"), *parts) is Word.VERIFIED
    assert word(cmmlu(model="B", rank=2), *parts) is Word.VERIFIED
    assert word(cmmlu(model="C"), *parts) is Word.UNSUPPORTED
    assert word(cmmlu(model="C"), parts[0]) is Word.UNCHECKED
    corrected = ranking(row(1, "C"), index=2, part={"number": 1, "of": 2})
    assert word(cmmlu(model="C"), *parts, corrected) is Word.VERIFIED


@st.composite
def claims_of(draw: st.DrawFn, record: list[Evaluation]) -> Claim:
    """Return claims that cite what is there, so that they get past the names."""
    drawn = draw(strategies.claims())
    one = draw(st.sampled_from(record))
    models = [line.model.name for line in one.placements]
    return replace(
        drawn,
        leaderboard=one.leaderboard.name,
        release=draw(st.sampled_from(["", one.leaderboard.release])),
        model=draw(st.sampled_from(models)),
        beats=tuple(draw(st.lists(st.sampled_from(models), max_size=1))),
        scope=draw(st.sampled_from(["", "<10B", "zh", "open"])),
        settings=replace(drawn.settings, shots=draw(st.none() | st.just(0)), split=""),
    )


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=30)
@given(data=st.data(), record=st.lists(strategies.evaluations(), min_size=1, max_size=3))
def test_no_claim_and_no_record_make_the_judge_stumble(data: st.DataObject, record: list[Evaluation]) -> None:
    claim = data.draw(claims_of(record))
    answer = judge(claim, [Recorded(index, one) for index, one in enumerate(record)])
    assert answer.judgement.word in (Word.VERIFIED, Word.OUTDATED, Word.CONTRADICTED, Word.UNSUPPORTED, Word.UNCHECKED)
    assert answer.judgement.reason
    assert answer.judgement.reason_zh
    assert answer.seen
    if answer.judgement.word is Word.VERIFIED:
        assert answer.standing is not None
        assert claim.rank in (None, answer.standing.rank)


# Names


@pytest.mark.parametrize("name", ["ERNIE Bot", "Baidu ERNIE Bot", "wenxin yiyan", "百度 文心一言"])
def test_a_claim_finds_a_model_under_another_of_its_names_and_says_so(name: str) -> None:
    answer = judge(cmmlu(model=name, leaderboard="SuperCLUE", release="2023-08", rank=3), RECORD)
    assert answer.judgement.word is Word.VERIFIED
    assert "(recorded as 文心一言; only domestic models are ranked" in answer.judgement.reason
    assert "（记录为文心一言；" in answer.judgement.reason_zh


def test_a_claim_finds_a_leaderboard_under_another_of_its_names() -> None:
    answer = judge(cmmlu(model="GPT-4", leaderboard="中文通用大模型综合性测评基准", release="2023-08"), RECORD)
    assert answer.judgement.word is Word.VERIFIED


def test_a_name_and_the_version_right_behind_it_are_the_model_of_that_version() -> None:
    answer = judge(cmmlu(model="文心一言V2.2.3", leaderboard="SuperCLUE", release="2023-08", rank=3), RECORD)
    assert answer.judgement.word is Word.VERIFIED
    assert "recorded as 文心一言" not in answer.judgement.reason


def test_what_a_ranking_itself_calls_by_a_name_is_meant_before_what_the_name_is_elsewhere() -> None:
    record = board(row(1, "文心一言"), row(2, "ERNIE Bot"))
    answer = judge(cmmlu(model="ERNIE Bot", rank=2), record)
    assert answer.judgement.word is Word.VERIFIED
    assert "recorded as" not in answer.judgement.reason


def test_a_name_that_another_developer_uses_is_not_the_known_one() -> None:
    record = board({"rank": 1, "model": {"name": "Spark", "developer": "Somebody Else"}})
    assert judge(cmmlu(model="讯飞星火"), record).judgement.word is Word.UNSUPPORTED


@pytest.mark.parametrize("scope", ["Baidu", "百度"])
def test_a_developer_is_one_part_of_the_field_under_each_of_its_names(scope: str) -> None:
    made_by = [("A", "Baidu"), ("B", "百度"), ("C", "Somebody Else")]
    rows = [{"rank": n, "model": {"name": name, "developer": who}} for n, (name, who) in enumerate(made_by, 1)]
    assert judge(cmmlu(model="B", scope=scope), board(*rows)).judgement.word is Word.CONTRADICTED
    assert judge(cmmlu(model="B", scope=scope, rank=2), board(*rows)).judgement.word is Word.VERIFIED


def test_a_board_whose_rankings_have_all_ended_is_told_from_one_that_never_was() -> None:
    made = ranking(row(1, "A"), index=3)
    ended = Recorded(3, made.statement, "", Ended(Ending.RETRACTED, 7))
    answer = judge(cmmlu(model="A"), [ended])
    assert answer.judgement.word is Word.UNSUPPORTED
    assert answer.judgement.reason == "no ranking of CMMLU on record still stands: entry 3 retracted by entry 7"
    assert "条目 3 已被条目 7 撤回" in answer.judgement.reason_zh
