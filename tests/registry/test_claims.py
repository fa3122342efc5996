"""Claims of 2023 held against the record of 2023, and small made-up ones for what that record does not show."""

from __future__ import annotations

import pytest

from registry import statements
from registry.claims import Recorded, folded, judge
from registry.demo.facts import demo_statements
from registry.statements import Claim, Evaluation
from registry.trust import Word

DEMO = dict(demo_statements())
RECORD = [Recorded(index, one) for index, one in enumerate(DEMO.values()) if isinstance(one, Evaluation)]
CLAIMS = {str(one.extra["id"]): one for one in DEMO.values() if isinstance(one, Claim)}


@pytest.mark.parametrize(
    ("claim", "word", "reason"),
    [
        ("W1", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W2", Word.UNSUPPORTED, "the claim names no leaderboard and no model"),
        ("W4", Word.VERIFIED, "rank 1, 1013 in Large Model Experience Report 2.0"),
        ("W5", Word.VERIFIED, "rank 2, 1010 in Large Model Experience Report 2.0"),
        ("W6", Word.VERIFIED, "by score; the ranking itself gives it no rank"),
        ("W7", Word.VERIFIED, "only domestic models are ranked"),
        ("W8", Word.UNSUPPORTED, "no release 2023-09 of C-Eval is on record"),
        ("W9", Word.UNSUPPORTED, "no release 2023-09 of C-Eval is on record"),
        ("W10", Word.UNSUPPORTED, "the claim names no model"),
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
