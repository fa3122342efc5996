"""A leaderboard over time: who was first when, under which setting, and where models stood."""

from __future__ import annotations

from pathlib import Path

from registry.index import Index
from registry.over_time import Course, Reign, course
from tests.registry.test_compare import demo, of, ranking

__all__ = ["demo"]


def board(index: Index, names: tuple[str, ...] = (), *, name: str = "board", at: int | None = None) -> Course:
    (newest,) = index.connection.rows("SELECT MAX(entry_index) FROM ranking WHERE leaderboard_key = :key", key=name)
    return course(index.connection, name, newest[0] if at is None else at, names)


def test_cmmlu_had_these_firsts_under_five_shots(demo: Index) -> None:
    """As the history of its repository has them."""
    found = board(demo, name="cmmlu")

    assert [one.table.shots for one in found.rankings] == [5] * 5
    assert [(one.models, one.start, one.end, one.rankings) for one in found.reigns] == [
        (("BlueLM-7B",), "2023-09-05", "2023-09-05", 1),
        (("vivoLM-7B",), "2023-09-18", "2023-09-18", 1),
        (("ZW-LM",), "2023-11-08", "2023-11-13", 2),
        (("MindGPT",), "2023-11-30", "2023-11-30", 1),
    ]
    assert found.of_firsts and found.series[0].label == "MindGPT"
    assert [(one.day, one.rank) for one in found.series[1].points] == [
        ("2023-11-08", 1),
        ("2023-11-13", 1),
        ("2023-11-30", 2),
    ]


def test_a_reign_ends_where_another_model_is_first(tmp_path: Path) -> None:
    days = [("A", "2026-01-01"), ("A", "2026-02-01"), ("B", "2026-03-01"), ("A", "2026-04-01")]
    with of(tmp_path, *(ranking("Board", first, "C", published=day) for first, day in days)) as index:
        found = board(index)

    assert found.reigns == (
        Reign(("A",), "2026-01-01", "2026-02-01", 2),
        Reign(("B",), "2026-03-01", "2026-03-01", 1),
        Reign(("A",), "2026-04-01", "2026-04-01", 1),
    )


def test_models_that_share_the_first_rank_are_first_together(tmp_path: Path) -> None:
    both = ranking("Board", "B", "A", published="2026-01-01")
    for placement in both["placements"]:  # type: ignore[attr-defined]
        placement["rank"] = 1
    with of(tmp_path, both) as index:
        (reign,) = board(index).reigns

    assert reign.models == ("A", "B")


def test_settings_are_lists_of_their_own_and_come_round(tmp_path: Path) -> None:
    def shots(count: int, first: str) -> dict[str, object]:
        made = ranking("Board", first, published="2026-01-01")
        for placement in made["placements"]:  # type: ignore[attr-defined]
            placement["settings"] = {"shots": count}
        return made

    with of(tmp_path, shots(0, "A"), shots(5, "B"), shots(3, "C")) as index:
        found = [board(index, at=at) for at in (1, 2, 3)]

    assert [one.reigns[0].models for one in found] == [("A",), ("B",), ("C",)]
    assert [[table.shots for table in one.settings] for one in found] == [[0, 3, 5], [5, 0, 3], [3, 5, 0]]


def test_the_ranks_of_the_models_that_are_named_are_followed(tmp_path: Path) -> None:
    made = (
        ranking("Board", "A", "B", "C", published="2026-02-01", scope={"entrants": 30}),
        ranking("Board", "C", "B", "A", published="2026-01-01"),
        ranking("Other", "B", "A", published="2026-01-15"),
    )
    with of(tmp_path, *made) as index:
        found, nobody = board(index, ("B", "A")), board(index, ("Nobody",))

    assert not found.of_firsts and [one.label for one in found.series] == ["B", "A"]
    assert [tuple(point) for point in found.series[1].points] == [("2026-01-01", 3, None), ("2026-02-01", 1, 30)]
    assert nobody.of_firsts and [one.label for one in nobody.series] == ["A", "C"]


def test_what_has_ended_is_listed_but_was_nobodys_first_place(tmp_path: Path) -> None:
    from ledger import entry
    from registry import statements
    from tests.ledger.build import ANNA

    made = ranking("Board", "A", published="2026-01-01")
    target = entry.sign(statements.format(statements.parse(made)), [ANNA]).statement.id
    gone = {"type": "jinbang/amendment/v1", "publisher": "a.example", "action": "retract", "target": target}
    with of(tmp_path, made, {**gone, "because": "wrong"}) as index:
        found = board(index)

    assert [one.ended for one in found.rankings] == ["retracted"]
    assert (found.reigns, found.series) == ((), ())


def test_findings_are_counted_by_group_over_all_settings(demo: Index) -> None:
    groups = board(demo, name="cmmlu").groups

    counts = [one.findings for one in groups]
    assert counts == sorted(counts, reverse=True)
    rows = demo.connection.rows(
        "SELECT COUNT(*), COUNT(DISTINCT f.entry_index) FROM finding f JOIN ranking r ON r.entry_index = f.entry_index"
        " WHERE r.leaderboard_key = 'cmmlu' AND f.grouping = 'conflict'"
    )
    assert next((one.findings, one.rankings) for one in groups if one.name == "conflict") == rows[0]


def test_a_leaderboard_that_nobody_knows_has_no_rankings(tmp_path: Path) -> None:
    with of(tmp_path, ranking("Board", "A")) as index:
        found = course(index.connection, "other", 1, ["A"])

    assert found == Course((), (), (), (), (), of_firsts=True)
