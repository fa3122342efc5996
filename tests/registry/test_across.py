"""A comparison as a table: which lines are one model's, how rows are ordered, and how far apart places are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from registry.across import By, Column, alike, arranged, columns, is_doubted, rows, spread
from registry.compare import Position, compare, fullest_month
from registry.reads import Line, Table
from tests.registry.test_compare import of, ranking

LINE = Line("a", "A", "", "", "", 1, "", "", "verified", "")
TABLE = Table(1, "ab", "board", "Board", "", "2026-01-01", None, "", "", 11, 1, None, "a.example")


def place(rank: int | None, verdict: str = "verified", **table: Any) -> Position:
    return Position(TABLE._replace(**table), LINE._replace(rank=rank, verdict=verdict), (), 0)


@pytest.mark.parametrize(
    ("models", "groups"),
    [
        ([("", ""), ("", "")], [[0, 1]]),
        ([("one", "v1"), ("one", "V1")], [[0, 1]]),
        ([("one", "v1"), ("one", "v2")], [[0], [1]]),
        ([("one", ""), ("two", "")], [[0], [1]]),
        ([("one", ""), ("", "")], [[0, 1]]),
        # The one without a developer could be either's.
        ([("one", ""), ("", ""), ("two", "")], [[0], [2], [1]]),
    ],
)
def test_lines_are_one_models_only_when_surely_so(models: list[tuple[str, str]], groups: list[list[int]]) -> None:
    lines = [(LINE._replace(developer_key=who, version=version), at) for at, (who, version) in enumerate(models)]

    assert alike(lines) == groups


def test_a_name_of_two_models_makes_two_columns(tmp_path: Path) -> None:
    two = ranking("Board", {"name": "A", "version": "v1"}, {"name": "A", "version": "v2"})
    with of(tmp_path, two, ranking("Other", {"name": "A", "version": "v2"})) as index:
        found = columns(compare(index.connection, ["A", "Nobody"]).positions)

    assert [(one.label, len(one.positions)) for one in found] == [("A v2", 2), ("A v1", 1), ("Nobody", 0)]
    assert [[None if one is None else one.line.rank for one in row.places] for row in rows(found)] == [
        [2, 1, None],
        [1, None, None],
    ]


def test_rows_are_ordered_by_name_by_share_and_by_day() -> None:
    made = [
        place(3, leaderboard_key="b", published="2026-03-01"),
        place(None, leaderboard_key="c", published="2026-05-01"),
        place(1, leaderboard_key="d", published=""),
        place(11, leaderboard_key="a", published="2026-04-01"),
    ]
    found = rows([Column("A", "", "", {one.table.list: one for one in made})])

    def order(by: By) -> str:
        return "".join(row.table.leaderboard_key for row in arranged(found, by, 0))

    assert (order(By.LEADERBOARD), order(By.SHARE), order(By.DAY)) == ("abcd", "dbac", "cabd")


def test_a_spread_is_the_greatest_share_less_the_least() -> None:
    """The figures of the design's drawing: 2 of 96, 11 of 140 and 31 of 88."""
    places = [place(2, entrants=96), place(11, entrants=140), place(31, entrants=88), place(None), None]

    found = spread(places, with_doubted=False)

    assert (found.lists, found.width) == (3, Fraction(94, 95) - Fraction(57, 87))
    assert found.is_wide


def test_what_is_in_doubt_counts_only_when_that_is_wished() -> None:
    places = [place(1), place(11, "flagged"), place(1, "unchecked"), place(6, "disputed")]

    assert [is_doubted(one) for one in places] == [False, True, False, True]
    assert spread(places, with_doubted=False) == (2, Fraction(0))
    assert spread(places, with_doubted=True) == (4, Fraction(1))


def test_one_place_has_no_spread() -> None:
    assert spread([place(1), place(None)], with_doubted=True) == (1, None)
    assert not spread([place(1)], with_doubted=True).is_wide


def test_a_quarter_of_the_field_is_not_wide_yet() -> None:
    assert not spread([place(1, entrants=5), place(2, entrants=5)], with_doubted=True).is_wide
    assert spread([place(1, entrants=5), place(3, entrants=5)], with_doubted=True).is_wide


def test_the_fullest_month_has_the_most_places_and_is_the_newest_of_such(tmp_path: Path) -> None:
    made = [
        ranking("One", "A", "B", published="2026-01-05"),
        ranking("Two", "A", "B", published="2026-01-20"),
        ranking("One", "B", "A", published="2026-02-05"),
        ranking("Two", "B", "A", published="2026-02-25"),
        ranking("One", "A", published="2026-03-05"),
        ranking("Three", "A", "B"),
    ]
    with of(tmp_path, *made) as index:
        month = fullest_month(index.connection, ["A", "B"])
        found = compare(index.connection, ["A", "B"], month)
        nobody = fullest_month(index.connection, ["Nobody"])

    assert (month, nobody) == ("2026-02", "")
    assert [one.table.published for one in found.positions["A"]] == ["2026-02-05", "2026-02-25"]
    assert found.beside[0] == ("A", "B", 0, 2, 2)
