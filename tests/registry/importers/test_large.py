"""A large file takes at most twice its size in memory, whether it is imported or refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.registry.importers.large import large_files, measure

FILES = {one.name: one for one in large_files(rows=1_000)}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a part of a process's life")
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("lm-eval, JSON, wide", "1 entries"),
        ("inspect, JSON, wide", "1 entries"),
        ("inspect, zip, wide", "1 entries"),
        ("helm, zip, wide", "1 entries"),
        ("alpaca-eval, CSV, wide", "11 entries"),
        ("table, Markdown, wide", "5 entries"),
        ("table, HTML, wide", "5 entries"),
        ("swe-bench, JSON, dense", "$.leaderboards[0].results: found more than 20,000 of them"),
        ("table, CSV, dense", "line 20002: found more than 20,000 rows"),
        ("aider, YAML, dense", "line 19989: found more than 20,000 values"),
    ],
)
def test_memory_is_at_most_twice_the_file(name: str, outcome: str, tmp_path: Path) -> None:
    taken = measure(FILES[name], tmp_path)

    assert taken.outcome.startswith(outcome)
    assert taken.times <= 2
