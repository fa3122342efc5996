"""The page about importers is what they say."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from registry import importers
from registry.errors import QuestionError
from registry.importers.describe import page
from registry.statements.evaluation import Evaluation
from registry.statements.problems import fields_of, record_in

PAGE = Path(__file__).resolve().parents[3] / "docs" / "importers.md"


def test_the_page_is_up_to_date() -> None:
    """If not: `python -m registry.importers.describe > docs/importers.md`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_field_on_the_page_is_one_of_an_evaluation() -> None:
    fields_told = re.findall(r"^\|.*\| (`[^|]+) \|$", page(), re.MULTILINE)
    rows = [
        field for told in fields_told for field in re.findall(r"`([a-z].*?)`", told) if not field.startswith("extra.")
    ]

    assert len(rows) > 50
    for field in rows:
        kind: type[msgspec.Struct] = Evaluation
        for step in re.sub(r"\[[0-9]*\]", "", field).split("."):
            fields = {one.encode_name: one.type for one in fields_of(kind)}
            assert step in fields, field
            kind = record_in(fields[step]) or kind


def test_a_format_that_nobody_reads_is_refused() -> None:
    with pytest.raises(QuestionError, match=r'--from: found lm-evil, expected "lm-eval"'):
        importers.named("lm-evil")
    assert [importers.named(name).name for name in importers.names()] == list(importers.names())
