"""A base fills in, and never contradicts the file without a word."""

from __future__ import annotations

import pytest

from registry.errors import QuestionError
from registry.importers.base import Lines, Value
from registry.importers.merge import merged

SAID: Value = {
    "methodology": {"criteria": [{"name": "acc", "unit": "percent"}]},
    "datasets": [{"name": "t"}],
    "placements": [{"model": {"name": "m"}, "scores": [{"criterion": "acc", "value": "1"}]}],
    "evidence": [{"title": "file"}],
}


def test_a_base_adds_fields_and_items() -> None:
    base = {
        "type": "jinbang/evaluation/v1",
        "published": "2026-01-01",
        "methodology": {"summary": "s", "criteria": [{"name": "acc", "unit": "percent", "weight": "1"}]},
        "datasets": [{"name": "t", "sha256": "0" * 64}, {"name": "u"}],
        "placements": [{"model": {"name": "m", "developer": "d"}}],
        "evidence": [{"title": "page"}],
    }

    assert merged(SAID, base) == {
        "published": "2026-01-01",
        "methodology": {"summary": "s", "criteria": [{"name": "acc", "unit": "percent", "weight": "1"}]},
        "datasets": [{"name": "t", "sha256": "0" * 64}, {"name": "u"}],
        "placements": [
            {"model": {"name": "m", "developer": "d"}, "scores": [{"criterion": "acc", "value": "1"}]},
        ],
        "evidence": [{"title": "file"}, {"title": "page"}],
    }


def test_a_base_says_what_it_agrees_with_and_changes_nothing() -> None:
    assert merged(SAID, SAID | {"evidence": []}) == SAID


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (
            {"methodology": {"criteria": [{"name": "acc", "unit": "points"}]}},
            '--base: methodology.criteria[0].unit: found "points", and the file says "percent"',
        ),
        (
            {"placements": [{"model": {"name": "m"}, "scores": [{"criterion": "acc", "value": "2"}]}]},
            '--base: placements[0].scores[0].value: found "2", and the file says "1"',
        ),
        ({"placements": [{"model": {"name": "x"}}]}, '--base: placements: found "x", a model that is not in the file'),
        ({"datasets": "t"}, '--base: datasets: found "t", and the file says a list'),
        ({"datasets": [{"name": "t"}, {"name": "t"}]}, "--base: datasets: found a name that stands twice"),
        ({"type": "jinbang/claim/v1"}, '--base: type: found "jinbang/claim/v1"'),
    ],
)
def test_a_base_that_contradicts_the_file_is_refused_with_the_field(base: Value, said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        merged(SAID, base)
    assert str(refused.value).startswith(said)


def test_what_a_file_tells_of_each_line_is_not_told_by_base() -> None:
    said: dict[str, object] = {"extra": {"lines": Lines(lambda: iter([{"date": "2025-01-01"}])), "x": "1"}}

    with pytest.raises(
        QuestionError, match=r"^--base: extra\.lines: found a list, and the file tells it of each line$"
    ):
        merged(said, {"extra": {"lines": [{}]}})
    assert merged(said, {"extra": {"y": "2"}})["extra"].keys() == {"lines", "x", "y"}  # type: ignore[attr-defined]
