"""A filter as SQL finds what it means, and holds nothing of what was written."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.filter import columns, parse
from registry.filter.columns import Listed
from registry.filter.fields import FIELDS, Kind
from registry.filter.sql import Builder, condition
from registry.filter.tree import And, Not, Term, Test, Word
from tests.registry.filter.record import Facts, Made, facts_of, matches, sqlite_of
from tests.registry.filter.trees import HARMFUL, texts, trees_of

SEEDS = st.integers(0, 3)
LISTS: tuple[tuple[str, Listed], ...] = (
    ("placement", columns.PLACEMENTS),
    ("placement", columns.MODELS),
    ("ranking", columns.LEADERBOARDS),
    ("entry", columns.ENTRIES),
    ("finding", columns.FINDINGS),
    ("flag", columns.FLAGS),
    ("dataset", columns.DATASETS),
    ("grader", columns.GRADERS),
    ("publisher", columns.PUBLISHERS),
)


@lru_cache
def made(seed: int) -> tuple[Made, sqlite3.Connection]:
    rows = Made(seed)
    return rows, sqlite_of(rows)


@lru_cache
def known(seed: int, table: str) -> list[Facts]:
    return list(facts_of(made(seed)[0], table))


def trees_for(listed: Listed) -> st.SearchStrategy[Term]:
    return trees_of([field for field in FIELDS if field.name in listed.columns])


def found(seed: int, table: str, listed: Listed, tree: Term, *, gathers: bool = False, hint: str = "") -> list[bool]:
    """Say of every line whether the SQL finds it."""
    rows, driver = made(seed)
    builder = Builder(listed, gathers=gathers, hint=hint)
    alias = "p" if table == "placement" else "t"
    query = f"SELECT {alias}.rowid FROM {table} {alias} WHERE {builder.condition(tree)}"
    ids = {row[0] for row in driver.execute(query, builder.values)}
    every = [row[0] for row in driver.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    assert len(every) == len(rows.rows[table])
    return [one in ids for one in every]


@pytest.mark.parametrize(("table", "listed"), LISTS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_sql_finds_what_a_look_at_every_line_finds(table: str, listed: Listed, data: st.DataObject) -> None:
    seed, tree = data.draw(SEEDS), data.draw(trees_for(listed))
    expected = [matches(tree, facts, listed) for facts in known(seed, table)]

    assert found(seed, table, listed, tree) == expected


@pytest.mark.parametrize(("table", "listed"), [("placement", columns.PLACEMENTS), ("entry", columns.ENTRIES)])
@settings(max_examples=100, deadline=None)
@given(SEEDS, trees_for(columns.PLACEMENTS))
@example(0, Not(And((Word("'"), Test("flag", "=", "any")))))
def test_how_lines_are_found_does_not_change_which(table: str, listed: Listed, seed: int, tree: Term) -> None:
    plainly = found(seed, table, listed, tree)

    assert found(seed, table, listed, tree, gathers=True) == plainly
    assert found(seed, table, listed, tree, hint="+") == plainly


@settings(deadline=None)
@given(SEEDS, trees_for(columns.PLACEMENTS))
def test_a_term_and_its_negation_part_the_lines(seed: int, tree: Term) -> None:
    these = found(seed, "placement", columns.PLACEMENTS, tree)
    others = found(seed, "placement", columns.PLACEMENTS, Not(tree))

    assert [one != other for one, other in zip(these, others, strict=True)] == [True] * len(these)


@settings(deadline=None)
@given(texts | st.sampled_from(HARMFUL))
def test_what_is_written_never_stands_in_the_sql(text: str) -> None:
    assert condition(Word(text), columns.PLACEMENTS).text == condition(Word("x"), columns.PLACEMENTS).text
    for field in FIELDS:
        if field.kind is Kind.NAME and field.name in columns.PLACEMENTS.columns:
            harmful, harmless = Test(field.name, ":", text), Test(field.name, ":", "x")
            assert condition(harmful, columns.PLACEMENTS).text == condition(harmless, columns.PLACEMENTS).text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"%"', {"元象 100%", "A%B"}),
        ('"_"', {"a_b"}),
        ('"\\\\"', {"x\\y"}),
        ('"\'"', {'It\'s "q"'}),
        ('"%_"', set()),
        ("model:a%b", {"A%B"}),
        ("gpt", {"GPT-4", "gpt-4 turbo"}),
        ("ＧＰＴ", {"GPT-4", "gpt-4 turbo"}),
        ("model=GPT-4", {"GPT-4"}),
        ("通义", {"通义千问"}),
        ("元", {"元象 100%"}),
        ("fine", {"ﬁne-7B"}),
        ('"e\u0301"', {"É"}),
    ],
)
def test_a_text_is_found_as_it_is_whatever_its_width_case_and_script(text: str, names: set[str]) -> None:
    listed = Listed(columns.PLACEMENTS.columns, ("model",), "p.entry_index")
    models = set()
    for seed in range(4):
        lines = zip(made(seed)[0].rows["placement"], found(seed, "placement", listed, parse(text)), strict=True)
        models |= {row["model"] for row, is_found in lines if is_found}

    assert models == names


@pytest.mark.parametrize("listed", [columns.PLACEMENTS, columns.ENTRIES])
def test_every_field_of_the_language_is_one_of_placements_and_of_entries(listed: Listed) -> None:
    assert {field.name for field in FIELDS} == listed.columns.keys()
