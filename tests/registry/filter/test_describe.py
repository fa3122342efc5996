"""What `docs/query.md` says of filters is so."""

from __future__ import annotations

import re
from pathlib import Path

from registry.filter import FilterError, parse
from registry.filter.describe import field_table
from registry.filter.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "query.md").read_text(encoding="utf-8")


def test_the_page_has_the_table_of_fields() -> None:
    (table,) = re.findall(r"<!-- fields -->\n(.*?)<!-- end of fields -->", PAGE, re.DOTALL)

    assert table == field_table()


def test_every_filter_on_the_page_is_one() -> None:
    blocks = re.findall(r"```filter\n(.*?)```", PAGE, re.DOTALL)
    filters = [line for block in blocks for line in block.splitlines()]

    assert len(filters) > 10
    for text in filters:
        parse(text)


def test_the_error_on_the_page_is_the_one_that_is_printed() -> None:
    (block,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    text = block.splitlines()[1].strip()
    try:
        parse(text)
    except FilterError as error:
        printed = [f"jinbang: {error}", *(f"  {line}" for line in error.advice().splitlines())]
        assert block.splitlines() == printed
    else:
        raise AssertionError(text)


def test_the_limits_on_the_page_are_those_that_hold() -> None:
    assert f"At most {MAX_CHARACTERS:,} characters, {MAX_TERMS} words and values, and {MAX_DEPTH} levels" in PAGE
