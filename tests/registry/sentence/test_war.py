"""Every claim of the hundred-model war, in the words of its article, gets what the facts bear out: in both languages."""

from __future__ import annotations

import pytest

from registry.claims.judge import judge
from registry.errors import QuestionError
from registry.sentence import Given, understand
from registry.trust import Word
from tests.registry.sentence.demo import RECORD

NOBODY = Given()
ARTICLE = "2023-11-29"
# Names that the article does not give are inferred from the boards, and so come from options.
VIVO = Given(model="vivoLM-7B", shots=5)
VIVO_THEN = Given(model="vivoLM-7B", shots=5, as_of=ARTICLE)
QUARK_FIVE = Given(model="QuarkLLM", shots=5, as_of=ARTICLE)
QUARK_ZERO = Given(model="QuarkLLM", shots=0, as_of=ARTICLE)
TOPPED = "Its model with parameters of the hundred-billion class topped the two authoritative lists C-Eval and CMMLU"
TOPPED_ZH = "其千亿级参数大模型登顶C-Eval和CMMLU两大权威榜单"
CLAIMS: dict[str, tuple[str, str, Given, tuple[Word, ...], str]] = {
    "W1": (
        "A certain large model announces 'the base model surpasses GPT-4 on 12 abilities'",
        "某大模型宣布“基座模型有12项能力超越GPT-4”",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard and no model",
    ),
    "W2": (
        "It claims to surpass GPT-4 and to have 'won the double championship of global open-source evaluation'",
        "号称超越GPT-4，并“获得全球开源测评双料冠军”",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard and no model",
    ),
    "W3": (
        "On the list where it announces itself first, Baidu's ERNIE Bot does not even enter the TOP20",
        "在它宣布自己第一的榜单上，百度文心一言连TOP20都没进",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard",
    ),
    "W4": (
        "Large Model Experience Report 2.0: the first is iFlytek's Spark",
        "大模型体验报告2.0中，第一名是科大讯飞的讯飞星火",
        Given(as_of="2023-08-15"),
        (Word.VERIFIED,),
        "rank 1, 1013 in Large Model Experience Report 2.0",
    ),
    "W5": (
        "Baidu's ERNIE Bot can rank second in the Large Model Experience Report 2.0",
        "百度文心一言在大模型体验报告2.0中可以排到第二",
        Given(as_of="2023-08-15"),
        (Word.VERIFIED,),
        "rank 2, 1010 in Large Model Experience Report 2.0",
    ),
    "W6": (
        "On the August list of SuperCLUE, GPT-4 ranks first",
        "SuperCLUE 8月榜单中，GPT-4排名第一",
        NOBODY,
        (Word.VERIFIED,),
        "by score, of 5 lines on record; the ranking itself gives it no rank",
    ),
    "W7": (
        "On SuperCLUE's August list, Baichuan-13B-Chat is at the head of the Chinese list",
        "SuperCLUE 8月榜单中，百川智能的Baichuan-13B-Chat位居中文榜单榜首",
        NOBODY,
        (Word.VERIFIED,),
        "rank 1, 60.02 in SuperCLUE 2023-08",
    ),
    "W8": (
        "On the newest C-Eval list of September, IntelliFusion's 'Yuntianshu' ranks first",
        "C-Eval 9月最新榜单中，云天励飞的“云天书”排名第一",
        NOBODY,
        (Word.UNSUPPORTED,),
        "of C-Eval is on record",
    ),
    "W9": (
        "On the newest C-Eval list of September, GPT-4 is listed tenth",
        "C-Eval 9月最新榜单中，GPT-4位列第十",
        NOBODY,
        (Word.UNSUPPORTED,),
        "of C-Eval is on record",
    ),
    "W10": (
        "its self-developed large model ranks first in the C-Eval global Chinese list",
        "其自研大模型在C-Eval全球中文榜单中排名第一",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no model",
    ),
    "W11": (
        "It had already won first of the C-Eval list of models within ten billion",
        "此前已拿下C-Eval百亿以内大模型榜单第一",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no model",
    ),
    "W12": (
        "first of the CMMLU global Chinese list",
        "CMMLU全球中文榜单第一",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no model",
    ),
    "W12 inferred": (
        "first of the CMMLU global Chinese list",
        "CMMLU全球中文榜单第一",
        VIVO,
        (Word.OUTDATED,),
        "true from 2023-09-18 to 2023-11-08, not now",
    ),
    "W13 inferred": (
        "and first of CMMLU's list of models within ten billion",
        "以及CMMLU百亿参数以内大模型榜单的第一",
        VIVO_THEN,
        (Word.UNCHECKED,),
        "parameters of ZW-LM: not on record",
    ),
    "W14 and W15": (TOPPED, TOPPED_ZH, NOBODY, (Word.UNSUPPORTED, Word.UNSUPPORTED), "the claim names no model"),
    "W15 five-shot": (
        TOPPED,
        TOPPED_ZH,
        QUARK_FIVE,
        (Word.UNSUPPORTED, Word.CONTRADICTED),
        "rank 2, not 1, in CMMLU 2023-11-13; first is ZW-LM with 81.73",
    ),
    "W15 zero-shot": (
        TOPPED,
        TOPPED_ZH,
        QUARK_ZERO,
        (Word.UNSUPPORTED, Word.VERIFIED),
        "rank 1 of 26, 77.08 in CMMLU 2023-11-13",
    ),
    "W16": (
        "better than GPT-4 on several abilities",
        "多项能力优于GPT-4",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard and no model",
    ),
    "W17": (
        "First on a certain large-model list, whose basis turns out to be openness, patents, visits and heat",
        "某大模型榜单的第一名，依据竟是“开放程度”“技术专利”“全平台访问指数”和“热度指数”",
        NOBODY,
        (Word.UNSUPPORTED,),
        "no model",
    ),
    "W20": (
        "It will challenge GPT-4 next year; it has reached the level of GPT-3.5",
        "明年将挑战GPT-4；已达到GPT-3.5的水平",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard and no model",
    ),
    "W21": (
        "Many models score full marks and 'rank first' the moment they appear, crushing GPT-4",
        "很多大模型一亮相就满分、“排名第一”，碾压GPT-4",
        NOBODY,
        (Word.UNSUPPORTED,),
        "the claim names no leaderboard and no model",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_of_the_war_gets_its_verdict_from_its_words(claim: str, language: str) -> None:
    english, chinese, given, words, reason = CLAIMS[claim]
    readings = understand(english if language == "en" else chinese, RECORD, given)
    answers = [judge(one.claim, RECORD) for one in readings]
    assert tuple(one.judgement.word for one in answers) == words
    assert reason in answers[-1].judgement.reason


@pytest.mark.parametrize(
    "text",
    [
        "Only one institution comes from China: the KEG laboratory",
        "只有一家机构来自中国：KEG实验室",
        "Chinese faces are quite rare",
        "华人面孔相当少见",
    ],
)
def test_what_is_no_ranking_of_ability_is_no_claim(text: str) -> None:
    with pytest.raises(QuestionError, match="no claim to a rank, a score or a win was recognised"):
        understand(text, RECORD)
