"""The page about findings is what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

from registry.rules import ALL
from registry.rules.describe import page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rules.md"


def test_the_page_is_up_to_date() -> None:
    """If not: `python -m registry.rules.describe > docs/rules.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_rule_has_a_section_that_the_table_leads_to() -> None:
    text = page()
    headings = {
        re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-")
        for one in re.findall(r"^### (.*)$", text, re.MULTILINE)
    }
    links = re.findall(r"\(#([a-z0-9-]+)\)", text)
    assert len(links) == len(headings) == len(ALL)
    assert set(links) == headings


def test_no_row_of_the_table_is_broken_by_what_it_says() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| [")]
    assert all(line.count("|") == 5 for line in rows)
