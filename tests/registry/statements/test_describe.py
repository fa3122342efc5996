"""The page about statements is what the types say."""

from __future__ import annotations

import re
from pathlib import Path

from registry.statements import TYPES, format, parse
from registry.statements.describe import page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "statements.md"


def test_the_page_is_up_to_date() -> None:
    """If not: `python -m registry.statements.describe > docs/statements.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_examples_on_the_page_are_statements_in_their_one_spelling() -> None:
    examples = re.findall(r"```json\n(.*?)```", page(), flags=re.DOTALL)

    assert examples
    for text in examples:
        assert format(parse(text)).decode() == text


def test_every_type_has_a_section_with_a_table() -> None:
    sections = re.split(r"^## ", page(), flags=re.MULTILINE)[1:]

    assert [section.partition("\n")[0] for section in sections] == [kind.SHORT_NAME for kind in TYPES.values()]
    assert all("| field | what it is for |" in section for section in sections)


def test_no_row_of_a_table_is_broken_by_what_it_says() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| `")]

    assert all(line.count("|") == 4 for line in rows)
