"""No text makes the reader stumble, and how it is written changes nothing."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import QuestionError
from registry.sentence import Reading, understand
from registry.sentence.text import MAX_LENGTH
from tests.registry.sentence.demo import RECORD

PIECES = (
    "GPT-4 QuarkLLM 文心一言 ERNIE C-Eval CMMLU SuperCLUE first tenth 第一 榜首 登顶 top 10 前十 5-shot 零样本 81.73分 with 77.08 "
    "2023-09-05 2023年9月5日 2023-13-99 9月榜单 August list among models under 10B 百亿参数以内 国产 开源 beats 超越 比 更强 not 并非 and 和 "
    "、 , 。 “ ” ' ( ) （ ） < > #1 No. 99999 \u202e \u200b \ud7ff 🏅️ \x00 \x1b[31m % * .* [ \\ 一二三十百千万亿"
).split(" ")


def outcome(text: str) -> tuple[Reading, ...] | str:
    try:
        return understand(text, RECORD)
    except QuestionError as error:
        assert "\n" not in str(error)
        return type(error).__name__


def test_ten_thousand_random_sentences_give_a_claim_or_a_question() -> None:
    rng = random.Random(2023)
    claims = 0
    for _ in range(10_000):
        pieces = [rng.choice(PIECES) for _ in range(rng.randint(0, 14))]
        pieces = [
            chr(rng.choice((rng.randint(1, 0xD7FF), rng.randint(0xE000, 0x10FFFF)))) if rng.random() < 0.1 else one
            for one in pieces
        ]
        claims += not isinstance(outcome(rng.choice(("", " ")).join(pieces)), str)
    assert claims > 500


@given(text=st.text(max_size=400))
def test_no_text_gives_anything_but_claims_or_a_question_error(text: str) -> None:
    outcome(text)


@settings(max_examples=20)
@given(piece=st.sampled_from(PIECES), noise=st.text(min_size=1, max_size=3))
def test_a_text_of_the_greatest_length_is_read_in_time(piece: str, noise: str) -> None:
    outcome(((piece + noise) * MAX_LENGTH)[:MAX_LENGTH])


SENTENCES = (
    "QuarkLLM ranks first on CMMLU, five-shot, with 80.27",
    "QuarkLLM 在 CMMLU 榜单上排名第 1,零样本",
    "On the August list of SuperCLUE, GPT-4 ranks first",
    "On 2023-09-05 vivoLM-7B was first among models under 10B on CMMLU",
)


@given(text=st.sampled_from(SENTENCES), data=st.data())
def test_width_and_spaces_change_nothing(text: str, data: st.DataObject) -> None:
    def rewritten(one: str) -> str:
        if one == " ":
            return data.draw(st.sampled_from([" ", "\u3000", "  ", "\u00a0", "\t"]))
        return chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and data.draw(st.booleans()) else one

    changed = outcome(" " + "".join(map(rewritten, text)) + "\u3000")
    assert not isinstance(changed, str)
    (expected,) = understand(text, RECORD)
    assert [(one.fields, one.unread) for one in changed] == [(expected.fields, expected.unread)]
