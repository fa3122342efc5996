"""From text to a tree, and where it cannot be read."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.exit_codes import Exit, code_of
from registry.filter import FilterError, format, parse
from registry.filter.fields import BY_NAME, FIELDS
from registry.filter.lex import Kind, tokens
from registry.filter.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS
from registry.filter.tree import And, Has, Not, Or, Range, Term, Test, Word
from tests.registry.filter.trees import HARMFUL, trees

QWEN, ARENA = Word("qwen"), Test("leaderboard", ":", "arena")


@settings(deadline=None)
@given(trees)
def test_a_tree_as_text_parses_to_the_same_tree(tree: Term) -> None:
    assert parse(format(tree)) == tree


@settings(max_examples=500, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*HARMFUL, *BY_NAME, *":=<>,()- \"'\0\n"]), max_size=20).map("".join)
)
@example("\ud800")
@example("-" * 50)
@example("(" * 50)
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except FilterError as error:
        assert 0 <= error.start <= error.stop <= len(text)
        assert "\n" not in str(error)
        assert error.advice().count("\n") == 1
    else:
        assert parse(format(tree)) == tree


def test_ten_thousand_random_texts_are_read_or_refused() -> None:
    random = Random(1)
    pieces = [*HARMFUL, *BY_NAME, *":=<>,()- \"'\\\0\n０≤", "\ud800", "2023-09", "10B", "1..3"]
    for _ in range(10_000):
        text = "".join(random.choices(pieces, k=random.randrange(12)))
        with suppress(FilterError):
            assert parse(format(parse(text))) == parse(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_tokens_stand_in_order_and_leave_out_nothing_but_space(text: str) -> None:
    at = 0
    for token in tokens(text):
        if token.kind is Kind.BAD:
            return
        assert text[at : token.start].translate({ord("\u3000"): " "}).strip() == ""
        at = token.stop
    assert at == len(text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", And(())),
        ("  \u3000 ", And(())),
        ("qwen", QWEN),
        ("通义", Word("通义")),
        ("元", Word("元")),
        ('"GPT 4"', Word("GPT 4")),
        (r'"say \"a\" \\ b"', Word(r'say "a" \ b')),
        ("qwen board:arena", And((QWEN, ARENA))),
        ("qwen and board:arena", And((QWEN, ARENA))),
        ("qwen OR board=arena", Or((QWEN, Test("leaderboard", "=", "arena")))),
        ("a b or c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b or c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("-qwen", Not(QWEN)),
        ("not -(qwen)", Not(Not(QWEN))),
        ("c-eval", Word("c-eval")),
        ("qwen,deepseek", Or((QWEN, Word("deepseek")))),
        ("board:arena,ceval", Or((ARENA, Test("leaderboard", ":", "ceval")))),
        ("rank<=3", Test("rank", "<=", Decimal(3))),
        ("rank <= 3", Test("rank", "<=", Decimal(3))),
        ("rank:1..3", Range("rank", Decimal(1), Decimal(3))),
        ("rank:2..", Test("rank", ">=", Decimal(2))),
        ("rank:..3", Test("rank", "<=", Decimal(3))),
        ("score>-0.5", Test("score", ">", Decimal("-0.5"))),
        ("params<10B", Test("params", "<", Decimal(10**10))),
        ("参数<100亿", Test("params", "<", Decimal(10**10))),
        ("params>=1.5t", Test("params", ">=", Decimal(15 * 10**11))),
        ("published:2023", Range("published", "2023-01-01", "2023-12-31")),
        ("published:2024-02", Range("published", "2024-02-01", "2024-02-29")),
        ("published=2023-09-05", Test("published", "=", "2023-09-05")),
        ("published>2023-09", Test("published", ">", "2023-09-30")),
        ("published>=2023-09", Test("published", ">=", "2023-09-01")),
        ("published<2023", Test("published", "<", "2023-01-01")),
        ("published<=2023", Test("published", "<=", "2023-12-31")),
        ("published:2023-09..2023-11", Range("published", "2023-09-01", "2023-11-30")),
        ("verdict:Flagged", Test("verdict", "=", "flagged")),
        ("结论：存疑", Test("verdict", "=", "flagged")),
        ("finding:u1", Test("finding", "=", "no-source")),
        ("type:evaluation", Test("type", "=", "jinbang/evaluation/v1")),
        ("first", Test("rank", "=", Decimal(1))),
        ('"first"', Word("first")),
        ("has:score", Has("score")),
        ("missing:parameters,url", Or((Not(Has("params")), Not(Has("url"))))),
        ("榜单：C-Eval，CMMLU", Or((Test("leaderboard", ":", "C-Eval"), Test("leaderboard", ":", "CMMLU")))),
        ("名次≤３ －（通义）", And((Test("rank", "<=", Decimal(3)), Not(Word("通义"))))),
        ("“一 二”", Word("一 二")),
    ],
)  # fmt: skip
def test_what_is_written_means(text: str, tree: Term) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("rank<=x", "x", 'found "x", expected a number'),
        ("rank<=", "", "found the end, expected a number"),
        ("rank:1.5.2", "1.5.2", "expected a number"),
        ("rank:٣", "٣", "expected a number"),
        ("rank:1e3", "1e3", "expected a number"),
        ("rank<1..2", "1..2", "expected a number"),
        ("rank:3..1", "3..1", "ends before it begins"),
        ("rank:..", "..", "expected a number"),
        ("published:2023-02-29", "2023-02-29", "expected a day, month or year"),
        ("published:0000", "0000", "expected a day"),
        ("params<7", "7", "a size with its unit"),
        ("leaderbord:x", "leaderbord", "did you mean leaderboard:?"),
        ("榜单榜:x", "榜单榜", "did you mean 榜单:?"),
        ("verdict:flaged", "flaged", "did you mean flagged?"),
        ("finding:no-sauce", "no-sauce", "did you mean no-source?"),
        ("has:scores", "scores", "did you mean score?"),
        ("has:model", "model", "expected a field that may be absent"),
        ("has<score", "<", "expected :"),
        ("model>x", ">", "which has no order"),
        ("model:", "", "found the end, expected a name"),
        ("model:,", ",", "found a comma, expected a name"),
        ('model:" "', '" "', "found an empty text"),
        ('""', '""', "found an empty text"),
        ("GPT-4:free", "GPT-4", "in quotes it is text"),
        (":x", ":", "expected a field before it"),
        ("a,", "", "found the end, expected a term"),
        ("a or", "", "found the end, expected a term"),
        ("or a", "or", "expected a term (in quotes it is text)"),
        ("a and and b", "and", "expected a term"),
        ("-", "", "found the end, expected a term"),
        ("gpt - 4", "-", "a minus that stands alone"),
        ("(a", "(", "not closed"),
        ("a)", ")", "that none opened"),
        ("()", ")", "expected a term"),
        ('a "b', '"b', "a quote that is not closed"),
        ("a\0b", "\0", "a character that no name has"),
        ('"a\x1bb"', "\x1b", "a character that no name has"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_pointed_at(text: str, place: str, why: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)

    assert text[caught.value.start : caught.value.stop] == place
    assert why in str(caught.value)
    assert code_of(caught.value) is Exit.MALFORMED


def test_the_caret_stands_under_the_place_also_behind_wide_characters() -> None:
    with pytest.raises(FilterError) as caught:
        parse("通义 rank<=x")

    assert caught.value.advice().splitlines() == ["通义 rank<=x", " " * 11 + "^"]


def test_of_a_long_filter_the_place_is_shown() -> None:
    with pytest.raises(FilterError) as caught:
        parse("a " * 60 + "rank<x" + " b" * 200)

    line, caret = caught.value.advice().splitlines()
    assert len(line) <= 72
    assert line[caret.index("^")] == "x"


def test_hidden_characters_are_not_printed() -> None:
    with pytest.raises(FilterError) as caught:
        parse("\u202eboards:x")

    assert "\u202e" not in str(caught.value) + caught.value.advice()


def test_limits_hold_before_any_other_work() -> None:
    for text, why in (
        ("x" * (MAX_CHARACTERS + 1), "longer than"),
        ("x " * (MAX_TERMS + 1), "more than"),
        ("rank:" + "1," * (MAX_TERMS + 1), "more than"),
        ("-" * (MAX_DEPTH + 1) + "x", "nested deeper"),
        ("(" * (MAX_DEPTH + 1), "nested deeper"),
        ("(" * (MAX_CHARACTERS // 2) + ")" * (MAX_CHARACTERS // 2), "nested deeper"),
    ):
        with pytest.raises(FilterError, match=why):
            parse(text)
    assert parse("x " * MAX_TERMS) == And((Word("x"),) * MAX_TERMS)
    assert parse("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH) == Word("x")


def test_a_list_that_lacks_a_field_says_so() -> None:
    few = {name: field for name, field in BY_NAME.items() if field.name == "model"}

    with pytest.raises(FilterError, match="a field that this list does not have"):
        parse("rank:1", few)
    with pytest.raises(FilterError, match="expected a field that may be absent"):
        parse("has:rank", few)
    assert parse("first", few) == Word("first")


def test_every_example_of_the_table_of_fields_is_a_filter_on_its_field() -> None:
    for field in FIELDS:
        assert field.name in format(parse(field.example)), field


def test_no_two_fields_share_a_name() -> None:
    assert len(BY_NAME) == sum(1 + len(field.aliases) for field in FIELDS)
