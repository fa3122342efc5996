"""The CMMLU tables of 2023-11-13 as a ranking: every row in its printed order, under the heading it stood under."""

from __future__ import annotations

import re

from registry import statements
from tests.foreign import data
from tests.registry.rules.made import NAME

_HEADINGS = {"开放测试的模型": "open", "尚未开放测试的模型": "not open for testing"}


def printed(shots: int) -> list[tuple[str, str, str]]:
    """Return heading, model and average of each row of one table."""
    text = data("cmmlu", "README-leaderboard-2023-11-13.md").read_text(encoding="utf-8")
    table = text.split("#### Five-shot")[1].split("#### Zero-shot")[0 if shots else 1]
    rows, heading = [], ""
    for line in table.splitlines():
        cells = [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]
        heading = _HEADINGS.get(cells[0], heading)
        if len(cells) > 2 and re.fullmatch(r"[0-9.]+", cells[-1]) and heading:
            name = re.sub(r"\[(.*)\]\(.*\)", r"\1", cells[0])
            if name == "Random":
                continue
            rows.append((heading, name, cells[-1]))
    return rows


def table(shots: int, *, ranked: bool) -> statements.Statement:
    """Return a table as an evaluation: as printed without ranks, or with the rank of each average."""
    rows = printed(shots)
    order = sorted((float(value) for _, _, value in rows), reverse=True)
    lines = [
        {
            **({"rank": 1 + order.index(float(value))} if ranked else {}),
            "printed": {"name": name, "section": heading},
            "model": {"name": name},
            "scores": [{"criterion": "accuracy", "value": value}],
            "settings": {"shots": shots},
        }
        for heading, name, value in rows
    ]
    criterion = {"name": "accuracy", "basis": "measured", "higher_is_better": True, "unit": "percent"}
    return statements.parse(
        {
            "type": "jinbang/evaluation/v1",
            "publisher": NAME,
            "leaderboard": {"name": "CMMLU"},
            "published": "2023-11-13",
            "methodology": {"summary": "average", "criteria": [criterion | {"dataset": "CMMLU test"}]},
            "datasets": [{"name": "CMMLU test", "items": 11582, "access": "public", "published": "2023-06-16"}],
            "placements": lines,
        }
    )
