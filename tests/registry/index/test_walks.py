"""What is noted of a walk over a leaderboard is what was looked at, and no more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.index.walks import Walks, spelled
from registry.record import LAST, Logged, Place, place_of
from registry.statements import Evaluation
from registry.statements.evaluation import Leaderboard, Methodology

DATES = ("", "2025-12-31", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00Z", "2026-01-02")
PLACES = st.builds(Place, st.sampled_from(DATES), st.integers(0, 20) | st.just(LAST))


def ranking(published: str, index: int) -> Logged[Evaluation]:
    return Logged(
        index,
        Evaluation(
            publisher="a.example",
            leaderboard=Leaderboard(name="A"),
            methodology=Methodology(),
            published=published,
            placements=(),
        ),
    )


def noted(walks: Walks, place: Place) -> bool:
    return any(one.low <= spelled(place) <= one.high for one in walks.spans())


@given(st.lists(PLACES))
def test_places_sort_alike_as_text(places: list[Place]) -> None:
    assert sorted(places) == sorted(places, key=spelled)


@given(PLACES, PLACES)
def test_a_walk_that_nobody_took_learnt_nothing(start: Place, other: Place) -> None:
    walks = Walks()
    walks.down(1, start, [])
    assert not noted(walks, other)


@given(start=PLACES, other=PLACES, known=st.lists(PLACES, unique=True), steps=st.integers(1, 4))
def test_a_walk_depends_on_every_place_up_to_where_it_stopped(
    start: Place, other: Place, known: list[Place], steps: int
) -> None:
    for older in (True, False):
        walks = Walks()
        there = sorted((one for one in known if one != start and (one < start) == older), reverse=older)
        found = [ranking(*one) for one in there]
        walk = walks.down(1, start, found) if older else walks.up(1, start, found)
        taken = [one for _, one in zip(range(steps), walk, strict=False)]
        is_whole = len(taken) < steps
        last = place_of(taken[-1]) if taken else start
        between = last <= other <= start if older else start <= other <= last
        beyond = is_whole and (other <= start if older else other >= start)
        assert noted(walks, other) == (between or beyond)


def test_walks_that_meet_are_noted_as_one() -> None:
    walks, start = Walks(), Place("2026-01-01", 5)
    assert next(walks.down(1, start, [ranking("2026-01-01", 3)])).index == 3
    assert next(walks.up(1, start, [ranking("2026-01-01", 7)])).index == 7
    assert next(walks.up(2, start, [ranking("2026-01-02", 9)])).index == 9
    assert [(one.board, one.low, one.high) for one in walks.spans()] == [
        (1, spelled(Place("2026-01-01", 3)), spelled(Place("2026-01-01", 7))),
        (2, spelled(start), spelled(Place("2026-01-02", 9))),
    ]
