"""The five leaderboards of SWE-bench, held against the file itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.importers.place import ImportRefusedError
from registry.record.parts import room, split
from registry.rules import self_reported
from registry.statements import format
from tests.foreign import data
from tests.registry.importers.reading import PUBLISHER, exact, imported
from tests.registry.rules.recorded import Log


def raw_boards() -> bytes:
    return data("swebench", "leaderboards-2025-10-06.json").read_bytes()


def boards() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exact(raw_boards())["leaderboards"]
    return found


def test_every_result_of_every_list_is_there() -> None:
    for one, board in zip(imported(raw_boards()), boards(), strict=True):
        assert one.leaderboard.name == f"SWE-bench {board['name']}"
        assert [(line.model.name, line.scores[0].value, line.cost.usd or None) for line in one.placements] == [
            (row["name"], row["resolved"], row["cost"]) for row in board["results"]
        ]


@pytest.mark.parametrize("times", [1, 20])
def test_what_is_told_of_each_result_goes_with_it_into_as_many_entries_as_it_takes(times: int) -> None:
    """The real list of 145 results could not be appended when its head repeated all of that."""
    file = json.loads(raw_boards())
    largest = max(file["leaderboards"], key=lambda board: len(board["results"]))
    largest["results"] *= times
    (one,) = imported(json.dumps({"leaderboards": [largest]}).encode())
    parts = split(one, room([PUBLISHER]))

    assert len(one.placements) == 145 * times
    assert len(parts) > 1
    for part in parts:
        assert len(format(part)) < 65_535
        assert len(part.extra["lines"]) == len(part.placements)
    told = [line["folder"] for part in parts for line in part.extra["lines"]]
    assert told == [row["folder"] for row in largest["results"]]


def test_attempts_and_organisation_come_from_tags_and_only_where_they_are_sure() -> None:
    for one, board in zip(imported(raw_boards()), boards(), strict=True):
        for line, row in zip(one.placements, board["results"], strict=True):
            assert (line.settings.attempts == 1) == ("System: Attempts - 1" in row["tags"])
            assert not line.model.developer or f"Org: {line.model.developer}" in row["tags"]


def test_each_result_that_is_not_checked_is_self_reported_and_no_other() -> None:
    for one, board in zip(imported(raw_boards()), boards(), strict=True):
        unchecked = [row["name"] for row in board["results"] if row["checked"] is not True]
        told = [hit.placement for hit in Log(one).find(self_reported.RULE).found]
        assert told == unchecked


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"resolved": "70"}, '$.leaderboards[0].results[0].resolved: found "70", expected a number'),
        ({"resolved": 1, "name": ""}, '$.leaderboards[0].results[0].name: found "", expected the name'),
        ({"resolved": 1, "tags": 3}, "$.leaderboards[0].results[0].tags: found 3, expected a list"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(row: dict[str, Any], where: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        imported(json.dumps({"leaderboards": [{"name": "Lite", "results": [{"name": "m"} | row]}]}).encode())
    assert str(refused.value).startswith(where)
