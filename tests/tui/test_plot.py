"""Ranks over time as a picture of letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis.strategies import dates, integers, lists, sampled_from, tuples

from registry.over_time import Point, Series
from tui.glyphs import ASCII, UNICODE, Glyphs
from tui.plot import plot


def series(*points: tuple[str, int]) -> Series:
    return Series("A", tuple(Point(day, rank, None) for day, rank in points))


def test_the_best_rank_is_above_and_the_newest_day_is_right() -> None:
    drawn = plot(
        [series(("2026-01-01", 1), ("2026-01-11", 3)), series(("2026-01-01", 2), ("2026-01-11", 2))],
        ["2026-01-01", "2026-01-06", "2026-01-11"],
        24,
        ASCII,
    )

    assert list(drawn) == [
        "1 |A",
        "2 |B                   B",
        "3 |                    A",
        "  ++---------+---------+",
        "   2026-01-01 2026-01-11",
    ]


def test_days_of_checkpoints_are_marked_where_they_are_in_sight() -> None:
    ranks = [series(("2026-01-01", 1), ("2026-01-11", 1))]
    drawn = list(plot(ranks, ["2026-01-01"], 24, ASCII, ["2025-12-31", "2026-01-06", "2026-01-11", "2026-01-12", "x"]))

    assert drawn[2] == "             ^         ^"
    assert len(list(plot(ranks, ["2026-01-01"], 24, ASCII, ["2026-01-12"]))) == len(drawn) - 1


def test_models_on_one_place_are_a_star() -> None:
    assert next(plot([series(("2026-01-01", 1))] * 2, [], 30, ASCII)) == "1 |*"


def test_a_rank_without_a_day_has_no_place_and_no_days_no_picture() -> None:
    assert list(plot([series(("", 1), ("2026-13-99", 2), ("\x1b[2J", 3))], ["", "x"], 80, UNICODE)) == []
    assert list(plot([], ["2026-01-01"], 80, UNICODE)) == []


@given(
    points=lists(tuples(dates().map(lambda day: day.isoformat()), integers(1, 10**6)), min_size=1, max_size=9),
    width=integers(0, 200),
    glyphs=sampled_from([UNICODE, ASCII]),
)
def test_every_picture_fits_and_shows_each_model(points: list[tuple[str, int]], width: int, glyphs: Glyphs) -> None:
    drawn = list(plot([series(*points)], [day for day, _ in points], width, glyphs))

    assert len(drawn) <= 12
    assert max(map(len, drawn)) <= max(width, 20 + len("1,000,000") + 2)
    assert any("A" in line for line in drawn)
    assert glyphs.tick in drawn[-2]


def test_the_ascii_picture_is_ascii() -> None:
    assert "".join(plot([series(("2026-01-01", 1), ("2026-02-01", 90))], ["2026-01-01"], 60, ASCII)).isascii()
