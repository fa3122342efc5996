"""How sentences are read: which words give which field, what is ambiguous, and what is told as not read."""

from __future__ import annotations

import pytest

from registry.errors import QuestionError, StatementError
from registry.sentence import Given, understand
from tests.registry.rules.made import claim, evaluation
from tests.registry.sentence.demo import RECORD, fields, read, record_of

X_FIRST = {"model": "QuarkLLM", "leaderboard": "C-Eval", "rank": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "QuarkLLM ranks first on C-Eval",
        "QuarkLLM在C-Eval榜单排名第一",
        "QuarkLLM 在 C-Eval 榜单上排名第 1",
        "QuarkLLM is No. 1 on C-Eval",
        "QuarkLLM is #1 on C-Eval.",
        "QuarkLLM ranked 1st on the C-Eval leaderboard",
        "QuarkLLM tops C-Eval",
        "QuarkLLM took first place on C-Eval",
        "QuarkLLM takes the top spot on C-Eval",
        "QuarkLLM is number one on C-Eval",
        "On C-Eval, QuarkLLM came first.",
        "QuarkLLM荣登C-Eval榜首",
        "QuarkLLM登顶C-Eval",
        "QuarkLLM获得C-Eval冠军",
        "QuarkLLM问鼎C-Eval",
        "QuarkLLM在C-Eval上夺冠！",
        "C-Eval第一名：QuarkLLM",
        "QuarkLLM在C-Eval位居首位",
        "ＱｕａｒｋＬＬＭ　在　Ｃ－Ｅｖａｌ　榜单　排名　第　１",
        "quarkllm ranks FIRST on c-eval",
    ],
)
def test_first_place_is_said_in_many_ways(text: str) -> None:
    found = fields(read(text))
    assert {name: value.casefold() for name, value in found.items()} == {
        name: value.casefold() for name, value in X_FIRST.items()
    }


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        ("ranks tenth on", "10"),
        ("ranks 10th on", "10"),
        ("is listed tenth on", "10"),
        ("is ranked 10 on", "10"),
        ("placed third on", "3"),
        ("is joint third on", "3"),
        ("is in second place on", "2"),
        ("ranks twelfth on", "12"),
        ("位列第十", "10"),
        ("排名第十二", "12"),
        ("排名第 23", "23"),
        ("并列第三", "3"),
        ("获得亚军", "2"),
        ("获得季军", "3"),
        ("排在第2位", "2"),
    ],
)
def test_other_places_are_read_as_well(words: str, rank: str) -> None:
    text = f"GPT-4 {words} C-Eval" if words.isascii() else f"GPT-4在C-Eval{words}"
    assert fields(read(text)) == {"model": "GPT-4", "leaderboard": "C-Eval", "rank": rank}


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("among models under 10B", "<10B"),
        ("among models below 10 billion parameters", "<10B"),
        ("of models within ten billion", "<10B"),
        ("among models up to 7B", "<=7B"),
        ("among Chinese models", "Chinese models"),
        ("among open-source models", "open-source models"),
        ("among medical models", "medical models"),
        ("in the global Chinese list", "the whole list"),
        ("overall", "the whole list"),
        ("in the world", "the whole list"),
        ("in China", "Chinese models"),
        ("百亿参数以内", "<10B"),
        ("百亿以下", "<10B"),
        ("100亿参数以内", "<10B"),
        ("10B以下", "<10B"),
        ("70亿以内", "<7B"),
        ("不超过130亿参数", "<=13B"),
        ("国产大模型中", "Chinese models"),
        ("中文榜单", "Chinese models"),
        ("开源模型中", "open-source models"),
        ("全球中文榜单", "the whole list"),
    ],
)
def test_a_prefix_is_a_scope(words: str, scope: str) -> None:
    text = f"GPT-4 ranks first {words} on CMMLU" if words.isascii() else f"GPT-4在CMMLU {words}排名第一"
    found = fields(read(text))
    assert found == {"model": "GPT-4", "leaderboard": "CMMLU", "rank": "1", "scope": scope}
    assert read(text).claim.scope == ("" if scope == "the whole list" else scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-4 ranks first on CMMLU, five-shot", {"rank": "1", "shots": "5"}),
        ("GPT-4 ranks first on CMMLU (0-shot)", {"rank": "1", "shots": "0"}),
        ("GPT-4在CMMLU零样本榜单第一", {"rank": "1", "shots": "0"}),
        ("GPT-4在CMMLU 5-shot设置下第一", {"rank": "1", "shots": "5"}),
        ("GPT-4 ranks first on CMMLU with 81.73", {"rank": "1", "value": "81.73"}),
        ("GPT-4 scored 81.73 points on CMMLU", {"value": "81.73"}),
        ("GPT-4以81.73分在CMMLU排名第一", {"rank": "1", "value": "81.73"}),
        ("GPT-4 CMMLU得分81.73", {"value": "81.73"}),
        ("GPT-4 achieved 81.73 on CMMLU", {"value": "81.73"}),
        ("CMMLU榜首：GPT-4（81.73）", {"rank": "1", "value": "81.73"}),
        ("GPT-4 has the highest score on CMMLU", {"rank": "1"}),
        ("On 2023-09-05 GPT-4 ranked first on CMMLU", {"rank": "1", "as-of": "2023-09-05"}),
        ("2023年9月5日，GPT-4在CMMLU排名第一", {"rank": "1", "as-of": "2023-09-05"}),
        ("GPT-4 ranked first on CMMLU on September 5, 2023", {"rank": "1", "as-of": "2023-09-05"}),
        ("GPT-4 ranked first on CMMLU as of 5 Sept 2023", {"rank": "1", "as-of": "2023-09-05"}),
        ("GPT-4 is first on CMMLU on the validation set", {"rank": "1", "split": "validation"}),
        ("GPT-4 beats QuarkLLM on CMMLU", {"beats": "QuarkLLM"}),
        ("GPT-4 surpasses QuarkLLM and Mengzi-7B on CMMLU", {"beats": "QuarkLLM, Mengzi-7B"}),
        ("GPT-4在CMMLU上全面超越QuarkLLM", {"beats": "QuarkLLM"}),
        ("GPT-4在CMMLU上碾压了QuarkLLM、vivoLM-7B", {"beats": "QuarkLLM, vivoLM-7B"}),
        ("GPT-4在CMMLU上比QuarkLLM更强", {"beats": "QuarkLLM"}),
        ("GPT-4 is better than QuarkLLM on CMMLU", {"beats": "QuarkLLM"}),
    ],
)
def test_settings_scores_days_and_wins_are_read(text: str, expected: dict[str, str]) -> None:
    assert fields(read(text)) == {"model": "GPT-4", "leaderboard": "CMMLU", **expected}


@pytest.mark.parametrize(
    ("words", "release"),
    [
        ("the August list of SuperCLUE", "2023-08"),
        ("SuperCLUE's August 2023 list", "2023-08"),
        ("SuperCLUE 2023-08", "2023-08"),
        ("SuperCLUE August", "2023-08"),
        ("SuperCLUE 8月榜单", "2023-08"),
        ("SuperCLUE八月榜", "2023-08"),
        ("SuperCLUE 2023年8月榜单", "2023-08"),
        ("SuperCLUE十一月榜单", "2023-11"),
        ("CMMLU的2023年11月30日榜", ""),
        ("CMMLU 2023-12", "2023-12"),
    ],
)
def test_a_month_is_the_release_that_is_on_record(words: str, release: str) -> None:
    assert read(f"GPT-4 ranks first on {words}").claim.release == release


def test_every_field_says_which_words_it_was_read_from() -> None:
    reading = read("8月，百川智能的Baichuan-13B-Chat在SuperCLUE 8月榜单中位居国产大模型榜首", Given(rank=1))
    assert [(one.field, one.value, one.words) for one in reading.fields] == [
        ("model", "Baichuan-13B-Chat", "Baichuan-13B-Chat"),
        ("leaderboard", "SuperCLUE", "SuperCLUE"),
        ("release", "2023-08", "8月榜单"),
        ("rank", "1", ""),
        ("scope", "Chinese models", "国产大模型"),
    ]
    assert reading.unread == ("8月",)


def test_an_option_decides_and_an_empty_scope_is_the_whole_list() -> None:
    text = "GPT-4 and QuarkLLM are first among Chinese models on C-Eval"
    reading = read(text, Given(model="QuarkLLM", leaderboard="CMMLU", rank=2, scope="", shots=5, as_of="2023-11-29"))
    assert fields(reading)["scope"] == "the whole list"
    claim = reading.claim
    assert (claim.model, claim.leaderboard, claim.rank, claim.scope) == ("QuarkLLM", "CMMLU", 2, "")
    assert (claim.settings.shots, claim.as_of) == (5, "2023-11-29")


def test_an_option_that_no_claim_may_say_is_refused() -> None:
    with pytest.raises(StatementError, match="as_of"):
        understand("GPT-4 ranks first on CMMLU", RECORD, Given(as_of="2023-02-30"))


# Names are whole


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("GPT-4 Turbo ranks first on CMMLU", "GPT-4 Turbo"),
        ("GPT4-Turbo ranks first on CMMLU", "GPT4-Turbo"),
        ("文心一言4.0在CMMLU排名第一", "文心一言4.0"),
        ("文心一言（V2.2.3）在CMMLU排名第一", "文心一言(V2.2.3)"),
        ("Baichuan-13B-Chat ranks first on CMMLU", "Baichuan-13B-Chat"),
        ("ERNIE Bot 4.0 ranks first on CMMLU", "ERNIE Bot 4.0"),
        ("豆包 ranks first on CMMLU", "豆包"),
        ("“云天书”在CMMLU排名第一", "云天书"),
        ("FooLM-7B ranks first on CMMLU", "FooLM-7B"),
    ],
)
def test_a_name_is_taken_with_all_that_belongs_to_it(text: str, model: str) -> None:
    assert read(text).claim.model == model


@pytest.mark.parametrize("name", ["GPT-4-32k", "MyGPT-4", "GPT-4.5", "xGalaxy", "Galaxys", "Chinese-GPT-4"])
def test_a_part_of_a_longer_name_is_no_name(name: str) -> None:
    assert read(f"the {name} ranks first on CMMLU").claim.model != "GPT-4"
    assert read(f"the {name} ranks first on CMMLU").claim.model != "Galaxy"


@pytest.mark.parametrize(
    ("words", "board"),
    [("C-Eval Hard", "C-Eval Hard"), ("FooBench", "FooBench"), ("ceval", "ceval"), ("CEval", "CEval")],
)
def test_a_leaderboard_is_taken_as_it_is_called(words: str, board: str) -> None:
    assert read(f"GPT-4 ranks first on {words}").claim.leaderboard == board


def test_another_list_of_the_same_house_is_another_leaderboard() -> None:
    assert read("GPT-4在SuperCLUE琅琊榜排名第一").claim.leaderboard == "SuperCLUE琅琊榜"
    assert read("GPT-4在SuperCLUE综合排行榜排名第一").claim.leaderboard == "SuperCLUE"


def test_a_name_on_record_that_is_a_word_of_the_grammar_is_not_found_everywhere() -> None:
    hostile = record_of(
        evaluation(
            placements=[
                {"rank": 1, "model": {"name": one}}
                for one in ("first", "on", "A", "第一", "ranks first", "排名第一", "first on", "2023-13-45", "best")
            ]
        )
    )
    reading = read("FooLM ranks first on C-Eval", record=hostile)
    assert (reading.claim.model, reading.claim.rank) == ("FooLM", 1)


# What is ambiguous


@pytest.mark.parametrize(
    ("text", "said", "option"),
    [
        ("GPT-4 and QuarkLLM rank first on CMMLU", 'model could be meant: "GPT-4", "QuarkLLM"', "--model"),
        ("GPT-4在C-Eval排名第一，在CMMLU也很强", 'leaderboard could be meant: "C-Eval", "CMMLU"', "--leaderboard"),
        ("GPT-4 is first on CMMLU and third in China", 'rank could be meant: "1", "3"', "--rank"),
        ("GPT-4 is first on CMMLU, zero-shot and five-shot", 'shots could be meant: "0", "5"', "--shots"),
        (
            "GPT-4在CMMLU 2023年9月榜单排名第一",
            'release of CMMLU could be meant: "2023-09-05", "2023-09-18"',
            "--release",
        ),
        (
            "GPT-4 ranks first on CMMLU with 81.73, then 80.27 points",
            'value could be meant: "81.73", "80.27"',
            "--value",
        ),
        ("GPT-4 is first under 10B and under 7B on CMMLU", 'scope could be meant: "<10B", "<7B"', "--scope"),
    ],
)
def test_two_that_could_be_meant_are_named_with_the_option_that_decides(text: str, said: str, option: str) -> None:
    with pytest.raises(QuestionError) as caught:
        understand(text, RECORD)
    assert said in str(caught.value)
    assert option in caught.value.advice()


def test_who_stands_first_in_a_sentence_is_not_passed_over_for_a_name_on_record() -> None:
    with pytest.raises(QuestionError, match='model could be meant: "FooLM", "GPT-4"'):
        understand("FooLM is, unlike GPT-4, first on CMMLU", RECORD)


def test_two_names_of_one_model_or_board_are_one() -> None:
    assert read("文心一言（ERNIE Bot）在C-Eval（CEval）排名第一").claim.model.startswith("文心一言")


def test_a_name_that_is_two_models_on_the_list_is_ambiguous() -> None:
    versions = [
        {"rank": n, "model": {"name": "文心一言", "version": version}} for n, version in enumerate(("3.5", "4.0"), 1)
    ]
    both = record_of(evaluation(placements=versions))
    with pytest.raises(QuestionError, match='several models in entry 0: "文心一言 3.5", "文心一言 4.0"'):
        understand("ERNIE Bot ranks first on Example Board", both)
    assert read("ERNIE Bot ranks first on Example Board", Given(model="文心一言 4.0"), both).claim.rank == 1


@pytest.mark.parametrize("text", ["百度 ranks first on Example Board", "Baidu在Example Board排名第一"])
def test_a_maker_without_a_model_is_asked_for_one_of_its_models(text: str) -> None:
    lines = [
        {"rank": n, "model": {"name": name, "developer": "百度"}} for n, name in enumerate(("文心一言", "文心X"), 1)
    ]
    record = record_of(evaluation(placements=[*lines, {"model": {"name": "A", "developer": "B"}}]))
    with pytest.raises(QuestionError, match='is named and no model; on "Example Board" it has "文心一言", "文心X"'):
        understand(text, record)
    assert read(text, Given(model="文心X"), record).claim.model == "文心X"


def test_two_leaderboards_in_one_breath_are_two_claims() -> None:
    for text in (
        "QuarkLLM tops C-Eval and CMMLU",
        "QuarkLLM登顶C-Eval、CMMLU",
        "QuarkLLM登顶C-Eval与CMMLU两大榜单",
        "QuarkLLM拿下C-Eval、CMMLU双榜第一",
    ):
        readings = understand(text, RECORD)
        assert [(one.claim.leaderboard, one.claim.rank) for one in readings] == [("C-Eval", 1), ("CMMLU", 1)]
    for text in ("QuarkLLM tops C-Eval and FooBench.", "QuarkLLM登顶C-Eval和FooBench两大榜单"):
        assert [one.claim.leaderboard for one in understand(text, RECORD)] == ["C-Eval", "FooBench"]
    assert read("QuarkLLM tops C-Eval and Somebody claps").claim.leaderboard == "C-Eval"


@pytest.mark.parametrize("text", ["夸克大模型在CMMLU榜单登顶，超越GPT-4", "昨日，夸克大模型登顶CMMLU榜单"])
def test_a_chinese_name_that_nobody_has_on_record_is_told_as_absent(text: str) -> None:
    assert read(text).claim.model == "夸克大模型"


@pytest.mark.parametrize(
    "text", ["某大模型登顶CMMLU", "其自研大模型在CMMLU排名第一", "国产大模型在CMMLU登顶", "该大模型超越GPT-4"]
)
def test_a_model_that_is_spoken_of_without_a_name_has_none(text: str) -> None:
    assert read(text).claim.model == ""


# What is no claim that can be judged


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("GPT-4 is not first on CMMLU", "a denial"),
        ("GPT-4 isn't first on CMMLU", "a denial"),
        ("GPT-4在CMMLU上并非第一", "a denial"),
        ("GPT-4 will be first on CMMLU", "a promise"),
        ("GPT-4有望登顶CMMLU", "a promise"),
        ("GPT-4 is in the top 10 on CMMLU", "one of the first few"),
        ("GPT-4 ranks among the top 3 of CMMLU", "one of the first few"),
        ("GPT-4 is among the first three on CMMLU", "one of the first few"),
        ("GPT-4进入CMMLU前十", "one of the first few"),
        ("GPT-4在CMMLU倒数第一", "a place from the end"),
        ("GPT-4 is first in maths on CMMLU", "a part of what is measured"),
        ("GPT-4 ranks 1st in common sense on CMMLU", "a part of what is measured"),
        ("GPT-4 beats QuarkLLM in coding on CMMLU", "a part of what is measured"),
        ("GPT-4在CMMLU数学科目上排名第一", "a part of what is measured"),
        ("GPT-4 is almost first on CMMLU", "almost is no rank"),
        ("GPT-4 is second only to QuarkLLM on CMMLU", "behind another model"),
        ("no model beats GPT-4 on CMMLU", "a denial"),
        ("GPT-4 is beaten by QuarkLLM on CMMLU", "the other way round"),
        ("GPT-4在CMMLU上被QuarkLLM超越", "the other way round"),
    ],
)
def test_denials_promises_and_places_that_are_no_rank_are_refused(text: str, why: str) -> None:
    with pytest.raises(QuestionError, match=why):
        understand(text, RECORD)


@pytest.mark.parametrize("text", ["", "hello world", "你好，世界", "GPT-4", "12", "on the whole, models improve"])
def test_where_nothing_is_recognised_it_says_what_it_looked_for(text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        understand(text, RECORD)
    assert "no claim to a rank, a score or a win was recognised" in str(caught.value)
    assert "榜首" in caught.value.advice()


def test_a_day_that_is_none_and_a_text_that_is_too_long_are_refused() -> None:
    with pytest.raises(QuestionError, match="no day of the calendar"):
        understand("GPT-4 ranked first on CMMLU on 2023-02-30", RECORD)
    with pytest.raises(QuestionError, match="at most 2,000"):
        understand("x" * 2_001, RECORD)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("GPT-4 ranks first on CMMLU's STEM subjects", ("STEM subjects",)),
        ("8月15日GPT-4在CMMLU排名第一", ("8月15日 (a day without its year)",)),
        ("GPT-4 ranks first on CMMLU, few-shot", ("few-shot (a number of shots that is not said)",)),
        ("GPT-4 ranks first on CMMLU by 1.46 points", ("by 1.46 points (a margin)",)),
        ("the first time that GPT-4 tops CMMLU", ("first time",)),
        ("GPT-4 ranks first on CMMLU", ()),
        ("GPT-4在CMMLU榜单排名第一", ()),
    ],
)
def test_what_plays_no_part_is_told(text: str, unread: tuple[str, ...]) -> None:
    reading = read(text)
    assert reading.unread == unread
    assert reading.claim.rank == 1


def test_names_of_claims_on_record_are_known_too() -> None:
    known = record_of(claim(model="Some Model Nobody Ranked", leaderboard="A Board Of Claims"))
    reading = read("first on a board of claims is some model nobody ranked", record=known)
    assert (reading.claim.model, reading.claim.leaderboard) == ("some model nobody ranked", "a board of claims")
